# facts/: text to facts, facts to incidents.  Pure functions; uses ICU.

noinst_LIBRARIES += facts/libfacts.a
facts_libfacts_a_SOURCES = \
	facts/claim.c facts/claim.h facts/claim_fuse.c facts/claim_fuse.h facts/claim_place.c \
	facts/control.c facts/control.h facts/control_show.c facts/fact.c facts/fact.h facts/fact_json.c \
	facts/fact_json.h facts/fact_wire.c facts/fact_wire.h facts/fuse.c facts/fuse.h facts/fuse_place.c \
	facts/incident.c facts/incident.h facts/incident_former.c facts/incident_keep.c \
	facts/incident_show.c facts/incident_wire.c facts/ledger.c facts/ledger.h facts/ledger_key.c \
	facts/ledger_key.h facts/ledger_ops.c facts/ledger_piece.c facts/ledger_piece.h facts/ledger_set.c \
	facts/ledger_set.h facts/ledger_wording.c facts/piece_claims.c facts/piece_in.h \
	facts/place_glance.h facts/side.c facts/side.h facts/wire_parts.c facts/wire_parts.h

# Ground: place names, the gazetteer.
facts_libfacts_a_SOURCES += \
	facts/atlas.c facts/atlas.h facts/atlas_ask.c facts/fold.c facts/fold.h facts/gazetteer.c facts/gazetteer.h \
	facts/gazetteer_build.c facts/gazetteer_build.h facts/gazetteer_file.h facts/gazetteer_keys.c \
	facts/gazetteer_keys.h facts/gazetteer_load.c \
	facts/gazetteer_load.h facts/known_names.c facts/known_names.h \
	facts/name_words.c facts/name_words.h
UNIT += tests/unit/test_gazetteer
tests_unit_test_gazetteer_SOURCES = tests/unit/test_gazetteer.c
tests_unit_test_gazetteer_LDADD   = $(FACTS_LIBS) $(CRITERION_LIBS)
FUZZERS += tests/fuzz/fuzz_gazetteer
tests_fuzz_fuzz_gazetteer_SOURCES = tests/fuzz/fuzz_gazetteer.c $(FUZZ_MAIN)
tests_fuzz_fuzz_gazetteer_LDADD   = $(FACTS_LIBS)
tests_fuzz_fuzz_gazetteer_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LINK)

# Reading: text to facts.
facts_libfacts_a_SOURCES += \
	facts/agent.c facts/agent_blame.c facts/agent_cause.c facts/agent_clause.c facts/attach.c \
	facts/attr.c facts/attr.h facts/attr_in.h facts/attr_time.c facts/attr_when.c facts/calm.c \
	facts/calm.h facts/casualty.c facts/casualty.h facts/cause.c facts/chunk.c facts/chunk.h facts/chunk_open.c \
	facts/clause.c facts/clause.h facts/clause_in.h facts/clause_walk.c facts/count.c facts/count.h \
	facts/cue.c facts/cue.h facts/doc.h facts/finder.c facts/finder.h facts/finder_in.h facts/form.h \
	facts/frame.c facts/frame.h facts/group.c facts/group.h facts/habit.h facts/history.c \
	facts/inflect.c facts/inflect.h facts/judge.c facts/judge_cue.c facts/judge_in.h facts/judge_past.c \
	facts/lang_check.c facts/lang_check.h facts/letter.h facts/lexicon.c facts/lexicon.h \
	facts/guessed.h facts/lexicon_build.h facts/lexicon_data.h facts/lexicon_file.c facts/lexicon_file.h facts/lexicon_find.h \
	facts/lexicon_image.c facts/lexicon_image.h facts/name_around.c facts/name_around.h facts/names.c \
	facts/number.c facts/number.h facts/number_digits.c facts/object.c facts/pack_file.c \
	facts/pack_file.h facts/pack_format.h facts/place_ways.c facts/place_ways.h facts/plain.c facts/plain.h facts/plain_bytes.h \
	facts/reach.c facts/reach.h facts/reach_in.h facts/reach_list.c facts/reach_name.c facts/reader.c \
	facts/reader.h facts/reader_data.h facts/recall.c facts/repeat.c facts/rivals.c facts/sentence.c \
	facts/shares.c facts/source.c facts/source.h facts/source_apart.c facts/source_in.h \
	facts/source_name.c facts/story.c facts/story.h facts/token.c facts/token.h facts/token_end.c \
	facts/token_in.h facts/token_skip.c facts/token_word.c facts/toll.c facts/toll_in.h facts/toll_items.c \
	facts/toll_parts.c facts/toll_where.c facts/unwrap.c facts/unwrap.h facts/verb.c facts/victims.c \
	facts/victims_beside.c facts/victims_lose.c facts/victims_noun.c facts/victims_parts.c facts/where.c \
	facts/where.h facts/where_body.c facts/where_capital.c facts/where_figure.c facts/where_hit.c \
	facts/where_in.h facts/where_office.c facts/where_role.c facts/where_scene.c facts/where_scene.h \
	facts/wide_punct.c facts/wide_punct.h facts/word_classes.h facts/word_values.h facts/written.c \
	facts/written.h

