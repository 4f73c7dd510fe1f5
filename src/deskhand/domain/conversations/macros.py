"""Macros: a text with variables, and what is done with it, in one go."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Annotated, Final, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain import audit
from deskhand.domain.audit import Actor
from deskhand.domain.conversations.history import get_conversation
from deskhand.domain.conversations.inbox_schemas import Tag
from deskhand.domain.conversations.ownership import close_conversation, person_of, say
from deskhand.domain.conversations.schemas import CloseReason, MessageView, Priority
from deskhand.domain.conversations.tags import change_tags
from deskhand.domain.conversations.work import change_conversation
from deskhand.domain.conversations.work_schemas import ConversationChange, Line, TagChange
from deskhand.domain.tables import Conversation, Customer, Macro, User
from deskhand.infra.clock import now
from deskhand.infra.db.scope import tenant_of
from deskhand.infra.errors import Forbidden, NotFound
from deskhand.infra.ids import new_id
from deskhand.infra.shapes import Given

VARIABLES: Final = (
    "customer.name",
    "customer.first_name",
    "customer.email",
    "agent.name",
    "conversation.subject",
)
_PLACE = re.compile(r"\{\{([^{}]{1,120})\}\}")


class MacroNotFound(NotFound):
    """No macro with this id exists here."""


class MacroOfTheTeam(Forbidden):
    """Only an administrator makes, changes or removes what the whole team uses."""


def _known_variables(text: str) -> str:
    for place in _PLACE.findall(text):
        name = place.partition("|")[0].strip()
        if name not in VARIABLES:
            raise ValueError(f"there is no variable {name!r}; there are {', '.join(VARIABLES)}")
    return text


class MacroActions(BaseModel):
    """What is done after the text was sent; what is left out is not done."""

    model_config = ConfigDict(extra="forbid")

    add_tags: list[Tag] = Field([], max_length=20)
    remove_tags: list[Tag] = Field([], max_length=20)
    priority: Priority | None = None
    assign_to: UUID | Literal["me"] | None = None
    snooze_hours: int | None = Field(None, ge=1, le=24 * 90)
    close: CloseReason | None = None


class MacroIn(Given):
    """A macro to store. `{{customer.first_name|there}}` says "there" where no name is known."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "name": "Ask for a photo",
                "text": "Hi {{customer.first_name|there}}, could you send us a photo?",
                "actions": {"add_tags": ["photo"]},
                "shared": True,
            }
        }
    )

    name: Line
    text: Annotated[
        str, Field(max_length=10_000, pattern=r"^[^\x00]*$"), AfterValidator(_known_variables)
    ] = ""
    actions: MacroActions = MacroActions()
    shared: bool = Field(False, description="The whole team's; else the caller's alone.")


class MacroView(BaseModel):
    """A macro."""

    id: UUID
    name: str
    text: str
    actions: MacroActions
    shared: bool
    updated_at: datetime


class MacroRun(BaseModel):
    """What is sent in place of the macro's own text, when somebody changed it before sending."""

    text: Annotated[str, Field(max_length=20_000, pattern=r"^[^\x00]*$")] | None = None


class MacroPreview(BaseModel):
    """The text as this customer would get it."""

    text: str


def render(text: str, values: dict[str, str | None]) -> str:
    """The text with its variables filled in, each once: a value is never read as a variable.

    `{{name|otherwise}}` says `otherwise` where the value is missing, `{{name}}` nothing.
    """

    def filled(place: re.Match[str]) -> str:
        name, _, otherwise = place[1].partition("|")
        return values.get(name.strip()) or otherwise.strip()

    return _PLACE.sub(filled, text)


async def macros_of(session: AsyncSession, actor: Actor) -> list[MacroView]:
    """The team's macros and the actor's own, by name."""
    rows = await session.scalars(
        select(Macro)
        .where(or_(Macro.owner_user_id.is_(None), Macro.owner_user_id == person_of(actor)))
        .order_by(Macro.name, Macro.id)
    )
    return [_view(row) for row in rows]


async def store_macro(
    session: AsyncSession, actor: Actor, new: MacroIn, macro_id: UUID | None = None
) -> MacroView:
    """A new macro, or another content for one; raises MacroNotFound, MacroOfTheTeam."""
    shared = new.shared or person_of(actor) is None
    _may_write(actor, shared)
    if macro_id is None:
        row = Macro(tenant_id=tenant_of(session), id=new_id(), created_at=now())
        session.add(row)
    else:
        row = await _own(session, actor, macro_id)
        _may_write(actor, row.owner_user_id is None)
    row.name, row.text, row.updated_at = new.name, new.text, now()
    row.actions = new.actions.model_dump(mode="json")
    row.owner_user_id = None if shared else person_of(actor)
    await session.flush()
    await audit.append(session, actor, "macro.stored", f"macro:{row.id}", shared=shared)
    return _view(row)


