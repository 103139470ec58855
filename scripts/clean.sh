#!/usr/bin/env bash
# Removes what was built, after stopping the tests' PostgreSQL.
# Usage: scripts/clean.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

"$ROOT/scripts/test-cluster.sh" stop
"$ROOT/scripts/stack.sh" stop --dir "$ROOT/.local"
rm -rf "$ROOT/build"
