"""A file of one's own records: previewed exactly, taken by line, and the same again is nothing."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import func, select

from deskhand.domain.tables import AuditEntry, Customer, Order
from deskhand.infra.runtime import Runtime
from tests.support.desk import Tenant

HEADER = "Bestellnummer;Bestelldatum;Status;E-Mail-Adresse;Vorname;Nachname;Gesamtbetrag;Währung"
LINES = (
    "20001;3.11.2026;versendet;anna@example.com;Anna;Beispiel;1.234,50;EUR",
    "20002;4.11.2026;liegt im Ofen;anna@example.com;Anna;Beispiel;12,00;EUR",
    "20003;31.2.2026;versendet;otto@example.com;Otto;Beispiel;12,00;EUR",
    "20001;3.11.2026;versendet;anna@example.com;Anna;Beispiel;1.234,50;EUR",
    "20004;4.11.2026;storniert;otto@example.com;Otto;Beispiel;zwölf;EUR",
)


async def upload(
    tenant: Tenant, content: bytes, kind: str = "orders", **form: Any
) -> tuple[int, dict[str, Any]]:
    answer = await tenant.client.post(
        f"/api/v1/imports/{kind}",
        files={"file": ("orders.csv", content)},
        data=form,
        headers=await tenant.as_("agent"),
    )
    return answer.status_code, answer.json()


def german(*lines: str) -> bytes:
    return "\n".join((HEADER, *lines)).encode("cp1252")


async def counted(runtime: Runtime, tenant: Tenant) -> tuple[int, int, int]:
    """Orders, customers and audit entries of the tenant."""
    async with runtime.database.transaction(tenant.id) as session:
        orders = await session.scalar(select(func.count()).select_from(Order))
        customers = await session.scalar(select(func.count()).select_from(Customer))
        entries = await session.scalar(
            select(func.count()).where(AuditEntry.action == "records.taken_in")
        )
    return orders or 0, customers or 0, entries or 0


async def test_a_preview_says_what_the_import_then_does_and_leaves_nothing(
    tenant: Tenant, runtime: Runtime
) -> None:
    before = await counted(runtime, tenant)
    status, preview = await upload(tenant, german(*LINES))
    assert status == 200
    assert await counted(runtime, tenant) == before
    status, done = await upload(tenant, german(*LINES), dry_run="false")
    assert {**preview, "dry_run": False} == done
    assert (done["created"], done["refused"], done["new_customers"]) == (2, 3, 1)
    assert done["kept_states"] == ["liegt im Ofen"]
    assert [(one["line"], one["code"]) for one in done["problems"]] == [
        (4, "field_invalid"),
        (5, "field_invalid"),
        (6, "field_invalid"),
    ]
    assert "31.2.2026" in done["problems"][0]["detail"]
    assert "Line 2" in done["problems"][1]["detail"]
    after = await counted(runtime, tenant)
    assert after == (before[0] + 2, before[1] + 1, before[2] + 1)
    async with runtime.database.transaction(tenant.id) as session:
        order = (await session.scalars(select(Order).where(Order.number == "20001"))).one()
    assert (order.total_minor, order.status) == (123450, "shipped")
    _, again = await upload(tenant, german(*LINES), dry_run="false")
    assert (again["created"], again["unchanged"]) == (0, 2)
    assert await counted(runtime, tenant) == after


async def test_a_changed_file_tells_each_change(tenant: Tenant) -> None:
    await upload(tenant, german(LINES[0]), dry_run="false")
    line = LINES[0].replace("versendet", "geliefert")
    _, done = await upload(tenant, german(line))
    assert done["samples"] == [
        {"line": 2, "number": "20001", "changes": {"status": ["shipped", "delivered"]}}
    ]


async def test_columns_constants_and_locale_can_be_told(tenant: Tenant) -> None:
    content = b"Ref,When,What it cost,Mail\nX-1,03/04/2026,1.234,told@example.com\n"
    told = json.dumps({"Ref": "number", "When": "placed_on", "What it cost": "total"})
    constants = json.dumps({"currency": "EUR", "status": "Delivered"})
    form = {"columns": told, "constants": constants, "dry_run": "false"}
    _, unclear = await upload(tenant, content, **form)
    assert unclear["refused"] == 1
    status, done = await upload(tenant, content, locale="de", **form)
    assert (status, done["created"]) == (200, 1)
    headers = await tenant.as_("agent")
    found = await tenant.client.get("/api/v1/orders?number=X-1", headers=headers)
    [order] = found.json()["items"]
    assert (order["placed_on"], order["total_minor"]) == ("2026-04-03", 123400)
    assert order["status"] == "delivered"


async def test_what_cannot_be_imported_is_a_problem_with_a_sentence(tenant: Tenant) -> None:
    cases = [
        (german(LINES[0]), "unicorns", {}, 404, "kind_unknown"),
        (b"", "orders", {}, 422, "file_unreadable"),
        (b"A,A\n1,2\n", "orders", {}, 422, "file_unreadable"),
        (b"Colour\nred\n", "orders", {}, 422, "columns_missing"),
        (german(LINES[0]), "orders", {"locale": "xx-YY"}, 422, "locale_unknown"),
        (german(LINES[0]), "orders", {"columns": "[1]"}, 422, "import_options_invalid"),
        (german(LINES[0]), "orders", {"constants": '{"a": "b"}'}, 422, "column_unknown"),
        (german(LINES[0]), "orders", {"encoding": "utf-8"}, 422, "file_unreadable"),
        (b"PK\x03\x04" + b"x" * 100, "orders", {}, 422, "file_unreadable"),
        (b"x" * 1_400_000, "orders", {}, 413, "body_too_large"),
    ]
    for content, kind, form, status, code in cases:
        got = await upload(tenant, content, kind, **form)
        assert (got[0], got[1]["code"]) == (status, code), (kind, form)
        assert got[1]["detail"].endswith((".", ":")) or got[1]["detail"]
