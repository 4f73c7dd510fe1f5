"""When people are there, by the pack's hours and holidays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from deskhand.assistant.plan.steps import Say
from deskhand.packs.opening import opened
from deskhand.packs.schema import Hours
from deskhand.packs.wording import Value, Wording

_LOOKED_AHEAD = 15


@dataclass(frozen=True, slots=True)
class Presence:
    """Whether somebody is there now, and from when on; None when the hours name no day."""

    open: bool
    since: datetime | None


def presence(hours: Hours, now: datetime) -> Presence:
    """Whether people are there at `now` (aware), or the next moment at which they are."""
    local = now.astimezone(ZoneInfo(hours.zone))
    if not hours.days:
        return Presence(True, local)
    for ahead in range(_LOOKED_AHEAD):
        span = opened(hours, (local + timedelta(days=ahead)).date())
        if span is None:
            continue
        begin, end = span
        if begin <= local < end:
            return Presence(True, local)
        if local < begin:
            return Presence(False, begin.astimezone(local.tzinfo))
    return Presence(False, None)


def presence_values(hours: Hours, now: datetime, wording: Wording) -> tuple[tuple[str, Value], ...]:
    """`open` and `when` for sentences that say when somebody will be there."""
    there = presence(hours, now)
    if there.open or there.since is None:
        said = wording.say("when-open", {}, today=now.date()).text
        return (("open", there.open), ("when", said))
    said = wording.say("when-later", wording.moment(there.since), today=now.date()).text
    return (("open", False), ("when", said))


def still_waiting(ticket: str, when: tuple[tuple[str, Value], ...]) -> Say:
    """That a person was asked and nobody has answered yet; `when` is from `presence_values`."""
    wording = "still-waiting.open" if dict(when)["open"] else "still-waiting"
    return Say(wording, values=(("ticket", ticket), *when), kind="waiting")
