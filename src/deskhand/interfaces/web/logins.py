"""Log-ins: failures are counted and make callers wait; a known device or address is let through."""

from __future__ import annotations

import hashlib
import hmac
import time
from dataclasses import dataclass

from starlette.requests import HTTPConnection
from starlette.responses import Response

from deskhand.domain.accounts.logins import Account, CredentialsWrong, prove
from deskhand.infra.db.session import Database
from deskhand.interfaces.web.limits import RateLimits

DEVICE_COOKIE = "deskhand_device"
_DEVICE_SECONDS = 180 * 24 * 3600
_KNOWN = "1/30 day"
_FAILURES_OF_A_KNOWN_PLACE = "50/hour"
"""After as many a place is known no more: somebody guesses there."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody signs in from; `known` names a device or address that did so before."""

    email: str
    address: str
    known: str | None


class LogIns:
    """Proves passwords, and slows down who guesses without locking the owner out."""

    def __init__(self, database: Database, limits: RateLimits, secret: str, limit: str) -> None:
        """`limit` is how many failures one address, and one account, may have."""
        self._database = database
        self._limits = limits
        self._secret = secret.encode()
        self._limit = limit

    async def prove(
        self, connection: HTTPConnection, email: str, password: str
    ) -> tuple[Place, list[Account]]:
        """The accounts that the password opens. Raises TooManyRequests, CredentialsWrong."""
        place = await self._place(connection, email)
        if place.known is None:
            await self._limits.require(self._limit, "login", "address", place.address)
            await self._limits.require(self._limit, "login", "account", email)
        try:
            return place, await prove(self._database, email, password)
        except CredentialsWrong:
            await self._count(place)
            raise

    async def remember(self, place: Place, response: Response, *, secure: bool) -> None:
        """After a log-in: the address is known, and so is the device, by a signed cookie."""
        await self._limits.note(_KNOWN, "login", "known", place.email, place.address)
        until = int(time.time()) + _DEVICE_SECONDS
        response.set_cookie(
            DEVICE_COOKIE,
            f"{until}.{self._signature(place.email, until)}",
            max_age=_DEVICE_SECONDS,
            httponly=True,
            samesite="lax",
            secure=secure,
        )

    async def _place(self, connection: HTTPConnection, email: str) -> Place:
        address = connection.client.host if connection.client else "unknown"
        known: str | None = None
        cookie = connection.cookies.get(DEVICE_COOKIE, "")
        if self._signed(cookie, email):
            known = hashlib.sha256(cookie.encode()).hexdigest()
        elif await self._limits.noted(_KNOWN, "login", "known", email, address):
            known = address
        if known is not None and await self._limits.noted(
            _FAILURES_OF_A_KNOWN_PLACE, "login", "place", email, known
        ):
            known = None
        return Place(email, address, known)

    async def _count(self, place: Place) -> None:
        if place.known is not None:
            where = ("login", "place", place.email, place.known)
            await self._limits.note(_FAILURES_OF_A_KNOWN_PLACE, *where)
            return
        await self._limits.note(self._limit, "login", "address", place.address)
        await self._limits.note(self._limit, "login", "account", place.email)

    def _signature(self, email: str, until: int) -> str:
        return hmac.new(self._secret, f"device|{email}|{until}".encode(), "sha256").hexdigest()

    def _signed(self, cookie: str, email: str) -> bool:
        until, _, signature = cookie.partition(".")
        if not (until.isascii() and until.isdigit() and len(until) < 12):
            return False
        good = self._signature(email, int(until))
        return hmac.compare_digest(good.encode(), signature.encode()) and int(until) > time.time()
