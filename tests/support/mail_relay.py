"""A small mail relay on this machine that answers as it is told and keeps what it took."""

from __future__ import annotations

import asyncio
import email
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default

from deskhand.infra.smtp import Relay


@dataclass
class MailRelay:
    """What is answered to a recipient and to the words of a mail; None hangs up instead."""

    port: int = 0
    to_recipient: str = "250 OK"
    to_words: str | None = "250 OK"
    taken: list[EmailMessage] = field(default_factory=list)

    @property
    def relay(self) -> Relay:
        """The relay as settings describe it, without TLS."""
        return Relay("127.0.0.1", self.port, False, False, None, None, "desk@example.org")

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async def say(text: str) -> None:
            writer.write(f"{text}\r\n".encode())
            await writer.drain()

        await say("220 relay")
        while line := (await reader.readline()).decode().strip():
            verb = line.split(maxsplit=1)[0].upper()
            if verb == "RCPT":
                await say(self.to_recipient)
            elif verb == "DATA":
                await say("354 Go on")
                words = await reader.readuntil(b"\r\n.\r\n")
                # A dot that begins a line was doubled on its way (RFC 5321, 4.5.2).
                plain = words[:-3].replace(b"\r\n..", b"\r\n.")
                parsed = email.message_from_bytes(plain, policy=default)
                assert isinstance(parsed, EmailMessage)
                self.taken.append(parsed)
                if self.to_words is None:
                    break
                await say(self.to_words)
            else:
                await say("250 OK")
        writer.close()


@asynccontextmanager
async def relaying() -> AsyncIterator[MailRelay]:
    """A relay that listens."""
    relay = MailRelay()
    server = await asyncio.start_server(relay.serve, "127.0.0.1", 0)
    relay.port = server.sockets[0].getsockname()[1]
    async with server:
        yield relay
