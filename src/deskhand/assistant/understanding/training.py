"""Trains a classifier in a process of its own, so that its libraries leave memory with it."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from deskhand.assistant.understanding.classifier import IntentClassifier

_LONGEST_SECONDS = 300
_SCRIPT = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from deskhand.assistant.understanding.training import train_file; "
    "train_file(sys.argv[2], sys.argv[3])"
)


async def train(
    texts: Sequence[str],
    labels: Sequence[str],
    embeddings: NDArray[np.float32],
    *,
    outside: str | None = None,
) -> IntentClassifier:
    """`IntentClassifier.fit` without stopping the event loop or keeping scikit-learn (150 MB).

    Where no process can be started, this one does the work. Raises `ExamplesUnusable`.
    """
    return await asyncio.to_thread(_train, texts, labels, embeddings, outside)


def train_file(examples: str, classifier: str) -> None:
    """Fit on what `_train` wrote to the file `examples`; save to the file `classifier`."""
    with np.load(examples, allow_pickle=False) as given:
        texts = given["texts"].tobytes().decode("utf-8", "surrogatepass").split("\0")
        labels = [str(label) for label in given["labels"]]
        outside = str(given["outside"]) or None
        fitted = IntentClassifier.fit(texts, labels, given["embeddings"], outside=outside)
    fitted.save(Path(classifier))


def _train(
    texts: Sequence[str],
    labels: Sequence[str],
    embeddings: NDArray[np.float32],
    outside: str | None,
) -> IntentClassifier:
    with tempfile.TemporaryDirectory(prefix="deskhand-training-") as folder:
        examples, classifier = Path(folder, "examples.npz"), Path(folder, "classifier.npz")
        joined = "\0".join(text.replace("\0", " ") for text in texts)
        np.savez(
            examples,
            texts=np.frombuffer(joined.encode("utf-8", "surrogatepass"), dtype=np.uint8),
            labels=np.array(labels),
            embeddings=embeddings,
            outside=np.array(outside or ""),
        )
        command = [sys.executable, "-c", _SCRIPT, json.dumps(sys.path)]
        try:
            subprocess.run(  # noqa: S603 - our own interpreter and script, no shell.
                [*command, str(examples), str(classifier)],
                check=True,
                capture_output=True,
                timeout=_LONGEST_SECONDS,
            )
            return IntentClassifier.load(classifier)
        except (OSError, subprocess.SubprocessError):
            return IntentClassifier.fit(texts, labels, embeddings, outside=outside)
