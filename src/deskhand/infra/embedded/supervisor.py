"""A tiny program, not imported: runs PostgreSQL for as long as a process holds the users' lock.

Every process that uses the server holds a shared lock on one file. The kernel takes that lock away
when the process ends, also by `kill -9`. This program waits for the exclusive lock, which it gets
when the last user has gone, and then stops the server. A server that was killed is started again.
Called as `supervisor.py USERS_LOCK SERVER_LOCK_FD DATA_DIR SOCKET_DIR COMMAND…`; the word PARENT in
COMMAND stands for this program's process id. It leaves its caller's session at once.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
import subprocess
import sys
import threading
import time

_FAST_STOP_SECONDS = 30.0
_RECOVERY_SECONDS = 10.0
_MOST_CRASHES = 5
_QUIET_SECONDS = 60.0


class Supervisor:
    """One server process at a time, and the wish to end it."""

    def __init__(self, command: list[str], data_dir: str, server_lock: int) -> None:
        self._command = [str(os.getpid()) if word == "PARENT" else word for word in command]
        self._data_dir = data_dir
        self._server_lock = server_lock
        self._guard = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._unused = threading.Event()

    def stop_when_unused(self, users_lock: str) -> None:
        """Block until no process uses the server any more, then end it in order (fast shutdown)."""
        descriptor = os.open(users_lock, os.O_RDWR | os.O_CLOEXEC)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        with self._guard:
            self._unused.set()
            if self._child is not None:
                self._child.send_signal(signal.SIGINT)
        time.sleep(_FAST_STOP_SECONDS)
        if self._child is not None:
            # Immediate shutdown; the next start recovers from the write-ahead log.
            self._child.send_signal(signal.SIGQUIT)

    def run(self) -> None:
        """Run the server to its end, and again after each crash while it is in use."""
        crashes, last_crash = 0, -_QUIET_SECONDS
        while True:
            with self._guard:
                if self._unused.is_set():
                    return
                self._child = subprocess.Popen(  # noqa: S603 - the command is Deskhand's own
                    self._command, stdin=subprocess.DEVNULL, pass_fds=(self._server_lock,)
                )
            code = self._child.wait()
            now = time.monotonic()
            if code < 0:
                crashes = 1 if now - last_crash > _QUIET_SECONDS else crashes + 1
                last_crash = now
            elif now - last_crash > _RECOVERY_SECONDS:
                return
            if self._unused.is_set() or crashes > _MOST_CRASHES:
                return
            self._forget(self._child.pid)
            # Sessions of the dead server need a moment to notice; until then a start is refused.
            self._unused.wait(0.1)

    def _forget(self, pid: int) -> None:
        """Remove the pid file of a server that is known to be dead, before its number is reused."""
        path = os.path.join(self._data_dir, "postmaster.pid")
        with contextlib.suppress(OSError, ValueError), open(path, encoding="utf-8") as file:
            if int(file.readline()) == pid:
                os.unlink(path)


def main(arguments: list[str]) -> None:
    """Leave the caller, then supervise until the server has ended."""
    users_lock, server_lock, data_dir, socket_dir, *command = arguments
    if os.fork():
        os._exit(0)
    os.setsid()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        # Whoever stops a whole group of processes stops the users too, and that is what counts.
        signal.signal(number, signal.SIG_IGN)
    supervisor = Supervisor(command, data_dir, int(server_lock))
    threading.Thread(target=supervisor.stop_when_unused, args=(users_lock,), daemon=True).start()
    supervisor.run()
    with contextlib.suppress(OSError):
        for name in os.listdir(socket_dir):
            os.unlink(os.path.join(socket_dir, name))
        os.rmdir(socket_dir)
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1:])
