#!/bin/sh
# Runs all tests on each Python that Deskhand is made for and this machine has, and says which.
set -u
cd "$(dirname "$0")/.."

# By name on the PATH, or kept by pyenv beside the one that is on the PATH.
find_python() {
    for candidate in "python$1" "${PYENV_ROOT:-$HOME/.pyenv}/versions/$1."*/bin/python; do
        if [ "$("$candidate" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)" = "$1" ]; then
            command -v "$candidate"
            return
        fi
    done
    return 1
}

sh scripts/test.sh lint || exit 1
said="" failed=no
for version in 3.11 3.12 3.13; do
    if ! python=$(find_python "$version"); then
        said="$said; $version is not on this machine"
    elif VENV=.venv-$version PYTHON=$python sh scripts/test.sh pytest; then
        said="$said; $version green"
    else
        said="$said; $version FAILED" failed=yes
    fi
done
echo "make test-all: ${said#; }"
[ "$failed" = no ]
