"""Roles, and what each may do."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """Who somebody is within a tenant."""

    OWNER = "owner"
    ADMIN = "admin"
    AGENT = "agent"
    CUSTOMER = "customer"


_RANK = {Role.CUSTOMER: 0, Role.AGENT: 1, Role.ADMIN: 2, Role.OWNER: 3}
STAFF = frozenset({Role.OWNER, Role.ADMIN, Role.AGENT})


def at_least(role: Role, needed: Role) -> bool:
    """Whether `role` may do what `needed` may."""
    return _RANK[role] >= _RANK[needed]


class Scope(StrEnum):
    """What an API key may be used for."""

    CHAT = "chat"
    READ = "read"
    WRITE = "write"
    ADMIN = "admin"
