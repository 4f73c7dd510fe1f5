"""Until when a conversation has to be answered and settled: arithmetic over what was said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from deskhand.domain.conversations.desk_settings import Target
from deskhand.packs.opening import open_time, when_gone
from deskhand.packs.schema import Hours


@dataclass(frozen=True, slots=True)
class Said:
    """A message that moves a clock: of the customer, or of a person of the team."""

    at: datetime
    by_team: bool


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A clock's moments. Without a target, or while it is paused, there is no due time.

    A resolution that is overdue when the clock pauses stays overdue since that moment.
    """

    first_response_due: datetime | None
    first_responded_at: datetime | None
    resolution_due: datetime | None
    paused: bool


def reckon(started: datetime, said: Sequence[Said], target: Target, hours: Hours) -> Reckoned:
    """The clock that `started`, after what was `said` since, oldest first.

    The first response is the team's first message. The time to settle it runs while the team is
    awaited and stands still from a message of the team until the customer's next one.
    """
    answered = next((one.at for one in said if one.by_team), None)
    due, paused = _resolution(started, said, target.resolution, hours)
    return Reckoned(
        first_response_due=_gone(hours, started, target.first_response),
        first_responded_at=answered,
        resolution_due=due,
        paused=paused,
    )


def _gone(hours: Hours, since: datetime, minutes: int | None) -> datetime | None:
    return None if minutes is None else when_gone(hours, since, timedelta(minutes=minutes))


def _resolution(
    started: datetime, said: Sequence[Said], minutes: int | None, hours: Hours
) -> tuple[datetime | None, bool]:
    """When it is due, and whether the customer is awaited."""
    left = None if minutes is None else timedelta(minutes=minutes)
    running: datetime | None = started
    overdue: datetime | None = None
    for one in said:
        if one.by_team and running is not None:
            if left is not None and overdue is None:
                used = open_time(hours, running, one.at)
                if used >= left:
                    overdue = when_gone(hours, running, left)
                left -= used
            running = None
        elif not one.by_team and running is None:
            running = one.at
    if overdue is not None or left is None or running is None:
        return overdue, running is None
    return when_gone(hours, running, left), False
