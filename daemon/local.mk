# daemon/: the shell that wires it: main, options, pipeline, workers, control, the command.
# Everything but the two main() is a library, so that tests link it too.

noinst_LIBRARIES += daemon/libdaemon.a
daemon_libdaemon_a_SOURCES = \
	daemon/desk.c daemon/desk.h daemon/desk_parts.c daemon/desk_parts.h daemon/desk_room.c daemon/desk_room.h daemon/desk_rows.c daemon/desk_rows.h daemon/desk_sieve.h daemon/desk_tidy.c daemon/desk_work.h \
	daemon/api.c daemon/api.h daemon/api_atom.c daemon/api_atom.h daemon/api_cap.c daemon/api_cap.h daemon/api_incident.c daemon/api_incident.h daemon/client.c \
	daemon/client.h daemon/command.c daemon/command.h daemon/command_json.c daemon/command_json.h daemon/health.c daemon/health.h daemon/progress.c daemon/progress.h daemon/exits.c daemon/exits.h daemon/standard.c daemon/standard.h daemon/export.c daemon/export.h daemon/export_csv.c daemon/export_parts.h \
	daemon/config_basemap.c daemon/config_files.c daemon/config_print.c daemon/config_rules.c daemon/config_sections.c daemon/configuration.c \
	daemon/configuration.h daemon/job.c daemon/job.h daemon/job_answer.c daemon/metrics.c daemon/metrics_process.c \
	daemon/metrics.h daemon/notice.c daemon/notice.h daemon/notify.c daemon/notify.h \
	daemon/offload.c daemon/offload.h daemon/options.c daemon/options.h daemon/place_names.c \
	daemon/place_names.h daemon/privileges.c daemon/privileges.h daemon/sandbox.c daemon/sandbox.h daemon/worker.c daemon/worker.h \
	daemon/channel.c daemon/channel.h \
	daemon/worker_hooks.h daemon/workers.c daemon/workers.h daemon/yaml.c daemon/yaml.h \
	daemon/cmd_config.c daemon/config_schema.c daemon/cmd_reload.c daemon/cmd_status.c daemon/cmd_tail.c daemon/table.c daemon/table.h daemon/web.c daemon/web.h \
	daemon/web_act.c daemon/web_act.h daemon/web_host.c daemon/web_host.h daemon/web_events.c daemon/web_events.h daemon/live_events.c daemon/live_events.h daemon/control.c daemon/control.h
# The engine.
daemon_libdaemon_a_SOURCES += \
	daemon/engine.c daemon/engine.h daemon/engine_calls.c daemon/engine_parts.h \
	daemon/engine_keep.c daemon/engine_lag.c \
	daemon/engine_reload.c daemon/engine_wait.c daemon/report.c daemon/report.h daemon/store_health.c \
	daemon/store_health.h
daemon_libdaemon_a_SOURCES += daemon/cmd_parse.c
# The store's transaction and care.
daemon_libdaemon_a_SOURCES += \
	daemon/cmd_replay.c daemon/replay.c daemon/replay.h daemon/cmd_store.c daemon/clock.c daemon/clock.h daemon/data_dir.c daemon/data_dir.h daemon/ingest.c daemon/ingest.h \
	daemon/evidence.c daemon/evidence.h \
	daemon/ingest_ledger.c daemon/ingest_ring.c daemon/ingest_work.h

# What was built: the commit of a checkout, or that of which a tarball was made.
BUILT_SOURCES += daemon/revision.h
CLEANFILES    += daemon/revision.h
nodist_daemon_libdaemon_a_SOURCES = daemon/revision.h
daemon/metrics.$(OBJEXT): daemon/revision.h # where one target alone is made
daemon/revision.h: always
	@$(MKDIR_P) daemon; cd $(top_srcdir) && \
	  { { test -e .git && git rev-parse --short=12 HEAD 2>/dev/null; } || cat revision 2>/dev/null || echo unknown; } | \
	  sed 's/.*/#define REVISION "&"/' >$(abs_top_builddir)/$@.new; \
	  cd $(abs_top_builddir); if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi
.PHONY: always

