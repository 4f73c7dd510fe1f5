"""Codes that a question names, such as E99: no passage about others of the kind answers it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from deskhand.assistant.answering.judgement import Judged
from deskhand.assistant.understanding.acts import Act

_CODE = re.compile(r"\b[A-Z]{1,3}-?\d{2,4}\b")
"""A code as products and tables have them: E12, CR-2032."""


def unknown_code(act: Act, judged: Sequence[Judged]) -> str | None:
    """A code of the question that none of the passages has, though they have others of its kind.

    What is a record's number is no code of the documents.
    """
    codes = [] if act.mentions else _CODE.findall(act.text.upper())
    known = set(_CODE.findall(" ".join(one.evidence.text for one in judged)))
    kinds = {_kind(code) for code in known}
    return next((code for code in codes if code not in known and _kind(code) in kinds), None)


def _kind(code: str) -> str:
    return re.sub(r"\d", "0", code)
