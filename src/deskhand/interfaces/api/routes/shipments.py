"""Shipments of orders."""

from __future__ import annotations

from fastapi import APIRouter

from deskhand.domain.commerce.kinds import KINDS
from deskhand.domain.commerce.schemas import ShipmentView
from deskhand.interfaces.api.own_records import OwnRoutes

router = APIRouter(prefix="/api/v1/shipments", tags=["shipments"])
OwnRoutes(KINDS["shipments"], ShipmentView).serve(router)
