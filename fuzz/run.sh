#!/usr/bin/env bash
# run.sh PROGRAMS TARGET SECONDS: runs one target of the fuzzer from the project's root. What it finds, and its log,
# go to fuzz/artifacts/TARGET; what it has learned stays in fuzz/corpus/TARGET.
set -uo pipefail
target=$2
out=fuzz/artifacts/$target
corpus=fuzz/corpus/$target
mkdir -p "$out" "$corpus"
known=()
for folder in "fuzz/seeds/$target" "tests/exhibits/fuzzed/$target"; do
  [ -d "$folder" ] && known+=("$folder")
done
"$1/$target" -max_total_time="$3" -rss_limit_mb=1024 -timeout=10 -print_final_stats=1 -artifact_prefix="$out/" \
  "$corpus" "${known[@]}" >"$out/log" 2>&1
status=$?
stat() { sed -n "s/^stat::$1: *//p" "$out/log" | tail -1; }
coverage=$(grep -o 'cov: [0-9]*' "$out/log" | tail -1)
printf '%-14s %9s executions  %-10s  %5s MB  %s\n' "$target" "$(stat number_of_executed_units)" "$coverage" \
  "$(stat peak_rss_mb)" "$([ $status = 0 ] && echo fine || echo "FOUND SOMETHING, see $out")"
exit $status
