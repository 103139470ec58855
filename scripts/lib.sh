# shellcheck shell=bash
# What every script begins with: strict mode, the repository's root, progress and failure lines.
set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export ROOT
# A Go that is too old for a module fetches the right toolchain by itself.
export GOTOOLCHAIN="${GOTOOLCHAIN:-auto}"

# Debian's versioned Go and Go's own installer leave it outside of PATH.
for folder in /usr/local/go/bin /usr/lib/go-1.*/bin; do
  if [[ -x $folder/go ]] && ! command -v go >/dev/null; then PATH=$PATH:$folder; fi
done
unset folder

# say TEXT: one line of progress, on standard error so that answers can be captured.
say() { printf '==> %s\n' "$*" >&2; }

# note TEXT: a detail below the last progress line.
note() { printf '    %s\n' "$*" >&2; }

# fail STEP CAUSE MEND: names what broke, why, and what to do, then ends the script.
fail() {
  printf '\nFAILED at: %s\n   cause: %s\n    mend: %s\n' "$1" "$2" "$3" >&2
  exit 1
}

# wait_until SECONDS COMMAND…: runs the command until it succeeds or the deadline passes.
wait_until() {
  local deadline=$((SECONDS + $1))
  shift
  until "$@"; do
    if ((SECONDS >= deadline)); then
      return 1
    fi
    sleep 0.1
  done
}

# short_hash TEXT: ten characters that name it.
short_hash() { printf '%s' "$1" | sha256sum | cut -c1-10; }

# cpp_sources: every C++ source but the tests, a line each.
cpp_sources() { git ls-files 'libs/*.cpp' 'services/*.cpp' 'proto/*.cpp' | grep -v 'test\.cpp$'; }
