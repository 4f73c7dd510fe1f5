"""One asyncio event loop on a daemon thread, for worker threads that have coroutines to run."""

from __future__ import annotations

import asyncio
import contextvars
import threading
from collections.abc import Coroutine
from concurrent.futures import CancelledError, Future, wait
from typing import Any, TypeVar

from deskhand.infra.errors import Unavailable

T = TypeVar("T")


class LoopNotRunning(Unavailable):
    """The worker's event loop is not running: it was not started, or it is being stopped."""


class LoopThread:
    """Runs many coroutines at once on one loop; the threads that submit them only wait."""

    def __init__(self, name: str = "deskhand-loop") -> None:
        """`name` is the thread's, as a debugger shows it."""
        self._name = name
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self._open: set[Future[Any]] = set()
        self._tasks: dict[Future[Any], asyncio.Task[Any]] = {}
        self._draining = False

    def start(self) -> None:
        """Start the thread and its loop; returns when the loop takes work."""
        if self._thread is not None:
            return
        ready = threading.Event()
        self._draining = False
        self._thread = threading.Thread(
            target=self._serve, args=(ready,), name=self._name, daemon=True
        )
        self._thread.start()
        ready.wait()

    def _serve(self, ready: threading.Event) -> None:
        with asyncio.Runner() as runner:
            self._loop = runner.get_loop()
            self._loop.call_soon(ready.set)
            self._loop.run_forever()
            # Leaving the runner cancels what is left and closes generators and executors.

    def spawn(self, work: Coroutine[Any, Any, T]) -> Future[T]:
        """Start the coroutine on the loop and return at once; may be called from any thread.

        The future ends when the coroutine has ended, with its result or error, or with
        `concurrent.futures.CancelledError` when it was cancelled. Raises `LoopNotRunning`
        when the loop takes no work.
        """
        future: Future[T] = Future()
        future.set_running_or_notify_cancel()
        with self._lock:
            if self._loop is None or self._draining:
                work.close()
                raise LoopNotRunning
            self._open.add(future)
            self._loop.call_soon_threadsafe(
                self._begin, work, future, context=contextvars.copy_context()
            )
        return future

    def _begin(self, work: Coroutine[Any, Any, T], future: Future[T]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks[future] = task

        def end(ended: asyncio.Task[T]) -> None:
            del self._tasks[future]
            with self._lock:
                self._open.discard(future)
            if ended.cancelled():
                future.set_exception(CancelledError())
            elif (error := ended.exception()) is not None:
                future.set_exception(error)
            else:
                future.set_result(ended.result())

        task.add_done_callback(end)

    def submit(self, work: Coroutine[Any, Any, T], timeout: float | None = None) -> T:
        """Run the coroutine on the loop and wait for its result.

        After `timeout` seconds the coroutine is cancelled and `TimeoutError` is raised. Raises
        `concurrent.futures.CancelledError` when the loop is drained meanwhile, and what the
        coroutine raises. Never call it on the loop's own thread.
        """
        future = self.spawn(work)
        done, _ = wait([future], timeout)
        if not done:
            self._cancel(future)
            raise TimeoutError
        return future.result()

    def _cancel(self, future: Future[Any]) -> None:
        def cancel() -> None:
            task = self._tasks.get(future)
            if task is not None:
                task.cancel()

        if self._loop is not None:
            self._loop.call_soon_threadsafe(cancel)

    def drain(self) -> None:
        """Take no more work and cancel what runs, so that it can hand back what it holds."""
        with self._lock:
            self._draining = True
            running = tuple(self._open)
        for future in running:
            self._cancel(future)

    def resume(self) -> None:
        """Take work again after a drain, such as what closes the process's connections."""
        with self._lock:
            self._draining = False

    def stop(self, timeout: float = 5.0) -> None:
        """Cancel what runs, let it clean up, end the loop; waits `timeout` seconds at most."""
        if self._thread is None or self._loop is None:
            return
        self.drain()
        with self._lock:
            running = tuple(self._open)
        wait(running, timeout)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout)
        self._thread = self._loop = None
