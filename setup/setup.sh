#!/bin/sh
# Finds a Python that is new enough and hands over to prepare.py. Set PYTHON to choose one yourself.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)

new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

if [ -n "${PYTHON:-}" ]; then
    new_enough "$PYTHON" && exec "$PYTHON" "$here/prepare.py" "$@"
    echo "set-up: PYTHON=$PYTHON is not a Python 3.11 or newer; set it to one that is, or leave it unset." >&2
    exit 1
fi
for python in python3 python3.14 python3.13 python3.12 python3.11 python; do
    if new_enough "$python"; then
        exec "$python" "$here/prepare.py" "$@"
    fi
done
found=$(python3 --version 2>/dev/null || echo "no Python at all")
echo "set-up: Python 3.11 or newer is needed, and here is $found; install one (for example the system's package python3.12) and run make setup again." >&2
exit 1
