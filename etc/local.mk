# etc/: configuration, unit file, language packs, gazetteer.

LANGUAGE_PACKS = etc/lang/en/inflect.tsv etc/lang/en/function.tsv etc/lang/en/numbers.tsv \
	etc/lang/en/people.tsv etc/lang/en/verbs.tsv etc/lang/en/triggers.tsv etc/lang/en/things.tsv \
	etc/lang/en/causes.tsv etc/lang/en/sources.tsv etc/lang/en/frames.tsv \
	etc/lang/en/cues.tsv

# What steers the ledger.
LANGUAGE_PACKS += etc/lang/ar/story.tsv etc/lang/de/story.tsv etc/lang/en/story.tsv etc/lang/es/story.tsv \
	etc/lang/fr/story.tsv etc/lang/pt/story.tsv etc/lang/ru/story.tsv etc/lang/tr/story.tsv etc/lang/uk/story.tsv

# The other languages have the files that they need.
LANGUAGE_PACKS += etc/lang/ar/causes.tsv etc/lang/ar/cues.tsv etc/lang/ar/frames.tsv etc/lang/ar/function.tsv etc/lang/ar/inflect.tsv \
	etc/lang/ar/numbers.tsv etc/lang/ar/people.tsv etc/lang/ar/things.tsv etc/lang/ar/triggers.tsv etc/lang/ar/verbs.tsv \
	etc/lang/ar/changes.tsv etc/lang/ar/gate.tsv etc/lang/ar/ground.tsv etc/lang/ar/notground.tsv etc/lang/ar/places.tsv etc/lang/ar/stance.tsv
LANGUAGE_PACKS += etc/lang/de/causes.tsv etc/lang/de/cues.tsv etc/lang/de/frames.tsv etc/lang/de/function.tsv etc/lang/de/inflect.tsv \
	etc/lang/de/numbers.tsv etc/lang/de/people.tsv etc/lang/de/things.tsv etc/lang/de/triggers.tsv etc/lang/de/verbs.tsv \
	etc/lang/de/changes.tsv etc/lang/de/gate.tsv etc/lang/de/ground.tsv etc/lang/de/notground.tsv etc/lang/de/places.tsv etc/lang/de/stance.tsv
LANGUAGE_PACKS += etc/lang/es/causes.tsv etc/lang/es/cues.tsv etc/lang/es/frames.tsv etc/lang/es/function.tsv etc/lang/es/inflect.tsv \
	etc/lang/es/numbers.tsv etc/lang/es/people.tsv etc/lang/es/things.tsv etc/lang/es/triggers.tsv etc/lang/es/verbs.tsv \
	etc/lang/es/changes.tsv etc/lang/es/gate.tsv etc/lang/es/ground.tsv etc/lang/es/notground.tsv etc/lang/es/places.tsv etc/lang/es/stance.tsv
LANGUAGE_PACKS += etc/lang/fr/causes.tsv etc/lang/fr/cues.tsv etc/lang/fr/frames.tsv etc/lang/fr/function.tsv etc/lang/fr/inflect.tsv \
	etc/lang/fr/numbers.tsv etc/lang/fr/people.tsv etc/lang/fr/things.tsv etc/lang/fr/triggers.tsv etc/lang/fr/verbs.tsv \
	etc/lang/fr/changes.tsv etc/lang/fr/gate.tsv etc/lang/fr/ground.tsv etc/lang/fr/notground.tsv etc/lang/fr/places.tsv etc/lang/fr/stance.tsv
LANGUAGE_PACKS += etc/lang/pt/causes.tsv etc/lang/pt/cues.tsv etc/lang/pt/frames.tsv etc/lang/pt/function.tsv etc/lang/pt/inflect.tsv \
	etc/lang/pt/numbers.tsv etc/lang/pt/people.tsv etc/lang/pt/things.tsv etc/lang/pt/triggers.tsv etc/lang/pt/verbs.tsv \
	etc/lang/pt/changes.tsv etc/lang/pt/gate.tsv etc/lang/pt/ground.tsv etc/lang/pt/notground.tsv etc/lang/pt/places.tsv etc/lang/pt/stance.tsv
