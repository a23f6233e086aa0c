/*
 * json.h -- writing JSON (RFC 8259) into a buffer, one call a value, commas and escapes
 * kept right.  Text that is not UTF-8 comes out with U+FFFD.  Reading JSON is jansson's
 * work.
 *
 *	json_open(&j, '{'); json_key(&j, "id"); json_str(&j, id); json_close(&j);
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/buf.h"
#include "base/str.h"

struct json {
	struct buf *out;
	bool comma; /* before the next value or key */
	unsigned depth;
	char close[64]; /* what closes each open container */
};

void json_init(struct json *j, struct buf *out);
void json_open(struct json *j, char bracket); /* '{' or '[' */
void json_close(struct json *j);
void json_name(struct json *j, struct str key); /* anybody's */

void json_str(struct json *j, struct str s);
void json_int(struct json *j, int64_t v);
void json_num(struct json *j, double v); /* shortest form that reads back; NaN is null */
void json_bool(struct json *j, bool v);
void json_nil(struct json *j); /* not json_null: that name is jansson's */
void json_raw(struct json *j, struct str json); /* one value, already JSON */

/* Room for the comma that is wanted, which is written, and n bytes more; NULL: over the
 * cap. */
static inline char *
json_room(struct json *j, size_t n)
{
	bool comma = j->comma;
	char *at = buf_room(j->out, n + comma);

	j->comma = true;
	if (at != NULL && comma) {
		*at++ = ',';
		j->out->n++;
	}
	return at;
}

/* What was written into that room ends here. */
static inline void
json_wrote(struct json *j, char *end)
{
	*end = '\0';
	j->out->n = (size_t)(end - j->out->p);
}

/* Copies s and a NUL; where that stands. */
static inline char *
json_put(char *at, const char *s, size_t n)
{
	memcpy(at, s, n);
	at[n] = '\0';
	return at + n;
}

/* One of ours, which needs no escapes; inline, so that the length of a literal is known.
 */
static inline void
json_key(struct json *j, const char *key)
{
	size_t n = strlen(key);
	char *at = json_room(j, n + 3);

	j->comma = false;
	if (at == NULL)
		return;
	*at = '"';
	json_put(json_put(at + 1, key, n), "\":", 2);
	j->out->n += n + 3;
}

/* Key and value in one. */
static inline void
json_kstr(struct json *j, const char *key, struct str s)
{
	json_key(j, key);
	json_str(j, s);
}
static inline void /* a word of ours, too */
json_kword(struct json *j, const char *key, const char *word)
{
	size_t k = strlen(key), n = strlen(word);
	char *at = json_room(j, k + n + 5);

	if (at == NULL)
		return;
	*at = '"';
	at = json_put(at + 1, key, k);
	at = json_put(at, "\":\"", 3);
	json_put(json_put(at, word, n), "\"", 1);
	j->out->n += k + n + 5;
}
static inline void
json_kopt(struct json *j, const char *key, struct str s) /* nothing if s is empty */
{
	if (s.n > 0)
		json_kstr(j, key, s);
}
static inline void
json_kint(struct json *j, const char *key, int64_t v)
{
	json_key(j, key);
	json_int(j, v);
}
static inline void
json_knum(struct json *j, const char *key, double v)
{
	json_key(j, key);
	json_num(j, v);
}
static inline void
json_kbool(struct json *j, const char *key, bool v)
{
	json_key(j, key);
	json_bool(j, v);
}
static inline void
json_knull(struct json *j, const char *key)
{
	json_key(j, key);
	json_nil(j);
}
void json_kstrs(struct json *j, const char *key, const struct str *items, size_t n);
void json_ktime(struct json *j, const char *key, int64_t ms); /* RFC 3339, or null */

#endif
