"""Runs a local model in one thread of its own and lets concurrent questions share a run."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]

_TOGETHER = 32
"""Questions that share one run at most; more would only make the first one wait longer."""


class Encoder(Protocol):
    """What turns texts into vectors, some rows at a time."""

    def batches(self, texts: Sequence[str]) -> Iterator[tuple[list[int], Array]]:
        """(indexes into `texts`, their vectors) until every text had its turn."""
        ...


@dataclass(frozen=True, slots=True)
class _Job:
    texts: tuple[str, ...]
    done: Future[Array]


class BatchingThread:
    """One thread around an encoder, shared by every event loop of the process.

    An idle thread starts on a question at once; questions that arrive while it works are run
    together next. Between two batches of passages waiting questions go first, so that an
    ingest never delays a customer by more than one batch (some 50 ms).
    """

    def __init__(self, encoder: Encoder, dimensions: int) -> None:
        self._encoder = encoder
        self._dimensions = dimensions
        self._questions: deque[_Job] = deque()
        self._passages: deque[_Job] = deque()
        self._wake = threading.Condition()
        self._closed = False
        self._thread = threading.Thread(target=self._serve, name="embedding", daemon=True)
        self._thread.start()

    def question(self, text: str) -> Future[Array]:
        """The vector of one question, (d,)."""
        return self._submit(self._questions, (text,))

    def passages(self, texts: Sequence[str]) -> Future[Array]:
        """The vectors of many passages, (n, d), after all waiting questions."""
        return self._submit(self._passages, tuple(texts))

    def close(self) -> None:
        """Stop after the present batch; what still waits is cancelled."""
        with self._wake:
            self._closed = True
            self._wake.notify()
        self._thread.join()
        for job in (*self._questions, *self._passages):
            job.done.cancel()

    def _submit(self, queue: deque[_Job], texts: tuple[str, ...]) -> Future[Array]:
        job = _Job(texts, Future())
        with self._wake:
            if self._closed:
                raise RuntimeError("the embedder is closed")
            queue.append(job)
            self._wake.notify()
        return job.done

    def _serve(self) -> None:
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._closed or self._questions or self._passages)
                if self._closed:
                    return
                passages = None if self._questions else self._passages.popleft()
            if passages is None:
                self._answer_questions()
            else:
                self._answer_passages(passages)

    def _answer_questions(self) -> None:
        with self._wake:
            count = min(len(self._questions), _TOGETHER)
            jobs = [self._questions.popleft() for _ in range(count)]
        # A caller that gave up (its turn was cancelled) is not computed for.
        jobs = [job for job in jobs if job.done.set_running_or_notify_cancel()]
        if not jobs:
            return
        try:
            for rows, vectors in self._encoder.batches([job.texts[0] for job in jobs]):
                for row, vector in zip(rows, vectors, strict=True):
                    jobs[row].done.set_result(vector)
        except Exception as error:
            for job in jobs:
                if not job.done.done():
                    job.done.set_exception(error)

    def _answer_passages(self, job: _Job) -> None:
        if not job.done.set_running_or_notify_cancel():
            return
        try:
            result = np.empty((len(job.texts), self._dimensions), dtype=np.float32)
            for rows, vectors in self._encoder.batches(job.texts):
                result[rows] = vectors
                while self._questions:
                    self._answer_questions()
                if self._closed:
                    raise RuntimeError("the embedder was closed")
            job.done.set_result(result)
        except Exception as error:
            job.done.set_exception(error)
