"""Routes of the console: what fails is a page to a browser that opens one, else a problem."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import APIRouter, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from fastapi.routing import APIRoute

from deskhand.infra.errors import DeskhandError
from deskhand.interfaces.console.rendering import render

CONSOLE = "/console"


class PageRoute(APIRoute):
    """A route whose expected errors are shown as a page where a page was asked for."""

    template = "team/error.html"

    def shows(self, request: Request) -> bool:
        """Whether an error is shown as a page, rather than told as a problem."""
        return is_visit(request)

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The route with the page of its errors around it."""
        handle = super().get_route_handler()

        async def shown(request: Request) -> Response:
            try:
                return await handle(request)
            except (DeskhandError, RequestValidationError) as error:
                if not self.shows(request):
                    raise
                known = error if isinstance(error, DeskhandError) else None
                status = known.status if known is not None else 422
                context = {"status": status, "detail": known.detail if known is not None else None}
                return render(request, self.template, context, status=status)

        return shown


def is_visit(request: Request) -> bool:
    """Whether a browser opens a page, rather than a script fetching or sending something."""
    return request.method == "GET" and "text/html" in request.headers.get("accept", "")


def page_router(path: str = "") -> APIRouter:
    """A router for pages below `path` of the console."""
    return APIRouter(prefix=f"{CONSOLE}{path}", include_in_schema=False, route_class=PageRoute)
