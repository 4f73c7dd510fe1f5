"""The yardstick: FastAPI, one handler, one INSERT into the same PostgreSQL, and nothing else."""

from __future__ import annotations

import argparse
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel
from sqlalchemy import text

from deskhand.infra.db.engine import open_engine
from deskhand.infra.embedded.postgres import EmbeddedPostgres
from deskhand.infra.settings import Settings

_INSERT = text("INSERT INTO bench_bare (id, body) VALUES (:id, :body)")


class Question(BaseModel):
    """What is stored."""

    message: str


def build(url: str) -> FastAPI:
    """The application over the database at `url`."""
    engine = open_engine(url, 12)

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        async with engine.begin() as connection:
            await connection.execute(text("DROP TABLE IF EXISTS bench_bare"))
            await connection.execute(
                text("CREATE TABLE bench_bare (id uuid PRIMARY KEY, body text NOT NULL)")
            )
        yield
        await engine.dispose()

    app = FastAPI(lifespan=life)

    @app.get("/health")
    async def health() -> dict[str, str]:
        return {"status": "ok"}

    @app.post("/bare", status_code=202)
    async def take(body: Question) -> dict[str, str]:
        row = uuid.uuid4()
        async with engine.begin() as connection:
            await connection.execute(_INSERT, {"id": row, "body": body.message})
        return {"status": "processing", "task_id": str(row)}

    return app


def main() -> None:
    """Serve until stopped."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--port", type=int, required=True)
    port: int = options.parse_args().port
    data_dir: Path = Settings().app.data_dir
    with EmbeddedPostgres(data_dir / "pg") as postgres:
        app = build(postgres.url("deskhand_owner"))
        uvicorn.run(app, host="127.0.0.1", port=port, http="httptools", access_log=False)


if __name__ == "__main__":
    main()
