"""How many unsupported claims the second lock stops, and how many true drafts it holds back.

`python -m benchmarks.claims FOLDER` reads `bad.jsonl` and `good.jsonl` of a folder; `--show` prints
each draft that was judged wrongly. The evidence of a draft is what its customer's message brings
up in the sample shop: the records it names (or all of the noun it speaks of), its documents'
nearest passages, and the ticket of the turn.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from sklearn.feature_extraction.text import TfidfVectorizer

from deskhand.assistant.evidence import Evidence, EvidenceSet, Fact, FactKind, Passage
from deskhand.assistant.guardrails.lock import Verdict, check
from deskhand.assistant.guardrails.situation import Situation
from deskhand.assistant.tools import records
from deskhand.domain.commerce.schemas import InvoiceView, PaymentView
from deskhand.domain.knowledge.chunkers.port import ChunkLimits
from deskhand.domain.knowledge.chunkers.registry import DEFAULT
from deskhand.domain.knowledge.readers.registry import read_document
from deskhand.domain.tables import Customer, Invoice, Order, Payment, Subscription
from deskhand.infra.ids import CustomerId
from deskhand.samples.rows import ShopRows, tenant_id_of
from deskhand.samples.schemas import document_files, load_shop

SHOP = "fernway"
LOADED = datetime(2026, 11, 21, 12, tzinfo=UTC)
"""The day that the drafts were written for."""
TICKET = "TCK-1101"
PASSAGES = 4
"""So many by words, and as many by parts of words."""
_NOUNS = {"subscription": "subscription", "invoice": "invoice", "order": "order"}
_LIMITS = ChunkLimits(200)


@cache
def _shop() -> dict[str, list[dict[str, Any]]]:
    rows = ShopRows(load_shop(SHOP), tenant_id_of(SHOP), LOADED)
    return {table.__name__: found for table, found in rows.tables()}


@cache
def _records() -> tuple[Evidence, ...]:
    shop = _shop()
    payments: dict[Any, list[PaymentView]] = defaultdict(list)
    for row in shop[Payment.__name__]:
        payments[row["invoice_id"]].append(PaymentView.model_validate(row, from_attributes=False))
    return (
        *(records.customer_evidence(Customer(**row)) for row in shop[Customer.__name__]),
        *(records.order_evidence(Order(**row)) for row in shop[Order.__name__]),
        *(
            records.subscription_evidence(Subscription(**row))
            for row in shop[Subscription.__name__]
        ),
        *(
            records.invoice_evidence(
                InvoiceView.model_validate({**row, "payments": payments[row["id"]]})
            )
            for row in shop[Invoice.__name__]
        ),
    )


@cache
def _passages() -> tuple[Passage, ...]:
    found = []
    for file in document_files(SHOP):
        document = read_document(file.read_bytes(), file.name)
        for chunk in DEFAULT.chunk(document, lambda text: len(text.split()), _LIMITS):
            found.append(Passage(file.name, document.title, chunk.heading_path, chunk.text, 0.9))
    return tuple(found)


@cache
def _nearest(message: str) -> tuple[Passage, ...]:
    texts = [f"{one.document} {' '.join(one.heading_path)} {one.text}" for one in _passages()]
    best: list[int] = []
    for analyzer, ngrams in (("word", (1, 2)), ("char_wb", (4, 5))):
        vectors = TfidfVectorizer(analyzer=analyzer, ngram_range=ngrams, sublinear_tf=True)
        matrix = vectors.fit_transform(texts)
        likeness = (matrix @ vectors.transform([message]).T).toarray().ravel()
        best += sorted(range(len(texts)), key=lambda at: -likeness[at])[:PASSAGES]
    return tuple(_passages()[at] for at in dict.fromkeys(best))


def _ticket(owner: CustomerId) -> Evidence:
    facts = (
        Fact("ticket_created", FactKind.DONE, TICKET),
        Fact("handed_over", FactKind.DONE, TICKET),
        Fact("number", FactKind.IDENTIFIER, TICKET),
        Fact("status", FactKind.STATUS, "open"),
    )
    return Evidence("ledger:ticket", "ledger", "ticket", "", facts, owner=owner)


def situation_of(draft: dict[str, str]) -> Situation:
    """What the turn of a draft had found."""
    message = draft["customer_message"]
    me = next(one for one in _records() if one.fact("email") == draft["customer_email"])
    assert me.owner is not None
    own = [one for one in _records() if one.owner == me.owner and one is not me]
    named = [one for one in own if str(one.fact("number")) in message]
    if not named:
        nouns = {noun for word, noun in _NOUNS.items() if word in message.lower()}
        named = [one for one in own if one.subject in nouns]
    passages = [
        Evidence(f"passage:{at}", "passage", "document", one.text, passage=one)
        for at, one in enumerate(_nearest(message))
    ]
    items = (me, *named, *passages, _ticket(me.owner))
    return Situation(message, EvidenceSet(items), me.owner, False, LOADED.date(), draft["lang"])


def verdicts(drafts: Iterable[dict[str, str]]) -> Iterator[tuple[dict[str, str], Verdict]]:
    """Each draft with what the lock says of it."""
    for draft in drafts:
        yield draft, check(draft["draft"].replace("{T}", TICKET), situation_of(draft))


def _read(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]


def _counts(
    judged: Sequence[tuple[dict[str, str], Verdict]], field: str
) -> dict[str, tuple[int, int, int]]:
    """By the value of `field`: drafts, those that passed, those that could not be read."""
    found: dict[str, list[Verdict]] = defaultdict(list)
    for draft, verdict in judged:
        found[draft[field]].append(verdict)
        found["all"].append(verdict)
    return {
        name: (
            len(some),
            sum(one.passed for one in some),
            sum(one.status == "not_checked" for one in some),
        )
        for name, some in sorted(found.items())
    }


def _table(title: str, judged: Sequence[tuple[dict[str, str], Verdict]], bad: bool) -> Table:
    table = Table(title=title)
    for heading in ("", "drafts", "stopped" if bad else "held back", "not checked", "share"):
        table.add_column(heading, justify="left" if not heading else "right")
    for field in ("lang", "category"):
        for name, (drafts, passed, unread) in _counts(judged, field).items():
            stopped = drafts - passed - unread
            table.add_row(
                name, str(drafts), str(stopped), str(unread), f"{1 - passed / drafts:.1%}"
            )
        table.add_section()
    return table


def main() -> None:
    """Measure a folder of drafts and print the figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("--show", action="store_true", help="print what was judged wrongly")
    asked = options.parse_args()
    console = Console()
    began = time.perf_counter()
    for name, bad in (("bad", True), ("good", False)):
        judged = list(verdicts(_read(asked.folder / f"{name}.jsonl")))
        console.print(_table(f"{name} drafts", judged, bad))
        for draft, verdict in judged:
            if asked.show and verdict.passed == bad:
                why = "; ".join(f"{one.rule}: {one.excerpt}" for one in verdict.findings)
                console.print(
                    f"{draft['id']} {draft['scenario']}: {draft['draft']}\n   {why}", markup=False
                )
    console.print(f"{time.perf_counter() - began:.1f} s")


if __name__ == "__main__":
    main()
