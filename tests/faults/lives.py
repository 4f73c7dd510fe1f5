"""Short lives of a worker: what clients ask of it, in a process that may end at a fail-point."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import text

from deskhand.assistant.engine import Engine, OfflineEngine
from deskhand.assistant.understanding.understand import Understander
from deskhand.assistant.workflow.run import Assistant
from deskhand.domain.actions.deciding import ApprovalDecided
from deskhand.domain.actions.firewall import Firewall
from deskhand.domain.actions.gateways.registry import Same
from deskhand.domain.actions.outcomes import Proposed, Waiting, Wish
from deskhand.domain.audit import SYSTEM, Actor
from deskhand.domain.conversations.intake import Accepted, Incoming, accept
from deskhand.domain.knowledge.documents import Submission, submit
from deskhand.domain.webhooks.webhooks import NewWebhook, add_webhook, webhooks_of
from deskhand.infra.runtime import DatabaseUrls, Runtime, open_runtime
from deskhand.interfaces.channels.intake import take_in
from deskhand.interfaces.console.customer.chat import ChatPage
from deskhand.interfaces.server import build_app
from deskhand.interfaces.web.auth import Principal
from deskhand.packs.loader import built_in
from deskhand.worker.loop import Worker
from deskhand.worker.webhooks import send_of_tenant
from tests.faults.elsewhere import Elsewhere
from tests.support.environment import settings_from
from tests.support.patience import PATIENCE
from tests.workflow.engines import Failing, Held

_LOOK_AGAIN = 0.02
_WAITING = """SELECT (SELECT count(*) FROM turns WHERE status IN ('queued', 'running'))
    + (SELECT count(*) FROM ingest_jobs WHERE status IN ('queued', 'running'))"""
_UNSEALED = """SELECT count(*) FROM audit_entries
    LEFT JOIN audit_seals ON audit_seals.entry_id = audit_entries.id WHERE audit_seals.id IS NULL"""
_TOLD = "SELECT count(*) FROM webhook_deliveries WHERE status = 'delivered'"
_LEASES_OVER = (
    "UPDATE ingest_jobs SET lease_until = now() WHERE lease_until IS NOT NULL",
    "UPDATE webhook_deliveries SET lease_until = now() WHERE lease_until IS NOT NULL",
)
_LARGE = """UPDATE orders SET total_minor = 80000,
    items = jsonb_set(items, '{0,unit_minor}', '80000') WHERE number = '12345'"""


@dataclass(frozen=True, slots=True)
class Case:
    """The tenant of one test: who asks there, what its requests are known by, what is elsewhere."""

    tenant_id: UUID
    customer: Actor
    staff: Actor
    mark: UUID
    folder: Path
    hook: str = ""


@dataclass(frozen=True)
class Life:
    """A worker with its doors, and clients that ask again whenever they got no answer."""

    case: Case
    runtime: Runtime

    @cached_property
    def ground(self) -> Any:
        app = build_app(self.runtime, sample=None, chat_page=ChatPage("Test shop"))
        return app.state.ground

    def firewall(self, **silence: bool) -> Firewall:
        """The firewall; with `silence` the records are in another system."""
        if not silence:
            return Firewall(self.runtime.database)
        elsewhere = Elsewhere(self.case.folder, **silence)
        return Firewall(self.runtime.database, gateways=Same({"built_in": elsewhere}))

    async def execute(self, *statements: str) -> None:
        async with self.runtime.database.transaction(self.case.tenant_id) as session:
            for statement in statements:
                await session.execute(text(statement))

    async def count(self, query: str) -> int:
        async with self.runtime.database.transaction(self.case.tenant_id) as session:
            found: int = (await session.execute(text(query))).scalar_one()
            return found

    async def none_left(self, query: str = _WAITING) -> None:
        """Return when the query counts nothing any more."""
        async with asyncio.timeout(PATIENCE):
            while await self.count(query):  # noqa: ASYNC110  (rows of other processes)
                await asyncio.sleep(_LOOK_AGAIN)

    def message(self, words: str, key: int = 0, **more: Any) -> Incoming:
        given: dict[str, Any] = {
            "actor": self.case.customer,
            "correlation_id": self.case.mark.hex,
            "external_ref": self.case.mark.hex,
            "route": "chat",
            "idempotency_key": f"{self.case.mark}-{key}",
        }
        return Incoming(text=words, **{**given, **more})

    async def says(self, words: str, key: int = 0) -> Accepted:
        """A message of the customer, through the door."""
        caller = Principal(self.case.tenant_id, self.case.customer)
        accepted = await take_in(self.ground, caller, self.message(words, key))
        await self.none_left()
        return accepted

    async def written(self, *incoming: Incoming) -> list[Accepted]:
        """Messages that came in at one moment; nobody is woken."""
        async with self.runtime.database.transaction(self.case.tenant_id) as session:
            return [await accept(session, one, max_chars=8000) for one in incoming]


Script = Callable[[Life], Awaitable[None]]


@dataclass(frozen=True)
class Scenario:
    """What is asked, and what there has to be in the end: `query` counts one.

    `env` and `engine` are those of the life that is to end; `engine` may wait or fail. Without
    `turns` no worker is needed.
    """

    script: Script
    query: str = "SELECT count(*) FROM replies"
    env: Mapping[str, str] = field(default_factory=dict)
    engine: Callable[[Engine], Engine] = lambda offline: offline
    turns: bool = True


async def asks(life: Life) -> None:
    await life.says("Where is my order ORD123?")


async def wants_a_person(life: Life) -> None:
    await life.says("I want to talk to a person please")


async def goes_on(life: Life) -> None:
    for number in range(3):
        await life.says("Where is my order ORD123?", number)


async def two_write(life: Life) -> None:
    """The second is a program of the team, whose message is a turn of its own."""
    words, customer = "Where is my order ORD123?", life.case.customer.customer_id
    team = life.message(words, 1, actor=life.case.staff, customer_id=customer)
    first, _ = await life.written(life.message(words), team)
    await life.runtime.wakeup.ring("turn", first.turn_id)
    await life.none_left()


async def is_suspected(life: Life) -> None:
    """Two workers have died at the turn before."""
    (accepted,) = await life.written(life.message("Where is my order ORD123?"))
    await life.execute("UPDATE turns SET lost = 2 WHERE status = 'queued'")
    await life.runtime.wakeup.ring("turn", accepted.turn_id)
    await life.none_left()


async def is_refunded(life: Life, **silence: bool) -> None:
    """Proposed, confirmed, and whatever was begun is brought to its end."""
    firewall, case = life.firewall(**silence), life.case
    proposed = await _proposed(life, firewall)
    if proposed is not None:
        await firewall.settle(case.tenant_id, case.customer, proposed.proposal_id, yes=True)
    await firewall.keep_up(case.tenant_id, timedelta(0))


async def is_refunded_elsewhere(life: Life) -> None:
    await is_refunded(life, answers=True)


async def is_refunded_in_silence(life: Life) -> None:
    await is_refunded(life, answers=False)


async def is_perhaps_refunded(life: Life) -> None:
    await is_refunded(life, answers=False, knows=False)


async def is_approved(life: Life) -> None:
    """A large refund, granted by somebody of the team."""
    waiting, case = await _waiting(life), life.case
    if waiting is not None:
        with suppress(ApprovalDecided):
            decided = waiting.approval_id
            await life.firewall().decide(case.tenant_id, case.staff, decided, grant=True)


async def nobody_approves(life: Life) -> None:
    await _waiting(life)
    await life.execute("UPDATE approvals SET expires_at = now() - interval '1 hour'")
    await life.firewall().keep_up(life.case.tenant_id)


async def sends_a_document(life: Life) -> None:
    content = b"# Returns\n\nYou can return any unused item within 30 days of delivery.\n"
    async with life.runtime.database.transaction(life.case.tenant_id) as session:
        document = Submission("returns.md", None, None, "text/markdown", content)
        _, job = await submit(session, SYSTEM, document, max_bytes=100_000)
    if job is not None:
        await life.runtime.wakeup.ring("ingest", job.id)
    await life.execute(_LEASES_OVER[0])
    await life.none_left()


async def is_sealed(life: Life) -> None:
    await life.says("Where is my order ORD123?")
    await life.none_left(_UNSEALED)


async def is_told_others(life: Life) -> None:
    async with life.runtime.database.transaction(life.case.tenant_id) as session:
        if not await webhooks_of(session):
            hook = NewWebhook(url=life.case.hook, types=["message.accepted"])
            await add_webhook(session, SYSTEM, hook)
    await life.says("Where is my order ORD123?")
    await life.execute(_LEASES_OVER[1])
    async with asyncio.timeout(PATIENCE):
        while not await life.count(_TOLD):  # The worker's own chore may be at it.
            await send_of_tenant(life.runtime, life.case.tenant_id)


async def _proposed(life: Life, firewall: Firewall) -> Proposed | None:
    async with life.runtime.database.transaction(life.case.tenant_id) as session:
        wish = Wish("refund", "12345", turn_id=life.case.mark)
        made = await firewall.propose(session, life.case.customer, wish)
    return made if isinstance(made, Proposed) else None


async def _waiting(life: Life) -> Waiting | None:
    firewall, case = life.firewall(), life.case
    await life.execute(_LARGE)
    proposed = await _proposed(life, firewall)
    if proposed is None:
        return None
    settled = firewall.settle(case.tenant_id, case.customer, proposed.proposal_id, yes=True)
    outcome = await settled
    return outcome if isinstance(outcome, Waiting) else None


def live(case: Case, point: str, urls: DatabaseUrls, env: Mapping[str, str]) -> None:
    """The whole life of a process that is led to `point`, and ends there if it is to."""
    scenario = SCENARIOS[point]

    async def whole() -> None:
        settings = settings_from({**env, **scenario.env})
        async with open_runtime(settings, urls) as runtime:
            if not scenario.turns:
                await scenario.script(Life(case, runtime))
                return
            packs = [built_in("shop")]
            understander = await Understander.open(runtime.embedder, runtime.cache_dir, packs)
            assistant = Assistant(scenario.engine(OfflineEngine(understander)))
            async with Worker(runtime, assistant).running():
                await scenario.script(Life(case, runtime))
            await understander.aclose()

    asyncio.run(whole())


MESSAGE = Scenario(asks)
PERSON = Scenario(wants_a_person, "SELECT count(*) FROM tickets")
REFUND = Scenario(is_refunded, "SELECT count(*) FROM refunds", turns=False)
ELSEWHERE = "SELECT count(*) FROM ledger WHERE state = 'done'"
APPROVAL = Scenario(is_approved, "SELECT count(*) FROM refunds", turns=False)
DOCUMENT = Scenario(sends_a_document, "SELECT count(*) FROM documents WHERE status = 'ready'")
SEALED = Scenario(is_sealed)
HOOK = Scenario(is_told_others, _TOLD)
AWAY = Scenario(is_refunded_elsewhere, ELSEWHERE, turns=False)
SILENCE = Scenario(is_refunded_in_silence, ELSEWHERE, turns=False)
PERHAPS = """SELECT count(*) FROM ledger
    JOIN tickets ON ledger.result ->> 'ticket_id' = CAST(tickets.id AS text)
    WHERE ledger.state = 'unknown'"""

SCENARIOS: Mapping[str, Scenario] = {
    "intake.written": MESSAGE,
    "intake.committed": MESSAGE,
    "intake.rung": MESSAGE,
    "turn.claiming": MESSAGE,
    "turn.claimed": MESSAGE,
    "turn.settled": MESSAGE,
    "turn.alone": Scenario(is_suspected),
    "turn.drafted": MESSAGE,
    "turn.renewed": Scenario(asks, env={"TURN_LEASE_SECONDS": "0.3"}, engine=Held),
    "turn.given_back": Scenario(asks, engine=Failing),
    "turn.set_aside": Scenario(asks, env={"TURN_MAX_ATTEMPTS": "1"}, engine=Failing),
    "turn.next": Scenario(two_write, "SELECT count(*) / 2 FROM replies"),
    "reply.written": MESSAGE,
    "reply.committed": MESSAGE,
    "reply.delivered": MESSAGE,
    "learning.written": MESSAGE,
    "summary.made": Scenario(
        goes_on,
        "SELECT count(*) / 3 FROM replies",
        {"CONTEXT_WINDOW_SIZE": "1", "SUMMARY_EVERY": "1"},
    ),
    "ticket.intended": PERSON,
    "ticket.opened": PERSON,
    "proposal.written": REFUND,
    "proposal.answered": REFUND,
    "action.judged": REFUND,
    "action.limited": REFUND,
    "action.intended": REFUND,
    "action.performed": REFUND,
    "action.concluded": REFUND,
    "action.settled": REFUND,
    "action.sending": AWAY,
    "action.sent": Scenario(is_refunded_elsewhere, PERHAPS, turns=False),
    "action.answered": AWAY,
    "action.looking": SILENCE,
    "action.looked_up": SILENCE,
    "action.unknown": Scenario(is_perhaps_refunded, PERHAPS, turns=False),
    "approval.asked": APPROVAL,
    "approval.decided": APPROVAL,
    "approval.expired": Scenario(
        nobody_approves,
        "SELECT count(*) FROM approvals WHERE state = 'expired'",
        turns=False,
    ),
    "ingest.claimed": DOCUMENT,
    "ingest.prepared": DOCUMENT,
    "ingest.placed": DOCUMENT,
    "audit.sealed": SEALED,
    "audit.head": SEALED,
    "webhook.claimed": HOOK,
    "webhook.sent": HOOK,
}
"""What leads a worker to each fail-point."""
