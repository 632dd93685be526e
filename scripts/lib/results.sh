# Runs test projects and counts their results. Sourced by scripts/test.

# The projects of a solution or solution filter, one path a line.
listed_projects() {
  grep -oE '"[^"]+\.csproj"' "$1" | tr -d '"' | tr '\\' '/' | sort
}

# The projects that need Orleans, one path a line.
cluster_half() {
  comm -13 <(listed_projects NoOrleans.slnf) <(listed_projects UsageCluster.sln)
}

# Results of one outcome in a TRX file; "<" and ">" inside values are escaped there.
count_outcome() {
  grep -oE '<UnitTestResult [^>]*' "$1" | grep -cE " outcome=\"($2)\""
}

# Runs one project and adds its results. The runner's exit code outranks its file: a host that died has written too little.
run_tests() {
  local project=$1 name trx code good=0 bad=0 left=0
  name=$(basename "$project" .csproj)
  trx=$results/$name.trx
  local options=(--no-build --nologo -v quiet -tl:off --results-directory "$results" --logger "trx;LogFileName=$name.trx"
    --logger "console;verbosity=minimal" --blame-hang-timeout "$([ "$long" = 1 ] && echo 60m || echo 10m)" --blame-hang-dump-type none)
  [ -z "$filter" ] || options+=(--filter "$filter")
  echo "== $name"
  dotnet test "$project" "${options[@]}"
  code=$?
  if [ -f "$trx" ]; then
    good=$(count_outcome "$trx" Passed)
    left=$(count_outcome "$trx" NotExecuted)
    bad=$(($(count_outcome "$trx" '[A-Za-z]*') - good - left))
  fi
  if [ "$code" != 0 ] && [ "$bad" = 0 ]; then
    echo "$name: the run ended with exit code $code and no failed test: counted as one failure"
    bad=1
  elif [ "$code" = 0 ] && [ -z "$filter" ] && [ "$((good + bad + left))" = 0 ]; then
    echo "$name: no test ran: counted as one failure"
    bad=1
  fi
  passed=$((passed + good)) failed=$((failed + bad)) skipped=$((skipped + left))
}
