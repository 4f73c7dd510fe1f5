"""Every signal by name; a new one is a file, a line, and a word in `packs/acting.py`."""

from __future__ import annotations

from sqlalchemy import select
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
    signals = [SIGNALS[name] for name in risk.signals]
    # One statement for all of them.
    figures = (await session.execute(select(*(one.figure(subject) for one in signals)))).one()
    noticed = [
        (watched.points, signal.meaning.format(figure))
        for signal, watched, figure in zip(signals, risk.signals.values(), figures, strict=True)
        if figure > watched.above
    ]
    enough = sum(points for points, _ in noticed) >= risk.approve_from
    return tuple(reason for _, reason in noticed) if enough else ()
