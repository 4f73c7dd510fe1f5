"""The agents of a pack: names for some intents, each with an objective and tools."""

from __future__ import annotations

from deskhand.packs.loader import Pack
from deskhand.packs.schema import Agent


def agent_for(pack: Pack, intent: str) -> Agent:
    """The agent that is responsible for an intent; the last one for what nobody is."""
    return pack.agent_of.get(intent, pack.about.agents[-1])