LANGUAGE_PACKS += etc/lang/ru/causes.tsv etc/lang/ru/cues.tsv etc/lang/ru/frames.tsv etc/lang/ru/function.tsv etc/lang/ru/inflect.tsv \
	etc/lang/ru/numbers.tsv etc/lang/ru/people.tsv etc/lang/ru/things.tsv etc/lang/ru/triggers.tsv etc/lang/ru/verbs.tsv \
	etc/lang/ru/changes.tsv etc/lang/ru/gate.tsv etc/lang/ru/ground.tsv etc/lang/ru/notground.tsv etc/lang/ru/places.tsv etc/lang/ru/stance.tsv
LANGUAGE_PACKS += etc/lang/tr/causes.tsv etc/lang/tr/cues.tsv etc/lang/tr/frames.tsv etc/lang/tr/function.tsv etc/lang/tr/inflect.tsv \
	etc/lang/tr/numbers.tsv etc/lang/tr/people.tsv etc/lang/tr/things.tsv etc/lang/tr/triggers.tsv etc/lang/tr/verbs.tsv \
	etc/lang/tr/changes.tsv etc/lang/tr/gate.tsv etc/lang/tr/ground.tsv etc/lang/tr/notground.tsv etc/lang/tr/places.tsv etc/lang/tr/stance.tsv
LANGUAGE_PACKS += etc/lang/uk/causes.tsv etc/lang/uk/cues.tsv etc/lang/uk/frames.tsv etc/lang/uk/function.tsv etc/lang/uk/inflect.tsv \
	etc/lang/uk/numbers.tsv etc/lang/uk/people.tsv etc/lang/uk/things.tsv etc/lang/uk/triggers.tsv etc/lang/uk/verbs.tsv \
	etc/lang/uk/changes.tsv etc/lang/uk/gate.tsv etc/lang/uk/ground.tsv etc/lang/uk/notground.tsv etc/lang/uk/places.tsv etc/lang/uk/stance.tsv

# What `tocsin lang new` begins a language with.
nobase_dist_pkgdata_DATA += etc/skeleton/causes.tsv etc/skeleton/changes.tsv etc/skeleton/cues.tsv etc/skeleton/frames.tsv \
	etc/skeleton/function.tsv etc/skeleton/gate.tsv etc/skeleton/ground.tsv etc/skeleton/inflect.tsv \
	etc/skeleton/notground.tsv etc/skeleton/numbers.tsv etc/skeleton/people.tsv etc/skeleton/places.tsv \
	etc/skeleton/stance.tsv etc/skeleton/things.tsv etc/skeleton/triggers.tsv etc/skeleton/verbs.tsv

nobase_dist_pkgdata_DATA += etc/starters.tsv etc/monitoring/tocsin.rules.yml etc/monitoring/grafana.json

EXTRA_DIST += etc/story/story.yaml etc/story/story-tocsin.yaml

# Places: the file that is mapped is made of the tables and of the world.
GAZETTEER_TABLES = etc/gazetteer/af.tsv etc/gazetteer/az.tsv etc/gazetteer/bf.tsv etc/gazetteer/br.tsv \
	etc/gazetteer/cd.tsv etc/gazetteer/cf.tsv etc/gazetteer/cm.tsv etc/gazetteer/countries.tsv \
	etc/gazetteer/et.tsv etc/gazetteer/ht.tsv etc/gazetteer/il.tsv etc/gazetteer/iq.tsv \
	etc/gazetteer/ke.tsv etc/gazetteer/lb.tsv etc/gazetteer/ly.tsv etc/gazetteer/ml.tsv \
	etc/gazetteer/mm.tsv etc/gazetteer/mz.tsv etc/gazetteer/names.tsv etc/gazetteer/ne.tsv etc/gazetteer/ng.tsv \
	etc/gazetteer/pk.tsv etc/gazetteer/ps.tsv etc/gazetteer/regions.tsv etc/gazetteer/ru.tsv etc/gazetteer/sd.tsv \
	etc/gazetteer/so.tsv etc/gazetteer/ss.tsv etc/gazetteer/sy.tsv etc/gazetteer/td.tsv \
	etc/gazetteer/tr.tsv etc/gazetteer/ua.tsv etc/gazetteer/ye.tsv
