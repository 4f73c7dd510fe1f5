"""What a draft is checked against: the question, the evidence, who asks, and the day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from deskhand.assistant.evidence import EvidenceSet
from deskhand.infra.ids import CustomerId


@dataclass(frozen=True, slots=True)
class Situation:
    """The surroundings of one draft.

    `message` is what the customer wrote (untrusted), `customer` is who asks (None when nobody
    was identified), `staff` says that the actor may see every customer of the tenant, `today` is
    the UTC date, `language` is ISO 639-1.
    """

    message: str
    evidence: EvidenceSet
    customer: CustomerId | None
    staff: bool
    today: date
    language: str = "en"
