"""What a tool is, and the desk it works at."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Generic, TypeVar
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.assistant.evidence import Evidence
from deskhand.domain.actions.firewall import Firewall
from deskhand.domain.audit import Actor
from deskhand.domain.conversations.turns import Claim
from deskhand.infra.db.session import Database
from deskhand.infra.models.embeddings import Embedder
from deskhand.infra.models.languages import Embedders
from deskhand.packs.schema import Noun

Arguments = TypeVar("Arguments", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Desk:
    """What the tools of one turn work with.

    `held` is the right to write; without one (evaluation, a dry run) writing tools refuse.
    `nouns` are those of the tenant's pack: they say of which kind each field of a record is.
    `embedder` searches; `embedders` has one for other languages, where there is one.
    `firewall` is the one way to do anything; without it, what is agreed goes to a person.
    """

    database: Database
    embedder: Embedder
    tenant_id: UUID
    actor: Actor
    customer_id: UUID | None
    conversation_id: UUID | None = None
    held: Claim | None = None
    nouns: Mapping[str, Noun] = field(default_factory=dict)
    embedders: Embedders | None = None
    firewall: Firewall | None = None

    @property
    def reader(self) -> Actor:
        """Through whose eyes look-ups see: the customer's, once it is known who that is.

        Staff who write without naming a customer see the tenant's records by their number.
        """
        if self.customer_id is None:
            return self.actor
        return Actor(kind="user", role="customer", customer_id=self.customer_id)

    async def read_anew(self, noun: str, numbers: tuple[str, ...]) -> frozenset[str]:
        """Have records that live elsewhere read from there; the numbers that are not there.

        Raises RecordsNotRead: what may be old is not told.
        """
        if self.firewall is None:
            return frozenset()
        return await self.firewall.refresh(self.tenant_id, noun, numbers, self.customer_id)

    @asynccontextmanager
    async def session(self) -> AsyncIterator[AsyncSession]:
        """A short transaction of its own; none stays open across a model call."""
        async with self.database.transaction(self.tenant_id) as session:
            yield session


Reader = Callable[[Desk, str, tuple[str, ...]], Awaitable[tuple[Evidence, ...]]]
"""Reads records of a noun: those with these numbers, or the customer's newest without any.

Only what the desk's reader may see is found; an unknown visitor sees nothing.
"""


@dataclass(frozen=True, slots=True)
class Tool(Generic[Arguments]):
    """A named function over the business: validated arguments in, evidence out.

    A model may call it only when it does not write.
    """

    name: str
    description: str
    arguments: type[Arguments]
    run: Callable[[Desk, Arguments], Awaitable[tuple[Evidence, ...]]]
    writes: bool = False
