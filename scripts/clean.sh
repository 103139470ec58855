#!/usr/bin/env bash
# Removes what was built and the tests' PostgreSQL; the data of `make up` stays.
# Usage: scripts/clean.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

"$ROOT/scripts/cluster.sh" destroy "$ROOT/build/test-pg"
"$ROOT/scripts/stack.sh" stop --dir "$ROOT/.local"
rm -rf "$ROOT/build"
