"""Names that are no credentials: an e-mail address in a message shows nobody who is writing."""

from __future__ import annotations

import re

from deskhand.assistant.agents.talk import Talk
from deskhand.assistant.agents.told import Told
from deskhand.assistant.plan.steps import Say
from deskhand.assistant.understanding.acts import Act
from deskhand.domain.conversations.dialogue import Dialogue

_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,100}(?:\.[\w-]{1,60}){1,4}")


async def told(talk: Talk, act: Act, dialogue: Dialogue) -> Told | None:
    """What is said to a clause with an e-mail address that is not the writer's own.

    A guest is asked to sign in; a customer is told nothing that is somebody else's. None where
    the clause has no such address, or asks for nothing that stands in records.
    """
    found = _ADDRESS.findall(act.text)
    if not found or talk.world.desk.actor.staff:
        return None
    intent = talk.pack.intents[act.intent or talk.outside]
    if talk.world.stranger:
        return None if intent.documents and act.general else _said("sign-in-address", dialogue)
    own = {address.casefold() for address in await _own_addresses(talk)}
    of_others = not act.mentions and (intent.about is not None or intent.outside)
    if {one.casefold() for one in found} <= own or not of_others:
        return None
    return _said("only-own", dialogue)


def _said(wording: str, dialogue: Dialogue) -> Told:
    return Told((Say(wording),), dialogue)


async def _own_addresses(talk: Talk) -> list[str]:
    """Every e-mail address that stands in the customer's own data."""
    nouns = [name for name, noun in talk.pack.nouns.items() if not noun.identifiers]
    return [
        fact.value
        for noun in nouns
        for record in await talk.world.records(noun)
        for fact in record.facts
        if isinstance(fact.value, str) and _ADDRESS.fullmatch(fact.value)
    ]
