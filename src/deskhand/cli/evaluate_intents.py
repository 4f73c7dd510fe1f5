"""`deskhand evaluate intents`: how well taught intents are told apart, by the product's own way."""

from __future__ import annotations

import asyncio
import json
import resource
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import Annotated, Any

import typer
from rich.progress import track

from deskhand.cli.measuring import AsJson, Html, fresh_database, memory_mb, tell
from deskhand.cli.output import console, step
from deskhand.domain.accounts.tenants import create_tenant
from deskhand.domain.audit import SYSTEM
from deskhand.domain.intents import examples, trying, versions
from deskhand.domain.intents.applying import TaughtPacks
from deskhand.domain.intents.schemas import NewTraining, Taken
from deskhand.domain.packs.store import PackStore
from deskhand.evaluation.labelled import LabelledFileInvalid, LabelledText, read_texts
from deskhand.evaluation.labels import Told, figures_of, plots_of, tables_of
from deskhand.evaluation.measured import Figure, Measured
from deskhand.infra.classification.classifier import IntentClassifier
from deskhand.infra.classification.training import TrainingFailed
from deskhand.infra.runtime import DatabaseUrls, Runtime, open_runtime
from deskhand.infra.settings import Settings
from deskhand.packs.loader import Pack
from deskhand.worker.training import TrainingRunner

_SHAPE = "JSON lines with `text` and `label`."
_Train = Annotated[Path, typer.Option(help=f"What is taught: {_SHAPE}")]
_Test = Annotated[Path, typer.Option(help=f"What is asked: {_SHAPE}")]
_Oos = Annotated[
    Path | None, typer.Option(help="Texts that belong to nothing, and shall be refused.")
]
_OosTrain = Annotated[
    Path | None, typer.Option(help="Texts that belong to nothing, taught as such.")
]
_Outside = Annotated[
    list[str] | None,
    typer.Option(metavar="LABEL", help="A label of the files that means: belongs to nothing."),
]
_PerLabel = Annotated[
    int | None, typer.Option(min=1, help="Teach only the first so many examples of each label.")
]


def intents(
    train: _Train,
    test: _Test,
    oos: _Oos = None,
    oos_train: _OosTrain = None,
    outside: _Outside = None,
    per_label: _PerLabel = None,
    as_json: AsJson = False,
    html: Html = None,
) -> None:
    """Teach a tenant the intents of a file, as the API does, and try the texts of another.

    The examples are imported, trained by the worker's way in a child process with its limits, put
    in service and tried, in a private database that is gone at the end.

    [bold]Examples[/bold]

      deskhand evaluate intents --train train.jsonl --test test.jsonl

      deskhand evaluate intents --train train.jsonl --test test.jsonl --oos oos.jsonl --html o.html

      deskhand evaluate intents --train train.jsonl --test test.jsonl --per-label 10 --json
    """
    beyond = set(outside or ())
    taught = _first(read_texts(train), per_label)
    taught += [_nothing(one) for one in (read_texts(oos_train) if oos_train else ())]
    asked = read_texts(test) + [_nothing(one) for one in (read_texts(oos) if oos else ())]
    if not {one.label for one in taught} - beyond - {_NOTHING}:
        raise LabelledFileInvalid(f"{train.name} holds no intent.")
    settings = Settings()
    with fresh_database() as urls:
        told, training = asyncio.run(_measure(settings, urls, taught, asked, beyond | {_NOTHING}))
    figures: dict[str, Figure] = figures_of(told) | training | {"memory_mb": memory_mb()}
    measured = Measured(f"Intents: {test.name}", figures, plots_of(told), tables_of(told))
    tell(measured, as_json=as_json, html=html)


_NOTHING = "\N{EMPTY SET}"
"""The label that texts of a file of nothing get."""


def _nothing(one: LabelledText) -> LabelledText:
    return one.model_copy(update={"label": _NOTHING})


def _first(texts: Sequence[LabelledText], most: int | None) -> list[LabelledText]:
    """The first so many of each label."""
    kept: dict[str, list[LabelledText]] = {}
    for one in texts:
        some = kept.setdefault(one.label, [])
        if most is None or len(some) < most:
            some.append(one)
    return [one for some in kept.values() for one in some]


async def _measure(
    settings: Settings,
    urls: DatabaseUrls,
    taught: Sequence[LabelledText],
    asked: Sequence[LabelledText],
    beyond: set[str],
) -> tuple[list[Told], dict[str, Figure]]:
    async with open_runtime(settings, urls) as runtime:
        async with runtime.database.transaction(None) as session:
            tenant_id = (await create_tenant(session, "Intents", "intents")).tenant_id
            pack = (await PackStore().of_tenant(session)).pack
            with step("Taught"):
                await _teach(session, pack, taught, beyond)
            wanted = NewTraining(with_pack=False)
            version = await versions.queue_training(
                session, SYSTEM, pack, runtime.embedder.name, wanted
            )
        began = _cpu_seconds()
        with step("Trained"):
            await TrainingRunner(runtime).run(version.id)
        spent = round(_cpu_seconds() - began, 2)
        async with runtime.database.transaction(tenant_id) as session:
            done = await versions.get_version(session, version.number)
            if done.status != "in_service":
                raise TrainingFailed(done.error)
            _, language, classifier = await trying.classifier_of(
                session, TaughtPacks(runtime.embedder.name), pack, None, None
            )
        figures = {
            name: done.figures[language].get(name)
            for name in ("examples", "labels", "seconds", "child_memory_mb")
        } | {"cpu_seconds": spent}
        told = await _ask(runtime, classifier, asked, beyond)
        return told, {f"training_{name}": value for name, value in figures.items()}


def _cpu_seconds() -> float:
    """Processor time of this process and of its children that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


async def _teach(
    session: Any, pack: Pack, taught: Sequence[LabelledText], beyond: set[str]
) -> Taken:
    lines = (
        json.dumps({"text": one.text, "label": _NOTHING if one.label in beyond else one.label})
        for one in taught
    )
    content = "\n".join(lines).encode()
    return await examples.import_examples(
        session, SYSTEM, pack, content, "taught.jsonl", outside=_NOTHING
    )


async def _ask(
    runtime: Runtime,
    classifier: IntentClassifier,
    asked: Sequence[LabelledText],
    beyond: set[str],
) -> list[Told]:
    """Each text as `POST /api/v1/intents/try` reads it."""
    told = []
    classifier.predict("warm", await runtime.embedder.embed_query("warm"))
    for one in track(asked, "  asking", console=console, transient=True):
        began = perf_counter()
        vector = await runtime.embedder.embed_query(one.text)
        predicted = classifier.predict(one.text, vector)
        told.append(
            Told(
                None if one.label in beyond else one.label,
                predicted.inside,
                perf_counter() - began,
                predicted.in_scope,
                predicted.confidence,
                predicted.belonging,
            )
        )
    return told
