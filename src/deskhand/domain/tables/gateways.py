"""Systems of a tenant's own, in which its actions are done."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from deskhand.infra.db.base import TenantRow


class RegisteredGateway(TenantRow):
    """A gateway: its file and the description of the other system, as they were written.

    `credential` is encrypted. `updated_at` is new whenever one of the three is.
    """

    __tablename__ = "gateways"
    __table_args__ = (UniqueConstraint("tenant_id", "name"),)

    name: Mapped[str]
    file: Mapped[str]
    description: Mapped[str]
    credential: Mapped[str | None]
    updated_at: Mapped[datetime]
