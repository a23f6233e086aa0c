/* reader_data.h -- what a struct reader holds; for the readers of facts only. */
#ifndef FACTS_READER_DATA_H
#define FACTS_READER_DATA_H

#include "facts/actors.h"
#include "facts/gazetteer.h"
#include "facts/known_names.h"
#include "facts/lexicon.h"
#include "facts/reader.h"
#include "facts/story.h"

#define READER_LANGUAGES 32
#define READER_PACKS 8

struct pack_file;

struct language {
	struct lexicon *lexicon;
	uint64_t sum; /* of its word files */
	struct frames *frames;
	struct cue_table *cues;
	struct territory_rules *territory;
	struct story_words *story;
	uint64_t *nameless; /* two bits for each word of the lexicon: what the atlas has
			       learnt (doc.h) */
};

struct reader {
	bool twin; /* only names, guessed and nameless are its own */
	struct language languages[READER_LANGUAGES];
	size_t n_languages;
	struct gazetteer *gazetteer;
	struct known_names *names; /* of it */
	struct guessed *guessed;
	struct actors *actors;
	struct pack_file *packs[READER_PACKS];
	size_t n_packs;
	struct err trouble; /* why compiled packs could not be used */
};

#endif
