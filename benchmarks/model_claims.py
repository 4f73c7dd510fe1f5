"""Whether a language model that insists on a claim of its own gets it before a customer.

`python -m benchmarks.model_claims FOLDER` reads `bad.jsonl` and `good.jsonl` of a folder. Each
draft's message is asked as a whole turn of the sample shop, once without a model and once for each
way of insisting, of a scripted model that has nothing to say but the draft. `--show` prints every
reply, `--json FILE` writes them, `--assisted` allows the model's own sentences.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import re
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from uuid import UUID

import structlog
from rich.console import Console
from rich.table import Table
from sqlalchemy import select
from tests.scripted_model import Entry, Obeys, Says, ScriptedModel, chooses, running

from benchmarks.claims import LOADED, TICKET
from deskhand.assistant.engine import Engine, OfflineEngine
from deskhand.assistant.model.engine import ModelEngine
from deskhand.assistant.understanding.understand import Understander
from deskhand.assistant.workflow.run import Assistant
from deskhand.cli.reading import read_documents
from deskhand.domain.audit import Actor
from deskhand.domain.conversations.intake import Incoming, accept
from deskhand.domain.conversations.replies import get_turn
from deskhand.domain.conversations.schemas import ReplyView
from deskhand.domain.packs.store import PackStore
from deskhand.domain.tables import Customer
from deskhand.infra.clock import frozen
from deskhand.infra.embedded.postgres import EmbeddedPostgres
from deskhand.infra.ids import new_id
from deskhand.infra.models.chat import open_chat_model
from deskhand.infra.runtime import DatabaseUrls, Runtime, open_runtime
from deskhand.infra.settings import ModelSettings, Settings
from deskhand.migrations import run as migrations
from deskhand.packs.loader import Pack, built_in
from deskhand.samples.loader import load_samples
from deskhand.worker.turns import TurnRunner

Draft = dict[str, str]

INSISTS: dict[str, Callable[[str], Entry]] = {
    "prose": lambda draft: Says(draft, tokens=None),
    "as a step": lambda draft: chooses({"say": draft}),
    "beside steps": lambda draft: Obeys(typed=draft, tokens=None),
    "around steps": lambda draft: Says(
        f'{draft} {{"steps": [{{"say": "s1"}}]}} {draft}', tokens=None
    ),
    "nothing but steps": lambda draft: Obeys(tokens=None),
    "in own words": lambda draft: chooses({"write": draft}),
}
"""The ways in which the model insists on a draft; the last one does as it is told."""
_OFFLINE = "no model"
_SENTENCE = re.compile(r"[^.!?。！？؟\n]{12,400}")
_HANDED = "waiting"
_WIDTH = 130


@dataclass(frozen=True, slots=True)
class Turned:
    """The reply to a draft's message. `way` is how the model insisted."""

    draft: str
    way: str
    lang: str
    category: str
    reply: str
    engine: str
    fallback: str | None
    calls: int
    input_tokens: int
    holds: str
    """`content`, `hand-over`, or `no content`: a question or the word that it is not known."""
    shown: tuple[str, ...]
    """Sentences of the draft that the reply holds and the offline reply does not."""
    quotes: bool
    """Whether the offline reply quotes a document, so that the model is shown passages."""


_MOST: tuple[tuple[str, Callable[[Turned], int], Callable[[Turned], bool]], ...] = (
    ("calls of a turn, at most", lambda one: one.calls, lambda one: True),
    (
        "tokens of a look-up in one call, at most",
        lambda one: one.input_tokens,
        lambda one: one.calls == 1 and not one.quotes,
    ),
    (
        "tokens of one call with documents, at most",
        lambda one: one.input_tokens,
        lambda one: one.calls == 1 and one.quotes,
    ),
)


def assisted(name: str) -> Pack:
    """The built-in pack, for a tenant that allows a model's own sentences."""
    pack = built_in(name)
    return replace(pack, about=pack.about.model_copy(update={"wording": "assisted"}))


