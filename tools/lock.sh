#!/bin/sh
# Pins requirements/*.in, with hashes, for every supported Python: run by `make lock` (needs uv on PATH).
set -eu
cd "$(dirname "$0")/.."
pin() {
    uv pip compile --universal --python-version 3.11 --generate-hashes --quiet \
        --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
        "$@"
}
pin requirements/run.in --output-file requirements.txt
for name in dev node terraform; do
    pin "requirements/$name.in" --output-file "requirements/$name.txt"
done
# What cdktn depends on is what cdktf depends on, and is pinned with it.
pin requirements/cdktn.in --no-deps --output-file requirements/cdktn.txt
