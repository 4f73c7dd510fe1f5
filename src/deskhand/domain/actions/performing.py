"""Doing what was confirmed: the ledger around the gateway, and what to say when it is silent."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.actions import limits
from deskhand.domain.actions.gateways.built_in import BuiltIn
from deskhand.domain.actions.gateways.port import Answer, Call, Gateway, GatewaySilent
from deskhand.domain.actions.gateways.refreshing import customer_seen
from deskhand.domain.actions.judging import Judged
from deskhand.domain.actions.ledger import ActionKey, conclude, intend
from deskhand.domain.actions.means import Means
from deskhand.domain.actions.outcomes import Done, Outcome, Refused, Unknown
from deskhand.domain.actions.proposals import locked, note_refusal
from deskhand.domain.actions.refusals import GATEWAY, ONCE, refusal
from deskhand.domain.audit import SYSTEM, Actor
from deskhand.domain.commerce.things.port import Sought
from deskhand.domain.conversations.waiting import await_person
from deskhand.domain.packs.store import PackInUse
from deskhand.domain.tables import LedgerEntry, Proposal
from deskhand.domain.tickets.schemas import NewTicket, ticket_reference
from deskhand.domain.tickets.tickets import open_ticket
from deskhand.infra.clock import now
from deskhand.infra.db.scope import tenant_of
from deskhand.infra.failpoints import reached

log = structlog.get_logger(__name__)

_AT_ONCE = 50


async def begin(
    session: AsyncSession,
    gateways: Mapping[str, Gateway],
    proposal: Proposal,
    judged: Judged,
    pack: PackInUse,
) -> Outcome | Call:
    """Write the intent down and do it; a call for a gateway that is another system."""
    key = ActionKey(
        proposal.turn_id or proposal.id,
        proposal.ordinal,
        proposal.action,
        f"{proposal.noun}:{proposal.number}",
    )
    entry = await intend(
        session,
        key,
        Actor.from_json(proposal.proposer),
        proposal.conversation_id,
        dict(proposal.arguments),
        turn_id=proposal.turn_id,
        proposal_id=proposal.id,
        customer_id=proposal.customer_id,
        pack=pack.version,
        gateway=proposal.gateway,
    )
    if entry.proposal_id != proposal.id or entry.state != "intent":
        await limits.give_back(session, proposal.id)
        proposal.state, proposal.rule = "refused", ONCE
        await session.flush()
        refused = refusal(proposal, ONCE)
        await note_refusal(session, Actor.from_json(proposal.proposer), refused, pack.version)
        return refused
    proposal.gateway = entry.gateway = judged.gateway
    reached("action.intended")
    call = _call(session, entry, judged, proposal)
    gateway = gateways[judged.gateway]
    if gateway.same_transaction:
        answer = await gateway.perform(call, session, judged.thing)
        reached("action.performed")
        return await _concluded(session, proposal, entry, answer)
    call = replace(call, customer=await customer_seen(session, entry.customer_id))
    entry.result = {"operation": call.operation, "sets": dict(call.sets)}
    entry.state = proposal.state = "sent"
    entry.updated_at = now()
    await session.flush()
    reached("action.sending")
    return call


async def outside(means: Means, call: Call) -> Outcome:
    """Carry out a call that the ledger holds as sent; no transaction is open meanwhile.

    A silent gateway is asked what became of the call, and never called again.
    """
    async with means.database.transaction(call.tenant_id) as session:
        gateway = (await means.gateways.of_tenant(session)).get(call.gateway)
    if gateway is None:  # It was removed this very moment.
        return await conclude_outside(means, call, None)
    reached("action.sent")
    try:
        answer: Answer | None = await gateway.perform(call, None, None)
        reached("action.answered")
    except GatewaySilent:
        answer = await looked_up(gateway, call)
    except Exception:
        log.exception("the gateway failed", gateway=call.gateway, operation=call.operation)
        answer = await looked_up(gateway, call)
    return await conclude_outside(means, call, answer)


async def looked_up(gateway: Gateway, call: Call) -> Answer | None:
    """What became of the call; None when that cannot be said, or it has not arrived so far."""
    reached("action.looking")
    try:
        answer = await gateway.look_up(call)
        reached("action.looked_up")
        return answer
    except GatewaySilent:
        return None
    except Exception:
        log.exception("the look-up failed", gateway=call.gateway, operation=call.operation)
        return None


async def conclude_outside(means: Means, call: Call, answer: Answer | None) -> Outcome:
    """Write down how the call ended; without an answer it is unknown, and a person looks."""
    async with means.database.transaction(call.tenant_id) as session:
        written = select(LedgerEntry).where(LedgerEntry.id == call.ledger_id)
        proposed = (await session.scalars(written)).one().proposal_id
        proposal = await locked(session, proposed) if proposed is not None else None
        if proposal is None:
            raise RuntimeError("a call in the ledger has no proposal")
        again = written.with_for_update().execution_options(populate_existing=True)
        entry = (await session.scalars(again)).one()
        if entry.state != "sent":
            return await told_again(session, proposal)
        if answer is None:
            return await _unknown(session, proposal, entry)
        if answer.done:
            noted = await _noted(session, means, call)
            answer = replace(answer, result={**noted, **answer.result})
        return await _concluded(session, proposal, entry, answer)


async def _noted(session: AsyncSession, means: Means, call: Call) -> Mapping[str, Any]:
    """Do the same to this desk's copy of the record, so that the next rule sees it; what it tells.

    A copy that does not allow it, or an operation that only the other system has, changes nothing.
    """
    shape = (await means.packs.of_tenant(session)).pack.nouns.get(call.noun)
    if shape is None:
        return {}
    copies = BuiltIn()
    sought = Sought(call.noun, shape, call.number, lock=True)
    try:
        thing = await copies.find(session, sought, shape.read)
        answer = await copies.perform(call, session, thing)
    except GatewaySilent:
        return {}
    if not answer.done:
        log.warning("the copy of a record differs", operation=call.operation, **answer.result)
        return {}
    return answer.result


async def recover(means: Means, tenant_id: UUID, older: timedelta) -> int:
    """End calls that were sent so long ago that nobody waits for them; returns how many.

    Whoever sent them was stopped in between. The gateway is asked, and not called again.
    """
    async with means.database.transaction(tenant_id) as session:
        gateways = await means.gateways.of_tenant(session)
        sent = select(LedgerEntry).where(
            LedgerEntry.state == "sent", LedgerEntry.updated_at < now() - older
        )
        calls = [
            replace(call_of(entry), customer=await customer_seen(session, entry.customer_id))
            for entry in (await session.scalars(sent.limit(_AT_ONCE))).all()
        ]
    for call in calls:
        gateway = gateways.get(call.gateway)
        answer = await looked_up(gateway, call) if gateway is not None else None
        await conclude_outside(means, call, answer)
    return len(calls)


async def told_again(session: AsyncSession, proposal: Proposal) -> Outcome:
    """What the ledger says of a proposal that was carried out, or is just being so."""
    query = select(LedgerEntry).where(LedgerEntry.proposal_id == proposal.id)
    entry = (await session.scalars(query)).one()
    match entry.state:
        case "done":
            return Done(proposal.id, entry.id, proposal.arguments, entry.result)
        case "refused":
            return refusal(proposal, proposal.rule or GATEWAY)
    return Unknown(proposal.id, entry.id, entry.result.get("ticket"))


def call_of(entry: LedgerEntry) -> Call:
    """The call that an entry in the state `sent` stands for."""
    noun, _, number = entry.target.partition(":")
    return Call(
        tenant_id=entry.tenant_id,
        ledger_id=entry.id,
        gateway=entry.gateway or "",
        key=entry.key,
        action=entry.tool,
        operation=entry.result["operation"],
        noun=noun,
        number=number,
        arguments=entry.arguments,
        sets=entry.result["sets"],
        moment=entry.created_at,
    )


def _call(session: AsyncSession, entry: LedgerEntry, judged: Judged, proposal: Proposal) -> Call:
    return Call(
        tenant_id=tenant_of(session),
        ledger_id=entry.id,
        gateway=proposal.gateway,
        key=entry.key,
        action=proposal.action,
        operation=judged.action.operation,
        noun=proposal.noun,
        number=proposal.number,
        arguments=proposal.arguments,
        sets=_sets(judged.action.sets, proposal.arguments),
        moment=entry.created_at,
    )


def _sets(declared: Mapping[str, Any], arguments: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that are set: constants, or `{argument: name}` for an argument's value."""
    return {
        name: arguments.get(value["argument"]) if isinstance(value, Mapping) else value
        for name, value in declared.items()
        if not isinstance(value, Mapping) or value["argument"] in arguments
    }


