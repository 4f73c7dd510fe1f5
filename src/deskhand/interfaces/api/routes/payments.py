"""Payments of orders and invoices."""

from __future__ import annotations

from fastapi import APIRouter

from deskhand.domain.commerce.kinds import KINDS
from deskhand.domain.commerce.schemas import PaymentView
from deskhand.interfaces.api.own_records import OwnRoutes

router = APIRouter(prefix="/api/v1/payments", tags=["payments"])
OwnRoutes(KINDS["payments"], PaymentView).serve(router)
