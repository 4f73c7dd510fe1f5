"""Routes of customers' pages: what fails is a page to whoever uses a browser."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Request

from deskhand.interfaces.console.team.routing import PageRoute

PORTAL: Final = "/my"
HELP: Final = "/help"


class CustomerRoute(PageRoute):
    """A route that tells its expected errors on a page, after a form was sent as well."""

    template = "customer/error.html"

    def shows(self, request: Request) -> bool:
        """Whether an error is shown as a page."""
        return "text/html" in request.headers.get("accept", "")


def customer_router(path: str = PORTAL) -> APIRouter:
    """A router for customers' pages below `path`."""
    return APIRouter(prefix=path, include_in_schema=False, route_class=CustomerRoute)
