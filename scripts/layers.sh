#!/usr/bin/env bash
# Checks the borders between layers by the includes.
# Usage: scripts/layers.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

cd "$ROOT"
broken=0

# refuse RULE: prints the offending lines of standard input, if any, below the rule.
refuse() {
  local lines
  lines=$(cat)
  if [[ -n $lines ]]; then
    printf '%s:\n%s\n' "$1" "$lines" >&2
    broken=1
  fi
}

includes() { git grep -nE "^#include [\"<]($1)" -- "${@:2}" || true; }

# includes_of_others SERVICE: its includes of another service.
includes_of_others() {
  includes 'services/' "services/$1" | { grep -v "[\"<]services/$1/" || true; }
}

DRIVER='pqxx|libpq|postgresql/libpq'
WIRE='grpc|google/|enlace/[a-z]+/v1/'

refuse "only libs/db and services/*/storage may see the database driver" < <(
  includes "$DRIVER" '*.cpp' '*.h' ':!libs/db' ':!services/*/storage/*'
)
for service in auth patient appointment audit; do
  refuse "services/$service includes another service's headers" < <(includes_of_others "$service")
done
# libs/db/context.h says who acts for whom, in plain types.
refuse "a domain, and libs/core, know no proto, gRPC or database" < <(
  includes "$DRIVER|$WIRE|libs/(db|rpc)/" 'services/*/domain/*' 'libs/core' |
    { grep -v '"libs/db/context.h"' || true; }
)
refuse "storage knows no gRPC" < <(
  includes 'grpc|google/rpc|google/api|libs/rpc/' 'services/*/storage/*' 'libs/db'
)
refuse "libs/testing is for tests only" < <(
  includes 'libs/testing/|services/[a-z]+/testing/' '*.h' 'services/*/main.cpp' \
    ':!libs/testing' ':!*_fixture.h' ':!services/*/testing/*'
)
refuse "generated C++ is not committed" < <(git ls-files '*.pb.h' '*.pb.cc')
refuse "checks are not switched off" < <(
  git grep -nE 'NOLINT|clang-format off' -- '*.cpp' '*.h' || true
)

((broken == 0)) || fail "layers" "the lines above" "move the code to the layer that may see it"
