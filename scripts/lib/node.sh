# Runs tests of Node.js and counts their results. Sourced by scripts/test, with the repository as the working directory.

# Installs what a folder below tests/ locks, runs its tests and adds their results. What they need and cannot have here skips them, with a line
# that says so: what is not checked then is the second argument. The third, if any, is run before the tests.
run_node_tests() {
  local folder=tests/$1 unchecked=$2 before=${3:-true} log=$results/$1.tap good bad left
  echo "== $folder"
  if ! find_node; then
    echo "Node.js 20 or later with npm is missing: $unchecked."
    skipped=$((skipped + 1))
    return
  fi
  if ! npm ci --prefix "$folder" --ignore-scripts --no-audit --no-fund >"$results/npm-$1.log" 2>&1; then
    echo "npm cannot install $folder/package-lock.json here: $unchecked."
    skipped=$((skipped + 1))
    return
  fi
  "$before"
  node --test --test-reporter=tap "$folder"/*.test.mjs >"$log" || sed -n '/^ *not ok/,/^ *\.\.\./p' "$log"
  good=$(tap_count pass) bad=$(($(tap_count fail) + $(tap_count cancelled))) left=$(($(tap_count skipped) + $(tap_count todo)))
  if [ "$((good + bad + left))" = 0 ]; then
    echo "$folder: no test ran: counted as one failure"
    bad=1
  fi
  echo "$good of $((good + bad + left)) passed, $left skipped"
  passed=$((passed + good)) failed=$((failed + bad)) skipped=$((skipped + left))
}

# A count at the end of the log.
tap_count() {
  local count
  count=$(sed -n "s/^# $1 \([0-9]*\)$/\1/p" "$log" | tail -n 1)
  echo "${count:-0}"
}

# Whether Node.js is young enough for its own test runner, and npm is beside it.
find_node() {
  command -v npm >/dev/null && [ "$(node --version 2>/dev/null | sed 's/^v\([0-9]*\).*/\1/')" -ge 20 ] 2>/dev/null
}

# The deployment files: tests/deployment.
run_deployment_tests() {
  run_node_tests deployment "the deployment files are not checked" find_kubectl
}

# The HTTP API under programs that were written elsewhere: tests/api-checks. It starts the program that was built.
run_api_checks() {
  run_node_tests api-checks "the API is not checked with other programs"
}

# Renders the manifests, where there is one of them.
find_kubectl() {
  command -v kubectl >/dev/null || command -v kustomize >/dev/null || apt_install kubectl || echo "There is neither kubectl nor kustomize: the manifests are not rendered."
}
