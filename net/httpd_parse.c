/* httpd_parse.c -- see httpd_parse.h. */
#include "config.h"

#include "base/alloc.h"
#include "net/httpd_parse.h"

size_t
httpd_head_length(struct str in)
{
	size_t at = str_find(in, STR("\r\n\r\n"));

	return at == STR_NOWHERE ? 0 : at + 4;
}

bool
httpd_percent_decode(struct str in, bool plus, struct buf *out)
{
	for (size_t i = 0; i < in.n; i++) {
		char c = in.p[i];

		if (c == '%') {
			if (i + 2 >= in.n || hex_digit(in.p[i + 1]) < 0 ||
			    hex_digit(in.p[i + 2]) < 0)
				return false;
			c = (char)(hex_digit(in.p[i + 1]) << 4 | hex_digit(in.p[i + 2]));
			i += 2;
		} else if (c == '+' && plus) {
			c = ' ';
		}
		if (buf_byte(out, c) != 0)
			return false;
	}
	return true;
}

static bool
is_token(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!is_alpha(s.p[i]) && !is_digit(s.p[i]) &&
		    (s.p[i] == '\0' || strchr("!#$%&'*+-.^_`|~", s.p[i]) == NULL))
			return false;
	return s.n > 0;
}

static bool
is_printable(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < ' ' ? s.p[i] != '\t' : s.p[i] == 0x7f)
			return false;
	return true;
}

/* A segment "..": nobody's link has one, because browsers take it out. */
static bool
climbs(struct str path)
{
	struct str segment;

	while (str_cut(&path, '/', &segment))
		if (str_eq(segment, STR("..")))
			return true;
	return false;
}

static int
parse_target(struct str target, struct arena *a, struct httpd_head *out)
{
	struct buf path;
	size_t q = str_chr(target, '?');
	bool ok;

	/* The absolute form is for proxies, but must be understood. */
	if (str_starts_ci(target, STR("http://"))) {
		size_t slash = str_chr(str_sub(target, 7, target.n), '/');

		target = slash == STR_NOWHERE ? STR("/")
					      : str_sub(target, 7 + slash, target.n);
		q = str_chr(target, '?');
	}
	if (target.n == 0 || target.p[0] != '/')
		return 400;
	buf_init(&path, target.n + 1);
	ok = httpd_percent_decode(str_sub(target, 0, q), false, &path) &&
	    str_chr(buf_str(&path), '\0') == STR_NOWHERE && !climbs(buf_str(&path));
	if (ok) {
		out->rq.path = arena_str(a, buf_str(&path));
		if (q != STR_NOWHERE)
			out->rq.query = arena_str(a, str_sub(target, q + 1, target.n));
	}
	buf_clear(&path);
	return ok ? 0 : 400;
}

static int
parse_request_line(struct str line, struct arena *a, struct httpd_head *out)
{
	struct str method = str_word(&line), target = str_word(&line),
		   version = str_word(&line);

	if (!is_token(method) || str_trim(line).n > 0 || !is_printable(target))
		return 400;
	if (str_eq(version, STR("HTTP/1.0")))
		out->http10 = out->close = true;
	else if (!str_eq(version, STR("HTTP/1.1")))
		return str_starts(version, STR("HTTP/")) ? 505 : 400;
	out->rq.method = arena_str(a, method);
	return parse_target(target, a, out);
}

static int
note_header(struct httpd_head *out, struct str name, struct str value, bool *length)
{
	if (str_eq_ci(name, STR("Content-Length"))) {
		if (*length || !str_uint(value, &out->length))
			return 400;
		*length = true;
	} else if (str_eq_ci(name, STR("Transfer-Encoding"))) {
		if (out->chunked || !str_eq_ci(value, STR("chunked")) || out->http10)
			return 501;
		out->chunked = true;
	} else if (str_eq_ci(name, STR("Connection"))) {
		if (str_find_ci(value, STR("close")) != STR_NOWHERE)
			out->close = true;
		else if (str_find_ci(value, STR("keep-alive")) != STR_NOWHERE)
			out->close = false;
	} else if (str_eq_ci(name, STR("Expect"))) {
		if (!str_eq_ci(value, STR("100-continue")))
			return 417;
		out->expect_continue = true;
	}
	return 0;
}

