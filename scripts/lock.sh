#!/bin/sh
# Resolves the dependencies into both locks: every version with its hashes, no index named.
set -eu
cd "$(dirname "$0")/.."

uv=$(command -v uv || true)
if [ -z "$uv" ]; then
    [ -x .venv/bin/uv ] || .venv/bin/python -m pip install --quiet --disable-pip-version-check uv
    uv=.venv/bin/uv
fi

compile() {
    "$uv" pip compile --quiet pyproject.toml requirements/model.in \
        --excludes requirements/excludes.txt --universal --python-version 3.11 \
        --generate-hashes --no-emit-index-url --no-annotate \
        --custom-compile-command "make lock" "$@"
}

compile --output-file requirements.lock
compile --extra dev --constraint requirements.lock --output-file requirements-dev.lock
echo "Wrote requirements.lock and requirements-dev.lock."
