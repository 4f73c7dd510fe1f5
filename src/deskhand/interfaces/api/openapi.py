"""The OpenAPI document: credentials, and every error described once as problem+json."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.openapi.utils import get_openapi
from fastapi.routing import iter_route_contexts

from deskhand.domain.knowledge.schemas import NewDocument

PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "What went wrong (RFC 9457).",
    "required": ["type", "status", "code", "detail"],
    "properties": {
        "type": {"type": "string", "examples": ["about:blank"]},
        "status": {"type": "integer", "examples": [404]},
        "code": {"type": "string", "description": "Stable.", "examples": ["order_not_found"]},
        "detail": {"type": "string", "description": "A sentence for a person."},
        "correlation_id": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"field": {"type": "string"}, "problem": {"type": "string"}},
            },
        },
        "faults": {
            "type": "array",
            "description": "Of a pack: each with its file and line.",
            "items": {"type": "string"},
        },
    },
}

ERRORS: dict[int, tuple[str, str]] = {
    400: ("Unreadable", "The body is not valid JSON, or not UTF-8."),
    401: ("Unauthenticated", "A credential is missing, wrong or expired."),
    403: ("Forbidden", "The role or the scopes do not allow this."),
    404: ("NotFound", "Nothing with this id exists here, or it is not yours to see."),
    409: ("Conflict", "This contradicts the present state."),
    413: ("TooLarge", "The request is too large."),
    422: ("Invalid", "A value is not valid; `errors` names the fields."),
    429: (
        "TooMany",
        "Too many tries, or too much at once; `Retry-After` says how many seconds to wait.",
    ),
    503: ("Unavailable", "A part does not answer now; `Retry-After` says when to come back."),
}
"""Every status that means an error: its name in the document and its meaning."""

_OF_PEOPLE = ("/api/v1/auth/me", "/api/v1/auth/password", "/api/v1/auth/sessions")
"""What every credential of a person opens, whatever the role."""

SCHEMES: dict[str, Any] = {
    "token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
    "apiKey": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
}


def install_openapi(app: FastAPI) -> None:
    """Let `app.openapi` make the document, once."""

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _document(app)
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]  # FastAPI's own way to extend it


def needs(dependant: Dependant) -> Iterator[tuple[str, str, bool]]:
    """Role, scope and whether local callers are served, of every check in a route."""
    found = getattr(dependant.call, "needed", None)
    if found is not None:
        role, scope, local = found
        yield role.value, scope.value, local
    for inner in dependant.dependencies:
        yield from needs(inner)


def _document(app: FastAPI) -> dict[str, Any]:
    schema = get_openapi(
        title=app.title, version=app.version, description=app.description, routes=app.routes
    )
    guarded = {
        (route.path_format, method.lower()): list(needs(route.dependant))
        for route in iter_route_contexts(app.routes)
        if hasattr(route, "dependant")
        for method in route.methods or ()
    }
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            _describe(operation, guarded.get((path, method), []), method, path)
    components = schema.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    schemas["Problem"] = PROBLEM
    schemas.setdefault("NewDocument", NewDocument.model_json_schema())
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    components["responses"] = {
        name: {"description": meaning, "content": content} for name, meaning in ERRORS.values()
    }
    components["securitySchemes"] = SCHEMES
    return schema


def _describe(
    operation: dict[str, Any], needed: list[tuple[str, str, bool]], method: str, path: str
) -> None:
    responses = operation["responses"]
    # 400 is also the answer to two Host headers, 422 to a query parameter that is not known, 429 to
    # a tenant that asks for more than its share.
    possible = {400, 422, 429, 503}
    if method in ("post", "patch", "put"):
        # A body may name what does not exist.
        possible |= {404, 409, 413}
    if "{" in path:
        possible.add(404)
    if needed or path.startswith(_OF_PEOPLE):
        possible |= {401, 403}
        local = any(local for _, _, local in needed)
        operation["security"] = [{name: []} for name in SCHEMES] + ([{}] if local else [])
    if path.startswith("/api/v1/auth/") or path == "/metrics":
        possible.add(401)
    for role, scope, _ in needed:
        note = f"Needs the role `{role}` or above; an API key needs the scope `{scope}`."
        operation["description"] = f"{operation.get('description', '')}\n\n{note}".strip()
    for status in sorted(possible):
        if status == 503 and "503" in responses:
            continue
        responses[str(status)] = {"$ref": f"#/components/responses/{ERRORS[status][0]}"}
