"""A message cut into what it asks, one thing a clause; each is read by itself."""

from __future__ import annotations

import re
import unicodedata

from deskhand.domain.knowledge.chunkers.sentences import split_sentences
from deskhand.packs.phrases import Phrases, folded

MOST_CLAUSES = 6
_LONGEST = 8_000
_HEAD, _TAIL = 2_400, 800
_COMMA = re.compile(r"[,;]\s{1,8}")
_FEWEST_WORDS = 2
_ANSWERS = ("confirm", "decline")
_MARKS = re.compile(r"[*_`]{1,3}|<[^<>]{0,80}>")
_LINK = re.compile(r"\[([^\[\]]{0,200})\]\([^()\s]{0,400}\)")

_NOTHING = "…"
"""How a message is read that shows no character at all."""


def readable(message: str) -> str:
    """At most 8,000 characters without control characters and markup; blanks folded.

    What is nothing but markup is read as it stands: a message is never empty.
    """
    unified = unicodedata.normalize("NFKC", message[:_LONGEST])
    shown = "".join(c if c.isprintable() or c == "\n" else " " for c in unified)
    text = _folded(_MARKS.sub(" ", _LINK.sub(r"\1", shown))) or _folded(shown)
    text = text or (_NOTHING if message else "")
    return text if len(text) <= _HEAD + _TAIL else f"{text[:_HEAD]} … {text[-_TAIL:]}"


def _folded(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def clauses_of(message: str, phrases: Phrases) -> tuple[str, ...]:
    """The clauses of a message, in order; at least one when it holds a word.

    A line that only says yes or no stands by itself: "yes", and behind it "wait no". Sentences are
    cut where a joining word or a comma is followed by the beginning of another
    question or wish ("… and how do I …", "…, where is …").
    """
    found: list[str] = []
    for part in _answers_apart(message, phrases):
        for sentence in split_sentences(part):
            found += _cut(sentence, phrases)
    kept = _joined(
        [clause for clause in found if any(letter.isalnum() for letter in clause)], phrases
    )
    if len(kept) > MOST_CLAUSES:
        kept = [*kept[: MOST_CLAUSES - 2], *kept[-2:]]
    return tuple(kept) or ((message,) if message else ())


def _answers_apart(message: str, phrases: Phrases) -> list[str]:
    """The message's lines, those joined that say more than yes or no."""
    parts: list[str] = []
    apart = True
    for line in message.split("\n"):
        answers = any(phrases.is_only(act, line) for act in _ANSWERS)
        if parts and not (apart or answers):
            parts[-1] = f"{parts[-1]}\n{line}"
        else:
            parts.append(line)
        apart = answers
    return parts


def _joined(clauses: list[str], phrases: Phrases) -> list[str]:
    """Questions without a word of substance stand with what they are about: "…, what can I do?"."""
    out: list[str] = []
    for clause in clauses:
        asks = "?" in clause or _opens(folded(clause).split(), phrases)
        if out and asks and not phrases.content(clause):
            out[-1] = f"{out[-1]}, {clause}"
        else:
            out.append(clause)
    return out


def _cut(sentence: str, phrases: Phrases) -> list[str]:
    pieces = [sentence]
    if len(sentence) > 1000:
        return pieces
    out: list[str] = []
    for piece in pieces:
        start = 0
        for match in _seams(piece, phrases):
            before = piece[start : match[0]]
            if len(folded(before).split()) >= _FEWEST_WORDS:
                out.append(before.strip())
                start = match[1]
        out.append(piece[start:].strip())
    return out


def _seams(sentence: str, phrases: Phrases) -> list[tuple[int, int]]:
    """Where a clause ends and the next begins, as character spans of what joins them."""
    seams: list[tuple[int, int]] = []
    for match in _COMMA.finditer(sentence):
        rest = sentence[match.end() :]
        words = folded(rest).split()
        skipped = 1 if words[:1] and words[0] in phrases.joiners else 0
        if _opens(words[skipped:], phrases):
            joiner = len(rest.split(maxsplit=1)[0]) if skipped else 0
            seams.append((match.start(), match.end() + joiner))
    for match in re.finditer(r"\S+", sentence):
        if match.start() == 0 or folded(match.group()) not in phrases.joiners:
            continue
        if any(start <= match.start() <= end for start, end in seams):
            continue
        if _opens(folded(sentence[match.end() :]).split(), phrases):
            seams.append(match.span())
    return sorted(seams)


def _opens(words: list[str], phrases: Phrases) -> bool:
    if len(words) < _FEWEST_WORDS:
        return False
    return any(tuple(words[:size]) in phrases.openers for size in (1, 2, 3))
