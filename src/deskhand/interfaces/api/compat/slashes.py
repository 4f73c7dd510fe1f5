"""Paths that are served with and without a slash at their end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from fastapi import APIRouter

Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])


def serve(
    router: APIRouter, method: str, path: str, **options: Any
) -> Callable[[Endpoint], Endpoint]:
    """A decorator: the endpoint answers at `path` as printed, and at its twin.

    Only the printed one stands in the OpenAPI document.
    """
    twin = path.rstrip("/") if path.endswith("/") else f"{path}/"

    def register(endpoint: Endpoint) -> Endpoint:
        router.add_api_route(path, endpoint, methods=[method], **options)
        router.add_api_route(twin, endpoint, methods=[method], include_in_schema=False, **options)
        return endpoint

    return register
