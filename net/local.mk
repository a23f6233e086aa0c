# net/: the outside world.  Uses libcurl, libevent.

noinst_LIBRARIES += net/libnet.a
net_libnet_a_SOURCES = \
	net/explain.c net/guard.c net/guard.h net/headers.c net/headers.h net/http.c net/http.h \
	net/http_names.c net/httpd.c net/httpd.h net/httpd_address.c net/problem.c net/problem.h net/httpd_status.c net/httpd_parse.c net/httpd_parse.h net/job.h net/multi.c net/smtp.c net/smtp.h net/unpack.c net/unpack.h net/url.c net/url.h

UNIT += tests/unit/test_guard tests/unit/test_net tests/unit/test_http
tests_unit_test_guard_SOURCES = tests/unit/test_guard.c
tests_unit_test_guard_LDADD   = $(NET_LIBS) $(CRITERION_LIBS)
tests_unit_test_net_SOURCES = tests/unit/test_net.c
tests_unit_test_net_LDADD   = $(NET_LIBS) $(CRITERION_LIBS)
tests_unit_test_http_SOURCES = tests/unit/test_http.c
tests_unit_test_http_LDADD   = $(NET_LIBS) $(CRITERION_LIBS) $(ZLIB_LIBS)

# Against a real nginx; skipped aloud where nginx, openssl or curl is missing.
TESTS      += tests/net_tls.py tests/net_nginx.sh
EXTRA_DIST += tests/net_tls.py tests/net_nginx.sh

FUZZERS += tests/fuzz/fuzz_httpd
tests_fuzz_fuzz_httpd_SOURCES = tests/fuzz/fuzz_httpd.c tests/fuzz/check.h $(FUZZ_MAIN)
tests_fuzz_fuzz_httpd_LDADD   = $(NET_LIBS)
tests_fuzz_fuzz_httpd_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LINK)
