"""`deskhand users`: the people who sign in."""

from __future__ import annotations

import re
import secrets
import sys
from typing import Annotated

import typer
from rich.table import Table
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.cli.output import results
from deskhand.cli.tenants import OPERATOR, in_tenant, outside_tenants
from deskhand.domain.accounts.logins import accounts_of
from deskhand.domain.accounts.passwords import hash_password
from deskhand.domain.accounts.roles import Role
from deskhand.domain.accounts.schemas import NewUser, UserChange
from deskhand.domain.accounts.tenants import create_tenant, find_tenant
from deskhand.domain.accounts.users import UserNotFound, add_user, change_user
from deskhand.domain.tables import User
from deskhand.infra.errors import Conflict, InvalidInput, NotFound
from deskhand.packs.loader import BUILT_IN

_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{1,39}")
_Tenant = Annotated[
    str | None, typer.Option(metavar="SLUG", help="Whose users; needed when there are several.")
]
_Email = Annotated[str, typer.Argument(help="The user's e-mail address.")]
_PasswordStdin = Annotated[
    bool, typer.Option("--password-stdin", help="Read the password from standard input.")
]


_HELP = """List, add and change the people who sign in.

[bold]Examples[/bold]

  deskhand users add olive@example.com --name "Olive Owner" --new-tenant "My Shop" --slug my-shop

  deskhand users add arno@example.com --name "Arno Agent" --tenant my-shop --make-password

  deskhand users list
"""


class PasswordNotGiven(InvalidInput):
    """A password is needed: type it when asked, or send it with --password-stdin."""


class TenantExists(Conflict):
    """A tenant of this name exists already."""


class PackUnknown(NotFound):
    """No pack of this name comes with Deskhand."""


class SlugInvalid(InvalidInput):
    """A tenant's short name has 2 to 40 small letters, digits and `-`."""


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(
        help=_HELP,
        no_args_is_help=True,
        rich_markup_mode="rich",
    )
    group.command("list")(list_users)
    group.command("add")(add)
    group.command("set-password")(set_password)
    group.command("deactivate")(deactivate)
    app.add_typer(group, name="users", rich_help_panel="Set up")


def list_users(tenant: _Tenant = None) -> None:
    """List the users of a tenant.

    [bold]Example[/bold]

      deskhand users list --tenant fernway
    """
    rows: list[User] = []

    async def look(session: AsyncSession) -> None:
        rows.extend(await session.scalars(select(User).order_by(User.role, User.email)))

    in_tenant(tenant, look)
    table = Table("E-mail", "Name", "Role", "Active")
    for user in rows:
        table.add_row(user.email, user.name, user.role, "yes" if user.active else "no")
    results.print(table)


def add(
    email: _Email,
    name: Annotated[str, typer.Option(help="The person's name.")],
    role: Annotated[Role, typer.Option(help="owner, admin or agent.")] = Role.AGENT,
    tenant: _Tenant = None,
    new_tenant: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Make a tenant of this name, with the user as owner."),
    ] = None,
    slug: Annotated[
        str | None, typer.Option(help="Short name of the new tenant; else made of its name.")
    ] = None,
    pack: Annotated[
        str, typer.Option(help=f"Trade of the new tenant: {', '.join(BUILT_IN)}.")
    ] = BUILT_IN[0],
    password_stdin: _PasswordStdin = False,
    make_password: Annotated[
        bool, typer.Option("--make-password", help="Make a password and print it.")
    ] = False,
) -> None:
    """Add a member of the team; asks for the password.

    [bold]Examples[/bold]

      deskhand users add olive@example.com --name "Olive Owner" --new-tenant "My Shop"

      deskhand users add arno@example.com --name "Arno Agent" --role agent --make-password
    """
    chosen = Role.OWNER if new_tenant is not None else role
    password = secrets.token_urlsafe(12) if make_password else _password(password_stdin)
    new = NewUser(email=email, name=name, password=password, role=chosen)

    async def make(session: AsyncSession) -> None:
        user = await add_user(session, OPERATOR, new, await _hash(session, email, new.password))
        results.print(f"{user.email} is {user.role}")
        if make_password:
            results.print(f"password: {password}", markup=False)

    async def found(session: AsyncSession) -> None:
        if slug is not None and await find_tenant(session, slug) is not None:
            raise TenantExists(f"There is a tenant {slug!r} already.")
        made = await create_tenant(session, new_tenant or "", slug)
        made.pack = pack
        results.print(f"tenant {made.slug} was made")
        await make(session)

    if pack not in BUILT_IN:
        raise PackUnknown(f"There is no pack {pack!r}: there are {', '.join(BUILT_IN)}.")
    if slug is not None and not _SLUG.fullmatch(slug):
        raise SlugInvalid
    if new_tenant is None:
        in_tenant(tenant, make)
    else:
        outside_tenants(found)


def set_password(
    email: _Email, tenant: _Tenant = None, password_stdin: _PasswordStdin = False
) -> None:
    """Give a user a new password, which signs it out everywhere; asks for the password.

    [bold]Example[/bold]

      deskhand users set-password arno@example.com
    """
    change = UserChange(password=_password(password_stdin))
    _change(email, tenant, change, "has a new password and is signed out everywhere")


def deactivate(email: _Email, tenant: _Tenant = None) -> None:
    """Sign a user out everywhere and for good.

    [bold]Example[/bold]

      deskhand users deactivate arno@example.com
    """
    _change(email, tenant, UserChange(active=False), "cannot sign in any more")


def _change(email: str, tenant: str | None, change: UserChange, said: str) -> None:
    async def apply(session: AsyncSession) -> None:
        user_id = await session.scalar(select(User.id).where(User.email == email.strip().lower()))
        if user_id is None:
            raise UserNotFound(f"No user with the address {email} exists here.")
        hashed = await _hash(session, email, change.password) if change.password else None
        await change_user(session, OPERATOR, user_id, change, hashed)
        results.print(f"{email} {said}")

    in_tenant(tenant, apply)


async def _hash(session: AsyncSession, email: str, password: str) -> str:
    known = await accounts_of(session, email.strip().lower())
    return await hash_password(password, [one.password_hash for one in known])


def _password(from_stdin: bool) -> str:
    if from_stdin:
        password = sys.stdin.readline().rstrip("\n")
    elif sys.stdin.isatty():
        password = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    else:
        password = ""
    if not password:
        raise PasswordNotGiven
    return password
