"""Mail on its way to the relay: addressed first, handed over only when that is noted (RFC 5321)."""

from __future__ import annotations

import asyncio
import smtplib
import ssl
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as MAIL_POLICY
from typing import Final, Self
from urllib.parse import unquote, urlsplit
from uuid import UUID

from deskhand.infra.settings import MailSettings

_SECONDS: Final = 15.0
_LONGEST_ANSWER: Final = 300


class MailRefused(Exception):
    """The relay does not take this mail, now or, when `final`, at any time."""

    def __init__(self, why: str, *, final: bool) -> None:
        super().__init__(why)
        self.final = final


class FateUnknown(Exception):
    """The relay was given the mail, and said nothing of it: it may have gone."""


@dataclass(frozen=True, slots=True)
class Relay:
    """The server that takes our mail: with TLS `at_once`, or by STARTTLS, unless not `demanded`."""

    host: str
    port: int
    at_once: bool
    demanded: bool
    user: str | None
    password: str | None
    sender: str

    @classmethod
    def of(cls, settings: MailSettings) -> Self | None:
        """The relay of the settings; None when mail is only kept."""
        if settings.smtp_url is None or settings.sender is None:
            return None
        parts = urlsplit(settings.smtp_url.get_secret_value())
        at_once = parts.scheme == "smtps"
        return cls(
            host=parts.hostname or "",
            port=parts.port or (465 if at_once else 587),
            at_once=at_once,
            demanded=not settings.allow_plain,
            user=unquote(parts.username) if parts.username else None,
            password=unquote(parts.password) if parts.password else None,
            sender=settings.sender,
        )


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as it is sent: `name` is the sender's, for people; the id never changes."""

    id: UUID
    name: str
    recipient: str
    subject: str
    body: str
    written: datetime

    def as_bytes(self, sender: str) -> bytes:
        """The mail in the internet's format (RFC 5322); raises MailRefused for no address."""
        mail = EmailMessage(MAIL_POLICY)
        domain = sender.rpartition("@")[2]
        try:
            mail["From"] = Address(self.name, addr_spec=sender)
            mail["To"] = Address(addr_spec=self.recipient)
            self.recipient.encode("ascii")
        except (ValueError, IndexError) as error:
            raise MailRefused("This is no address that mail can go to.", final=True) from error
        mail["Subject"] = self.subject
        mail["Date"] = self.written
        # One id however often it is tried, so that a mailbox can tell a mail that came twice.
        mail["Message-ID"] = f"<{self.id}@{domain}>"
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(self.body)
        return mail.as_bytes()


class Envelope:
    """A mail whose sender and recipient the relay has accepted, and whose words it has not."""

    def __init__(self, line: smtplib.SMTP, content: bytes) -> None:
        self._line = line
        self._content = content

    async def hand_over(self) -> None:
        """Give the words to the relay. Raises MailRefused, and FateUnknown without an answer."""
        await asyncio.to_thread(self._hand_over)

    def _hand_over(self) -> None:
        try:
            code, said = self._line.data(self._content)
        except smtplib.SMTPDataError as error:
            raise _refusal(error) from error
        except (smtplib.SMTPException, OSError) as error:
            raise FateUnknown(_words_of(error)) from error
        else:
            if code != 250:
                raise _refusal(smtplib.SMTPDataError(code, said))
        finally:
            self._line.close()

    async def tear_up(self) -> None:
        """Leave without having said anything."""
        await asyncio.to_thread(self._line.close)


async def address(relay: Relay, letter: Letter) -> Envelope:
    """Reach the relay and name sender and recipient; raises MailRefused."""
    return await asyncio.to_thread(_address, relay, letter)


def _address(relay: Relay, letter: Letter) -> Envelope:
    content = letter.as_bytes(relay.sender)
    try:
        line = _reach(relay)
    except (smtplib.SMTPException, OSError) as error:
        # A relay that is away, or does not know our password, is no fault of the mail.
        raise MailRefused(_words_of(error), final=False) from error
    try:
        code, said = line.rcpt(letter.recipient)
        if code not in (250, 251):
            raise _refusal(smtplib.SMTPResponseException(code, said))
    except (smtplib.SMTPException, OSError) as error:
        line.close()
        raise MailRefused(_words_of(error), final=False) from error
    except BaseException:
        line.close()
        raise
    return Envelope(line, content)


def _reach(relay: Relay) -> smtplib.SMTP:
    """A line to the relay, encrypted and signed in as the settings say, with our sender named."""
    trust = ssl.create_default_context()
    if relay.at_once:
        line: smtplib.SMTP = smtplib.SMTP_SSL(
            relay.host, relay.port, timeout=_SECONDS, context=trust
        )
    else:
        line = smtplib.SMTP(relay.host, relay.port, timeout=_SECONDS)
    try:
        line.ehlo_or_helo_if_needed()
        if not relay.at_once and (relay.demanded or line.has_extn("starttls")):
            line.starttls(context=trust)
            line.ehlo()
        if relay.user is not None:
            line.login(relay.user, relay.password or "")
        code, said = line.mail(relay.sender)
        if code != 250:
            raise smtplib.SMTPResponseException(code, said)
    except BaseException:
        line.close()
        raise
    return line


def _refusal(error: smtplib.SMTPResponseException) -> MailRefused:
    return MailRefused(_words_of(error), final=500 <= error.smtp_code < 600)


def _words_of(error: Exception) -> str:
    if not isinstance(error, smtplib.SMTPResponseException):
        return f"{type(error).__name__}: {error}"[:_LONGEST_ANSWER]
    said = error.smtp_error
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return f"{error.smtp_code} {' '.join(text.split())}"[:_LONGEST_ANSWER]
