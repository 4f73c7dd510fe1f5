"""Claims that a text makes, found by patterns: what would have to be true for it to be honest."""

from deskhand.assistant.guardrails.claims.claim import Claim, ClaimKind
from deskhand.assistant.guardrails.claims.extract import extract

__all__ = ["Claim", "ClaimKind", "extract"]
