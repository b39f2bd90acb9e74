#!/bin/sh
# Runs the tests that synthesise with cdktn in place of cdktf, in a virtual environment that is thrown away:
# tools/test_cdktn.sh [pytest arguments].
set -eu
cd "$(dirname "$0")/.."

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
python=$scratch/venv/bin/python

"${CROSSCLOUD_PYTHON:-.venv/bin/python}" -m venv "$scratch/venv"
pip() { "$python" -m pip --disable-pip-version-check "$@"; }
pip install --quiet --require-hashes -r requirements.txt
pip install --quiet --require-hashes -r requirements/dev.txt
pip uninstall --quiet --yes cdktf constructs
pip install --quiet --require-hashes --no-deps -r requirements/cdktn.txt
pip install --quiet --no-deps --no-build-isolation -e .
"$python" -c 'import importlib.util as find; assert find.find_spec("cdktn") and not find.find_spec("cdktf")'

[ $# -gt 0 ] || set -- tests/constructs tests/stacks tests/acceptance/test_main_job.py
PATH="$PATH:$scratch/venv/bin" "$scratch/venv/bin/pytest" -p no:cacheprovider "$@"
