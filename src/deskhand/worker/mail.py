"""Sending the outbox through the relay; what is between two steps is a row."""

from __future__ import annotations

from uuid import UUID

from deskhand.domain import mails
from deskhand.domain.accounts.tenants import own_tenant
from deskhand.domain.mails import DueMail, State
from deskhand.infra.runtime import Runtime
from deskhand.infra.smtp import Envelope, FateUnknown, Letter, MailRefused, Relay, address


async def send_mail(runtime: Runtime) -> None:
    """Send what is due for every tenant; without a relay mail stays where it is."""
    relay = runtime.relay
    if relay is None:
        return
    async with runtime.database.transaction(None) as session:
        tenants = await mails.tenants_with_mail(session)
    for tenant_id in tenants:
        await send_of_tenant(runtime, relay, tenant_id)


async def send_of_tenant(runtime: Runtime, relay: Relay, tenant_id: UUID) -> int:
    """Try some that are due, one after the other; how many were tried."""
    async with runtime.database.transaction(tenant_id) as session:
        due = await mails.claim_due(session)
        name = (await own_tenant(session)).name
    for one in due:
        await _send(runtime, relay, tenant_id, name, one)
    return len(due)


async def _send(runtime: Runtime, relay: Relay, tenant_id: UUID, name: str, due: DueMail) -> None:
    letter = Letter(due.id, name, due.recipient, due.subject, due.body, due.created_at)
    try:
        envelope = await address(relay, letter)
    except MailRefused as error:
        state: State = "failed" if error.final else "waiting"
        await _conclude(runtime, tenant_id, due, state, str(error))
        return
    async with runtime.database.transaction(tenant_id) as session:
        # Committed before the relay gets a word: whoever finds the row later knows that it may
        # have gone, and does not send it twice.
        mine = await mails.begin_sending(session, due)
    if not mine:
        await envelope.tear_up()
        return
    state, error_text = await _hand_over(envelope)
    await _conclude(runtime, tenant_id, due, state, error_text)


async def _hand_over(envelope: Envelope) -> tuple[State, str | None]:
    try:
        await envelope.hand_over()
    except MailRefused as error:
        return "failed" if error.final else "waiting", str(error)
    except FateUnknown as error:
        return "unknown", str(error)
    return "sent", None


async def _conclude(
    runtime: Runtime, tenant_id: UUID, due: DueMail, state: State, error: str | None
) -> None:
    async with runtime.database.transaction(tenant_id) as session:
        await mails.conclude(session, due, state, error)