class Shop:
    """The sample shop, where each message is a new conversation of its customer."""

    def __init__(
        self,
        runtime: Runtime,
        tenant_id: UUID,
        customers: dict[str, UUID],
        packs: Callable[[str], Pack],
    ) -> None:
        self._runtime = runtime
        self._tenant_id = tenant_id
        self._customers = customers
        self._packs = packs

    async def ask(self, draft: Draft, engine: Engine) -> ReplyView:
        """The reply to the draft's message, by the whole turn."""
        runner = TurnRunner(self._runtime, Assistant(engine))
        runner.packs = PackStore(built_in=self._packs)
        customer = Actor("user", None, "customer", self._customers[draft["customer_email"]])
        incoming = Incoming(
            draft["customer_message"], customer, new_id().hex, external_ref=new_id().hex
        )
        async with self._runtime.database.transaction(self._tenant_id) as session:
            accepted = await accept(session, incoming, max_chars=8000)
        await runner.run(accepted.turn_id)
        await runner.drain()
        async with self._runtime.database.transaction(self._tenant_id) as session:
            owner = Actor("system", None, "owner")
            turn = await get_turn(session, owner, accepted.turn_id)
        if turn.reply is None:
            raise RuntimeError(f"{draft['id']} was not answered: {turn.status}")
        return turn.reply


@asynccontextmanager
async def open_shop(
    folder: Path, packs: Callable[[str], Pack]
) -> AsyncIterator[tuple[Shop, OfflineEngine]]:
    """The sample shop on a private PostgreSQL, all its documents read."""
    with EmbeddedPostgres(folder / "pg") as server:
        urls = DatabaseUrls(server.url("deskhand_app"), server.url("deskhand_owner"), True)
        migrations.upgrade(urls.owner_or_refuse())
        settings = Settings()
        settings.app = settings.app.model_copy(update={"data_dir": folder})
        settings.turns = settings.turns.model_copy(update={"settle_seconds": 0.0})
        async with open_runtime(settings, urls) as runtime:
            sample = await load_samples(runtime)
            await read_documents(runtime, sample.tenant_id)
            async with runtime.database.transaction(sample.tenant_id) as session:
                found = await session.execute(select(Customer.email, Customer.id))
                customers = {email: customer for email, customer in found}
            understander = await Understander.open(
                runtime.embedder, runtime.cache_dir, [built_in("shop")]
            )
            yield Shop(runtime, sample.tenant_id, customers, packs), OfflineEngine(understander)


async def campaign(
    shop: Shop, offline: OfflineEngine, model: ScriptedModel, drafts: Sequence[Draft]
) -> list[Turned]:
    """Every draft's reply, without a model and for each way of insisting."""
    settings = ModelSettings.model_validate({"CHAT_MODEL_BASE_URL": model.base_url})
    engine = ModelEngine(lambda: open_chat_model(settings), fallback=offline, settings=settings)
    turned = []
    try:
        for draft in drafts:
            plain = await shop.ask(draft, offline)
            turned.append(_turned(draft, _OFFLINE, plain, plain))
            for way, insists in INSISTS.items():
                model.plays()
                model.otherwise = insists(draft["draft"].replace("{T}", TICKET))
                turned.append(_turned(draft, way, await shop.ask(draft, engine), plain))
    finally:
        await engine.aclose()
    return turned


def _turned(draft: Draft, way: str, reply: ReplyView, plain: ReplyView) -> Turned:
    usage = reply.usage or {}
    text = reply.message.text
    held = _folded(plain.message.text)
    shown = [
        sentence
        for sentence in _sentences(draft["draft"])
        if way != _OFFLINE and sentence in _folded(text) and sentence not in held
    ]
    return Turned(
        draft=draft["id"],
        way=way,
        lang=draft["lang"],
        category=draft["category"],
        reply=text,
        engine=reply.engine,
        fallback=reply.fallback,
        calls=int(usage.get("calls", 0)),
        input_tokens=int(usage.get("input_tokens", 0)),
        holds=_holds(reply),
        shown=tuple(shown),
        quotes=any(one["kind"] == "quote" for one in plain.message.evidence),
    )


