"""What the figures of Insights mean: each is a set of conversations with a definition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Unit = Literal["conversations", "seconds", "share"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a time span: `rows` selects `conversation_id`, `at`, `value` and `label`.

    A count counts rows, seconds are summed up by median and 90th percentile, and a share is the
    mean of values 0 and 1; those with 1 are the conversations behind it.
    """

    unit: Unit
    definition: str
    rows: str


_RESOLUTIONS = """SELECT r.conversation_id, r.closed_at AS at, {value} AS value, {label} AS label
    FROM resolutions r JOIN conversations c ON c.tenant_id = r.tenant_id
     AND c.id = r.conversation_id
    WHERE r.closed_at >= :since AND r.closed_at < :until AND {where}"""
_BY_WHOM = "r.settled_by"
_ANSWERED = """SELECT c.id AS conversation_id, c.created_at AS at,
    extract(epoch FROM answer.at - asked.at)::double precision AS value, answer.role AS label
    FROM conversations c
    JOIN LATERAL (SELECT m.created_at AS at, m.seq FROM messages m
                  WHERE m.tenant_id = c.tenant_id AND m.conversation_id = c.id
                    AND m.role = 'customer' ORDER BY m.seq LIMIT 1) AS asked ON true
    JOIN LATERAL (SELECT m.created_at AS at, m.role FROM messages m
                  WHERE m.tenant_id = c.tenant_id AND m.conversation_id = c.id
                    AND m.seq > asked.seq AND m.role IN ({roles})
                  ORDER BY m.seq LIMIT 1) AS answer ON true
    WHERE c.created_at >= :since AND c.created_at < :until"""
_NO_PERSON = """CASE WHEN EXISTS (SELECT 1 FROM messages m WHERE m.tenant_id = r.tenant_id
    AND m.conversation_id = r.conversation_id AND m.role = 'agent') THEN 0.0 ELSE 1.0 END"""


def _resolved(where: str, value: str = "1.0", label: str = _BY_WHOM) -> str:
    return _RESOLUTIONS.format(where=where, value=value, label=label)


FIGURES: Final[dict[str, Figure]] = {
    "conversations": Figure(
        "conversations",
        "Conversations that were opened, by channel.",
        "SELECT c.id AS conversation_id, c.created_at AS at, 1.0 AS value, c.channel AS label"
        " FROM conversations c WHERE c.created_at >= :since AND c.created_at < :until",
    ),
    "first_response": Figure(
        "seconds",
        "From the customer's first message to the first answer, by who gave it.",
        _ANSWERED.format(roles="'assistant', 'agent'"),
    ),
    "first_response_by_person": Figure(
        "seconds",
        "From the customer's first message to the first of a person of the team.",
        _ANSWERED.format(roles="'agent'"),
    ),
    "resolution_time": Figure(
        "seconds",
        "From the opening of a conversation to a closing that was not followed by a new message.",
        _resolved(
            "r.reopened_at IS NULL",
            "extract(epoch FROM r.closed_at - c.created_at)::double precision",
        ),
    ),
    "resolved_confirmed": Figure(
        "conversations",
        "Closings that the customer confirmed, by a rating or by closing it, and did not reopen.",
        _resolved("r.confirmed AND r.reopened_at IS NULL"),
    ),
    "resolved_assumed": Figure(
        "conversations",
        "Closings that nobody confirmed and that were not reopened.",
        _resolved("NOT r.confirmed AND r.reopened_at IS NULL"),
    ),
    "reopened": Figure(
        "conversations",
        "Closings after which the customer wrote again or asked for a person.",
        _resolved("r.reopened_at IS NOT NULL"),
    ),
    "satisfaction": Figure(
        "share",
        "Closings that the customer called satisfying, among those that were rated.",
        _resolved("r.rating IS NOT NULL", "CASE WHEN r.rating = 'satisfied' THEN 1.0 ELSE 0.0 END"),
    ),
    "containment": Figure(
        "share",
        "Closings without a word of a person, among those that were not reopened.",
        _resolved("r.reopened_at IS NULL", _NO_PERSON),
    ),
    "hand_overs": Figure(
        "conversations",
        "Answers that passed the customer to a person, by what the customer wanted, and wishes"
        " for a person, by where they came from.",
        """SELECT r.conversation_id, r.created_at AS at, 1.0 AS value, r.intent AS label
    FROM replies r WHERE r.escalated AND r.created_at >= :since AND r.created_at < :until
    UNION ALL
    SELECT split_part(e.target, ':', 2)::uuid, e.created_at, 1.0, e.detail ->> 'reason'
    FROM audit_entries e WHERE e.action = 'conversation.person_awaited'
      AND e.created_at >= :since AND e.created_at < :until
      AND EXISTS (SELECT 1 FROM conversations c WHERE c.tenant_id = e.tenant_id
                  AND c.id = split_part(e.target, ':', 2)::uuid)""",
    ),
    "intents": Figure(
        "conversations",
        "Answers of the assistant, by what the customer wanted.",
        "SELECT r.conversation_id, r.created_at AS at, 1.0 AS value, r.intent AS label"
        " FROM replies r WHERE r.created_at >= :since AND r.created_at < :until",
    ),
}
