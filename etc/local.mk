# etc/: configuration, unit file, language packs, gazetteer.

nobase_dist_pkgdata_DATA += etc/lang/en/inflect.tsv etc/lang/en/function.tsv etc/lang/en/numbers.tsv \
	etc/lang/en/people.tsv etc/lang/en/verbs.tsv etc/lang/en/triggers.tsv etc/lang/en/things.tsv \
	etc/lang/en/causes.tsv etc/lang/en/sources.tsv etc/lang/en/frames.tsv

EXTRA_DIST += etc/story/story.yaml etc/story/story-tocsin.yaml