static bool
take_line(struct str *in, struct str *line)
{
	size_t end = str_find(*in, STR("\r\n"));

	if (end == STR_NOWHERE)
		return false;
	*line = str_sub(*in, 0, end);
	*in = str_sub(*in, end + 2, in->n);
	return true;
}

int
httpd_parse_head(struct str head, struct arena *a, struct httpd_head *out)
{
	struct http_header *h = ARENA_ARRAY(a, struct http_header, HTTPD_HEADERS);
	struct str line;
	bool length = false, host = false;
	int rc;

	*out = (struct httpd_head){ .rq = { .uid = -1, .headers = h } };
	if (!take_line(&head, &line))
		return 400;
	rc = parse_request_line(line, a, out);
	while (rc == 0 && take_line(&head, &line) && line.n > 0) {
		size_t colon = str_chr(line, ':');
		struct str name = str_sub(line, 0, colon), value;

		if (colon == STR_NOWHERE || !is_token(name))
			return 400;
		if (out->rq.n_headers == HTTPD_HEADERS)
			return 431;
		value = str_trim(str_sub(line, colon + 1, line.n));
		if (!is_printable(value))
			return 400;
		if (str_eq_ci(name, STR("Host"))) {
			if (host)
				return 400;
			host = true;
		}
		h[out->rq.n_headers].name = arena_str(a, name);
		h[out->rq.n_headers++].value = arena_str(a, value);
		rc = note_header(out, name, value, &length);
	}
	if (rc == 0 && (length && out->chunked))
		rc = 400;
	if (rc == 0 && !host && !out->http10)
		rc = 400;
	return rc;
}

static bool
parse_chunk_size(struct str line, uint64_t *out)
{
	struct str digits = str_trim(str_sub(line, 0, str_chr(line, ';')));

	*out = 0;
	if (digits.n == 0 || digits.n > 8)
		return false;
	for (size_t i = 0; i < digits.n; i++) {
		if (hex_digit(digits.p[i]) < 0)
			return false;
		*out = *out << 4 | (uint64_t)hex_digit(digits.p[i]);
	}
	return true;
}

#define CHUNK_LINE 4096 /* a size with its extensions, or one line of the trailer */

int
httpd_dechunk(struct httpd_chunks *c, struct str *in, struct buf *out)
{
	struct str line;
	size_t n;

	for (;;) {
		if (c->at == CHUNK_DATA) {
			n = c->left < in->n ? (size_t)c->left : in->n;
			if (buf_add(out, str_sub(*in, 0, n)) != 0)
				return -1;
			*in = str_sub(*in, n, in->n);
			c->left -= n;
			if (c->left > 0)
				return 0;
			c->at = CHUNK_DATA_END;
		}
		if (!take_line(in, &line))
			return in->n > CHUNK_LINE + 1 ? -1 : 0; /* its CR may be there */
		if (line.n > CHUNK_LINE)
			return -1;
		if (c->at == CHUNK_DATA_END) {
			if (line.n > 0)
				return -1;
			c->at = CHUNK_SIZE;
		} else if (c->at == CHUNK_SIZE) {
			if (!parse_chunk_size(line, &c->left))
				return -1;
			c->at = c->left > 0 ? CHUNK_DATA : CHUNK_TRAILER;
		} else if (line.n == 0) {
			return 1;
		}
	}
}

/* ---- what a request says of the answer ---- */

/* "gzip;q=0.5": whether it is the coding and weighs anything. */
static bool
takes(struct str item, struct str coding, bool *named)
{
	struct str name = STR_NONE, weight;
	double q = 1;

	str_cut(&item, ';', &name);
	if (!str_eq_ci(str_trim(name), coding))
		return false;
	*named = true;
	weight = str_trim(item);
	if (weight.n > 2 && str_eq_ci(str_sub(weight, 0, 2), STR("q=")))
		return str_double(str_sub(weight, 2, weight.n), &q) && q > 0;
	return true;
}

bool
httpd_takes_gzip(struct str accept_encoding)
{
	bool named = false, ignored = false, any = false, gzip = false;
	struct str item;

	while (str_cut(&accept_encoding, ',', &item)) {
		gzip = takes(item, STR("gzip"), &named) || gzip;
		any = takes(item, STR("*"), &ignored) || any;
	}
	return named ? gzip : any;
}

bool
httpd_has_tag(struct str if_none_match, struct str tag)
{
	return str_eq(str_trim(if_none_match), STR("*")) ||
	    str_find(if_none_match, tag) != STR_NOWHERE;
}