def _holds(reply: ReplyView) -> str:
    """Whether a sentence rests on a record or a document; a ticket alone is no content."""
    said = reply.message.evidence
    if any(one["evidence"] and one["kind"] != _HANDED for one in said):
        return "content"
    handed = reply.message.escalated or any(one["kind"] == _HANDED for one in said)
    return "hand-over" if handed else "no content"


def _sentences(draft: str) -> list[str]:
    return [_folded(one) for one in _SENTENCE.findall(draft)]


def _folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _numberless(one: Turned) -> str:
    return re.sub(r"TCK-\w+", TICKET, one.reply)


def _table(title: str, turned: Sequence[Turned]) -> Table:
    ways = (_OFFLINE, *INSISTS)
    table = Table("", *ways, title=title)
    by_way = {way: [one for one in turned if one.way == way] for way in ways}
    plain = {one.draft: _numberless(one) for one in by_way[_OFFLINE]}
    counted: dict[str, Callable[[Turned], bool]] = {
        "replies": lambda one: True,
        "hold a sentence of the draft": lambda one: bool(one.shown),
        "are the offline reply": lambda one: _numberless(one) == plain[one.draft],
        "chosen by the model": lambda one: one.engine == "model",
        "hold content": lambda one: one.holds == "content",
        "ask, or say it is not known": lambda one: one.holds == "no content",
        "only hand over": lambda one: one.holds == "hand-over",
        "the model was asked": lambda one: one.calls > 0,
    }
    for name, counts in counted.items():
        table.add_row(name, *(str(sum(map(counts, by_way[way]))) for way in ways))
    for name, figure, of in _MOST:
        most = (max(map(figure, filter(of, by_way[way])), default=0) for way in ways)
        table.add_row(name, *map(str, most))
    return table


def _languages(turned: Sequence[Turned]) -> Table:
    table = Table("language", "drafts", "content", "no content", "hand-over", title="good drafts")
    some = [one for one in turned if one.way == "prose"]
    for lang in sorted({one.lang for one in some}):
        mine = [one.holds for one in some if one.lang == lang]
        counts = (str(mine.count(kind)) for kind in ("content", "no content", "hand-over"))
        table.add_row(lang, str(len(mine)), *counts)
    return table


def _read(path: Path, most: int | None) -> list[Draft]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line][:most]


async def _measure(
    folder: Path, most: int | None, data: Path, packs: Callable[[str], Pack]
) -> dict[str, list[Turned]]:
    with running(ScriptedModel(keep=False)) as model:
        async with open_shop(data, packs) as (shop, offline):
            return {
                name: await campaign(shop, offline, model, _read(folder / f"{name}.jsonl", most))
                for name in ("bad", "good")
            }


def main() -> None:
    """Measure a folder of drafts and print the figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("--most", type=int, help="drafts of each file; all when left out")
    options.add_argument("--show", action="store_true", help="print each reply")
    options.add_argument("--assisted", action="store_true", help="allow its own sentences")
    options.add_argument("--json", type=Path, help="write the replies to this file")
    asked = options.parse_args()
    console = Console(width=max(Console().width, _WIDTH))
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    packs = assisted if asked.assisted else built_in
    began = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="deskhand-claims-") as data, frozen(LOADED):
        found = asyncio.run(_measure(asked.folder, asked.most, Path(data), packs))
    for name, turned in found.items():
        if asked.show:
            for one in turned:
                console.print(f"{one.draft} {one.way}: {one.reply}\n", markup=False)
        console.print(_table(f"{name} drafts", turned))
    console.print(_languages(found["good"]))
    if asked.json:
        asked.json.write_text(
            json.dumps({name: [asdict(one) for one in some] for name, some in found.items()}),
            "utf-8",
        )
    console.print(f"{time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main()
