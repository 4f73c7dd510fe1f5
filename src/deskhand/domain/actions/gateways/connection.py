"""The line to another system: one address, one credential, and a breaker before it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, urlencode

from deskhand.domain.actions.gateways.mapping import Auth, Request, filled
from deskhand.domain.actions.gateways.openapi import Operation
from deskhand.infra import outgoing
from deskhand.infra.breaker import Breaker
from deskhand.infra.encryption import CredentialUnreadable, Vault
from deskhand.infra.outgoing import AddressRefused, NotSent, Unanswered
from deskhand.packs.conditions import ConditionUnusable

_MOST_BYTES: Final = 1_000_000
_TROUBLED: Final = 500


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: the status and the JSON of the body, None where it is none."""

    status: int
    answer: Any

    @property
    def success(self) -> bool:
        """Whether it is one of those that say so (2xx)."""
        return 200 <= self.status < 300


@dataclass(frozen=True, slots=True)
class Line:
    """Where another system is and how it is entered; `private` lets it be in one's own network.

    `credential` is as it is stored, and opened for each call.
    """

    base_url: str
    auth: Auth
    credential: str | None
    vault: Vault
    private: bool
    seconds: float
    breaker: Breaker

    async def send(
        self, request: Request, operation: Operation, known: Mapping[str, Any], key: str = ""
    ) -> Reply:
        """Call the operation with what the expressions of `request` come to.

        `key` goes along as `Idempotency-Key`. Raises NotSent when nothing was sent, and
        Unanswered when nobody can say whether it arrived.
        """
        prepared = self._prepared(request, operation, known, key)
        if not self.breaker.allows():
            raise NotSent("It failed several times in a row, and is left alone for a moment.")
        try:
            answered = await outgoing.exchange(prepared, allow_private=self.private)
        except AddressRefused as error:
            raise NotSent(error.detail) from error
        except (NotSent, Unanswered):
            self.breaker.failed()
            raise
        if answered.status >= _TROUBLED:
            self.breaker.failed()
        else:
            self.breaker.succeeded()
        return Reply(answered.status, _json(answered.body))

    def _prepared(
        self, request: Request, operation: Operation, known: Mapping[str, Any], key: str
    ) -> outgoing.Request:
        try:
            path = operation.path
            for name, value in filled(request.path, known).items():
                path = path.replace("{" + name + "}", _segment(value))
            given = {
                name: _plain(value)
                for name, value in filled(request.query, known).items()
                if value is not None
            }
            body = filled(request.body, known)
        except ConditionUnusable as error:
            raise NotSent(error.detail) from error
        url = self.base_url.rstrip("/") + path
        return outgoing.Request(
            operation.method,
            f"{url}?{urlencode(given)}" if given else url,
            self._headers(key, bool(body)),
            json.dumps(body).encode() if body else b"",
            self.seconds,
            _MOST_BYTES,
        )

    def _headers(self, key: str, has_body: bool) -> dict[str, str]:
        headers = {"Accept": "application/json", "User-Agent": "Deskhand"}
        if key:
            headers["Idempotency-Key"] = quote(key, safe="/:")  # A number can be any text.
        if has_body:
            headers["Content-Type"] = "application/json"
        if self.credential is not None:
            try:
                headers[self.auth.header] = self.auth.prefix + self.vault.opened(self.credential)
            except CredentialUnreadable as error:
                raise NotSent(error.detail) from error
        return headers


def _segment(value: object) -> str:
    """One part of a path: what it holds can never lead to another one."""
    text = _plain(value)
    if not text.strip(". "):
        raise NotSent("A part of the path is empty.")
    return quote(text, safe="")


def _plain(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None
