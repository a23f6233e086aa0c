# bench/: benchmarks, built by name: make bench/bench_ingest bench/parse_bench.

EXTRA_PROGRAMS += bench/bench_ingest
bench_bench_ingest_SOURCES = bench/bench_ingest.c tests/unit/news.c tests/unit/news.h
bench_bench_ingest_LDADD   = $(DAEMON_LIBS)

EXTRA_PROGRAMS += bench/parse_bench
bench_parse_bench_SOURCES = bench/parse_bench.c
bench_parse_bench_LDADD   = $(PARSER_LIBS) -lm
