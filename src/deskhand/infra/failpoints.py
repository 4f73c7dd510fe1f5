"""Fail-points: named places between durable steps, where a test has a process die or stand still.

Off unless a start arms them with a folder (`DESKHAND_FAIL_POINTS`). A file in it with the name of
a point says what happens there, once: whoever takes the file away has met its fate.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Mapping
from pathlib import Path
from typing import Final

POINTS: Final[Mapping[str, str]] = {
    "intake.written": "message and turn are written, nothing is committed",
    "intake.committed": "the message is accepted, nobody is woken",
    "intake.rung": "the worker is woken, the caller has no answer",
    "turn.claiming": "the claim is written, not committed",
    "turn.claimed": "the claim is committed, the work has not begun",
    "turn.settled": "the burst is over, the draft has not begun",
    "turn.alone": "a suspected turn is noted to run alone",
    "turn.drafted": "the outcome is there, what was paid for it is not stored",
    "turn.renewed": "the lease is renewed in the middle of the work",
    "turn.given_back": "a failed attempt is written down, not committed",
    "turn.set_aside": "the ticket of a turn that failed is opened, its end is not written",
    "turn.next": "the turn is over, the next of its conversation is not woken",
    "reply.written": "reply and end of the turn are written, not committed",
    "reply.committed": "the reply is stored, nobody is told",
    "reply.delivered": "the reply is told, nothing is learned of it",
    "learning.written": "what deliveries taught is written, not committed",
    "summary.made": "the summary is there, not stored",
    "ticket.intended": "the ledger holds the intent, there is no ticket",
    "ticket.opened": "the ticket is written, the ledger does not hold it as done",
    "proposal.written": "the proposal is written, not committed",
    "proposal.answered": "the yes is written, nothing is judged anew",
    "action.judged": "the rules allow it, no place of a limit is taken",
    "action.limited": "places of limits are taken, nothing is intended",
    "action.intended": "the ledger holds the intent, nothing is done",
    "action.performed": "the built-in records are changed, the ledger does not say so",
    "action.concluded": "the ledger says how it ended, nothing is committed",
    "action.settled": "the action is committed, nobody is told",
    "action.sending": "the call is written as sent, not committed",
    "action.sent": "the call is committed as sent, the gateway has not heard of it",
    "action.answered": "the gateway did it, its answer is not written down",
    "action.looking": "the gateway was silent, it was not asked again",
    "action.looked_up": "it is known what became of the call, and not written down",
    "action.unknown": "nobody knows, the ticket is opened, the ledger does not say so",
    "approval.asked": "the approval is in the queue, nothing is committed",
    "approval.decided": "the decision is written, nothing is carried out",
    "approval.expired": "an approval that nobody decided is closed, not committed",
    "ingest.claimed": "the job is claimed, the document is not read",
    "ingest.prepared": "the passages are embedded, the old ones are in place",
    "ingest.placed": "the new passages are in place, not committed",
    "audit.sealed": "entries are chained, not committed",
    "audit.head": "the chain is longer than the head that is kept of it",
    "webhook.claimed": "the delivery is claimed, nothing is sent",
    "webhook.sent": "the event is sent, nobody has written that down",
}
"""Every point with what a process that dies there leaves behind."""

DIES: Final = "dies"
STANDS: Final = "stands"
_SIGNALS: Final = {DIES: signal.SIGKILL, STANDS: signal.SIGSTOP}

_folder: Path | None = None


def arm(folder: Path | None) -> None:
    """Look into `folder` at every point from now on; None turns all of them off."""
    global _folder
    _folder = folder


def reached(point: str) -> None:
    """Here ends the process when a test has asked for it; otherwise nothing happens."""
    if _folder is not None:
        _meet(_folder, point)


def _meet(folder: Path, point: str) -> None:
    asked, taken = folder / point, folder / f"{point}.{os.getpid()}"
    try:
        asked.rename(taken)  # Of all who come by, one takes it.
    except FileNotFoundError:
        return
    os.kill(os.getpid(), _SIGNALS[taken.read_text()])
