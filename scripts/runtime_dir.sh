# shellcheck shell=bash
# Short folders for Unix sockets (their paths end at 107 bytes), and free ports.

# runtime_dir DIR: makes and prints the private folder of sockets that belongs to DIR.
runtime_dir() {
  local path
  path=/tmp/enlace-$(short_hash "$1")
  mkdir -p "$path"
  [[ -O $path && ! -L $path ]] ||
    fail "socket folder" "$path belongs to somebody else" "remove it, or ask its owner to"
  chmod 0711 "$path"
  echo "$path"
}

# free_port FIRST: the first port from FIRST on that nobody listens on.
free_port() {
  local port
  for ((port = $1; port < $1 + 500; port++)); do
    if ! port_is_taken "$port"; then
      echo "$port"
      return
    fi
  done
  fail "free port" "none between $1 and $port" "end what listens there"
}

# True when something listens on port $1 of this machine.
port_is_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
