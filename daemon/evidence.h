/*
 * evidence.h -- what people are shown of a fact: the sentence that says it, where the
 * fact itself has only the words that it was read from.
 */
#ifndef DAEMON_EVIDENCE_H
#define DAEMON_EVIDENCE_H

#include "base/arena.h"
#include "facts/fact.h"

/* The sentence of text around [start, end), or more where its end is in doubt; too long
 * to be shown: those bytes. */
struct str evidence_sentence(struct str text, size_t start, size_t end);
/* The facts of the text, each quoting its sentence. */
const struct fact_list *evidence_sentences(struct arena *a, struct str text,
    const struct fact_list *facts);

#endif
