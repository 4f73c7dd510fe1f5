"""Rows of a table as sections: questions with their answers, or else the table itself."""

from __future__ import annotations

from collections.abc import Sequence

from deskhand.domain.knowledge.readers.port import Block, Section, without_unseen

_ROLES = {
    "question": ("question", "questions", "q", "frage", "pregunta", "domanda", "pergunta", "query"),
    "answer": ("answer", "answers", "a", "antwort", "respuesta", "réponse", "risposta", "resposta"),
    "category": ("category", "categorie", "kategorie", "categoría", "catégorie", "topic", "thema"),
}
"""What the column of a list of questions is called; compared in small letters."""

Row = Sequence[str]


def sections_of(rows: Sequence[Row]) -> tuple[Section, ...]:
    """One section for each question, or one with the whole table.

    Columns are known by the first row; without such names, two columns are questions and answers
    where most of the first end with a question mark. The category becomes the heading above.
    """
    filled = [[clean(cell) for cell in row] for row in rows]
    filled = [row for row in filled if any(row)]
    if not filled:
        return ()
    columns = _named(filled[0])
    if columns is not None:
        filled = filled[1:]
    elif _asks(filled):
        columns = {"question": 0, "answer": 1}
    if columns is None:
        return (Section((), (Block("table", _table(filled)),)),)
    found = (_section(row, columns) for row in filled)
    return tuple(section for section in found if section is not None)


def clean(cell: str) -> str:
    """The cell's text as one or more trimmed lines."""
    lines = (" ".join(line.split()) for line in without_unseen(cell).splitlines())
    return "\n".join(line for line in lines if line)


def question(asked: str, answer: str, category: str = "") -> Section:
    """A question as heading, its answer below."""
    above = (category.replace("\n", " "),) if category else ()
    return Section((*above, asked.replace("\n", " ")), (Block("paragraph", answer),))


def _named(header: Row) -> dict[str, int] | None:
    names = [cell.lower().rstrip(":") for cell in header]
    columns = {
        role: names.index(name) for role, known in _ROLES.items() for name in known if name in names
    }
    return columns if {"question", "answer"} <= columns.keys() else None


def _asks(rows: Sequence[Row]) -> bool:
    """Whether two columns hold questions and answers."""
    if max(map(len, rows)) != 2:
        return False
    return 2 * sum(row[0].endswith(("?", "？", "؟")) for row in rows) > len(rows)


def _section(row: Row, columns: dict[str, int]) -> Section | None:
    cells = {role: row[at] if at < len(row) else "" for role, at in columns.items()}
    if not cells["question"] or not cells["answer"]:
        return None
    return question(cells["question"], cells["answer"], cells.get("category", ""))


def _table(rows: Sequence[Row]) -> str:
    width = max(map(len, rows))
    lines = [
        "| " + " | ".join(cell.replace("\n", " ").replace("|", "/") for cell in padded) + " |"
        for row in rows
        for padded in [[*row, *[""] * (width - len(row))]]
    ]
    lines.insert(1, "|" + "-|" * width)
    return "\n".join(lines)
