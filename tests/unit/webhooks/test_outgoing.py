"""Addresses that tenants choose: only public ones, however they are written."""

from __future__ import annotations

import asyncio
import ipaddress
from typing import Any

import httpx
import pytest

from deskhand.infra.outgoing import AddressRefused, check_url, is_public, post

PRIVATE = (
    "127.0.0.1",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1",
    "fd00::1",
    "ff02::1",
    "::ffff:10.0.0.1",
    "64:ff9b::a00:1",
    "2002:7f00:1::",
    "2001:0:1234::1",
)


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_of_somebodys_own_network_is_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "64:ff9b::5db8:d822"])
def test_an_address_of_the_internet_is_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/",
        "ftp://example.com/",
        "https://",
        "https://user@example.com/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://example.com:0/",
        "https://example.com:99999/",
        "no url",
        "https://" + "a" * 2000,
    ],
)
def test_what_can_never_be_sent_to_is_refused_at_once(url: str) -> None:
    with pytest.raises(AddressRefused):
        check_url(url, allow_private=False)


class Names:
    """A name server that gives another answer each time it is asked."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers = list(answers)

    async def getaddrinfo(self, host: Any, port: int, **_: Any) -> list[Any]:
        return [(0, 0, 0, "", (address, port)) for address in self.answers.pop(0)]


def named(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> Names:
    loop, names = asyncio.get_running_loop(), Names(*answers)
    monkeypatch.setattr(loop, "getaddrinfo", names.getaddrinfo)
    return names


@pytest.mark.parametrize("answer", [["127.0.0.1"], ["93.184.216.34", "10.0.0.1"]])
async def test_a_name_that_leads_to_a_private_network_is_not_sent_to(
    monkeypatch: pytest.MonkeyPatch, answer: list[str]
) -> None:
    named(monkeypatch, answer)
    sent = await post("https://example.com/", b"{}", {}, allow_private=False)
    assert (sent.status, sent.error) == (None, "The address is not a public one.")


async def test_a_name_is_looked_up_once_and_the_checked_address_is_connected_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    named(monkeypatch, ["93.184.216.34"])  # A second question would have no answer.
    asked: list[tuple[str, str, str]] = []

    class Client:
        def __init__(self, **_: Any) -> None:
            pass

        async def __aenter__(self) -> Client:
            return self

        async def __aexit__(self, *_: Any) -> None:
            pass

        def stream(self, method: str, url: Any, **options: Any) -> Any:
            asked.append(
                (str(url), options["headers"]["Host"], options["extensions"]["sni_hostname"])
            )
            raise httpx.ConnectError("no network in this test")

    monkeypatch.setattr(httpx, "AsyncClient", Client)
    sent = await post("https://example.com:8443/hook", b"{}", {}, allow_private=False)
    assert asked == [("https://93.184.216.34:8443/hook", "example.com:8443", "example.com")]
    assert sent.error == "ConnectError: no network in this test"
