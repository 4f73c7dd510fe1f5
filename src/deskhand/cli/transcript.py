"""What a terminal shows of a conversation over the WebSocket."""

from __future__ import annotations

import asyncio
import json
from typing import Any
from uuid import uuid4

from rich.markup import escape
from websockets.asyncio.client import ClientConnection

from deskhand.cli.output import results
from deskhand.infra.errors import InvalidInput, Unavailable

_PATIENCE_SECONDS = 120.0


class ChatRefused(InvalidInput):
    """The server refused the conversation."""


class NoAnswerYet(Unavailable):
    """No answer came in two minutes; it will stand in the conversation when there is one."""


class Transcript:
    """One conversation: questions go out, what comes in is written as it comes."""

    def __init__(self, line: ClientConnection) -> None:
        self._line = line
        self._streamed = ""
        self._owner = "assistant"

    async def greeted(self) -> None:
        """Wait for the first frame; raises ChatRefused when it is a refusal."""
        frame = await self._receive()
        if frame["type"] == "error":
            raise ChatRefused(str(frame.get("detail")))
        self._owner = frame.get("owner", self._owner)

    async def ask(self, text: str) -> None:
        """Send a message and show everything until its answer is there."""
        await self._send(type="message", text=text, client_id=uuid4().hex)
        self._streamed = ""
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS):
                while not self._show(await self._receive()):
                    pass
        except TimeoutError:
            raise NoAnswerYet from None

    async def _send(self, **frame: str) -> None:
        await self._line.send(json.dumps(frame))

    async def _receive(self) -> dict[str, Any]:
        frame: dict[str, Any] = json.loads(await self._line.recv())
        return frame

    def _show(self, frame: dict[str, Any]) -> bool:
        """Write one frame; True when nothing more belongs to the question."""
        match frame["type"]:
            case "reply.delta":
                self._write(frame["text"])
            case "reply.reset":
                results.print("\n[dim](once more)[/dim]")
                self._streamed = ""
            case "reply":
                self._finish(frame["message"])
                return True
            case "message":
                results.print(f"[bold]team[/bold] {escape(frame['message']['text'])}")
            case "conversation":
                self._owner = frame.get("owner", self._owner)
            case "message.accepted" if self._owner == "person":
                results.print("[dim]Your message is kept; a person of the team answers here.[/dim]")
                return True
            case "error":
                results.print(f"[red]{escape(str(frame.get('detail')))}[/red]")
                return True
        return False

    def _write(self, piece: str) -> None:
        if not self._streamed:
            results.print("[bold green]desk[/bold green] ", end="")
        self._streamed += piece
        results.out(piece, end="", highlight=False)

    def _finish(self, message: dict[str, Any]) -> None:
        if " ".join(self._streamed.split()) != " ".join(message["text"].split()):
            if self._streamed:
                results.print("\n[dim](instead)[/dim]")
                self._streamed = ""
            self._write(message["text"])
        if not self._streamed.endswith("\n"):
            results.print()
        for source in message.get("sources", []):
            where = " › ".join([source["document"], *source["heading_path"]])
            results.print(f"     [dim]source: {escape(where)}[/dim]")
        if message.get("ticket"):
            results.print(f"     [dim]ticket: {escape(message['ticket'])}[/dim]")
