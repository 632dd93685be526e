# Checks the files by which the program is deployed: tests/deployment, by Node.js. Sourced by scripts/test, with the repository as the working directory.

# Runs them and adds their results. What they need and cannot have here skips them, with a line that says so.
run_deployment_tests() {
  local log=$results/deployment.tap good bad left
  echo "== tests/deployment"
  if ! find_node; then
    echo "Node.js 20 or later with npm is missing: the deployment files are not checked."
    skipped=$((skipped + 1))
    return
  fi
  if ! npm ci --prefix tests/deployment --no-audit --no-fund >"$results/npm.log" 2>&1; then
    echo "npm cannot install tests/deployment/package-lock.json here: the deployment files are not checked."
    skipped=$((skipped + 1))
    return
  fi
  command -v kubectl >/dev/null || command -v kustomize >/dev/null || apt_install kubectl || echo "There is neither kubectl nor kustomize: the manifests are not rendered."
  node --test --test-reporter=tap tests/deployment/*.test.mjs >"$log" || sed -n '/^not ok/,/^  \.\.\./p' "$log"
  good=$(tap_count pass) bad=$(($(tap_count fail) + $(tap_count cancelled))) left=$(($(tap_count skipped) + $(tap_count todo)))
  if [ "$((good + bad + left))" = 0 ]; then
    echo "tests/deployment: no test ran: counted as one failure"
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