async def _concluded(
    session: AsyncSession, proposal: Proposal, entry: LedgerEntry, answer: Answer
) -> Done | Refused:
    if answer.done:
        proposal.state = "done"
        ticket = await _ticket_for_team(session, proposal) if answer.by_hand else {}
        await conclude(session, entry, "done", {**answer.result, **ticket})
        reached("action.concluded")
        return Done(proposal.id, entry.id, proposal.arguments, entry.result)
    proposal.state, proposal.rule = "refused", GATEWAY
    await limits.give_back(session, proposal.id)
    await conclude(session, entry, "refused", dict(answer.result), rule=GATEWAY)
    return refusal(proposal, GATEWAY)


async def _ticket_for_team(session: AsyncSession, proposal: Proposal) -> dict[str, str]:
    """What is left for a person to carry out; the conversation stays with whoever has it."""
    arguments = json.dumps(proposal.arguments, ensure_ascii=False)
    return await _ticket(
        session,
        proposal,
        NewTicket(
            subject=f"To carry out: {_title(proposal)}"[:200],
            description=f"The customer was told that it is arranged: {arguments}",
            category="REQUEST",
        ),
    )


def _title(proposal: Proposal) -> str:
    return f"{proposal.action} of {proposal.noun} {proposal.number}"


async def _ticket(session: AsyncSession, proposal: Proposal, new: NewTicket) -> dict[str, str]:
    """A ticket about the proposal's customer, as the ledger's result names it."""
    ticket = await open_ticket(session, SYSTEM, new, origin="firewall")
    ticket.customer_id, ticket.conversation_id = proposal.customer_id, proposal.conversation_id
    await session.flush()
    return {"ticket": ticket_reference(ticket.number), "ticket_id": str(ticket.id)}


async def _unknown(session: AsyncSession, proposal: Proposal, entry: LedgerEntry) -> Unknown:
    """Places of limits stay taken: it may have been done."""
    ticket = await _ticket(
        session,
        proposal,
        NewTicket(
            subject=f"Was it done? {_title(proposal)}"[:200],
            description=(
                f"{proposal.gateway} gave no answer, and cannot say whether it was carried out. "
                f"Look there for the key {entry.key}. It is not tried again."
            ),
            category="ESCALATION",
            priority="high",
        ),
    )
    if proposal.conversation_id is not None:
        await await_person(session, proposal.conversation_id, "ticket")
    proposal.state = "unknown"
    reached("action.unknown")
    await conclude(session, entry, "unknown", {**entry.result, **ticket})
    return Unknown(proposal.id, entry.id, ticket["ticket"])
