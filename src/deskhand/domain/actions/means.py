"""What carrying actions out takes: the database, the packs in force, and the gateways."""

from __future__ import annotations

from dataclasses import dataclass

from deskhand.domain.actions.gateways.registry import Gateways
from deskhand.domain.packs.store import PackStore
from deskhand.infra.db.session import Database


@dataclass(frozen=True, slots=True)
class Means:
    """Those of one desk."""

    database: Database
    packs: PackStore
    gateways: Gateways
