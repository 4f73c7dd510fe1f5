#!/bin/sh
# Makes .venv and installs a lock into it, only when the lock has changed. Usage: venv.sh run|test
set -eu
cd "$(dirname "$0")/.."

kind=${1:-run}
lock=requirements.lock
[ "$kind" = test ] && lock=requirements-dev.lock
stamp=.venv/.installed-locks

seconds() { date +%s; }
digest() { sha256sum "$1" | cut -d ' ' -f 1; }

# PYTHON names an interpreter; otherwise the first one that fits is taken. 3.13 comes late since
# no wheel brings a Redis for the tests there.
find_python() {
    for candidate in ${PYTHON:-} python3.12 python3.11 python3.13 python3; do
        if "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' \
            2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    echo "Deskhand needs Python 3.11, 3.12 or 3.13, and none of them is on the PATH." >&2
    echo "Install one (Debian, Ubuntu: apt-get install python3 python3-venv)," >&2
    echo "or name one: make run PYTHON=/path/to/python3.12" >&2
    exit 2
}

fits() {
    .venv/bin/python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' \
        2>/dev/null && [ -x .venv/bin/pip ]
}

make_venv() {
    python=$(find_python)
    echo "Making .venv with $("$python" --version) ..."
    rm -rf .venv
    if ! "$python" -m venv .venv >.venv.log 2>&1; then
        tail -n 5 .venv.log >&2
        rm -rf .venv .venv.log
        echo "$python cannot make virtual environments." >&2
        echo "Install its venv module (Debian, Ubuntu: apt-get install python3-venv)." >&2
        exit 2
    fi
    rm -f .venv.log
}

# The project itself is found by its path: that needs no build and no network.
link_project() {
    site=$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
    pwd >"$site/deskhand-source.pth.new"
    sed 's,$,/src,' "$site/deskhand-source.pth.new" >"$site/deskhand-source.pth"
    rm "$site/deskhand-source.pth.new"
    printf '#!/bin/sh\nexec "$(dirname "$0")/python" -m deskhand "$@"\n' >.venv/bin/deskhand
    chmod +x .venv/bin/deskhand
}

install_lock() {
    start=$(seconds)
    echo "Installing $lock (several minutes the first time) ..."
    if ! .venv/bin/python -m pip install --quiet --quiet --disable-pip-version-check --no-input \
        --no-deps --require-hashes --requirement "$lock"; then
        echo "The packages of $lock could not be installed; the lines above say why." >&2
        exit 2
    fi
    {
        # The test lock holds everything that the other one holds.
        [ "$kind" = test ] && digest requirements-dev.lock
        digest requirements.lock
    } >"$stamp"
    echo "Installed $lock in $(($(seconds) - start)) s."
}

# Two calls at once, as from two terminals, take turns.
exec 9>.venv.lock
command -v flock >/dev/null 2>&1 && flock 9

fits || make_venv
if ! grep -qs "$(digest "$lock")" "$stamp"; then
    install_lock
fi
[ -x .venv/bin/deskhand ] || link_project
