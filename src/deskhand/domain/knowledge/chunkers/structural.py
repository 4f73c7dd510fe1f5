"""Cuts a document along its structure: sections, blocks, then sentences, items, rows or lines."""

from __future__ import annotations

from collections.abc import Iterator

from deskhand.domain.knowledge.chunkers.packing import Fit, packed
from deskhand.domain.knowledge.chunkers.port import (
    Chunk,
    Chunker,
    ChunkKind,
    ChunkLimits,
    CountTokens,
)
from deskhand.domain.knowledge.chunkers.sentences import split_sentences
from deskhand.domain.knowledge.readers.port import Block, ParsedDocument, Section

_BETWEEN_BLOCKS = "\n\n"


def chunk(
    document: ParsedDocument, count_tokens: CountTokens, limits: ChunkLimits
) -> tuple[Chunk, ...]:
    """The document's passages, numbered from 0.

    A passage never leaves its section and has at most `limits.tokens` tokens. Blocks stay whole
    when they fit; otherwise a paragraph is cut between sentences, a list between items, a table
    between rows (its header repeated), code between lines. A single sentence, row or line above
    `limits.tokens` stays whole up to `limits.hard_tokens`; above that it is cut at clauses, then
    words. A heading with nothing under it becomes a passage of its own.
    """
    fit = Fit(count_tokens, limits)
    chunks: list[Chunk] = []
    following = [*document.sections[1:], Section((), ())]
    for section, after in zip(document.sections, following, strict=False):
        for kind, text in _passages(section, after, fit):
            tokens = count_tokens(text)
            chunks.append(Chunk(len(chunks), section.heading_path, text, tokens, kind))
    return tuple(chunks)


def _passages(section: Section, after: Section, fit: Fit) -> Iterator[tuple[ChunkKind, str]]:
    depth = len(section.heading_path)
    is_parent = after.heading_path[:depth] == section.heading_path
    if not section.blocks and depth and not is_parent:
        for part in packed(split_sentences(section.heading_path[-1]), " ", fit):
            yield "heading", part
    pieces: list[tuple[ChunkKind, str]] = [
        (block.kind, part) for block in section.blocks for part in _parts(block, fit)
    ]
    yield from _merged(pieces, fit)


def _merged(pieces: list[tuple[ChunkKind, str]], fit: Fit) -> Iterator[tuple[ChunkKind, str]]:
    """Neighbouring pieces together as long as they fit; a lead-in stays with what it leads to."""
    held: list[tuple[ChunkKind, str]] = []
    for position, piece in enumerate(pieces):
        ahead = [piece]
        if _leads_in(piece) and position + 1 < len(pieces):
            ahead.append(pieces[position + 1])
        together = fit.within(_joined([*held, *ahead])) or (
            # A pair that is too long for any passage is no reason to begin a new one here.
            not fit.within(_joined(ahead)) and fit.within(_joined([*held, piece]))
        )
        if held and not together:
            yield _kind(held), _joined(held)
            held = []
        held.append(piece)
    if held:
        yield _kind(held), _joined(held)


def _leads_in(piece: tuple[ChunkKind, str]) -> bool:
    return piece[0] == "paragraph" and piece[1].endswith(":")


def _joined(pieces: list[tuple[ChunkKind, str]]) -> str:
    return _BETWEEN_BLOCKS.join(text for _, text in pieces)


def _kind(pieces: list[tuple[ChunkKind, str]]) -> ChunkKind:
    return pieces[0][0] if len({kind for kind, _ in pieces}) == 1 else "mixed"


def _parts(block: Block, fit: Fit) -> list[str]:
    """The block whole if it fits, else in passages of whole sentences, items, rows or lines."""
    if block.kind == "code":
        return _code_parts(block.text, fit)
    if fit.within(block.text):
        return [block.text]
    if block.kind == "table":
        return _table_parts(block.text, fit)
    if block.kind == "list":
        return packed(_items(block.text, fit), "\n", fit)
    between = "\n" if "\n" in block.text else " "
    return packed(split_sentences(block.text), between, fit)


def _items(text: str, fit: Fit) -> list[str]:
    """Items with what is indented under them; one that does not fit falls into its lines."""
    items: list[str] = []
    for line in text.split("\n"):
        if line.startswith("  ") and items:
            items[-1] += f"\n{line}"
        else:
            items.append(line)
    return [
        part
        for item in items
        for part in ([item] if fit.within(item) else _sentences_by_line(item))
    ]


def _sentences_by_line(item: str) -> list[str]:
    return [sentence for line in item.split("\n") for sentence in split_sentences(line)]


def _table_parts(text: str, fit: Fit) -> list[str]:
    lines = text.split("\n")
    header = "\n".join(lines[:2]) + "\n" if len(lines) > 1 and set(lines[1]) <= set("|-") else ""
    if not header or len(lines) == 2:
        return packed(lines, "\n", fit)
    return packed(lines[2:], "\n", fit, before=header)


def _code_parts(text: str, fit: Fit) -> list[str]:
    fence = "```"
    while fence in text:
        fence += "`"
    return packed(text.split("\n"), "\n", fit, before=f"{fence}\n", behind=f"\n{fence}")


CHUNKER = Chunker("structural", chunk)
