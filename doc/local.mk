# doc/: architecture, style, formats, manual pages.

EXTRA_DIST += doc/architecture.md doc/configuration.md doc/store.md doc/gazetteer.md doc/places.md doc/ledger.md doc/rules.md doc/style.md

# For those who read what Tocsin writes.
schemadir        = $(pkgdatadir)/schema
dist_schema_DATA = doc/alert.schema.json doc/fact.schema.json doc/openapi.json

# Manual pages: prose in doc/man, tables filled in from the code by daemon/manual.c.
MAN_PROSE = doc/man/tocsin.1 doc/man/tocsind.8 doc/man/tocsin.yaml.5 doc/man/tocsin-rules.5 \
              doc/man/tocsin-facts.5 doc/man/tocsin-events.7
MAN_PAGES   = doc/tocsin.1 doc/tocsind.8 doc/tocsin.yaml.5 doc/tocsin-rules.5 doc/tocsin-facts.5 \
              doc/tocsin-events.7
EXTRA_DIST += $(MAN_PROSE) tests/manual.sh
CLEANFILES += $(MAN_PAGES)
man_MANS = $(MAN_PAGES)
TESTS      += tests/manual.sh tests/events.sh
EXTRA_DIST += tests/events.sh

noinst_PROGRAMS += daemon/tocsin-manual
daemon_tocsin_manual_SOURCES = daemon/manual.c
daemon_tocsin_manual_LDADD   = $(DAEMON_LIBS)

$(MAN_PAGES): daemon/tocsin-manual $(MAN_PROSE)
	$(AM_V_GEN)$(MKDIR_P) doc && \
	  daemon/tocsin-manual < $(top_srcdir)/doc/man/$(@F) > $@.tmp && mv $@.tmp $@
EXTRA_DIST += doc/lexicon.md doc/languages.md
EXTRA_DIST += doc/feed.md doc/performance.md doc/polling.md
EXTRA_DIST += doc/receivers.md
EXTRA_DIST += doc/http.md doc/img

# Completion for bash, from the same table.
completiondir   = $(datadir)/bash-completion/completions
completion_DATA = doc/tocsin
CLEANFILES     += doc/tocsin
doc/tocsin: daemon/tocsin-manual
	$(AM_V_GEN)$(MKDIR_P) doc && daemon/tocsin-manual --completion > $@.tmp && mv $@.tmp $@

# What journalctl -x says of an alert, from the table of reasons.
catalogdir   = $(prefix)/lib/systemd/catalog
catalog_DATA = doc/tocsin.catalog
CLEANFILES  += doc/tocsin.catalog
doc/tocsin.catalog: daemon/tocsin-manual
	$(AM_V_GEN)$(MKDIR_P) doc && daemon/tocsin-manual --catalog > $@.tmp && mv $@.tmp $@
EXTRA_DIST += doc/accuracy.md doc/actors.md doc/alerts.md doc/entries.md doc/facts.md doc/starters.md
EXTRA_DIST += doc/recipes.md doc/recipes tests/recipes.py
TESTS      += tests/recipes.py
EXTRA_DIST += doc/cluster.md doc/operations.md doc/security.md tests/monitoring.sh
TESTS      += tests/monitoring.sh
EXTRA_DIST += tests/documents.py
TESTS      += tests/documents.py
