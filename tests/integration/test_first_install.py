"""How a lock is installed: by uv with the settings of pip, and by pip where uv cannot."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NOTED = '#!/bin/sh\necho "$@" >called\nenv >environment\necho what uv says\nexit '


class Index:
    """A package index in a folder; every package in it has the version 1."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.url = folder.as_uri()

    def pin(self, name: str, files: dict[str, str]) -> str:
        """Put a wheel of these files into the index; the line that a lock has for it."""
        home, facts = self._folder / name, f"{name}-1.dist-info"
        home.mkdir(parents=True)
        wheel = home / f"{name}-1-py3-none-any.whl"
        files = {
            **files,
            f"{facts}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n",
            f"{facts}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        }
        recorded = "".join(f"{file},,\n" for file in (*files, f"{facts}/RECORD"))
        with zipfile.ZipFile(wheel, "w") as archive:
            for file, text in {**files, f"{facts}/RECORD": recorded}.items():
                entry = zipfile.ZipInfo(file)
                entry.external_attr = 0o100755 << 16
                archive.writestr(entry, text)
        (home / "index.html").write_text(f'<a href="{wheel.name}">{wheel.name}</a>')
        return f"{name}==1 --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n"


@dataclass(frozen=True, slots=True)
class Checkout:
    """A fresh clone of a project that needs the one package `lamp`, and this machine's pip.conf."""

    folder: Path
    index: Index

    def uv(self, program: str) -> None:
        """Pin a uv that is this program."""
        line = self.index.pin("uv", {"uv-1.data/scripts/uv": program})
        (self.folder / "requirements" / "uv.lock").write_text(line)

    def set_up(self, **more: str) -> subprocess.CompletedProcess[str]:
        """What `make run` does before it serves."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("PIP_", "UV_", "SSL_"))
        }
        settings = {"PIP_CONFIG_FILE": str(self.folder / "pip.conf"), "PYTHON": sys.executable}
        return subprocess.run(
            ["sh", "scripts/venv.sh", "run"],
            cwd=self.folder,
            env={**kept, **settings, **more},
            capture_output=True,
            text=True,
            check=False,
        )

    def has_lamp(self) -> bool:
        """Whether the environment can import the package."""
        words = [str(self.folder / ".venv" / "bin" / "python"), "-c", "import lamp"]
        return subprocess.run(words, capture_output=True, check=False).returncode == 0

    def uv_saw(self) -> dict[str, str]:
        """The environment of the uv that was called."""
        lines = (self.folder / "environment").read_text().splitlines()
        return dict(line.split("=", 1) for line in lines if "=" in line)


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """A clone without .venv, on a machine whose only package index is a folder."""
    folder = tmp_path / "clone"
    (folder / "requirements").mkdir(parents=True)
    (folder / "src").mkdir()
    shutil.copytree(ROOT / "scripts", folder / "scripts")
    index = Index(tmp_path / "index")
    (folder / "requirements.lock").write_text(index.pin("lamp", {"lamp.py": "LIT = True\n"}))
    (folder / "requirements" / "uv.lock").write_text("uv==1 --hash=sha256:" + 64 * "0" + "\n")
    (folder / "pip.conf").write_text(f"[global]\nindex-url = {index.url}\n")
    return Checkout(folder, index)


def test_uv_installs_the_very_lock_with_its_hashes(checkout: Checkout) -> None:
    checkout.uv(f"{NOTED}0")
    done = checkout.set_up()
    assert done.returncode == 0, done.stderr
    called = (checkout.folder / "called").read_text().split()
    assert called[:2] == ["pip", "install"]
    assert called[-4:] == ["--no-deps", "--require-hashes", "--requirement", "requirements.lock"]
    assert "Installed requirements.lock" in done.stdout
    again = checkout.set_up()
    assert (again.returncode, again.stdout) == (0, ""), "what is installed is left alone"


def test_uv_goes_where_pip_is_told_to_go(checkout: Checkout) -> None:
    checkout.uv(f"{NOTED}0")
    (checkout.folder / "pip.conf").write_text(
        f"[global]\nindex-url = {checkout.index.url}\n"
        "extra-index-url = file:///one/simple\n    file:///two/simple\n"
        "trusted-host = one.example\ntimeout = 7\n"
        "[install]\nfind-links = /first /second\n"
    )
    done = checkout.set_up(PIP_TIMEOUT="9", UV_INDEX_STRATEGY="first-index")
    assert done.returncode == 0, done.stdout + done.stderr
    seen = checkout.uv_saw()
    assert seen["UV_DEFAULT_INDEX"] == checkout.index.url
    assert seen["UV_INDEX"] == "file:///one/simple file:///two/simple"
    assert seen["UV_FIND_LINKS"] == "/first,/second"
    assert seen["UV_INSECURE_HOST"] == "one.example"
    assert seen["UV_HTTP_TIMEOUT"] == "9", "the environment counts for more than the file"
    assert seen["UV_INDEX_STRATEGY"] == "first-index", "what is said to uv itself counts most"


def test_pip_installs_where_no_uv_can_be_had(checkout: Checkout) -> None:
    done = checkout.set_up()
    assert done.returncode == 0, done.stderr
    assert "pip does" in done.stdout
    assert checkout.has_lamp()


@pytest.mark.parametrize("program", [f"{NOTED}1", "no program at all"])
def test_pip_installs_where_uv_fails(checkout: Checkout, program: str) -> None:
    checkout.uv(program)
    done = checkout.set_up()
    assert done.returncode == 0, done.stderr
    assert "uv cannot install here" in done.stdout
    assert checkout.has_lamp()


def test_a_package_that_is_not_the_locked_one_is_refused_and_tried_again_next_time(
    checkout: Checkout,
) -> None:
    lock = checkout.folder / "requirements.lock"
    right = lock.read_text()
    lock.write_text("lamp==1 --hash=sha256:" + 64 * "0" + "\n")
    refused = checkout.set_up()
    assert refused.returncode == 2
    assert "could not be installed" in refused.stderr
    assert not checkout.has_lamp()
    lock.write_text(right)
    assert checkout.set_up().returncode == 0
    assert checkout.has_lamp()


def test_a_python_that_will_not_do_is_refused_by_its_name(checkout: Checkout) -> None:
    done = checkout.set_up(PYTHON="/nowhere/python3.12")
    assert done.returncode == 2
    assert "/nowhere/python3.12 is none of them" in done.stderr
    assert not (checkout.folder / ".venv").exists()
