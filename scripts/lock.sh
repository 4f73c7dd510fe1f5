#!/bin/sh
# Resolves the dependencies into the locks: every version with its hashes, no index named.
set -eu
cd "$(dirname "$0")/.."

uv() { .venv/bin/python scripts/pinned_uv.py "$@"; }

compile() {
    uv pip compile --quiet --universal --python-version 3.11 \
        --generate-hashes --no-emit-index-url --no-annotate \
        --custom-compile-command "make lock" "$@"
}

project() {
    compile pyproject.toml requirements/model.in --excludes requirements/excludes.txt "$@"
}

# A newer uv is found by raising the bound in requirements/uv.in.
compile requirements/uv.in --output-file requirements/uv.lock
project --output-file requirements.lock
project --extra dev --constraint requirements.lock --output-file requirements-dev.lock
echo "Wrote requirements.lock, requirements-dev.lock and requirements/uv.lock."
