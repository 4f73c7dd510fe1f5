"""Runs the pinned uv with pip's settings, after pip has brought it: `pinned_uv.py pip …`."""

from __future__ import annotations

import ast
import importlib.util
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from told import ProgramFailed, run_told

LOCK = Path(__file__).parents[1] / "requirements" / "uv.lock"
TOOLS = Path(sys.prefix) / ".tools"
"""Apart from the packages, so that no program of ours can come to need it."""

# Older ones cannot be told to work for another interpreter.
_HAS_PIP = "import pip, sys; sys.exit(int(pip.__version__.split('.')[0]) < 23)"
# What uv calls pip's settings, and what stands between the values of a list there.
_NAMES = {
    "index-url": ("UV_DEFAULT_INDEX", " "),
    "extra-index-url": ("UV_INDEX", " "),
    "no-index": ("UV_NO_INDEX", " "),
    "find-links": ("UV_FIND_LINKS", ","),
    "trusted-host": ("UV_INSECURE_HOST", " "),
    "cert": ("SSL_CERT_FILE", " "),
    "client-cert": ("SSL_CLIENT_CERT", " "),
    "proxy": ("ALL_PROXY", " "),
    "timeout": ("UV_HTTP_TIMEOUT", " "),
    "default-timeout": ("UV_HTTP_TIMEOUT", " "),
}
# In the order in which pip reads them: what comes later counts.
_SECTIONS = ("global", "install", ":env:")


def pip() -> tuple[str, ...]:
    """The words that call pip for this environment, which is made without one of its own.

    The interpreter that it was made with mostly has one; otherwise Python carries one along.
    Raises ProgramFailed where a distribution has taken that out.
    """
    quiet = ("--disable-pip-version-check", "--no-input")
    if importlib.util.find_spec("pip") is None:
        outside = os.path.realpath(sys.executable)
        asked = subprocess.run((outside, "-c", _HAS_PIP), capture_output=True, check=False)  # noqa: S603
        if asked.returncode == 0:
            return (outside, "-m", "pip", "--python", sys.executable, *quiet)
        run_told("ensurepip", (sys.executable, "-m", "ensurepip"))
    return (sys.executable, "-m", "pip", *quiet)


def find_uv() -> Path:
    """The pinned uv, brought by pip when it is not there yet; raises ProgramFailed."""
    program, mark = TOOLS / "bin" / "uv", TOOLS / LOCK.name
    pinned = LOCK.read_text(encoding="utf-8")
    if not (program.is_file() and mark.is_file() and mark.read_text(encoding="utf-8") == pinned):
        words = (*pip(), "install", "--upgrade", "--progress-bar", "off", "--target", str(TOOLS))
        # Only a wheel: to build it would take a compiler and half an hour.
        wanted = ("--no-deps", "--only-binary", ":all:", "--require-hashes", "-r", str(LOCK))
        run_told("pip", (*words, *wanted))
        mark.write_text(pinned, encoding="utf-8")
    return program


def uv_environment(configuration: str, given: Mapping[str, str]) -> dict[str, str]:
    """The environment `given`, and in uv's words what `pip config list` printed.

    What is said to uv by its own variables counts for more than what is said to pip.
    """
    said: dict[str, dict[str, str]] = {section: {} for section in _SECTIONS}
    for line in configuration.splitlines():
        name, _, value = line.partition("=")
        section, _, key = name.partition(".")
        if section in said and key in _NAMES:
            said[section][key] = str(ast.literal_eval(value))
    # Pip looks into all indexes at once. Which file is the right one is for the hashes to say.
    translated = {"UV_INDEX_STRATEGY": "unsafe-best-match"}
    for section in _SECTIONS:
        for key, value in said[section].items():
            variable, between = _NAMES[key]
            translated[variable] = between.join(value.split())
    return {**translated, **given}


def environment() -> dict[str, str]:
    """This process's environment, and in uv's words the settings that pip finds on this machine."""
    listed = subprocess.run(  # noqa: S603 - this interpreter's own pip
        (*pip(), "config", "list"), capture_output=True, text=True, check=False
    )
    return uv_environment(listed.stdout, os.environ)


if __name__ == "__main__":
    try:
        uv = find_uv()
    except ProgramFailed as error:
        sys.exit(f"{error}\nThe pinned uv could not be had.")
    os.execve(uv, [str(uv), *sys.argv[1:]], environment())  # noqa: S606 - the pinned program
