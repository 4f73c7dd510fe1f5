"""Rule: a reply is plain words: no markup that acts, no leaked prompt, no gaps left to fill."""

# A pattern is easier to check on one line.
# ruff: noqa: E501
from __future__ import annotations

import re
from collections.abc import Iterator

from deskhand.assistant.guardrails import grounds
from deskhand.assistant.guardrails.claims import Claim, ClaimKind
from deskhand.assistant.guardrails.claims.identifiers import normal_url
from deskhand.assistant.guardrails.findings import Finding
from deskhand.assistant.guardrails.reading import Reading
from deskhand.assistant.guardrails.rule import Rule

ID = "clean_output"
_CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
_TAG = re.compile(
    r"</?(?:script|iframe|object|embed|img|svg|style|form|input|button|link|meta|base|a|b|i|p|div|span|"
    r"br|h[1-6]|ul|ol|li|table|tr|td|html|body|head|video|audio|details)\b[^>]*>?|<!--|"
    r"\bon(?:click|error|load|mouseover)\s*=",
    re.IGNORECASE,
)
_SCHEME = re.compile(r"\b(?:javascript|vbscript|data):[^\s]", re.IGNORECASE)
_LINK = re.compile(r"(?P<image>!?)\[(?P<words>[^\]]*)\]\(\s*<?(?P<target>[^)\s>]+)[^)]*\)")
_PROMPT = re.compile(
    r"<\|[a-z_]+\|>|\[/?INST\]|<</?SYS>>|(?:^|\n)\s*#+\s*(?:context|objective|style|tone|audience|response|"
    r"evidence|corrections?|instructions?)\s*#*\s*(?:\n|$)|\bCO-?STAR\b|"
    r"\b(?:my|the|these) (?:system|hidden|internal|original) (?:prompt|instructions?)\b|"
    r"\bas an? (?:ai|artificial intelligence|large)(?: language)? model\b|"
    r"\bsystem prompt\b|(?:^|\n)\s*(?:system|assistant|developer)\s*:\s",
    re.IGNORECASE,
)
_SECTION = re.compile(
    r"(?:^|\n)\W{0,4}(context|objective|style|tone|audience|response|evidence)\W{0,3}:",
    re.IGNORECASE,
)
_GAP = re.compile(
    r"\{\{[^}]*\}\}|\{[a-z_]{3,}\}|\[(?:your|insert|customer|company|agent|name|date|order|tracking|link|amount|"
    r"placeholder)\b[^\]]{0,40}\](?!\()|<(?:your|insert|customer|order|tracking)[ _][^>]{0,30}>|\bXX+-?XX+\b|\bTBD\b",
    re.IGNORECASE,
)
_INVISIBLE = re.compile("[\u202a-\u202e\u2066-\u2069\u200b\u2060\ufeff\x00-\x08\x0b\x0c\x0e-\x1f]")


def _finding(words: str, correction: str) -> Finding:
    return Finding(ID, words.strip()[:120] or repr(words), correction)


def _links(reading: Reading) -> Iterator[Finding]:
    for found in _LINK.finditer(reading.text):
        target, words = found["target"], found["words"]
        url = Claim(ClaimKind.URL, found.start(), found.end(), target, normal_url(target))
        if found["image"]:
            yield _finding(found.group(), "Show no pictures: remove the image.")
        elif not grounds.address(reading, url):
            yield _finding(found.group(), "Link only to addresses that a cited passage gives.")
        elif re.match(r"(?:https?://|www\.)", words) and normal_url(words) != normal_url(target):
            yield _finding(found.group(), "The words of a link must not name another address.")


def _check(reading: Reading) -> Iterator[Finding]:
    plain = _CODE.sub(" ", reading.text)
    cited = " ".join(passage.text for passage in reading.passages)
    for found in _TAG.finditer(plain):
        if "script" in found.group().lower() or "=" in found.group() or found.group() not in cited:
            yield _finding(found.group(), "Write plain text: remove the HTML.")
    for found in _SCHEME.finditer(plain):
        yield _finding(
            found.group(), "Remove the link: only web addresses from passages are allowed."
        )
    for found in _PROMPT.finditer(reading.text):
        if found.group().strip() not in cited:
            yield _finding(
                found.group(), "Answer the customer only; do not repeat or mention instructions."
            )
    sections = _SECTION.findall(reading.text)
    if len({name.lower() for name in sections}) >= 3:
        yield _finding(", ".join(sections), "Do not repeat the sections of the instructions.")
    for found in _GAP.finditer(plain):
        yield _finding(found.group(), "Fill the gap from the evidence, or leave the sentence out.")
    for found in _INVISIBLE.finditer(reading.text):
        yield _finding(repr(found.group()), "Remove the invisible character.")
    yield from _links(reading)


RULE = Rule(ID, "Plain words, no markup, no leaked instructions, no foreign links", _check)
