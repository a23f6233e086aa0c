# bench/: benchmarks, built by name (make bench/floor …); doc/performance.md says what they measure.

EXTRA_PROGRAMS += bench/bench_ingest
bench_bench_ingest_SOURCES = bench/bench_ingest.c tests/unit/news.c tests/unit/news.h
bench_bench_ingest_LDADD   = $(DAEMON_LIBS)

EXTRA_PROGRAMS += bench/seed_feeds
bench_seed_feeds_SOURCES = bench/seed_feeds.c
bench_seed_feeds_LDADD   = $(DAEMON_LIBS)

EXTRA_PROGRAMS += bench/parse_bench
bench_parse_bench_SOURCES = bench/parse_bench.c
bench_parse_bench_LDADD   = $(PARSER_LIBS) -lm

EXTRA_PROGRAMS += bench/floor
bench_floor_SOURCES = bench/floor.c
bench_floor_LDADD   = $(BASE_LIBS) $(CURL_LIBS) $(EVENT_LIBS) $(XML_LIBS) $(SQLITE_LIBS)

EXTRA_PROGRAMS += bench/read_bench
bench_read_bench_SOURCES = bench/read_bench.c
bench_read_bench_LDADD   = $(FACTS_LIBS)
if HAVE_HYPERSCAN
bench_read_bench_CPPFLAGS = $(AM_CPPFLAGS) $(HYPERSCAN_CFLAGS) -DHAVE_HYPERSCAN
bench_read_bench_LDADD   += $(HYPERSCAN_LIBS)
endif

EXTRA_DIST += bench/bench.py bench/measure.py bench/rows.py bench/peers.py bench/push.py bench/plot.py \
              bench/feeds.py bench/million.py bench/web_load.py bench/gofeed.go bench/ratios.json

# Ratios to the floor in under two minutes; fails when one is twice what was recorded.
bench-quick: all bench/floor bench/parse_bench
	BUILD='$(abs_top_builddir)' $(top_srcdir)/bench/bench.py quick
.PHONY: bench-quick
