# Runs the benchmarks and holds them to bench/floors.json. Sourced by scripts/test.

# Ratios between programs that take turns on this machine, and sizes: never times. A scenario that falls short counts only once longer rounds have shown it too.
run_benchmarks() {
  echo "== benchmarks"
  local log=$results/benchmarks.log
  if dotnet build bench/UsageCluster.Bench -c Release --disable-build-servers -v quiet -tl:off -p:RunAnalyzers=false >"$log" 2>&1 &&
    dotnet run -c Release --no-build --project bench/UsageCluster.Bench -- --quick --floors bench/floors.json --json "$results/benchmarks.json" >"$log" 2>&1; then
    return
  fi
  cat "$log"
  broken+=("benchmarks: a ratio or figure is on the wrong side of its bound in bench/floors.json, or they could not run; what they said is above")
}
