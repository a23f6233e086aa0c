/*
 * story.h -- what the wording of an entry says of its story: that a figure is corrected,
 * that this is another event, that it is remembered, reviewed or taken back, that it is a
 * tale and no news, and where in a place it happened ("mosque").
 * The words are data: etc/lang/XX/story.tsv.
 */
#ifndef FACTS_STORY_H
#define FACTS_STORY_H

#include "base/arena.h"
#include "base/buf.h"
#include "facts/fact.h"

enum story_mark {              /* words that steer fusion */
	STORY_CORRECTION = 1,  /* "revised down" */
	STORY_ANOTHER = 2,     /* "a second blast" */
	STORY_ANNIVERSARY = 4, /* "ten years after" */
	STORY_WITHDRAWN = 8,   /* "RETRACTED: ..." over the title */
	STORY_FEATURE = 16,    /* "Opinion: ...", "... - podcast" */
	STORY_SEVERAL = 32,    /* "two separate attacks" */
	STORY_TALE = 64,       /* fiction, an opinion, a dig: nothing in it is news */
};

struct story_line {
	unsigned mark;   /* bit of enum story_mark; 0: a site */
	struct str site; /* "market" */
	struct str tale; /* "fiction": of what tale the line has words */
	bool voice;      /* a tale told in the first person, which a speech may be */
	struct str example, expect, path;
	size_t line;
};

struct story_words;
struct lexicon;
struct token_list; /* facts/token.h */

struct story_words *story_words_new(struct arena *a); /* lives in a */
/* story.tsv of a folder, whose first words it marks in lx, unless that is mapped and has
 * them marked; none is no mistake. -1: *e says where. */
int story_words_load(struct story_words *w, struct lexicon *lx, const char *dir,
    struct err *e);
size_t story_words_lines(const struct story_words *w,
    const struct story_line *const **out);

/* Sets the marks and sites of the list and its facts; text begins with the title, t are
 * its tokens. */
void story_read(const struct story_words *w, struct arena *a, struct str title,
    struct str text, const struct token_list *t, struct fact_list *l);
/* "correction site=market"; "-": nothing.  As the lines of story.tsv expect of a title.
 */
void story_say(struct buf *out, const struct fact_list *l);

#endif
