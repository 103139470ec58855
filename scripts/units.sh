#!/usr/bin/env bash
# Checks the systemd units of deploy/systemd as systemd reads them: that they say what it knows, and how
# exposed the processes are (0 is nothing, 100 everything). Starts nothing.
# Usage: scripts/units.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

MOST_EXPOSED=15
PROGRAMS=(enlace-auth enlace-patient enlace-appointment enlace-audit enlace-gateway probe.sh)
UNITS=(enlace.target restart-enlace@auth.service enlace-probe@auth.timer enlace-audit-maintain.timer)
SERVICES=(enlace-process@{auth,patient,appointment,audit,gateway}.service enlace-probe@auth.service
  enlace-audit-maintain.service)

# A root folder of its own: the units, what they start, and systemd's own units.
make_root() {
  local program
  mkdir -p "$1/etc/systemd/system" "$1/opt/enlace/bin" "$1/usr/bin" "$1/usr/lib/systemd"
  cp -r "$ROOT/deploy/systemd/units/." "$1/etc/systemd/system/"
  cp -r /usr/lib/systemd/system "$1/usr/lib/systemd/"
  for program in "${PROGRAMS[@]}"; do install -m 0755 /bin/true "$1/opt/enlace/bin/$program"; done
  install -m 0755 /bin/true "$1/usr/bin/systemctl"
}

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
make_root "$root"
# What it doesn't know it only mentions.
said=$(systemd-analyze verify --root="$root" "${UNITS[@]}" "${SERVICES[@]}" 2>&1 | sort -u) || true
[[ -z $said ]] || fail "systemd units" "$said" "mend the unit in deploy/systemd/units"
for service in "${SERVICES[@]}"; do
  systemd-analyze security --offline=yes --root="$root" --threshold="$MOST_EXPOSED" "$service" \
    >"$root/said" 2>&1 ||
    fail "exposure of $service" "$(grep -v '✓' "$root/said")" \
      "harden it: deploy/systemd/units/enlace-.service.d/hardening.conf"
done
