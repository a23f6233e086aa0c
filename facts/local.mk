# facts/: text to facts, facts to incidents.  Pure functions; uses ICU.

noinst_LIBRARIES += facts/libfacts.a
facts_libfacts_a_SOURCES = \
	facts/fact.c facts/fact.h facts/fact_json.c facts/fact_json.h facts/fact_wire.c facts/fact_wire.h \
	facts/claim.h facts/incident.h facts/control.h facts/ledger.h
