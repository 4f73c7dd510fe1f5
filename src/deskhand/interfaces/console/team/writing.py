"""Writing documents: gaps in what is known, drafts of articles, and what a change would touch."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Final
from uuid import UUID, uuid4

from fastapi import Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.conversations import gaps
from deskhand.domain.conversations.gaps import Citation
from deskhand.domain.knowledge import documents
from deskhand.domain.knowledge.documents import Submission
from deskhand.domain.knowledge.readers.registry import check_readable
from deskhand.infra.clock import now
from deskhand.infra.shapes import Given
from deskhand.interfaces.channels.uploads import store_document
from deskhand.interfaces.console.rendering import base_of
from deskhand.interfaces.console.team.access import DeskSession, Person
from deskhand.interfaces.console.team.frame import show
from deskhand.interfaces.console.team.routing import CONSOLE, page_router
from deskhand.interfaces.web.browsers import SignedIn
from deskhand.interfaces.web.deps import Ground, GroundDep

router = page_router("/knowledge/writing")

LOOKED_BACK: Final = timedelta(days=90)
Turns = Annotated[list[UUID], Query(max_length=50)]


class Article(Given):
    """An article as its form sends it; with `document_id` that document is written anew."""

    title: Annotated[str, Field(min_length=1, max_length=300, pattern=r"^[^\x00\n\r]*$")]
    category: Annotated[str, Field(max_length=300, pattern=r"^[^\x00\n\r]*$")] = ""
    text: Annotated[str, Field(min_length=1, max_length=500_000, pattern=r"^[^\x00]*$")]
    document_id: UUID | None = None


@router.get("/gaps", response_class=HTMLResponse)
async def gaps_page(
    request: Request, ground: GroundDep, person: Person, session: DeskSession
) -> HTMLResponse:
    """Questions that nobody could answer, those that ask the same thing together."""
    asked = await gaps.unanswered(session, now() - LOOKED_BACK)
    found = []
    if asked:
        embedder = ground.runtime.embedder
        found = gaps.grouped(asked, await embedder.embed_passages([one.text for one in asked]))
    return await show(
        request, ground, person, session, "team/knowledge/gaps.html",
        section="knowledge", gaps=found, days=LOOKED_BACK.days,
    )  # fmt: skip


@router.get("", response_class=HTMLResponse)
async def new_article(
    request: Request,
    ground: GroundDep,
    person: Person,
    session: DeskSession,
    turn: Turns = [],  # noqa: B006  (FastAPI copies it)
) -> HTMLResponse:
    """An empty article, or one begun with what people answered to the questions of these turns."""
    questions, answers = await gaps.told_by_people(session, turn)
    title = questions[0].text.strip()[:200] if questions else ""
    begun = "\n\n".join([f"# {title}", *answers]) if title else ""
    article = Article.model_construct(title=title, category="", text=begun, document_id=None)
    return await _form(request, ground, person, session, article, asked=[q.text for q in questions])


@router.get("/{document_id}", response_class=HTMLResponse)
async def change_article(
    request: Request, ground: GroundDep, person: Person, session: DeskSession, document_id: UUID
) -> HTMLResponse:
    """A document to be written anew."""
    document = await documents.get_document(session, document_id)
    article = Article.model_construct(
        title=document.title,
        category=document.category,
        text=await documents.source_of(session, document),
        document_id=document_id,
    )
    return await _form(request, ground, person, session, article)


@router.post("/preview", response_class=HTMLResponse)
async def preview(
    request: Request,
    ground: GroundDep,
    person: Person,
    session: DeskSession,
    given: Annotated[Article, Form()],
) -> HTMLResponse:
    """The article as it would be read, and which answers of before rest on words that are gone."""
    return await _form(request, ground, person, session, given, previewed=True)


@router.post("")
async def save(
    request: Request, ground: GroundDep, person: Person, given: Annotated[Article, Form()]
) -> Response:
    """Store it; it is read in the background, and answers with its new words from then on."""
    content = given.text.replace("\r\n", "\n").encode("utf-8", "replace")
    uri = f"article-{uuid4().hex[:12]}.md"
    if given.document_id is not None:
        async with ground.runtime.database.transaction(person.principal.tenant_id) as session:
            uri = (await documents.get_document(session, given.document_id)).uri
    reader = check_readable(content, "article.md", "text/markdown")
    submission = Submission(
        uri, given.title.strip(), given.category.strip() or None, reader.media_types[0], content
    )
    stored = await store_document(ground, person.principal, submission)
    where = f"{base_of(request)}{CONSOLE}/knowledge/{stored.document.id}"
    return RedirectResponse(where, 303)


async def _form(
    request: Request,
    ground: Ground,
    person: SignedIn,
    session: AsyncSession,
    article: Article,
    *,
    asked: list[str] | None = None,
    previewed: bool = False,
) -> HTMLResponse:
    touched: list[tuple[Citation, bool]] = []
    if article.document_id is not None:
        since = now() - LOOKED_BACK
        cited = await gaps.citations_of(session, article.document_id, since)
        touched = [(one, _still_says(article.text, one)) for one in cited]
    return await show(
        request, ground, person, session, "team/knowledge/article.html",
        section="knowledge", article=article, asked=asked or [], previewed=previewed,
        touched=sorted(touched, key=lambda one: one[1]), days=LOOKED_BACK.days,
    )  # fmt: skip


def _still_says(text: str, citation: Citation) -> bool:
    """Whether the words that an answer was taken from stand in the text, however it is broken."""
    words = " ".join(text.split())
    return all(" ".join(one.split()) in words for one in citation.passages)
