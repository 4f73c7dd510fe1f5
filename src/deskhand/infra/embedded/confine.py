"""A tiny program, not imported: gives up root's rights and becomes a command.

PostgreSQL refuses to run as root. Called as `confine.py PARENT WAY UID GID FOLDER COMMAND…` this
enters one of four *ways* and then replaces itself by COMMAND with an empty environment:

* `same`        stays the user it is (an ordinary user started us);
* `drop`        becomes UID and GID, with no capability left;
* `namespace`   stays root outside, but is UID inside a user namespace of its own, so that files of
                root stay reachable and no right beyond owning them is left;
* `capability`  becomes UID and GID and keeps one capability: to read past folders' modes.

The command gets SIGINT when PARENT ends, however that ends (prctl(2), PR_SET_PDEATHSIG). Exit code
125 means that the way is closed on this machine or that FOLDER cannot be reached on it.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

CLOSED = 125

_PR_SET_PDEATHSIG = 1
_PR_SET_SECUREBITS = 28
_PR_CAP_AMBIENT = 47
_PR_CAP_AMBIENT_RAISE = 2
_SECBIT_NO_SETUID_FIXUP = 4
_CAP_DAC_OVERRIDE = 1
_CAP_DAC_READ_SEARCH = 2
_CAPABILITY_VERSION_3 = 0x20080522
_CLONE_NEWUSER = 0x10000000


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _succeed(result: int) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def drop(uid: int, gid: int) -> None:
    """Become `uid` and `gid`, in no other group."""
    os.setgroups([])
    os.setresgid(gid, gid, gid)
    os.setresuid(uid, uid, uid)


def enter_namespace(uid: int, gid: int) -> None:
    """Become `uid` and `gid` in a new user namespace, unchanged outside (user_namespaces(7))."""
    outer_uid, outer_gid = os.geteuid(), os.getegid()
    _succeed(_libc().unshare(_CLONE_NEWUSER))
    for name, line in (
        ("setgroups", "deny"),
        ("uid_map", f"{uid} {outer_uid} 1"),
        ("gid_map", f"{gid} {outer_gid} 1"),
    ):
        # Python's own files may be out of reach by now, so nothing here may import a codec.
        descriptor = os.open(f"/proc/self/{name}", os.O_WRONLY)
        os.write(descriptor, line.encode())
        os.close(descriptor)


def drop_but_reach(uid: int, gid: int, capability: int) -> None:
    """Become `uid` and `gid` but keep `capability` through exec (capabilities(7), ambient set)."""
    libc = _libc()
    # Not only through setuid: access(2), which initdb asks, counts the capability only with this.
    _succeed(libc.prctl(_PR_SET_SECUREBITS, _SECBIT_NO_SETUID_FIXUP, 0, 0, 0))
    drop(uid, gid)
    bit = 1 << capability
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    sets = (ctypes.c_uint32 * 6)(bit, bit, bit, 0, 0, 0)
    _succeed(libc.capset(header, sets))
    _succeed(libc.prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_RAISE, capability, 0, 0))


def _enter(way: str, uid: int, gid: int) -> None:
    if way == "drop":
        drop(uid, gid)
    elif way == "namespace":
        enter_namespace(uid, gid)
    elif way == "capability":
        # Reading past modes is the smaller right, but plain containers only grant the larger one.
        with open("/proc/self/status", encoding="ascii", errors="replace") as status:
            permitted = next(int(row.split()[1], 16) for row in status if row.startswith("CapPrm"))
        small = permitted >> _CAP_DAC_READ_SEARCH & 1
        drop_but_reach(uid, gid, _CAP_DAC_READ_SEARCH if small else _CAP_DAC_OVERRIDE)


def _die_with(parent: int) -> None:
    """Must come after every change of user: the kernel forgets the wish on such a change."""
    if sys.platform == "linux":
        _succeed(_libc().prctl(_PR_SET_PDEATHSIG, int(signal.SIGINT), 0, 0, 0))
    if os.getppid() != parent:
        raise ProcessLookupError(f"process {parent} has already ended")


def main(arguments: list[str]) -> None:
    """Enter the way and become the command; never returns."""
    parent, way, uid, gid, folder, *command = arguments
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    os.umask(0o077)
    try:
        _enter(way, int(uid), int(gid))
        if os.geteuid() == 0:
            raise PermissionError("still root")
        _die_with(int(parent))
        os.chdir(folder)
        environment = {"LC_ALL": "C", "TZ": "UTC", "PATH": os.defpath}
        os.execve(command[0], command, environment)  # noqa: S606 - our own program, no shell
    except OSError as error:
        sys.stderr.write(f"{way}: {error}\n")
        sys.exit(CLOSED)


if __name__ == "__main__":
    main(sys.argv[1:])
