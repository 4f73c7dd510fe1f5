"""The words that carry a text's meaning, roughly stemmed, so that texts can be compared."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_E_MAIL = re.compile(r"\be-?mails?\b", re.IGNORECASE)
_GRAMMAR = (
    "a about after all also am an and any anyone are as at be been but by can could did do does"
    " don d for from get give got had has have hello hey hi how i if im in into is it its just let"
    " like ll long m many me much my need no not of ok on one or our out over please pls re s so"
    " some something t take takes tell than thank thanks that the their them then there they this"
    " to too up us ve very want was we were what when where which who why will wish with would yes"
    " you your"
)
_COMMON = frozenset(_GRAMMAR.split())
_ENDINGS = ("ings", "ing", "ies", "ied", "ed", "es", "s")


def terms(text: str) -> frozenset[str]:
    """The stems of the words of `text` that are not merely grammar."""
    plain = _E_MAIL.sub("email", text.lower())
    return frozenset(
        stem(word) for word in _WORD.findall(plain) if word not in _COMMON and len(word) > 1
    )


def all_words(text: str) -> frozenset[str]:
    """Every word of `text`, in lower case."""
    return frozenset(_WORD.findall(text.lower()))


def stem(word: str) -> str:
    """A rough stem: enough to let `returns` meet `return` and `shipping` meet `ship`."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            cut = word[: -len(ending)]
            if ending in ("ies", "ied"):
                return f"{cut}y"
            doubled = len(cut) > 3 and cut[-1] == cut[-2] and cut[-1] not in "sl"
            return _bare(cut[:-1] if doubled else cut)
    return _bare(word)


def _bare(word: str) -> str:
    return word[:-1] if word.endswith("e") and len(word) > 3 else word