nobase_dist_pkgdata_DATA += $(GAZETTEER_TABLES)
gazetteerdir   = $(pkgdatadir)/etc
gazetteer_DATA = etc/gazetteer.bin
CLEANFILES    += etc/gazetteer.bin
EXTRA_DIST    += etc/geonames.tsv.gz etc/geonames.py
.INTERMEDIATE: etc/geonames.tsv
etc/geonames.tsv: etc/geonames.tsv.gz
	@$(MKDIR_P) etc
	$(AM_V_GEN)gzip -dc $(srcdir)/etc/geonames.tsv.gz >$@
etc/gazetteer.bin: $(GAZETTEER_TABLES) etc/geonames.tsv facts/fold.c facts/gazetteer_build.c \
    facts/gazetteer_file.h | daemon/tocsin$(EXEEXT)
	@$(MKDIR_P) etc
	$(AM_V_GEN)daemon/tocsin gazetteer build --output $@ $(srcdir)/etc/gazetteer etc/geonames.tsv

# Words: the language packs as one file that is mapped; made by the program that reads it.
gazetteer_DATA += etc/lang.bin
CLEANFILES     += etc/lang.bin
etc/lang.bin: $(LANGUAGE_PACKS) daemon/tocsin$(EXEEXT)
	@$(MKDIR_P) etc
	$(AM_V_GEN)TOCSIN_DATA=$(srcdir)/etc daemon/tocsin lang compile --output $@

# Ground: words of places and of what is done to them.
LANGUAGE_PACKS += etc/lang/en/places.tsv etc/lang/en/notground.tsv etc/lang/en/ground.tsv \
	etc/lang/en/stance.tsv etc/lang/en/gate.tsv etc/lang/en/territory.tsv
nobase_dist_pkgdata_DATA += $(LANGUAGE_PACKS) etc/actors.tsv etc/sides.tsv

# What a build consists of.
pkgdata_DATA = etc/tocsin.spdx.json
CLEANFILES  += etc/tocsin.spdx.json
EXTRA_DIST  += etc/sbom.sh etc/sbom.tsv
etc/tocsin.spdx.json: etc/sbom.sh etc/sbom.tsv Makefile
	@$(MKDIR_P) etc
	$(AM_V_GEN)sh $(srcdir)/etc/sbom.sh $(srcdir)/etc/sbom.tsv $(PACKAGE_VERSION) >$@

# The service: its unit, its user, a configuration that does nothing yet (never over one that is there).
systemdunitdir   = $(prefix)/lib/systemd/system
systemdunit_DATA = etc/tocsin.service
CLEANFILES      += etc/tocsin.service
EXTRA_DIST      += etc/tocsin.service.in etc/tocsin.sysusers etc/tocsin.yaml
etc/tocsin.service: etc/tocsin.service.in Makefile
	@$(MKDIR_P) etc
	$(AM_V_GEN)sed -e 's|@sbindir[@]|$(sbindir)|; s|@bindir[@]|$(bindir)|; s|@sysconfdir[@]|$(sysconfdir)|' \
	  $(srcdir)/etc/tocsin.service.in > $@
install-data-local:
	$(MKDIR_P) '$(DESTDIR)$(sysconfdir)/tocsin'
	test -e '$(DESTDIR)$(sysconfdir)/tocsin/tocsin.yaml' || \
	  $(INSTALL_DATA) $(srcdir)/etc/tocsin.yaml '$(DESTDIR)$(sysconfdir)/tocsin/tocsin.yaml'
uninstall-local:
	-cmp -s $(srcdir)/etc/tocsin.yaml '$(DESTDIR)$(sysconfdir)/tocsin/tocsin.yaml' && \
	  rm -f '$(DESTDIR)$(sysconfdir)/tocsin/tocsin.yaml'
	-rmdir '$(DESTDIR)$(sysconfdir)/tocsin'
LANGUAGE_PACKS += etc/lang/ar/time.tsv etc/lang/de/time.tsv etc/lang/en/time.tsv etc/lang/es/time.tsv etc/lang/fr/time.tsv \
	etc/lang/pt/time.tsv etc/lang/ru/time.tsv etc/lang/tr/time.tsv etc/lang/uk/time.tsv
