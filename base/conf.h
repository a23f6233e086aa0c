/*
 * conf.h -- configuration as a tree with positions, and tables that decode it into
 * structs. The tree is made from YAML by daemon/yaml.c; scalars are text, the table gives
 * the type, so that "no", "1e3" and "22:22" mean what the table says.  A table row is the
 * only place that knows a key: decoding, defaults, help, the manual page and completion
 * all come from it. Every mistake is reported in one run; decoding goes on after one.
 */
#ifndef BASE_CONF_H
#define BASE_CONF_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/manual.h"
#include "base/str.h"

struct conf_pos {
	struct str file;
	unsigned line, col; /* from 1 */
};

enum conf_kind { CONF_SCALAR, CONF_LIST, CONF_MAP };

struct conf {
	enum conf_kind kind;
	struct conf_pos pos;
	struct str value;    /* scalars */
	struct conf **keys;  /* maps: scalars, beside items */
	struct conf **items; /* lists and maps */
	size_t n;
};

const struct conf *conf_get(const struct conf *map, struct str key); /* NULL: absent */

/* ---- what is wrong ---- */

struct conf_msg {
	bool warning;
	struct conf_pos pos;
	enum manual see;
	/* "unknown key 'treshold' in rule (did you mean 'threshold'?)" */
	struct str text;
};

struct conf_diag {
	struct arena *arena; /* of messages, and of what is decoded */
	struct arena *tree;  /* of trees, which need not outlive their decoding; at first
				the same */
	/* in order of discovery; conf_diag_sort() for the reader */
	struct conf_msg *msgs;
	size_t n, cap, errors, warnings;
	enum manual see; /* that messages from now on point to */
};

void conf_diag_init(struct conf_diag *d, struct arena *a);
__attribute__((format(printf, 3, 4))) void conf_error(struct conf_diag *d,
    struct conf_pos at, const char *fmt, ...);
__attribute__((format(printf, 3, 4))) void conf_warn(struct conf_diag *d,
    struct conf_pos at, const char *fmt, ...);
/* By file, line, column; beyond LIMIT_CONFIG_ERRORS of a kind only their number stays.
 */
void conf_diag_sort(struct conf_diag *d);
/* "file:line:col: error: text (see SECTION)", a line each. */
void conf_diag_print(const struct conf_diag *d, struct buf *out);

/* ---- tables ---- */

struct str_list {
	struct str *items;
	size_t n;
};

enum conf_type {
	CONF_TEXT,     /* struct str */
	CONF_TEXTS,    /* struct str_list; a scalar is a list of one */
	CONF_BOOL,     /* bool: true/false, yes/no, on/off */
	CONF_INT,      /* int64_t within min..max */
	CONF_NUMBER,   /* double within min..max */
	CONF_DURATION, /* int64_t ms, unit required, within min..max */
	CONF_SIZE,     /* int64_t bytes: 64KiB, 10MiB, 1GiB, 200B */
	CONF_ENUM,     /* int: index into .names */
	CONF_TABLE,    /* a map decoded by .table into the struct at the field */
	CONF_CUSTOM,   /* .decode */
};

struct conf_key;
struct conf_table {
	const char *what;            /* "rule", for messages */
	const struct conf_key *keys; /* ends with .name NULL */
};

/* Decodes node into field; says what is wrong through d. */
typedef void conf_decode_fn(const struct conf *node, const struct conf_key *key,
    void *field, struct conf_diag *d);

struct conf_key {
	const char *name;
	enum conf_type type;
	size_t offset;
	const char *def; /* as one would write it; NULL: zeroed */
	bool required;
	bool lines;                     /* CONF_TEXT, CONF_TEXTS: may hold line ends */
	int64_t min, max;               /* 0, 0: any */
	const char *const *names;       /* CONF_ENUM, ends with NULL */
	const struct conf_table *table; /* CONF_TABLE; else what its maps hold, for the
					   manual */
	conf_decode_fn *decode;         /* CONF_CUSTOM */
	const char *help;    /* one sentence; also the text of the manual page */
	const char *example; /* a value, for the manual page */
};

/* Sets defaults and decodes; unknown, repeated, missing and ill-typed keys are errors. */
void conf_decode(const struct conf *map, const struct conf_table *t, void *out,
    struct conf_diag *d);
/* The same for an out that has its defaults, as one of very many is copied from another.
 */
void conf_decode_onto(const struct conf *map, const struct conf_table *t, void *out,
    struct conf_diag *d);
void conf_defaults(const struct conf_table *t, void *out, struct conf_diag *d);
/* One scalar by the types above; false after an error was said. */
bool conf_decode_value(const struct conf *node, const struct conf_key *key, void *field,
    struct conf_diag *d);

/* The nearest of names by edit distance, or "" if none is near: for "did you mean". */
struct str conf_nearest(struct str word, const struct str *names, size_t n);

#endif
