#!/bin/sh
# Compiles for the fuzzer. What cargo-fuzz does with a nightly compiler, for crates of this project alone, so that the
# fuzzer looks for its way through our parsers and not through those of libraries. There is no address sanitizer,
# which would need a nightly compiler: no code of ours is `unsafe`.
case " $* " in
  *" --crate-name catchlight_"*)
    exec "$@" -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
      -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
      -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=4
    ;;
  *) exec "$@" ;;
esac
