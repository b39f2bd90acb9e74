#!/bin/sh
# Pins requirements/*.in, with hashes, for every supported Python: run by `make lock` (needs uv on PATH).
set -eu
cd "$(dirname "$0")/.."
pin() {
    uv pip compile --universal --python-version 3.11 --generate-hashes --quiet \
        --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
        "$1" --output-file "$2"
}
pin requirements/run.in requirements.txt
for name in dev node terraform; do
    pin "requirements/$name.in" "requirements/$name.txt"
done
