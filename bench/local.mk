# bench/: benchmarks, built by name: make bench/bench_ingest.

EXTRA_PROGRAMS += bench/bench_ingest
bench_bench_ingest_SOURCES = bench/bench_ingest.c tests/unit/news.c tests/unit/news.h
bench_bench_ingest_LDADD   = $(DAEMON_LIBS)
