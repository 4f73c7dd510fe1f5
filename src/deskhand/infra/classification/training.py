"""Trains a classifier in a child process that has limits, so that a server never pays for it."""

from __future__ import annotations

import asyncio
import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from deskhand.infra.classification.classifier import ExamplesUnusable, IntentClassifier
from deskhand.infra.errors import Unavailable

_SCRIPT = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from deskhand.infra.classification.training import train_file; "
    "sys.exit(train_file(*sys.argv[2:]))"
)
_UNUSABLE = 3
_NICE = 10
_ONE_THREAD = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")}


class TrainingFailed(Unavailable):
    """The examples could not be learned within the limits of a training."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one training may take: processor seconds, seconds, bytes of address space."""

    cpu_seconds: int = 300
    seconds: float = 900.0
    memory_bytes: int = 4_000_000_000


async def train(
    texts: Sequence[str],
    labels: Sequence[str],
    embeddings: NDArray[np.float32],
    *,
    outside: str | None = None,
    limits: Limits = Limits(),
) -> IntentClassifier:
    """`fitting.fit` beside the event loop, and without keeping scikit-learn (150 MB).

    Cancelling ends the child. Raises `ExamplesUnusable`, and `TrainingFailed` when the child is
    over its limits, dies or cannot be started; it is never trained in this process instead.
    """
    with tempfile.TemporaryDirectory(prefix="deskhand-training-") as folder:
        given, trained = Path(folder, "examples.npz"), Path(folder, "classifier.npz")
        await asyncio.to_thread(_write, given, texts, labels, embeddings, outside)
        await _run(given, trained, limits)
        try:
            return await asyncio.to_thread(IntentClassifier.load, trained)
        except (OSError, ValueError, KeyError) as error:
            raise TrainingFailed from error


def train_file(examples: str, classifier: str, cpu_seconds: str, memory_bytes: str) -> int:
    """What the child does: fit what the file `examples` holds, within limits; its exit code."""
    resource.setrlimit(resource.RLIMIT_CPU, (int(cpu_seconds), int(cpu_seconds)))
    resource.setrlimit(resource.RLIMIT_AS, (int(memory_bytes), int(memory_bytes)))
    os.nice(_NICE)
    # What fits is heavier than what predicts, and only the child needs it.
    from deskhand.infra.classification.fitting import fit

    with np.load(examples, allow_pickle=False) as given:
        texts = given["texts"].tobytes().decode("utf-8", "surrogatepass").split("\0")
        labels = [str(label) for label in given["labels"]]
        outside = str(given["outside"]) or None
        embeddings = given["embeddings"]
    try:
        # One thread, because turns are answered meanwhile.
        with threadpool_limits(1):
            fitted = fit(texts, labels, embeddings, outside=outside)
    except ExamplesUnusable:
        return _UNUSABLE
    fitted.save(Path(classifier))
    return 0


def _write(
    path: Path,
    texts: Sequence[str],
    labels: Sequence[str],
    embeddings: NDArray[np.float32],
    outside: str | None,
) -> None:
    joined = "\0".join(text.replace("\0", " ") for text in texts)
    np.savez(
        path,
        texts=np.frombuffer(joined.encode("utf-8", "surrogatepass"), dtype=np.uint8),
        labels=np.array(labels, dtype=np.str_),
        embeddings=embeddings,
        outside=np.array(outside or ""),
    )


async def _run(given: Path, trained: Path, limits: Limits) -> None:
    most = (str(limits.cpu_seconds), str(limits.memory_bytes))
    script = (sys.executable, "-c", _SCRIPT, json.dumps(sys.path))
    try:
        child = await asyncio.create_subprocess_exec(
            *(*script, str(given), str(trained), *most),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    except OSError as error:
        raise TrainingFailed("No process could be started to train in.") from error
    try:
        async with asyncio.timeout(limits.seconds):
            code = await child.wait()
    except TimeoutError as error:
        raise TrainingFailed(
            f"The training took longer than {limits.seconds:.0f} seconds."
        ) from error
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    if code == _UNUSABLE:
        raise ExamplesUnusable
    if code != 0:
        raise TrainingFailed(
            f"The training ended with code {code}: it may take {limits.cpu_seconds} seconds of"
            f" processor time and {limits.memory_bytes // 1_000_000} MB."
        )
