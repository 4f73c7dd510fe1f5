"""Search the tenant's documents."""

from __future__ import annotations

from pydantic import BaseModel, Field

from deskhand.assistant.evidence import Evidence, Passage
from deskhand.assistant.tools.port import Desk, Tool
from deskhand.domain.knowledge.finding import look_up
from deskhand.domain.knowledge.schemas import Hit


class KnowledgeQuery(BaseModel):
    """What is looked for."""

    query: str = Field(max_length=2000, description="The question, in the customer's words.")
    most: int = Field(5, ge=1, le=10, description="How many passages.")


async def run(desk: Desk, arguments: KnowledgeQuery) -> tuple[Evidence, ...]:
    """The best passages, best first, each with its probability of being relevant."""
    # They are read word by word where it is judged whether they answer.
    found = await look_up(desk.session, desk.embedder, arguments.query, limit=arguments.most)
    return tuple(as_evidence(one.hit) for one in found)


def as_evidence(hit: Hit) -> Evidence:
    """A passage that was found, as something that a reply may rest on."""
    passage = Passage(
        document_id=str(hit.document_id),
        document=hit.document,
        heading_path=tuple(hit.heading_path),
        text=hit.text,
        score=hit.score,
    )
    return Evidence(f"passage:{hit.chunk_id}", "passage", "document", hit.text, (), passage)


TOOL = Tool(
    "search_knowledge_base",
    "Passages of the help pages and policies that answer a question.",
    KnowledgeQuery,
    run,
)