async def remove_macro(session: AsyncSession, actor: Actor, macro_id: UUID) -> None:
    """Take a macro away; raises MacroNotFound, MacroOfTheTeam."""
    row = await _own(session, actor, macro_id)
    _may_write(actor, row.owner_user_id is None)
    await session.delete(row)
    await session.flush()
    await audit.append(session, actor, "macro.removed", f"macro:{macro_id}")


async def preview(
    session: AsyncSession, actor: Actor, conversation_id: UUID, macro_id: UUID
) -> MacroPreview:
    """The text for this conversation; raises MacroNotFound, ConversationNotFound."""
    row = await _own(session, actor, macro_id)
    values = await _values(session, actor, conversation_id)
    return MacroPreview(text=render(row.text, values).strip())


async def run_macro(
    session: AsyncSession, actor: Actor, conversation_id: UUID, macro_id: UUID, run: MacroRun
) -> tuple[Conversation, MessageView | None]:
    """Send the text, then tag, assign, snooze and close: all of it or nothing.

    Raises MacroNotFound and whatever the single steps raise.
    """
    row = await _own(session, actor, macro_id)
    actions = MacroActions.model_validate(row.actions)
    conversation = await get_conversation(session, actor, conversation_id)
    text = run.text
    if text is None:
        text = render(row.text, await _values(session, actor, conversation_id))
    message: MessageView | None = None
    if text.strip():
        message, conversation = await say(session, actor, conversation_id, text.strip())
    if actions.add_tags or actions.remove_tags:
        change = TagChange(add=actions.add_tags, remove=actions.remove_tags)
        await change_tags(session, actor, conversation_id, change)
    change_of = _change(actor, actions, row.name)
    if change_of is not None:
        conversation = await change_conversation(session, actor, conversation_id, change_of)
    if actions.close is not None:
        conversation = await close_conversation(session, actor, conversation_id, actions.close)
    await audit.append(
        session,
        actor,
        "conversation.macro_run",
        f"conversation:{conversation_id}",
        macro_id=str(macro_id),
    )
    return conversation, message


def _change(actor: Actor, actions: MacroActions, name: str) -> ConversationChange | None:
    wanted: dict[str, object] = {}
    if actions.priority is not None:
        wanted["priority"] = actions.priority
    if actions.assign_to is not None:
        wanted["assignee_id"] = person_of(actor) if actions.assign_to == "me" else actions.assign_to
    if actions.snooze_hours is not None and actions.close is None:
        wanted["snoozed_until"] = now() + timedelta(hours=actions.snooze_hours)
    return ConversationChange.model_validate({**wanted, "reason": name}) if wanted else None


async def _values(
    session: AsyncSession, actor: Actor, conversation_id: UUID
) -> dict[str, str | None]:
    conversation = await get_conversation(session, actor, conversation_id)
    customer = (
        await session.scalar(select(Customer).where(Customer.id == conversation.customer_id))
        if conversation.customer_id is not None
        else None
    )
    me = person_of(actor)
    agent = await session.scalar(select(User.name).where(User.id == me)) if me else None
    name = customer.name if customer else None
    return {
        "customer.name": name,
        "customer.first_name": name.split()[0] if name and name.split() else None,
        "customer.email": customer.email if customer else None,
        "agent.name": agent,
        "conversation.subject": conversation.subject,
    }


async def _own(session: AsyncSession, actor: Actor, macro_id: UUID) -> Macro:
    row = await session.scalar(
        select(Macro).where(
            Macro.id == macro_id,
            or_(Macro.owner_user_id.is_(None), Macro.owner_user_id == person_of(actor)),
        )
    )
    if row is None:
        raise MacroNotFound
    return row


def _may_write(actor: Actor, shared: bool) -> None:
    if shared and actor.role == "agent":
        raise MacroOfTheTeam


def _view(row: Macro) -> MacroView:
    return MacroView(
        id=row.id,
        name=row.name,
        text=row.text,
        actions=MacroActions.model_validate(row.actions),
        shared=row.owner_user_id is None,
        updated_at=row.updated_at,
    )
