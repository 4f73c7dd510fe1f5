"""Every signal by name; a new one is a file, a line, and a word in `packs/acting.py`."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.actions.signals import (
    actions_in_a_month,
    asked_in_a_day,
    same_contact,
    same_record,
)
from deskhand.domain.actions.signals.port import Signal, Subject
from deskhand.domain.commerce.things.port import Thing
from deskhand.packs.acting import Risk

SIGNALS: dict[str, Signal] = {
    signal.name: signal
    for signal in (
        actions_in_a_month.SIGNAL,
        asked_in_a_day.SIGNAL,
        same_contact.SIGNAL,
        same_record.SIGNAL,
    )
}


async def suspicions(session: AsyncSession, risk: Risk, thing: Thing) -> tuple[str, ...]:
    """Why a person should look, in words; empty while the points are below what asks for it."""
    if thing.customer_id is None or not risk.signals:
        return ()
    subject = Subject(thing.customer_id, thing)
    points, reasons = 0, []
    for name, watched in risk.signals.items():
        signal = SIGNALS[name]
        figure = await signal.measure(session, subject)
        if figure > watched.above:
            points += watched.points
            reasons.append(signal.meaning.format(figure))
    return tuple(reasons) if points >= risk.approve_from else ()
