/*
 * repair.h -- text that went through the wrong encoding before it was written down.
 * Private to parser/.
 */
#ifndef PARSER_REPAIR_H
#define PARSER_REPAIR_H

#include "base/arena.h"

/*
 * C1 controls become what windows-1252 has in their place (browsers do the same to
 * &#146;); text that is UTF-8 read as windows-1252 throughout ("Ã©" for "é") is read
 * again.  s itself where nothing is wrong, else a copy in the arena.
 */
struct str repair_text(struct arena *a, struct str s);

#endif
