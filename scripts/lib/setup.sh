# What a fresh machine needs before the first build. Sourced by scripts/test, with the repository as the working directory.

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 DOTNET_CLI_UI_LANGUAGE=en
export DOTNET_GENERATE_ASPNET_CERTIFICATE=false DOTNET_CLI_WORKLOAD_UPDATE_NOTIFY_DISABLE=true
# Nothing stays behind when the run ends.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 MSBUILDTERMINALLOGGER=off

# The .NET tools write below HOME; an account without one gets a place among the artifacts.
if [ -z "${HOME:-}" ] || [ ! -w "$HOME" ]; then
  export HOME=$PWD/artifacts/home
  mkdir -p "$HOME"
fi

# Puts an SDK that satisfies global.json on PATH, or says what is missing.
find_dotnet() {
  local dir
  command -v dotnet >/dev/null || for dir in "${DOTNET_ROOT:-}" "$HOME/.dotnet" /usr/share/dotnet /usr/lib/dotnet /usr/local/share/dotnet; do
    [ -n "$dir" ] && [ -x "$dir/dotnet" ] && { PATH=$dir:$PATH; export PATH; break; }
  done
  local wanted
  wanted=$(sed -n 's/.*"version": *"\([^"]*\)".*/\1/p' global.json)
  if ! command -v dotnet >/dev/null; then
    echo "The .NET SDK is missing. Install version $wanted or a later 10.0 one: https://dotnet.microsoft.com/download/dotnet/10.0"
    return 1
  fi
  dotnet --version >/dev/null 2>&1 && return 0
  echo "The .NET SDK $wanted or a later 10.0 one is needed (global.json); there is only:"
  (cd / && dotnet --list-sdks)
  echo "Install it from https://dotnet.microsoft.com/download/dotnet/10.0"
  return 1
}

# Exports USAGE_TEST_PG_BIN, the folder of the server's programs, unless a server was named by USAGE_TEST_POSTGRES.
find_postgres() {
  local bin
  [ -z "${USAGE_TEST_POSTGRES:-}" ] || { echo "PostgreSQL: the server that USAGE_TEST_POSTGRES names"; return 0; }
  bin=$(postgres_bin) || { install_postgres && bin=$(postgres_bin); } || {
    echo "The tests need PostgreSQL's server programs (initdb, postgres); they start servers of their own."
    echo "Install Debian's postgresql package or the like, or name a server by USAGE_TEST_POSTGRES=\"Host=…;Username=…;Password=…\"."
    return 1
  }
  export USAGE_TEST_PG_BIN=$bin
  echo "PostgreSQL: $("$bin/postgres" --version) in $bin"
}

# Prints the first folder that holds both programs.
postgres_bin() {
  local dir server
  server=$(command -v postgres) && server=$(readlink -f "$server")
  while read -r dir; do
    [ -n "$dir" ] && [ -x "$dir/postgres" ] && [ -x "$dir/initdb" ] && { echo "$dir"; return 0; }
  done <<DIRS
${USAGE_TEST_PG_BIN:-}
$(pg_config --bindir 2>/dev/null)
${server:+$(dirname "$server")}
$(ls -d /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql*/bin /usr/local/opt/postgresql*/bin 2>/dev/null | sort -rV)
DIRS
  return 1
}

# Finds what tests of a cluster start: Redis and, to cut a silo off, ip. What is missing skips its tests.
find_cluster_servers() {
  if ! command -v redis-server >/dev/null && apt_install redis-server; then
    # The package starts a service that the tests do not use.
    as_root service redis-server stop >/dev/null 2>&1
  fi
  command -v redis-server >/dev/null || echo "There is no redis-server: the tests of a cluster of processes are skipped."
  command -v ip >/dev/null || apt_install iproute2
  command -v ip >/dev/null || echo "There is no ip (iproute2): the test that cuts a silo off is skipped."
}

# Finds curl, by which a test replays the tour of README.md.
find_curl() {
  command -v curl >/dev/null || apt_install curl && command -v curl >/dev/null && return 0
  echo "A test replays the tour of README.md with curl, which is missing. Install it."
  return 1
}

# Installs Debian's package without the cluster and the service that it would start.
install_postgres() {
  apt_install postgresql-common &&
    as_root sed -i -E 's/^#?create_main_cluster .*/create_main_cluster = false/' /etc/postgresql-common/createcluster.conf &&
    apt_install postgresql
}

# Installs a package where this user may.
apt_install() {
  command -v apt-get >/dev/null && as_root true || return 1
  echo "Installing Debian's $1"
  {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -q update
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y install --no-install-recommends "$1"
  } >"$results/apt.log" 2>&1 || { tail -n 20 "$results/apt.log"; return 1; }
}

# Runs a command as root, if that needs no password.
as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  else
    command -v sudo >/dev/null && sudo -n "$@" 2>/dev/null
  fi
}
