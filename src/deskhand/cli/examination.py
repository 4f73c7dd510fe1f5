"""What `doctor` looks at: each check answers with what it found and what to do about it."""

from __future__ import annotations

import asyncio
import os
import shutil
import stat
import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import psycopg
import redis

from deskhand.cli.listening import AddressInUse, AddressNotOurs, take_port
from deskhand.infra.db.engine import psycopg_url
from deskhand.infra.embedded.data_folder import check_usable
from deskhand.infra.embedded.installation import MAJOR_VERSION, programs
from deskhand.infra.errors import DeskhandError
from deskhand.infra.models.chat import open_chat_model
from deskhand.infra.models.packaged import MINILM
from deskhand.infra.runtime import DatabaseUrls, database_server
from deskhand.infra.settings import Settings
from deskhand.migrations import run as migrations

_LITTLE_SPACE = 2_000_000_000
_NO_SPACE = 300_000_000
_OLDEST_REDIS = (6, 2)


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found; `advice` says what to do when it is not ok."""

    name: str
    status: Literal["ok", "warn", "fail"]
    detail: str
    advice: str = ""


def examine(settings: Settings, *, ask_model: bool = False) -> list[Finding]:
    """All findings. `ask_model` sends the chat model one short question."""
    checks: list[tuple[str, Callable[[Settings], Finding]]] = [
        ("python", python_version),
        ("data folder", data_folder),
        ("disk space", disk_space),
        ("secret", secret),
        ("postgresql", postgres_programs),
    ]
    findings = [_checked(name, check, settings) for name, check in checks]
    findings += _database(settings)
    later: list[tuple[str, Callable[[Settings], Finding]]] = [
        ("redis", redis_server),
        ("embedding", embedding_model),
        ("chat model", chat_model_asked if ask_model else chat_model),
        ("documents", documents_folder),
        ("port", server_port),
    ]
    return findings + [_checked(name, check, settings) for name, check in later]


def _checked(name: str, check: Callable[[Settings], Finding], settings: Settings) -> Finding:
    try:
        return check(settings)
    except DeskhandError as error:
        return Finding(name, "fail", error.detail)
    except Exception as error:
        return Finding(name, "fail", f"{type(error).__name__}: {_first_line(error)}")


def _first_line(error: Exception) -> str:
    return next(iter(str(error).strip().splitlines()), "")


def python_version(_: Settings) -> Finding:
    """3.11 to 3.13."""
    found = ".".join(str(part) for part in sys.version_info[:3])
    if (3, 11) <= sys.version_info[:2] < (3, 14):
        return Finding("python", "ok", found)
    return Finding("python", "fail", found, "Use Python 3.11, 3.12 or 3.13.")


def _nearest(folder: Path) -> Path:
    """The folder, or the nearest one above that exists."""
    folder = folder.absolute()
    return next(path for path in (folder, *folder.parents) if path.exists())


def data_folder(settings: Settings) -> Finding:
    """It can be written by us."""
    folder = settings.app.data_dir
    if os.access(_nearest(folder), os.W_OK | os.X_OK):
        return Finding("data folder", "ok", str(folder.absolute()))
    advice = "Set DESKHAND_DATA_DIR to a folder of your own."
    return Finding("data folder", "fail", f"{folder.absolute()} cannot be written", advice)


def disk_space(settings: Settings) -> Finding:
    """Enough for the database to grow."""
    free = shutil.disk_usage(_nearest(settings.app.data_dir)).free
    detail = f"{free / 1e9:.1f} GB free"
    advice = "Make room, or set DESKHAND_DATA_DIR to a folder on another disk."
    if free < _NO_SPACE:
        return Finding("disk space", "fail", detail, advice)
    return (
        Finding("disk space", "warn", detail, advice)
        if free < _LITTLE_SPACE
        else Finding("disk space", "ok", detail)
    )


def secret(settings: Settings) -> Finding:
    """Long and varied when configured, private when kept in the data folder."""
    configured = settings.auth.secret
    advice = "Set SECRET_KEY to 32 random bytes or more, as `openssl rand -base64 48` prints."
    if configured is not None:
        value = configured.get_secret_value()
        if len(value.encode()) < 32:
            return Finding("secret", "fail", "SECRET_KEY is shorter than 32 bytes", advice)
        if len(set(value)) < 12:
            return Finding("secret", "warn", "SECRET_KEY repeats a few characters", advice)
        return Finding("secret", "ok", "SECRET_KEY")
    kept = settings.app.data_dir / "secret"
    if not kept.exists():
        return Finding("secret", "ok", "made at the first start")
    if stat.S_IMODE(kept.stat().st_mode) & 0o077:
        return Finding("secret", "warn", f"{kept} can be read by others", f"chmod 600 {kept}")
    return Finding("secret", "ok", str(kept))


def postgres_programs(settings: Settings) -> Finding:
    """The private server's programs and data fit, when that server is used."""
    if settings.database.url is not None:
        return Finding("postgresql", "ok", "DATABASE_URL is used")
    programs()
    check_usable(settings.app.data_dir / "pg")
    return Finding("postgresql", "ok", f"private server, version {MAJOR_VERSION}")


def _database(settings: Settings) -> list[Finding]:
    """Reachable, of this schema, and our role is held by row-level security."""
    try:
        with ExitStack() as stack:
            urls = stack.enter_context(database_server(settings))
            return [
                _checked("database", lambda _: database_answers(urls), settings),
                _checked("schema", lambda _: schema(urls), settings),
                _checked("role", lambda _: role_rights(urls), settings),
            ]
    except Exception as error:
        detail = error.detail if isinstance(error, DeskhandError) else _first_line(error)
        return [Finding("database", "fail", detail, "See the line above and DATABASE_URL.")]


