"""Requests to addresses that somebody else chose: resolved once, checked, and sent there alone.

Who may name an address could else reach what stands beside this server (server-side request
forgery, OWASP). A name is looked up once, and the connection goes to the very address that was
checked, so that a second answer of the name server changes nothing.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, urlsplit

import httpx

from deskhand.infra.errors import InvalidInput

_SECONDS: Final = 15.0
_NAT64 = ipaddress.ip_network("64:ff9b::/96")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class AddressRefused(InvalidInput):
    """This address cannot be sent to: it has to be a public one, by https."""


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


async def post(url: str, body: bytes, headers: dict[str, str], *, allow_private: bool) -> Sent:
    """Send it; never raises, follows no redirect, and reads nothing of the answer's body."""
    try:
        async with asyncio.timeout(_SECONDS):
            parts = check_url(url, allow_private=allow_private)
            address = await _pinned(parts, allow_private)
            target = httpx.URL(url).copy_with(host=address)
            async with (
                httpx.AsyncClient(trust_env=False, timeout=_SECONDS) as client,
                client.stream(
                    "POST",
                    target,
                    content=body,
                    headers={**headers, "Host": parts.netloc},
                    # The certificate is that of the name, not of the address.
                    extensions={"sni_hostname": parts.hostname},
                ) as answer,
            ):
                return Sent(answer.status_code, None)
    except AddressRefused as error:
        return Sent(None, error.detail)
    except TimeoutError:
        return Sent(None, "No answer in time.")
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
        return Sent(None, f"{type(error).__name__}: {error}"[:300])
