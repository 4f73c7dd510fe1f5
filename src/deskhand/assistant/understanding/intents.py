"""The intents: which category each belongs to, and the classifier trained from our examples."""

from __future__ import annotations

import asyncio
import hashlib
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast

import structlog
import yaml

from deskhand.assistant.understanding.classifier import FORMAT, IntentClassifier
from deskhand.assistant.understanding.schemas import Category, Intent
from deskhand.assistant.understanding.training import train
from deskhand.infra.errors import ConfigurationInvalid
from deskhand.infra.models.embeddings import Embedder

log = structlog.get_logger(__name__)

CATEGORY_OF: Mapping[Intent, Category] = MappingProxyType(
    {
        Intent.ORDER_STATUS: Category.SHIPPING,
        Intent.DELIVERY_PROBLEM: Category.SHIPPING,
        Intent.CANCEL_ORDER: Category.ORDER,
        Intent.CHANGE_ORDER: Category.ORDER,
        Intent.RETURN_ITEM: Category.REFUND,
        Intent.REFUND_REQUEST: Category.REFUND,
        Intent.REFUND_STATUS: Category.REFUND,
        Intent.REPLACEMENT: Category.ORDER,
        Intent.INVOICE_QUESTION: Category.BILLING,
        Intent.DOUBLE_CHARGE: Category.BILLING,
        Intent.PAYMENT_PROBLEM: Category.BILLING,
        Intent.SUBSCRIPTION_DETAILS: Category.SUBSCRIPTION,
        Intent.CANCEL_SUBSCRIPTION: Category.SUBSCRIPTION,
        Intent.ACCOUNT_ACCESS: Category.ACCOUNT,
        Intent.ACCOUNT_DETAILS: Category.ACCOUNT,
        Intent.TECHNICAL_PROBLEM: Category.TECHNICAL,
        Intent.HOW_TO: Category.TECHNICAL,
        Intent.POLICY_QUESTION: Category.GENERAL,
        Intent.TICKET_STATUS: Category.ESCALATION,
        Intent.TALK_TO_PERSON: Category.ESCALATION,
        Intent.COMPLAINT: Category.ESCALATION,
        Intent.GREETING: Category.GENERAL,
        Intent.THANKS: Category.GENERAL,
        Intent.OUT_OF_SCOPE: Category.GENERAL,
    }
)

_DATA = resources.files("deskhand.assistant.understanding") / "data"


class ExamplesInvalid(ConfigurationInvalid):
    """A file of examples does not hold lists of sentences under the labels that are known."""


@dataclass(frozen=True, slots=True)
class Examples:
    """Sentences with their labels, and a digest of both."""

    texts: tuple[str, ...]
    labels: tuple[str, ...]
    digest: str


def read_examples(file: str, section: str) -> Examples:
    """The examples under `section` of `data/<file>`. Raises `ExamplesInvalid`."""
    # The base loader keeps `yes` and `no` as words; in plain YAML they would be booleans.
    document: Any = yaml.load((_DATA / file).read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
    try:
        pairs = [
            (" ".join(text.split()), label)
            for label, texts in document[section].items()
            for text in texts
        ]
    except (AttributeError, KeyError, TypeError) as error:
        raise ExamplesInvalid(f"{file} has no usable section `{section}`.") from error
    pairs = list(dict.fromkeys(pairs))
    if not pairs:
        raise ExamplesInvalid(f"{file} has no examples under `{section}`.")
    seal = hashlib.sha256(repr(pairs).encode()).hexdigest()
    texts, labels = zip(*pairs, strict=True)
    return Examples(cast("tuple[str, ...]", texts), cast("tuple[str, ...]", labels), seal)


def intent_examples() -> Examples:
    """The examples of intents. Raises `ExamplesInvalid` for a label that is no intent."""
    examples = read_examples("intents.yaml", "intents")
    unknown = sorted(set(examples.labels) - {intent.value for intent in Intent})
    if unknown:
        raise ExamplesInvalid(f"intents.yaml names intents that are unknown: {', '.join(unknown)}.")
    return examples


async def open_classifier(
    name: str,
    examples: Examples,
    embedder: Embedder,
    cache_dir: Path,
    *,
    outside: str | None = None,
) -> IntentClassifier:
    """The classifier of `examples`: read from `cache_dir`, or trained and left there.

    The stored file is keyed by the examples, the embedder and the code's format, so that a
    change of any of them trains anew (seconds, once). A file that cannot be read or written is
    not fatal: the classifier is trained again.
    """
    seal = hashlib.sha256(f"{FORMAT}|{embedder.name}|{examples.digest}|{outside}".encode())
    path = cache_dir / f"{name}-{seal.hexdigest()[:20]}.npz"
    try:
        return await asyncio.to_thread(IntentClassifier.load, path)
    except FileNotFoundError:
        pass
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        log.warning("classifier.unreadable", name=name, error=str(error))
    embeddings = await embedder.embed_passages(examples.texts)
    classifier = await train(examples.texts, examples.labels, embeddings, outside=outside)
    try:
        await asyncio.to_thread(_store, classifier, path, name)
    except OSError as error:
        log.warning("classifier.not_stored", name=name, error=str(error))
    return classifier


def _store(classifier: IntentClassifier, path: Path, name: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    classifier.save(path)
    for older in path.parent.glob(f"{name}-*.npz"):
        if older != path:
            older.unlink(missing_ok=True)
