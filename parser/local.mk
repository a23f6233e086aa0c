# parser/: bytes to entries.  Uses libxml2, ICU, jansson.

noinst_LIBRARIES += parser/libparser.a
parser_libparser_a_SOURCES = parser/feed.c parser/feed.h parser/html.h