# What the ledger knows of actors.
facts_libfacts_a_SOURCES += facts/actor_classes.h
nodist_facts_libfacts_a_SOURCES = facts/actor_classes.c
CLEANFILES += facts/actor_classes.c
facts/actor_classes.c: $(top_srcdir)/etc/actors.tsv
	$(AM_V_GEN)$(MKDIR_P) facts && { \
	  printf '#include "config.h"\n\n#include "base/alloc.h"\n#include "facts/actor_classes.h"\n\nconst struct actor_class actor_classes[] = {\n'; \
	  awk -F'\t' '!/^#/ && NF >= 5 && $$2 != "-" { \
	    c = $$1 ~ /^gov-/ || $$2 == "state" ? "SIDE_STATE" : $$2 == "oppose" ? "SIDE_AGAINST_STATE" : "SIDE_UNKNOWN"; \
	    print "\t{ STR_INIT(\"" $$1 "\"), " c " }," }' $(top_srcdir)/etc/actors.tsv | LC_ALL=C sort -u; \
	  printf '};\nconst size_t actor_classes_n = NELEM(actor_classes);\n'; } >$@.new && mv $@.new $@

# Ground: time and actors.
facts_libfacts_a_SOURCES += \
	facts/actors.c facts/actors.h facts/country.c facts/country.h facts/ground.c facts/ground.h \
	facts/ground_after.c facts/ground_before.c facts/ground_in.h facts/ground_list.c facts/ground_name.c \
	facts/ground_words.c facts/ground_words.h facts/phrase.c facts/phrase.h facts/phrase_actor.c \
	facts/phrase_governor.c facts/phrase_in.h facts/phrase_known.c facts/phrase_name.c facts/places.c \
	facts/places.h facts/places_in.h facts/places_name.c facts/places_near.c facts/places_near.h \
	facts/places_unknown.c facts/places_unknown.h facts/small_words.c facts/small_words.h \
	facts/territory.c facts/territory.h facts/territory_control.c facts/territory_control.h \
	facts/territory_data.h facts/territory_fall.c facts/territory_frame.c facts/territory_frame.h \
	facts/territory_govern.c facts/territory_held.c facts/territory_held.h facts/territory_lose.c \
	facts/territory_moves.c facts/territory_moves.h facts/territory_noun.c facts/territory_noun.h \
	facts/territory_pass.c facts/territory_pass.h facts/territory_rules.c facts/territory_say.c \
	facts/territory_scene.c facts/territory_scene.h facts/territory_slots.c facts/territory_stance.c \
	facts/territory_stance.h facts/territory_undone.c facts/territory_where.c facts/territory_where.h \
	facts/territory_who.c facts/time_words.c facts/time_words.h facts/when.c facts/when.h
UNIT += tests/unit/test_when
tests_unit_test_when_SOURCES = tests/unit/test_when.c
tests_unit_test_when_LDADD   = $(FACTS_LIBS) $(CRITERION_LIBS)
UNIT += tests/unit/test_actors
tests_unit_test_actors_SOURCES = tests/unit/test_actors.c tests/unit/rows.h
tests_unit_test_actors_LDADD   = $(FACTS_LIBS) $(CRITERION_LIBS)

