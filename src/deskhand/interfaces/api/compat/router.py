"""Every system whose own paths are served; S3's are those of the API itself."""

from __future__ import annotations

from types import ModuleType

from fastapi import APIRouter

from deskhand.interfaces.api.compat import s0, s1, s2, s4

SYSTEMS: tuple[ModuleType, ...] = (s0, s1, s2, s4)

router = APIRouter()
for _system in SYSTEMS:
    router.include_router(_system.router)