def _connect(urls: DatabaseUrls) -> psycopg.Connection:
    url = psycopg_url(urls.application).set(drivername="postgresql")
    return psycopg.connect(url.render_as_string(hide_password=False), connect_timeout=5)


def database_answers(urls: DatabaseUrls) -> Finding:
    """It answers and has pgvector."""
    try:
        with _connect(urls) as connection:
            row = connection.execute(
                "SELECT current_setting('server_version'),"
                " (SELECT extversion FROM pg_extension WHERE extname = 'vector')"
            ).fetchone()
    except psycopg.OperationalError as error:
        advice = "Check DATABASE_URL and that the server runs and lets this machine in."
        return Finding("database", "fail", _first_line(error), advice)
    version, vector = row or ("", None)
    if vector is None:
        advice = "As superuser: CREATE EXTENSION vector;"
        return Finding("database", "fail", f"PostgreSQL {version} without pgvector", advice)
    return Finding("database", "ok", f"PostgreSQL {version}, pgvector {vector}")


def schema(urls: DatabaseUrls) -> Finding:
    """The newest one."""
    newest = migrations.newest()
    found = migrations.current(urls.owner or urls.application)
    if found == newest:
        return Finding("schema", "ok", f"{found}")
    if urls.embedded and found is None:
        return Finding("schema", "ok", "made at the first start")
    return Finding("schema", "fail", f"{found or 'none'} instead of {newest}", "deskhand migrate")


def role_rights(urls: DatabaseUrls) -> Finding:
    """Neither superuser nor owner, since both pass by row-level security."""
    with _connect(urls) as connection:
        row = connection.execute(
            "SELECT current_user, r.rolsuper, r.rolbypassrls, EXISTS (SELECT FROM pg_tables t"
            " WHERE t.schemaname = 'public' AND t.tableowner = current_user)"
            " FROM pg_roles r WHERE r.rolname = current_user"
        ).fetchone()
    name, superuser, bypasses, owns = row or ("?", True, True, True)
    excess = [
        what
        for what, has in (
            ("is a superuser", superuser),
            ("bypasses row-level security", bypasses),
            ("owns the tables", owns),
        )
        if has
    ]
    if not excess:
        return Finding("role", "ok", f"{name}, held by row-level security")
    advice = "Give DATABASE_URL the role deskhand_app, and only DATABASE_OWNER_URL the owner."
    return Finding("role", "fail", f"{name} {' and '.join(excess)}", advice)


def redis_server(settings: Settings) -> Finding:
    """It answers and is new enough, when it is used."""
    if settings.redis.url is None:
        return Finding("redis", "ok", "not configured: this process answers by itself")
    client = redis.Redis.from_url(
        settings.redis.url.get_secret_value(), socket_timeout=3, socket_connect_timeout=3
    )
    try:
        info = client.info("server")
    except redis.RedisError as error:
        advice = "Check REDIS_URL and that Redis runs; messages are kept until it does."
        return Finding("redis", "fail", _first_line(error), advice)
    finally:
        client.close()
    version = str(info["redis_version"])
    if tuple(int(part) for part in version.split(".")[:2]) < _OLDEST_REDIS:
        return Finding("redis", "fail", version, "Use Redis 6.2 or newer.")
    return Finding("redis", "ok", version)


def embedding_model(settings: Settings) -> Finding:
    """Its files are there and are the published ones."""
    if not settings.embedding.model.startswith("local:"):
        return Finding("embedding", "ok", f"{settings.embedding.model}, not asked")
    found = MINILM.find(settings.app.data_dir / "cache")
    if found is None:
        advice = "It is fetched at the first start, which needs the network once."
        return Finding("embedding", "warn", "the local model is not installed", advice)
    MINILM.verify(found)
    return Finding("embedding", "ok", f"{settings.embedding.model}, files verified")


def chat_model(settings: Settings) -> Finding:
    """Whether one is configured; nothing is sent."""
    if not settings.model.configured:
        return Finding("chat model", "ok", "none: answers are made offline")
    return Finding("chat model", "ok", f"{settings.model.name}, not asked (--model asks it)")


def chat_model_asked(settings: Settings) -> Finding:
    """Whether it answers one short question."""
    if not settings.model.configured:
        return chat_model(settings)
    model = open_chat_model(settings.model)
    try:
        answer = asyncio.run(model.ainvoke("Answer with the one word: ready"))
    except Exception as error:
        advice = "Check OPENAI_API_KEY, CHAT_MODEL and CHAT_MODEL_BASE_URL; until then offline."
        detail = f"{settings.model.name}: {type(error).__name__}"
        return Finding("chat model", "fail", detail, advice)
    return Finding("chat model", "ok", f"{settings.model.name} answers ({len(answer.text)} chars)")


def documents_folder(settings: Settings) -> Finding:
    """It can be read, when it is there."""
    folder = settings.knowledge.documents_path
    if not folder.is_dir():
        return Finding("documents", "ok", f"no folder {folder}: nothing is kept in step")
    if not os.access(folder, os.R_OK | os.X_OK):
        return Finding("documents", "fail", f"{folder} cannot be read", f"chmod -R u+rX {folder}")
    return Finding("documents", "ok", str(folder))


def server_port(settings: Settings) -> Finding:
    """Free for the server; in use is fine when it is the server that runs."""
    try:
        take_port(settings.app.host, settings.app.port).close()
    except AddressInUse as error:
        return Finding("port", "warn", f"{settings.app.port} is in use", error.detail)
    except AddressNotOurs as error:
        return Finding("port", "fail", error.detail, "Set HOST to 127.0.0.1 or 0.0.0.0.")
    return Finding("port", "ok", f"{settings.app.host}:{settings.app.port} is free")