# A program that is not installed finds language packs, actors and gazetteer beside itself.
all-local: daemon/share
daemon/share: etc/gazetteer.bin etc/lang.bin Makefile
	@$(MKDIR_P) $@
	$(AM_V_GEN)ln -sf $(abs_top_srcdir)/etc/lang $(abs_top_srcdir)/etc/skeleton $(abs_top_srcdir)/etc/*.tsv \
	  $(abs_top_builddir)/etc/gazetteer.bin $(abs_top_builddir)/etc/lang.bin $@ && touch $@
CLEAN_DIRS += daemon/share

if TEST_HOOKS
daemon_libdaemon_a_SOURCES += daemon/worker_hooks.c
endif
EXTRA_DIST += daemon/worker_hooks.c

# Ground: the gazetteer's builder.
daemon_libdaemon_a_SOURCES += daemon/cmd_gazetteer.c

# Reading: text to facts.
daemon_libdaemon_a_SOURCES += daemon/cmd_extract.c daemon/cmd_lang.c daemon/cmd_lang_new.c daemon/json_line.c daemon/json_line.h daemon/lines.c daemon/lines.h
# The poller's shell.
daemon_libdaemon_a_SOURCES += daemon/poller.c daemon/poller.h daemon/poller_feeds.c daemon/poller_read.c \
	daemon/poller_share.c daemon/poller_store.c daemon/poller_tell.c daemon/poller_work.h daemon/websub.c daemon/websub.h \
	daemon/cmd_feed.c daemon/cmd_feed_add.c daemon/cmd_feed_opml.c \
	daemon/feed_file.c daemon/feed_file.h daemon/probe.c daemon/probe.h
# The first run.
daemon_libdaemon_a_SOURCES += daemon/cmd_init.c daemon/init_replay.c daemon/init_replay.h daemon/init_text.c daemon/init_text.h daemon/starter.c \
	daemon/starter.h
# Who knocks at our listeners.
daemon_libdaemon_a_SOURCES += daemon/strangers.c daemon/strangers.h daemon/memory.c daemon/memory.h
TESTS      += tests/init.py tests/init_terminal.py
EXTRA_DIST += tests/init.py tests/init_terminal.py tests/init_world.py

DAEMON_LIBS = daemon/libdaemon.a $(ALL_LIBS)

bin_PROGRAMS += daemon/tocsin
daemon_tocsin_SOURCES = daemon/tocsin.c
daemon_tocsin_LDADD   = $(DAEMON_LIBS)

sbin_PROGRAMS += daemon/tocsind
daemon_tocsind_SOURCES = daemon/tocsind.c
daemon_tocsind_LDADD   = $(DAEMON_LIBS)

# What ./quickstart watches.
noinst_PROGRAMS += daemon/tocsin-story
daemon_tocsin_story_SOURCES = daemon/story.c
daemon_tocsin_story_LDADD   = daemon/libdaemon.a $(NET_LIBS) $(YAML_LIBS)

UNIT += tests/unit/test_worker
tests_unit_test_worker_SOURCES = tests/unit/test_worker.c
tests_unit_test_worker_LDADD   = $(DAEMON_LIBS) $(CRITERION_LIBS)
check_PROGRAMS += tests/unit/liar
tests_unit_liar_SOURCES = tests/unit/liar.c
tests_unit_liar_LDADD   = $(DAEMON_LIBS)
UNIT += tests/unit/test_config
tests_unit_test_config_SOURCES = tests/unit/test_config.c
tests_unit_test_config_LDADD   = $(DAEMON_LIBS) $(CRITERION_LIBS)

include daemon/delivery.mk

UNIT += tests/unit/test_api
tests_unit_test_api_SOURCES = tests/unit/test_api.c $(LEDGER_MEM) tests/unit/stores.c tests/unit/stores.h
tests_unit_test_api_LDADD   = $(DAEMON_LIBS) $(CRITERION_LIBS)

UNIT += tests/unit/test_events
tests_unit_test_events_SOURCES = tests/unit/test_events.c tests/unit/stores.c tests/unit/stores.h
tests_unit_test_events_LDADD   = $(DAEMON_LIBS) $(CRITERION_LIBS)

UNIT += tests/unit/test_desk
tests_unit_test_desk_SOURCES = tests/unit/test_desk.c tests/unit/news.c tests/unit/news.h
tests_unit_test_desk_LDADD   = $(DAEMON_LIBS) $(CRITERION_LIBS)

UNIT += tests/unit/test_ingest
tests_unit_test_ingest_SOURCES = tests/unit/test_ingest.c tests/unit/news.c tests/unit/news.h \
	tests/unit/stores.c tests/unit/stores.h
tests_unit_test_ingest_LDADD   = $(DAEMON_LIBS) $(CRITERION_LIBS)

UNIT += tests/unit/test_clock
tests_unit_test_clock_SOURCES = tests/unit/test_clock.c
tests_unit_test_clock_LDADD   = $(DAEMON_LIBS) $(CRITERION_LIBS)

UNIT += tests/unit/test_strangers
tests_unit_test_strangers_SOURCES = tests/unit/test_strangers.c
tests_unit_test_strangers_LDADD   = $(DAEMON_LIBS) $(CRITERION_LIBS)

UNIT += tests/unit/test_websub
tests_unit_test_websub_SOURCES = tests/unit/test_websub.c tests/unit/stores.c tests/unit/stores.h
tests_unit_test_websub_LDADD   = $(DAEMON_LIBS) $(CRITERION_LIBS)

FUZZERS += tests/fuzz/fuzz_api tests/fuzz/fuzz_config tests/fuzz/fuzz_control tests/fuzz/fuzz_worker_message
STORE_WORLD = tests/fuzz/store_world.c tests/fuzz/store_world.h tests/fuzz/check.h tests/unit/news.c tests/unit/news.h
tests_fuzz_fuzz_api_SOURCES = tests/fuzz/fuzz_api.c $(STORE_WORLD) $(FUZZ_MAIN)
tests_fuzz_fuzz_api_LDADD   = $(DAEMON_LIBS)
tests_fuzz_fuzz_api_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LINK)
tests_fuzz_fuzz_control_SOURCES = tests/fuzz/fuzz_control.c $(STORE_WORLD) $(FUZZ_MAIN)
tests_fuzz_fuzz_control_LDADD   = $(DAEMON_LIBS)
tests_fuzz_fuzz_control_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LINK)
tests_fuzz_fuzz_config_SOURCES = tests/fuzz/fuzz_config.c $(FUZZ_MAIN)
tests_fuzz_fuzz_config_LDADD   = $(DAEMON_LIBS)
tests_fuzz_fuzz_config_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LINK)
tests_fuzz_fuzz_worker_message_SOURCES = tests/fuzz/fuzz_worker_message.c $(FUZZ_MAIN)
tests_fuzz_fuzz_worker_message_LDADD   = $(DAEMON_LIBS)
tests_fuzz_fuzz_worker_message_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LINK)

UNIT += tests/unit/test_evidence
tests_unit_test_evidence_SOURCES = tests/unit/test_evidence.c
tests_unit_test_evidence_LDADD   = $(DAEMON_LIBS) $(CRITERION_LIBS)

UNIT += tests/unit/test_table
tests_unit_test_table_SOURCES = tests/unit/test_table.c
tests_unit_test_table_LDADD   = $(DAEMON_LIBS) $(CRITERION_LIBS)
