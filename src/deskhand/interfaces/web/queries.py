"""Refuses query parameters that a route does not know, as the body's unknown fields are."""

from __future__ import annotations

from fastapi import Request
from fastapi.dependencies.models import Dependant
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute


async def known_queries(request: Request) -> None:
    """Raise RequestValidationError for a parameter that would silently change nothing."""
    route = request.scope.get("route")
    if not request.query_params or not isinstance(route, APIRoute):
        return
    unknown = set(request.query_params) - _names(route.dependant)
    if unknown:
        raise RequestValidationError(
            [
                {"type": "extra_forbidden", "loc": ("query", name), "msg": "No such parameter"}
                for name in sorted(unknown)
            ]
        )


def _names(dependant: Dependant) -> set[str]:
    names = {field.alias for field in dependant.query_params}
    return names.union(*(_names(inner) for inner in dependant.dependencies))
