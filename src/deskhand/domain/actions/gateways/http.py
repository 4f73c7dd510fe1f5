"""A tenant's own system behind HTTP: called once, asked when it is silent."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.actions.gateways.built_in import BuiltIn
from deskhand.domain.actions.gateways.connection import Line, Reply
from deskhand.domain.actions.gateways.mapping import Doing, GatewayFile, Listed, filled
from deskhand.domain.actions.gateways.openapi import Operation
from deskhand.domain.actions.gateways.port import Answer, Asked, Call, GatewaySilent
from deskhand.domain.commerce.things.port import Sought, Thing
from deskhand.infra.money import Money
from deskhand.infra.outgoing import NotSent, Unanswered
from deskhand.packs.conditions import ConditionText, ConditionUnusable

PAUSES: Final = (0.0, 0.2, 1.0)
"""Seconds before each try of a call whose operation is declared idempotent; others have one."""
_LONGEST: Final = 500
_UNCLEAR: Final = frozenset({408, 409, 423, 425, 429})
"""Refusals (4xx) that do not say that nothing was done: too slow, at work on it, not now."""


class HttpGateway:
    """One registered gateway as the firewall sees it."""

    same_transaction = False

    def __init__(self, file: GatewayFile, operations: Mapping[str, Operation], line: Line) -> None:
        self._file = file
        self._operations = operations
        self._line = line

    def does(self, action: str) -> bool:
        """Whether the action is done here."""
        return action in self._file.actions

    def keeps(self, noun: str) -> bool:
        """Whether the noun's records are read from here."""
        return noun in self._file.reads

    async def fetch(self, asked: Asked) -> list[dict[str, Any]] | None:
        """The rows of the answer, each as `row` of the gateway's file says."""
        reading = self._file.reads[asked.noun]
        request = reading.of_customer if asked.number is None else reading.one
        if request is None:
            return []
        seen: dict[str, Any] = {"number": asked.number, "customer": dict(asked.customer)}
        try:
            reply = await self._line.send(request, self._operations[request.operation], seen)
        except (NotSent, Unanswered) as error:
            raise GatewaySilent from error
        if reply.status == 404:
            return None if asked.number is not None else []
        if not reply.success or reply.answer is None:
            raise GatewaySilent
        seen |= {"answer": reply.answer, "status": reply.status}
        try:
            rows = request.rows.value(seen) if isinstance(request, Listed) else [reply.answer]
            if not isinstance(rows, list):
                raise GatewaySilent
            return [filled(reading.row, {**seen, "row": row}) for row in rows]
        except ConditionUnusable as error:
            raise GatewaySilent from error

    async def find(self, session: AsyncSession, sought: Sought, read: str) -> Thing | None:
        """The record as this desk has it."""
        return await BuiltIn().find(session, sought, read)

    async def perform(
        self, call: Call, session: AsyncSession | None, thing: Thing | None
    ) -> Answer:
        """Sent once, or a few times where the other system does one key once."""
        doing = self._file.actions.get(call.action)
        if doing is None:
            return Answer(False, {"detail": f"`{call.action}` is not done there any more."})
        reply = await self._sent(call, doing)
        if isinstance(reply, Answer):
            return reply
        if doing.refused is not None and _holds(doing.refused, _seen_of(call, reply)):
            return Answer(False, {"answered": reply.status, "detail": _said(reply.answer)})
        if reply.success:
            return self._done(call, doing, reply)
        if 400 <= reply.status < 500 and reply.status not in _UNCLEAR:
            return Answer(False, {"answered": reply.status, "detail": _said(reply.answer)})
        raise GatewaySilent

    async def look_up(self, call: Call) -> Answer | None:
        """What became of the key; silent where the gateway has no way to ask."""
        doing = self._file.actions.get(call.action)
        if doing is None or doing.look_up is None:
            raise GatewaySilent
        asked = doing.look_up
        try:
            reply = await self._line.send(
                asked, self._operations[asked.operation], known(call), call.key
            )
        except (NotSent, Unanswered) as error:
            raise GatewaySilent from error
        if reply.status == 404:
            return None
        if not reply.success or not isinstance(reply.answer, dict | list):
            raise GatewaySilent
        seen = _seen_of(call, reply)
        if asked.refused is not None and _holds(asked.refused, seen):
            return Answer(False, {"answered": reply.status, "detail": _said(reply.answer)})
        if asked.done is None or _holds(asked.done, seen):
            return Answer(True, self._kept(doing, seen))
        raise GatewaySilent

    async def _sent(self, call: Call, doing: Doing) -> Reply | Answer:
        """The reply, or that nothing was sent. Raises GatewaySilent."""
        operation = self._operations[doing.operation]
        arrived = False
        for pause in PAUSES if doing.idempotent else PAUSES[:1]:
            await asyncio.sleep(pause)
            try:
                reply = await self._line.send(doing, operation, known(call), call.key)
            except NotSent as error:
                if arrived:
                    raise GatewaySilent from error
                return Answer(False, {"detail": str(error)[:_LONGEST]})
            except Unanswered:
                arrived = True
                continue
            if reply.status < 500:
                return reply
            arrived = True
        raise GatewaySilent

    def _done(self, call: Call, doing: Doing, reply: Reply) -> Answer:
        """What success says. An answer that makes no sense says nothing."""
        seen = _seen_of(call, reply)
        if doing.done is not None and not _holds(doing.done, seen):
            raise GatewaySilent
        return Answer(True, self._kept(doing, seen))

    def _kept(self, doing: Doing, seen: Mapping[str, Any]) -> dict[str, Any]:
        """What the ledger keeps; raises GatewaySilent where the answer has it not."""
        kept: dict[str, Any] = {"answered": seen["status"]}
        for name, expression in doing.answer.items():
            try:
                value = expression.value(seen)
            except ConditionUnusable as error:
                raise GatewaySilent from error
            plain = isinstance(value, str | int | float | bool) or value is None
            kept[name] = (value[:_LONGEST] if isinstance(value, str) else value) if plain else None
        return kept


def known(call: Call) -> dict[str, Any]:
    """What expressions see of a call."""
    return {
        "number": call.number,
        "key": call.key,
        "arguments": {name: _seen(value) for name, value in call.arguments.items()},
        "customer": dict(call.customer),
        "sets": {name: _seen(value) for name, value in call.sets.items()},
    }


def _seen_of(call: Call, reply: Reply) -> dict[str, Any]:
    return {**known(call), "answer": reply.answer, "status": reply.status}


def _seen(value: Any) -> Any:
    match value:
        case {"minor": int(minor), "currency": str(currency)}:
            return {**value, "decimal": Money(minor, currency).plain}
    return value


def _holds(condition: ConditionText, seen: Mapping[str, Any]) -> bool:
    try:
        return condition.holds(seen)
    except ConditionUnusable:
        return False


def _said(answer: Any) -> str:
    """Why the other system refused, as far as it says so in a usual field."""
    if isinstance(answer, dict):
        for name in ("detail", "message", "error", "title"):
            if isinstance(answer.get(name), str):
                return "".join(one for one in answer[name] if one.isprintable())[:_LONGEST]
    return ""
