#!/bin/sh
# Makes .venv and installs a lock into it, only when the lock has changed. Usage: venv.sh run|test
# VENV names another folder than .venv.
set -eu
cd "$(dirname "$0")/.."

kind=${1:-run}
lock=requirements.lock
[ "$kind" = test ] && lock=requirements-dev.lock
venv=${VENV:-.venv}
stamp=$venv/.installed-locks

digest() { sha256sum "$1" | cut -d ' ' -f 1; }

fits() {
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null
}

version() {
    "$1" -c 'import sys; print(sys.version_info[:3])' 2>/dev/null
}

# PYTHON names an interpreter, and then only that one will do; otherwise the first one that fits
# is taken. 3.13 comes late since no wheel brings a Redis for the tests there.
find_python() {
    for candidate in ${PYTHON:-python3.12 python3.11 python3.13 python3}; do
        if fits "$candidate"; then
            command -v "$candidate"
            return
        fi
    done
    if [ -n "${PYTHON:-}" ]; then
        echo "Deskhand needs Python 3.11, 3.12 or 3.13, and $PYTHON is none of them." >&2
        exit 2
    fi
    echo "Deskhand needs Python 3.11, 3.12 or 3.13, and none of them is on the PATH." >&2
    echo "Install one (Debian, Ubuntu: apt-get install python3 python3-venv)," >&2
    echo "or name one: make run PYTHON=/path/to/python3.12" >&2
    exit 2
}

# PYTHON may ask for another Python than the environment has.
usable() {
    fits "$venv/bin/python" || return 1
    [ -z "${PYTHON:-}" ] || [ "$(version "$venv/bin/python")" = "$(version "$PYTHON")" ]
}

# Without pip, which takes longer to install than all that the lock names; see scripts/pinned_uv.py.
make_venv() {
    python=$(find_python)
    echo "Making $venv with $("$python" --version) ..."
    rm -rf "$venv"
    "$python" -m venv --without-pip "$venv"
}

# The project itself is found by its path: that needs no build and no network.
link_project() {
    site=$("$venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
    pwd >"$site/deskhand-source.pth.new"
    sed 's,$,/src,' "$site/deskhand-source.pth.new" >"$site/deskhand-source.pth"
    rm "$site/deskhand-source.pth.new"
    printf '#!/bin/sh\nexec "$(dirname "$0")/python" -m deskhand "$@"\n' >"$venv/bin/deskhand"
    chmod +x "$venv/bin/deskhand"
}

install_lock() {
    "$venv/bin/python" scripts/install.py "$lock" || exit $?
    {
        # The test lock holds everything that the other one holds.
        [ "$kind" = test ] && digest requirements-dev.lock
        digest requirements.lock
    } >"$stamp"
}

# Two calls at once, as from two terminals, take turns.
exec 9>.venv.lock
command -v flock >/dev/null 2>&1 && flock 9

usable || make_venv
if ! grep -qs "$(digest "$lock")" "$stamp"; then
    install_lock
fi
[ -x "$venv/bin/deskhand" ] || link_project
