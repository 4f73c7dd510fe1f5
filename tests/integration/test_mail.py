"""Mail leaves the outbox once, comes again after what passes, and never twice by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from deskhand.domain import mails
from deskhand.domain.audit import SYSTEM
from deskhand.domain.tables import Mail
from deskhand.infra import clock
from deskhand.infra.ids import new_id
from deskhand.infra.runtime import Runtime
from deskhand.infra.settings import MailSettings
from deskhand.infra.smtp import Letter, MailRefused, Relay, address
from deskhand.worker.mail import send_mail, send_of_tenant
from tests.integration.api.test_service_clocks import at_moment
from tests.integration.api.test_team import call
from tests.support.desk import Tenant
from tests.support.environment import settings_from
from tests.support.mail_relay import relaying


async def written(runtime: Runtime, tenant: Tenant, to: str = "maya@example.com") -> Mail:
    async with runtime.database.transaction(tenant.id) as session:
        return await mails.post(session, to, "Grüße\nund mehr", ".A line\nand another: ü")


async def now_of(runtime: Runtime, tenant: Tenant, mail: Mail) -> Mail:
    async with runtime.database.transaction(tenant.id) as session:
        found = await session.get(Mail, (tenant.id, mail.id))
    assert found is not None
    return found


async def test_a_mail_leaves_once_with_its_words_and_the_name_of_the_company(
    runtime: Runtime, tenant: Tenant
) -> None:
    mail = await written(runtime, tenant)
    async with relaying() as relay:
        url = f"smtp://127.0.0.1:{relay.port}"
        given = {"SMTP_URL": url, "MAIL_FROM": "desk@example.org", "SMTP_ALLOW_PLAIN": "true"}
        sending = replace(runtime, relay=Relay.of(settings_from(given).mail))
        await send_mail(sending)
        await send_mail(sending)
    mine = [one for one in relay.taken if one["message-id"] == f"<{mail.id}@example.org>"]
    assert len(mine) == 1
    assert mine[0]["subject"] == "Grüße und mehr"
    assert mine[0]["to"] == "maya@example.com"
    assert mine[0]["from"].addresses[0].addr_spec == "desk@example.org"
    assert mine[0].get_content().replace("\r\n", "\n") == ".A line\nand another: ü\n"
    sent = await now_of(runtime, tenant, mail)
    assert (sent.state, sent.attempts) == ("sent", 1)
    assert sent.sent_at is not None


async def test_without_a_relay_mail_stays_where_it_is(runtime: Runtime, tenant: Tenant) -> None:
    mail = await written(runtime, tenant)
    await send_mail(runtime)
    assert (await now_of(runtime, tenant, mail)).attempts == 0


async def test_what_passes_is_tried_again_after_pauses_and_ends_at_last(
    runtime: Runtime, tenant: Tenant
) -> None:
    mail, moment = await written(runtime, tenant), clock.now()
    async with relaying() as relay:
        relay.to_recipient = "451 Later"
        for pause in (*mails.PAUSES, timedelta()):
            with at_moment(tenant, moment):
                assert await send_of_tenant(runtime, relay.relay, tenant.id) == 1
                # Not before its pause is over.
                assert await send_of_tenant(runtime, relay.relay, tenant.id) == 0
            moment += pause
    ended = await now_of(runtime, tenant, mail)
    assert (ended.state, ended.error) == ("failed", "451 Later")
    assert relay.taken == []


async def test_what_the_relay_never_takes_is_not_tried_again_until_somebody_wants_it(
    runtime: Runtime, tenant: Tenant
) -> None:
    mail = await written(runtime, tenant)
    async with relaying() as relay:
        relay.to_recipient = "550 Nobody of that name"
        assert await send_of_tenant(runtime, relay.relay, tenant.id) == 1
        listed = (await call(tenant, "GET", "mails", role="admin")).json()["items"][0]
        assert (listed["state"], listed["error"]) == ("failed", "550 Nobody of that name")
        assert "body" not in listed
        relay.to_recipient = "250 OK"
        assert await send_of_tenant(runtime, relay.relay, tenant.id) == 0
        path = f"mails/{mail.id}/send-again"
        assert (await call(tenant, "POST", path, role="admin")).status_code == 200
        assert await send_of_tenant(runtime, relay.relay, tenant.id) == 1
        assert (await call(tenant, "POST", path, role="admin")).status_code == 409
    assert len(relay.taken) == 1


async def test_a_mail_that_was_given_and_never_answered_is_not_sent_twice(
    runtime: Runtime, tenant: Tenant
) -> None:
    mail = await written(runtime, tenant)
    async with relaying() as relay:
        relay.to_words = None
        await send_of_tenant(runtime, relay.relay, tenant.id)
        await send_of_tenant(runtime, relay.relay, tenant.id)
    assert len(relay.taken) == 1
    assert (await now_of(runtime, tenant, mail)).state == "unknown"


async def test_a_process_that_dies_before_the_handing_over_loses_nothing_and_after_it_doubles_none(
    runtime: Runtime, tenant: Tenant
) -> None:
    before, after = await written(runtime, tenant), await written(runtime, tenant)
    database = runtime.database
    async with database.transaction(tenant.id) as session:
        held = await mails.claim_due(session)
    gone = next(one for one in held if one.id == after.id)
    async with database.transaction(tenant.id) as session:
        assert await mails.begin_sending(session, gone)
    # Here the process dies. Its hold ends, and another one comes.
    async with relaying() as relay:
        assert await send_of_tenant(runtime, relay.relay, tenant.id) == 0
        with at_moment(tenant, clock.now() + timedelta(minutes=3)):
            assert await send_of_tenant(runtime, relay.relay, tenant.id) == 1
    assert [one["message-id"] for one in relay.taken] == [f"<{before.id}@example.org>"]
    assert (await now_of(runtime, tenant, before)).state == "sent"
    assert (await now_of(runtime, tenant, after)).state == "unknown"
    # A process that only seemed dead changes nothing of what another has done.
    lost = next(one for one in held if one.id == before.id)
    async with database.transaction(tenant.id) as session:
        assert not await mails.begin_sending(session, lost)
        await mails.conclude(session, lost, "failed", "late")
    assert (await now_of(runtime, tenant, before)).state == "sent"


async def test_a_code_that_is_over_is_not_sent_any_more(runtime: Runtime, tenant: Tenant) -> None:
    async with runtime.database.transaction(tenant.id) as session:
        mail = await mails.post(session, "a@example.com", "S", "B", good_for=timedelta(minutes=15))
    async with relaying() as relay:
        with at_moment(tenant, clock.now() + timedelta(minutes=16)):
            assert await send_of_tenant(runtime, relay.relay, tenant.id) == 0
    assert (await now_of(runtime, tenant, mail)).state == "failed"


async def test_the_owner_reads_what_is_only_kept_and_nobody_once_a_relay_is_set(
    runtime: Runtime, tenant: Tenant
) -> None:
    mail = await written(runtime, tenant)
    read = (await call(tenant, "GET", f"mails/{mail.id}", role="owner")).json()
    assert read["body"].startswith(".A line")
    async with runtime.database.transaction(tenant.id) as session:
        with pytest.raises(mails.MailSealed):
            await mails.read_mail(session, SYSTEM, mail.id, relayed=True)


async def test_a_relay_that_offers_no_tls_gets_neither_password_nor_mail(
    runtime: Runtime, tenant: Tenant
) -> None:
    letter = Letter(tenant.id, "Shop", "a@example.com", "S", "B", clock.now())
    async with relaying() as relay:
        strict = replace(relay.relay, demanded=True, user="u", password="p")
        with pytest.raises(MailRefused) as refused:
            await address(strict, letter)
    assert not refused.value.final
    assert relay.taken == []


@pytest.mark.parametrize("to", ["nobody", "a@b\r\nBcc: c@example.com", "ü@example.com", ""])
def test_what_is_no_address_is_refused_for_good(a_letter: Letter, to: str) -> None:
    with pytest.raises(MailRefused) as refused:
        replace(a_letter, recipient=to).as_bytes("desk@example.org")
    assert refused.value.final


@pytest.fixture
def a_letter() -> Letter:
    """A letter of no tenant."""
    return Letter(new_id(), 'Shop, "Söhne"', "a@example.com", "S", "B", clock.now())


def test_a_relay_is_read_from_its_url() -> None:
    mail = settings_from(
        {"SMTP_URL": "smtps://me%40x:p%2Fw@mail.example.com", "MAIL_FROM": "desk@example.org"}
    ).mail
    relay = Relay.of(mail)
    assert relay == Relay("mail.example.com", 465, True, True, "me@x", "p/w", "desk@example.org")
    assert Relay.of(MailSettings.model_construct(smtp_url=None, sender=None)) is None


@pytest.mark.parametrize(
    "given",
    [
        {"SMTP_URL": "https://mail.example.com", "MAIL_FROM": "a@example.com"},
        {"SMTP_URL": "smtp://", "MAIL_FROM": "a@example.com"},
        {"SMTP_URL": "smtp://mail.example.com:99999", "MAIL_FROM": "a@example.com"},
        {"SMTP_URL": "smtp://mail.example.com"},
        {"SMTP_URL": "smtp://mail.example.com", "MAIL_FROM": "Desk <a@example.com>"},
    ],
)
def test_settings_that_cannot_send_are_refused_at_the_start(given: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        settings_from(given)
