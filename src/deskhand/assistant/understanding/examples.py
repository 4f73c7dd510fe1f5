"""Labelled sentences to learn from, and the classifiers that are trained on them once."""

from __future__ import annotations

import asyncio
import hashlib
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, cast

import structlog
import yaml

from deskhand.infra.classification.classifier import FORMAT, IntentClassifier
from deskhand.infra.classification.training import train
from deskhand.infra.errors import ConfigurationInvalid
from deskhand.infra.models.embeddings import Embedder
from deskhand.packs.loader import Pack

log = structlog.get_logger(__name__)

SHIPPED = Path(__file__).parent / "fitted"
"""Classifiers of the packs that come with Deskhand; `make fitted` trains them."""
_MOODS = resources.files("deskhand.assistant.understanding") / "data" / "sentiment.yaml"


class ExamplesInvalid(ConfigurationInvalid):
    """Examples hold no sentences under the labels that are known."""


@dataclass(frozen=True, slots=True)
class Examples:
    """Sentences with their labels, and a digest of both."""

    texts: tuple[str, ...]
    labels: tuple[str, ...]
    digest: str


def mood_examples() -> Examples:
    """Sentences by mood. Raises `ExamplesInvalid`."""
    # The base loader keeps `yes` and `no` as words; in plain YAML they would be booleans.
    document: Any = yaml.load(_MOODS.read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
    try:
        pairs = [(text, mood) for mood, texts in document["sentiment"].items() for text in texts]
    except (AttributeError, KeyError, TypeError) as error:
        raise ExamplesInvalid("sentiment.yaml has no usable section `sentiment`.") from error
    return _examples(pairs)


def pack_examples(pack: Pack, language: str) -> Examples:
    """What customers write for each intent of the pack. Raises `ExamplesInvalid`."""
    shown = pack.example(language).intents
    return _examples((text, intent) for intent, texts in shown.items() for text in texts)


def _examples(pairs: Iterable[tuple[str, str]]) -> Examples:
    distinct = list(dict.fromkeys((" ".join(text.split()), label) for text, label in pairs))
    if not distinct:
        raise ExamplesInvalid
    seal = hashlib.sha256(repr(distinct).encode()).hexdigest()
    texts, labels = zip(*distinct, strict=True)
    return Examples(cast("tuple[str, ...]", texts), cast("tuple[str, ...]", labels), seal)


def file_of(name: str, examples: Examples, model: str, outside: str | None) -> str:
    """What the file of a classifier is called that was trained on these with this model."""
    seal = hashlib.sha256(f"{FORMAT}|{model}|{examples.digest}|{outside}".encode())
    return f"{name}-{seal.hexdigest()[:20]}.npz"


async def open_classifier(
    name: str,
    examples: Examples,
    embedder: Embedder,
    cache_dir: Path,
    *,
    outside: str | None = None,
) -> IntentClassifier:
    """The classifier of `examples`: as it ships, read from `cache_dir`, or trained and left there.

    The stored file is keyed by the examples, the embedder and the code's format, so that a
    change of any of them trains anew (seconds, once). A file that cannot be read or written is
    not fatal: the classifier is trained again.
    """
    file = file_of(name, examples, embedder.name, outside)
    path = cache_dir / file
    for stored in (SHIPPED / file, path):
        try:
            return await asyncio.to_thread(IntentClassifier.load, stored)
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
