"""What `serve` says once it listens."""

from __future__ import annotations

from rich.text import Text

from deskhand.cli.output import console
from deskhand.infra.settings import Settings
from deskhand.samples.loader import SampleShop

_STRANGE_ADDRESSES = ("0.0.0.0", "::")  # noqa: S104 - compared with, not listened on


def url_of(host: str, port: int) -> str:
    """The address that a person opens for a server listening on `host`."""
    if host in _STRANGE_ADDRESSES:
        host = "127.0.0.1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def show_banner(
    settings: Settings, url: str, sample: SampleShop | None, *, seconds: float, answers_here: bool
) -> None:
    """The address, how answers are made, and what to try; one line each, to be copied whole.

    It is written at once, so that no line of the log runs through it.
    """
    rows = [("Answers", _engine(settings))]
    if not answers_here:
        rows.append(("", "Workers answer: start `deskhand worker` once or more often."))
    if sample is not None:
        customer = sample.customers[0]
        body = '{"message":"Where is my order ORD123?"}'
        header = "-H 'content-type: application/json'"
        rows += [
            ("Customer", f"{customer.email} ({customer.name})"),
            ("Orders", ", ".join(customer.orders)),
            ("Team", f"{url}/console, {sample.staff_email} / {sample.staff_password}"),
            ("Try", f"curl -X POST {url}/support/reply {header} -d '{body}'"),
        ]
    rows.append(("API", f"{url}/api/v1/openapi.json"))
    text = Text.from_markup(
        f"\n[bold green]Deskhand is ready[/] after {seconds:.1f} s: [bold]{url}[/]\n\n"
    )
    for label, told in rows:
        text.append(f"  {label:<9} ", "dim").append(f"{told}\n")
    console.print(text.append("\n  Ctrl-C stops it.\n", "dim"))


def _engine(settings: Settings) -> str:
    if settings.model.configured:
        where = f" at {settings.model.base_url}" if settings.model.base_url else ""
        return f"by {settings.model.name}{where}; offline when it does not answer"
    return "offline, without a language model (set OPENAI_API_KEY or CHAT_MODEL_BASE_URL for one)"
