"""Requests to addresses that somebody else chose: resolved once, checked, and sent there alone.

Who may name an address could else reach what stands beside this server (server-side request
forgery, OWASP). A name is looked up once, and the connection goes to the very address that was
checked, so that a second answer of the name server changes nothing.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, urlsplit

import httpx

from deskhand.infra.errors import InvalidInput

_SECONDS: Final = 15.0
_CONNECTING: Final = 5.0
_NAT64 = ipaddress.ip_network("64:ff9b::/96")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class AddressRefused(InvalidInput):
    """This address cannot be sent to: it has to be a public one, by https."""


class NotSent(Exception):
    """Nothing reached the other side: no connection came about."""


class Unanswered(Exception):
    """It may have reached the other side, and no whole answer came back."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent where. `seconds` is the most that all of it takes, `most_bytes` of the answer
    are read; a longer one counts as none. With 0 nothing of its body is read.
    """

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes = b""
    seconds: float = _SECONDS
    most_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Answered:
    """What came back: the status and as much of the body as was asked for."""

    status: int
    body: bytes


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of a request: the status, or why there is none."""

    status: int | None
    error: str | None

    @property
    def taken(self) -> bool:
        """Whether the other side took it (2xx)."""
        return self.status is not None and 200 <= self.status < 300


def check_url(url: str, *, allow_private: bool) -> SplitResult:
    """The parts of the URL; raises AddressRefused for one that can never be sent to."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise AddressRefused("This is not a URL.") from error
    if parts.scheme not in (("https", "http") if allow_private else ("https",)):
        raise AddressRefused("The URL has to begin with https://.")
    if not parts.hostname or parts.username is not None or port == 0 or len(url) > 2000:
        raise AddressRefused("The URL needs a host, and names no user.")
    try:
        literal = ipaddress.ip_address(parts.hostname)
    except ValueError:
        return parts
    _refuse_private(literal, allow_private)
    return parts


def is_public(address: Address) -> bool:
    """Whether the address belongs to nobody's own network, however it is written."""
    if isinstance(address, ipaddress.IPv6Address):
        if address in _NAT64:
            return is_public(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        inner = address.ipv4_mapped or address.sixtofour
        if inner is not None:
            return is_public(inner)
        if address.teredo is not None:
            return False
    return address.is_global and not address.is_multicast


def _refuse_private(address: Address, allow_private: bool) -> None:
    if not allow_private and not is_public(address):
        raise AddressRefused("The address is not a public one.")


async def _pinned(parts: SplitResult, allow_private: bool) -> str:
    """The address to connect to; every one that the name has must be allowed."""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise AddressRefused("The host's name leads nowhere.") from error
    addresses = [str(entry[4][0]).partition("%")[0] for entry in found]
    for address in addresses:
        _refuse_private(ipaddress.ip_address(address), allow_private)
    return addresses[0]


async def exchange(request: Request, *, allow_private: bool) -> Answered:
    """Send it to the one address that was checked; no redirect is followed.

    Raises AddressRefused, NotSent, and Unanswered.
    """
    try:
        async with asyncio.timeout(request.seconds):
            parts = check_url(request.url, allow_private=allow_private)
            address = await _pinned(parts, allow_private)
            target = httpx.URL(request.url).copy_with(host=address)
            patience = httpx.Timeout(request.seconds, connect=min(request.seconds, _CONNECTING))
            async with (
                httpx.AsyncClient(trust_env=False, timeout=patience) as client,
                client.stream(
                    request.method,
                    target,
                    content=request.body,
                    headers={**request.headers, "Host": parts.netloc},
                    # The certificate is that of the name, not of the address.
                    extensions={"sni_hostname": parts.hostname},
                ) as answer,
            ):
                return Answered(answer.status_code, await _body(answer, request.most_bytes))
    except TimeoutError as error:
        raise Unanswered("No answer in time.") from error
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.InvalidURL) as error:
        raise NotSent(_told(error)) from error
    except (httpx.HTTPError, OSError, ValueError) as error:
        raise Unanswered(_told(error)) from error


async def _body(answer: httpx.Response, most: int) -> bytes:
    if most == 0:
        return b""
    read = bytearray()
    async for part in answer.aiter_bytes():
        read += part
        if len(read) > most:
            raise ValueError(f"The answer is longer than {most} bytes.")
    return bytes(read)


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:300]


async def post(url: str, body: bytes, headers: dict[str, str], *, allow_private: bool) -> Sent:
    """Send it; never raises, and reads nothing of the answer's body."""
    try:
        request = Request("POST", url, headers, body)
        answer = await exchange(request, allow_private=allow_private)
    except AddressRefused as error:
        return Sent(None, error.detail)
    except (NotSent, Unanswered) as error:
        return Sent(None, str(error))
    return Sent(answer.status, None)
