# parser/: bytes to entries.  Uses libxml2, ICU, jansson.

noinst_LIBRARIES += parser/libparser.a
parser_libparser_a_SOURCES = \
	parser/build.c parser/build.h parser/charset.c parser/charset.h parser/charset_names.c parser/charset_names.h parser/date.c parser/date.h parser/date_names.inc \
	parser/discover.c parser/discover.h parser/element.c parser/entity.c parser/entity.h \
	parser/entity_table.inc parser/feed.c parser/feed.h parser/feed_text.h parser/feed_json.c parser/feed_json.h parser/fields.h \
	parser/fields.c parser/geo.c parser/html.c parser/html.h parser/html_safe.c parser/html_token.c \
	parser/html_token.h parser/json_feed.c parser/json_feed.h parser/json_mend.c parser/json_mend.h parser/links.c parser/opml.c parser/opml.h parser/repair.c parser/repair.h parser/soup.c \
	parser/soup.h parser/href.c parser/href.h parser/xml.c parser/xml.h

UNIT += tests/unit/test_parser tests/unit/test_parser_large tests/unit/test_parser_text
tests_unit_test_parser_SOURCES      = tests/unit/test_parser.c
tests_unit_test_parser_LDADD        = $(PARSER_LIBS) $(CRITERION_LIBS) -lm
tests_unit_test_parser_large_SOURCES = tests/unit/test_parser_large.c
tests_unit_test_parser_large_LDADD  = $(PARSER_LIBS) $(CRITERION_LIBS) -lm
tests_unit_test_parser_text_SOURCES = tests/unit/test_parser_text.c
tests_unit_test_parser_text_LDADD   = $(PARSER_LIBS) $(CRITERION_LIBS) -lm
EXTRA_DIST += tests/cases/feeds

FUZZERS += tests/fuzz/fuzz_charset tests/fuzz/fuzz_date tests/fuzz/fuzz_feed tests/fuzz/fuzz_href \
	tests/fuzz/fuzz_html tests/fuzz/fuzz_json_feed tests/fuzz/fuzz_opml
FEED_CHECK = tests/fuzz/check.h tests/fuzz/feed_check.c tests/fuzz/feed_check.h
tests_fuzz_fuzz_charset_SOURCES = tests/fuzz/fuzz_charset.c tests/fuzz/check.h $(FUZZ_MAIN)
tests_fuzz_fuzz_charset_LDADD   = $(PARSER_LIBS) -lm
tests_fuzz_fuzz_charset_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LINK)
tests_fuzz_fuzz_date_SOURCES = tests/fuzz/fuzz_date.c $(FUZZ_MAIN)
tests_fuzz_fuzz_date_LDADD   = $(PARSER_LIBS) -lm
tests_fuzz_fuzz_date_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LINK)
tests_fuzz_fuzz_feed_SOURCES = tests/fuzz/fuzz_feed.c $(FEED_CHECK) $(FUZZ_MAIN)
tests_fuzz_fuzz_feed_LDADD   = $(PARSER_LIBS) -lm
tests_fuzz_fuzz_feed_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LINK)
tests_fuzz_fuzz_href_SOURCES = tests/fuzz/fuzz_href.c tests/fuzz/check.h $(FUZZ_MAIN)
tests_fuzz_fuzz_href_LDADD   = $(PARSER_LIBS) -lm
tests_fuzz_fuzz_href_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LINK)
tests_fuzz_fuzz_html_SOURCES = tests/fuzz/fuzz_html.c $(FUZZ_MAIN)
tests_fuzz_fuzz_html_LDADD   = $(PARSER_LIBS) -lm
tests_fuzz_fuzz_html_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LINK)
tests_fuzz_fuzz_json_feed_SOURCES = tests/fuzz/fuzz_json_feed.c $(FEED_CHECK) $(FUZZ_MAIN)
tests_fuzz_fuzz_json_feed_LDADD   = $(PARSER_LIBS) -lm
tests_fuzz_fuzz_json_feed_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LINK)
tests_fuzz_fuzz_opml_SOURCES = tests/fuzz/fuzz_opml.c tests/fuzz/check.h $(FUZZ_MAIN)
tests_fuzz_fuzz_opml_LDADD   = $(PARSER_LIBS) -lm
tests_fuzz_fuzz_opml_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LINK)
