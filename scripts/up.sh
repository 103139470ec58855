#!/usr/bin/env bash
# From nothing to a booked appointment: installs, builds, starts, seeds, does the main job once.
# Usage: scripts/up.sh DIR
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

cd "$ROOT"
say "packages"
scripts/install-deps.sh build run
scripts/build.sh release
scripts/stack.sh start --dir "$1" --preset release
scripts/demo.sh "$1"