# The ledger.
UNIT += tests/unit/test_ledger tests/unit/test_control tests/unit/test_fuse tests/unit/test_incident
LEDGER_KIT = tests/unit/ledger_kit.c tests/unit/ledger_kit.h $(LEDGER_MEM)
LEDGER_MEM = tests/unit/ledger_mem.c tests/unit/ledger_mem.h
tests_unit_test_ledger_SOURCES  = tests/unit/test_ledger.c $(LEDGER_KIT)
tests_unit_test_ledger_LDADD    = $(ALERTS_LIBS) $(CRITERION_LIBS)
tests_unit_test_control_SOURCES = tests/unit/test_control.c $(LEDGER_KIT)
tests_unit_test_control_LDADD   = $(ALERTS_LIBS) $(CRITERION_LIBS)
tests_unit_test_incident_SOURCES = tests/unit/test_incident.c $(LEDGER_KIT)
tests_unit_test_incident_LDADD  = $(ALERTS_LIBS) $(CRITERION_LIBS)
tests_unit_test_fuse_SOURCES    = tests/unit/test_fuse.c
tests_unit_test_fuse_LDADD      = $(ALERTS_LIBS) $(CRITERION_LIBS)
UNIT += tests/unit/test_words
tests_unit_test_words_SOURCES = tests/unit/test_words.c
tests_unit_test_words_LDADD   = $(FACTS_LIBS) $(CRITERION_LIBS)
UNIT += tests/unit/test_letters
tests_unit_test_letters_SOURCES = tests/unit/test_letters.c
tests_unit_test_letters_LDADD   = $(FACTS_LIBS) $(CRITERION_LIBS)
UNIT += tests/unit/test_facts
tests_unit_test_facts_SOURCES = tests/unit/test_facts.c tests/unit/reader_kit.h
tests_unit_test_facts_LDADD   = $(FACTS_LIBS) $(JANSSON_LIBS) $(CRITERION_LIBS)
UNIT += tests/unit/test_history
tests_unit_test_history_SOURCES = tests/unit/test_history.c tests/unit/reader_kit.h
tests_unit_test_history_LDADD   = $(FACTS_LIBS) $(CRITERION_LIBS)
EXTRA_DIST += tests/cases/english.jsonl tests/cases/lang-ar.jsonl tests/cases/lang-de.jsonl tests/cases/lang-es.jsonl tests/cases/lang-fr.jsonl \
	tests/cases/lang-pt.jsonl tests/cases/lang-ru.jsonl tests/cases/lang-tr.jsonl tests/cases/lang-uk.jsonl
UNIT += tests/unit/test_territory
tests_unit_test_territory_SOURCES = tests/unit/test_territory.c
tests_unit_test_territory_LDADD   = $(FACTS_LIBS) $(JANSSON_LIBS) $(CRITERION_LIBS)
EXTRA_DIST += tests/cases/territory.jsonl tests/cases/places.jsonl tests/cases/places-war.tsv tests/cases/actors-war.tsv
UNIT += tests/unit/test_places
tests_unit_test_places_SOURCES = tests/unit/test_places.c tests/unit/rows.h
tests_unit_test_places_LDADD   = $(FACTS_LIBS) $(JANSSON_LIBS) $(CRITERION_LIBS)
UNIT += tests/unit/test_packs
tests_unit_test_packs_SOURCES = tests/unit/test_packs.c
tests_unit_test_packs_LDADD   = $(FACTS_LIBS) $(CRITERION_LIBS)
FUZZERS += tests/fuzz/fuzz_lang tests/fuzz/fuzz_pack tests/fuzz/fuzz_text
tests_fuzz_fuzz_pack_SOURCES = tests/fuzz/fuzz_pack.c tests/fuzz/scratch.c tests/fuzz/scratch.h tests/fuzz/check.h $(FUZZ_MAIN)
tests_fuzz_fuzz_pack_LDADD   = $(FACTS_LIBS)
tests_fuzz_fuzz_pack_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LINK)
tests_fuzz_fuzz_lang_SOURCES = tests/fuzz/fuzz_lang.c tests/fuzz/scratch.c tests/fuzz/scratch.h tests/fuzz/check.h $(FUZZ_MAIN)
tests_fuzz_fuzz_lang_LDADD   = $(FACTS_LIBS)
tests_fuzz_fuzz_lang_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LINK)
tests_fuzz_fuzz_text_SOURCES = tests/fuzz/fuzz_text.c $(FUZZ_MAIN)
tests_fuzz_fuzz_text_LDADD   = $(FACTS_LIBS)
tests_fuzz_fuzz_text_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LINK)
