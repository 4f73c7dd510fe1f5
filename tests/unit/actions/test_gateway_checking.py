"""A gateway that its description or the pack does not bear out is refused with line and reason."""

from __future__ import annotations

import pytest

from deskhand.domain.actions.gateways.checking import GatewayInvalid, checked
from deskhand.packs.loader import built_in
from tests.support.order_system.server import description, gateway_text

FILE = gateway_text(9000)


def faults(text: str, document: str = "") -> list[str]:
    with pytest.raises(GatewayInvalid) as refused:
        checked(text, document or description(), built_in("shop"))
    return list(refused.value.faults)


def test_a_gateway_that_fits_is_taken() -> None:
    file, operations = checked(FILE, description(), built_in("shop"))
    assert set(file.actions) == {"refund", "cancel"}
    assert operations["createRefund"].path == "/orders/{orderId}/refunds"


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            "operation: createRefund",
            "operation: createRefnd",
            "gateway.yaml, line 6: the description has no operation `createRefnd`;"
            " did you mean `createRefund`.",
        ),
        ("  refund:", "  xyzzy:", "gateway.yaml, line 5: the pack has no action `xyzzy`."),
        (
            "path: {orderId: number}\n    body",
            "body",
            "gateway.yaml, line 6: `createRefund` needs `orderId` in `path`.",
        ),
        (
            "amount: arguments.amount.decimal",
            "sum: arguments.amount.decimal",
            "gateway.yaml, line 8: `createRefund` needs `amount` in its body.",
        ),
        (
            "arguments.amount.decimal",
            "arguments.total",
            "gateway.yaml, line 9: `arguments.total`: `arguments` has no `total`.",
        ),
        (
            "answer.state == 'done'",
            "record.state == 1",
            "gateway.yaml, line 16: `record.state == 1`: only number, key, arguments, customer,"
            " sets, answer, status can be asked here.",
        ),
        (
            "operation: getEffect",
            "operation: cancelOrder",
            "gateway.yaml, line 14: `cancelOrder` is a POST; looking up is a GET.",
        ),
    ],
)
def test_what_does_not_fit_is_named_with_its_line(old: str, new: str, fault: str) -> None:
    assert old in FILE
    assert fault in faults(FILE.replace(old, new, 1))


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("name: [", "gateway.yaml, line "),
        ("- 1", "gateway.yaml"),
        ("", "gateway.yaml"),
        (FILE.replace("idempotent: true", "idempotent: maybe"), "gateway.yaml, line 22: "),
        (FILE.replace("answer.state == 'done'", "answer.state =="), "gateway.yaml, line 16: "),
        (FILE.replace("http://", "ftp://"), "gateway.yaml, line 2: "),
        (
            "name: empty\nbase_url: https://a.example\n",
            "gateway.yaml: nothing is done or read here",
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_line(text: str, start: str) -> None:
    assert all(fault.startswith(start) for fault in faults(text))


@pytest.mark.parametrize(
    ("document", "fault"),
    [
        ("swagger: '2.0'", "openapi.yaml, line 1: this is no OpenAPI document of version 3."),
        ("a: [", "openapi.yaml, line "),
        ("text", "openapi.yaml, line 1: "),
        ("openapi: 3.1.0", "gateway.yaml, line 6: the description has no operation"),
        ("openapi: 3.1.0\npaths: [1]", "gateway.yaml, line 6: the description has no operation"),
        (
            "openapi: 3.1.0\npaths: {/a: {get: {operationId: createRefund, parameters: [4],"
            " requestBody: {$ref: '#/nowhere'}}}}",
            "gateway.yaml, line 7: `createRefund` has no `orderId` in `path`.",
        ),
    ],
)
def test_a_description_that_is_none_is_refused(document: str, fault: str) -> None:
    assert any(one.startswith(fault) for one in faults(FILE, document))
