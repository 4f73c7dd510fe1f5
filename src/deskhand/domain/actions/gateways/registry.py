"""Every gateway by the name that an action gives; a new one is a file and a line."""

from __future__ import annotations

from collections.abc import Mapping

from deskhand.domain.actions.gateways.built_in import BuiltIn
from deskhand.domain.actions.gateways.port import Gateway

GATEWAYS: Mapping[str, Gateway] = {"built_in": BuiltIn()}
