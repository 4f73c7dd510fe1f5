#!/bin/sh
# Runs every check and says at the end which of them failed. Usage: test.sh [lint]
set -u
cd "$(dirname "$0")/.."

only=${1:-all}
began=$(date +%s)
sh scripts/venv.sh test || exit 2
bin=.venv/bin
failed=""

check() {
    name=$1
    shift
    start=$(date +%s)
    echo "== $name"
    if "$@"; then
        echo "== $name: ok, $(($(date +%s) - start)) s"
    else
        echo "== $name: FAILED"
        failed="$failed $name"
    fi
}

# The pages are tested in a real browser, which no Python package brings.
need_chromium() {
    [ -n "${CHROMIUM:-}" ] && return
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        command -v "$name" >/dev/null 2>&1 && return
    done
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        echo "Installing Chromium for the tests of the pages ..."
        if apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
            apt-get install -qq -y --no-install-recommends chromium >/dev/null; then
            return
        fi
    fi
    echo "The tests of the pages need Chromium: install the package chromium" >&2
    echo "(Debian, Ubuntu: sudo apt-get install chromium), or set CHROMIUM to a browser's path." >&2
}

tell_redis() {
    if "$bin/python" -c 'import sys; sys.exit(sys.version_info < (3, 13))' \
        && [ -z "${DESKHAND_TEST_REDIS_URL:-}" ] \
        && ! command -v redis-server >/dev/null 2>&1; then
        echo "On Python 3.13 no wheel brings a Redis for the tests: put a redis-server on the PATH" >&2
        echo "(Debian, Ubuntu: apt-get install redis-server), or set DESKHAND_TEST_REDIS_URL to a" >&2
        echo "server whose data may be deleted, or use PYTHON=python3.12 after make clean." >&2
    fi
}

check ruff "$bin/ruff" check .
check format "$bin/ruff" format --check .
check mypy "$bin/mypy"
check imports env PYTHONPATH=src "$bin/lint-imports"
if [ "$only" = all ]; then
    need_chromium
    tell_redis
    check pytest "$bin/python" -m pytest -p tests.layers
fi

took=$(($(date +%s) - began))
if [ -n "$failed" ]; then
    echo "make test: FAILED in $took s:$failed"
    exit 1
fi
echo "make test: all green in $took s"
