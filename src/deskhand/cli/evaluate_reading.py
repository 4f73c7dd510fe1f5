"""`deskhand evaluate sentiment`, `language`, `pii`, `injection`: how well messages are read."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path
from time import perf_counter
from typing import Annotated

import typer
from rich.progress import track

from deskhand.assistant.guardrails.screens import pii as screen
from deskhand.assistant.guardrails.screens.injection import INSTRUCTS, looks_like_injection
from deskhand.assistant.understanding.language import language_among, load_detector
from deskhand.assistant.understanding.understand import Understander
from deskhand.cli.measuring import AsJson, Html, Most, memory_mb, spread, tell
from deskhand.cli.output import console
from deskhand.domain.conversations.dialogue import Dialogue
from deskhand.evaluation.labelled import LabelledText, read_spans, read_texts
from deskhand.evaluation.labels import Told, figures_of, plots_of, tables_of
from deskhand.evaluation.measured import Figure, Measured, Rows
from deskhand.evaluation.spans import Screened
from deskhand.infra.models.embeddings import open_embedder
from deskhand.infra.settings import Settings
from deskhand.packs.loader import built_in

_PACK = "shop"
_Texts = Annotated[Path, typer.Option(help="JSON lines with `text` and `label`.")]


def sentiment(test: _Texts, most: Most = None, as_json: AsJson = False, html: Html = None) -> None:
    """Read the mood of labelled messages: `negative`, `neutral` or `positive`.

    `polarity` is the accuracy over messages that are labelled negative or positive.

    [bold]Examples[/bold]

      deskhand evaluate sentiment --test messages.jsonl

      deskhand evaluate sentiment --test messages.jsonl --most 1000 --html mood.html
    """
    texts = spread(read_texts(test), most)
    told = asyncio.run(_moods(Settings(), texts))
    clear = [one for one in told if one.wanted in ("negative", "positive")]
    decided = [one for one in clear if one.found in ("negative", "positive")]
    more: dict[str, Figure] = {
        "polarity": _right(clear),
        "polarity_where_decided": _right(decided),
        "decided": round(len(decided) / max(len(clear), 1), 4),
    }
    _tell(f"Sentiment: {test.name}", told, more, as_json=as_json, html=html)


def language(
    test: _Texts,
    serves: Annotated[
        list[str] | None,
        typer.Option(metavar="CODE", help="A language that is served; default: all labels."),
    ] = None,
    most: Most = None,
    as_json: AsJson = False,
    html: Html = None,
) -> None:
    """Tell the language of labelled texts, each as the first message of a conversation.

    [bold]Examples[/bold]

      deskhand evaluate language --test languages.jsonl

      deskhand evaluate language --test languages.jsonl --serves en --serves de --serves fr
    """
    texts = read_texts(test)
    served = tuple(serves or sorted({one.label for one in texts}))
    texts = spread([one for one in texts if one.label in served], most)
    load_detector()
    told = []
    for one in track(texts, "  reading", console=console, transient=True):
        began = perf_counter()
        found = language_among(one.text, served)
        told.append(Told(one.label, found, perf_counter() - began))
    more = _by_kind(texts, told)
    _tell(f"Language: {test.name}", told, more, as_json=as_json, html=html)


def injection(
    test: _Texts,
    attacks: Annotated[
        list[str] | None, typer.Option(metavar="LABEL", help="Labels of attacks; default: 1.")
    ] = None,
    most: Most = None,
    as_json: AsJson = False,
    html: Html = None,
) -> None:
    """Screen texts for instructions to the assistant. `passed` is the share of the rest.

    [bold]Examples[/bold]

      deskhand evaluate injection --test messages.jsonl

      deskhand evaluate injection --test messages.jsonl --attacks injection --html screen.html
    """
    meant = set(attacks or ("1",))
    told = []
    for one in spread(read_texts(test), most):
        began = perf_counter()
        score = looks_like_injection(one.text)
        flagged = score >= INSTRUCTS
        told.append(
            Told(
                "attack" if one.label in meant else "benign",
                "attack" if flagged else "benign",
                perf_counter() - began,
                sure=max(score, 1 - score),
            )
        )
    tables = tables_of(told)
    scores = {str(row[0]): row for row in tables[0].rows}
    benign = [one for one in told if one.wanted == "benign"]
    more: dict[str, Figure] = {
        "attack_f1": scores["attack"][3] if "attack" in scores else None,
        "attack_recall": scores["attack"][2] if "attack" in scores else None,
        "passed": _right(benign),
        "falsely_flagged": round(1 - (_right(benign) or 0.0), 4) if benign else None,
    }
    _tell(f"Injection: {test.name}", told, more, as_json=as_json, html=html)


def pii(
    test: Annotated[
        Path, typer.Option(help="JSON lines with `text` and `spans`: [start, end, kind, value].")
    ],
    most: Most = None,
    as_json: AsJson = False,
    html: Html = None,
) -> None:
    """Find personal data in texts where it is marked.

    Structured kinds are cards, IBANs, e-mail and IP addresses, phone and social security numbers.

    [bold]Example[/bold]

      deskhand evaluate pii --test marked.jsonl --html pii.html
    """
    screened = Screened()
    for one in spread(read_spans(test), most):
        began = perf_counter()
        found = screen.find(one.text)
        screened.take(
            one.text,
            one.spans,
            [(span.kind, span.start, span.end) for span in found],
            perf_counter() - began,
        )
    figures = screened.figures() | {"memory_mb": memory_mb()}
    measured = Measured(f"Personal data: {test.name}", figures, (), screened.tables())
    tell(measured, as_json=as_json, html=html)


async def _moods(settings: Settings, texts: Sequence[LabelledText]) -> list[Told]:
    cache = settings.app.data_dir / "cache"
    embedder = await asyncio.to_thread(
        open_embedder, settings.embedding, cache, api_key=settings.model.api_key
    )
    pack = built_in(_PACK)
    understander = await Understander.open(embedder, cache, [pack])
    told = []
    try:
        for one in track(texts, "  reading", console=console, transient=True):
            began = perf_counter()
            reading = await understander.read(one.text, Dialogue(), pack)
            told.append(Told(one.label, reading.sentiment, perf_counter() - began))
    finally:
        await understander.aclose()
        embedder.close()
    return told


def _by_kind(texts: Iterable[LabelledText], told: Iterable[Told]) -> dict[str, Figure]:
    """The accuracy of each kind of text."""
    pairs = sorted(
        ((one.kind or "", result) for one, result in zip(texts, told, strict=True)),
        key=lambda pair: pair[0],
    )
    return {
        f"accuracy_{kind.replace(' ', '_')}": _right([result for _, result in some])
        for kind, some in groupby(pairs, key=lambda pair: pair[0])
        if kind
    }


def _right(told: Sequence[Told]) -> float | None:
    if not told:
        return None
    return round(sum(one.found == one.wanted for one in told) / len(told), 4)


def _tell(
    title: str,
    told: Sequence[Told],
    more: dict[str, Figure],
    *,
    as_json: bool,
    html: Path | None,
    tables: Sequence[Rows] | None = None,
) -> None:
    figures = figures_of(told) | more | {"memory_mb": memory_mb()}
    for name in ("accuracy_with_refusal", "falsely_refused"):
        figures.pop(name, None)  # Nothing is refused here.
    measured = Measured(title, figures, plots_of(told), tables or tables_of(told))
    tell(measured, as_json=as_json, html=html)
