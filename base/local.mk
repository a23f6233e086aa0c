# base/: what C lacks.  Uses libc only.

noinst_LIBRARIES += base/libbase.a
base_libbase_a_SOURCES = \
	base/alloc.c base/alloc.h base/arena.c base/arena.h base/banned.h base/buf.c base/buf.h \
	base/conf.c base/conf.h base/date.c base/date.h base/err.c base/err.h base/hash.c base/hash.h base/bits.h \
	base/json.c base/json.h base/json_pen.h base/limits.h base/log.c base/log.h base/manual.c base/manual.h base/map.c base/map.h base/mapping.c base/mapping.h base/rng.h \
	base/secret.c base/secret.h base/str.c base/str.h base/ulid.c base/ulid.h base/utf8.c \
	base/utf8.h base/wall.h base/wire.c base/wire.h

UNIT += tests/unit/test_base
tests_unit_test_base_SOURCES = tests/unit/test_base.c
tests_unit_test_base_LDADD   = $(BASE_LIBS) $(CRITERION_LIBS) -lm
