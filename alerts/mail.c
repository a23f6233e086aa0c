/*
 * mail.c -- an alert as a mail: RFC 5322, 2045-2047, 2369, 2919, 3834, 8058.  Every
 * header value goes through put_header(), which is the only place that ends a line; so no
 * text can begin one.
 */
#include "config.h"

#include "alerts/render.h"
#include "alerts/sign.h"
#include "base/alloc.h"
#include "base/utf8.h"

#define LINE_MAX_OCTETS 76
/* of UTF-8 in one encoded word: 56 characters of base64 and its frame */
#define WORD_BYTES 42

/* ---- headers ---- */

/* May stand as it is: printable ASCII, foldable at its spaces, not taken for an encoded
 * word. */
static bool
is_plain(struct str s, size_t first)
{
	size_t run = first;

	if (str_find(s, STR("=?")) != STR_NOWHERE)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < ' ' || s.p[i] > '~')
			return false;
		run = s.p[i] == ' ' ? 1 : run + 1;
		if (run > LINE_MAX_OCTETS)
			return false;
	}
	return true;
}

static void
fold_plain(struct buf *b, struct str s, size_t column)
{
	struct str word;
	bool first = true;

	while ((word = str_word(&s)).n > 0) {
		if (!first && column + 1 + word.n > LINE_MAX_OCTETS) {
			buf_cstr(b, "\r\n");
			column = 0;
		}
		if (!first) {
			buf_byte(b, ' ');
			column++;
		}
		buf_add(b, word);
		column += word.n;
		first = false;
	}
}

/* RFC 2047: whole characters in each word, a line each, so that none is over 75. */
static void
put_words(struct buf *b, struct str s, size_t column, struct arena *a)
{
	bool first = true;

	while (s.n > 0) {
		size_t room = first && column + 12 < LINE_MAX_OCTETS
		    ? (LINE_MAX_OCTETS - column - 12) / 4 * 3
		    : WORD_BYTES;
		size_t n = utf8_floor(s, room < WORD_BYTES ? room : WORD_BYTES);

		if (n == 0) /* no room on the header's own line */
			n = utf8_floor(s, WORD_BYTES);
		if (!first || n > room)
			buf_cstr(b, "\r\n ");
		buf_printf(b,
		    "=?utf-8?B?%.*s?=", STR_ARG(base64_text(a, str_sub(s, 0, n))));
		s = str_sub(s, n, s.n);
		first = false;
	}
}

static void
put_header(struct buf *b, const char *name, struct str value, struct arena *a)
{
	size_t column = strlen(name) + 2;

	value = tame_text(a, value, 1000);
	if (value.n == 0)
		return;
	buf_printf(b, "%s: ", name);
	if (is_plain(value, column))
		fold_plain(b, value, column);
	else
		put_words(b, value, column, a);
	buf_cstr(b, "\r\n");
}

/* A line made of checked parts only: addresses, ids, dates. */
__attribute__((format(printf, 2, 3))) static void
put_raw(struct buf *b, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(b, fmt, ap);
	va_end(ap);
	buf_cstr(b, "\r\n");
}

/* addr-spec as we take it: dot-atom @ domain; nothing that quotes, folds or comments. */
static bool
good_address(struct str s)
{
	size_t at = str_chr(s, '@');

	if (at == STR_NOWHERE || at == 0 || at + 1 >= s.n || s.n > 254 ||
	    str_chr(str_sub(s, at + 1, s.n), '@') != STR_NOWHERE)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] <= ' ' || s.p[i] == 0x7f ||
		    strchr("<>(),;:\\\"[]", s.p[i]) != NULL ||
		    (unsigned char)s.p[i] >= 0x80)
			return false;
	return true;
}

static struct str
domain_of(struct str address)
{
	return str_sub(address, str_chr(address, '@') + 1, address.n);
}

/* What may stand in a message id or a list id: letters, digits, '-', '_'. */
static struct str
atom_of(struct arena *a, struct str s)
{
	char *p = arena_cstr(a, str_sub(s, 0, 64));

	for (char *c = p; *c != '\0'; c++)
		if (!is_alpha(*c) && !is_digit(*c) && *c != '-' && *c != '_')
			*c = '-';
	return str_of(p);
}

static void
put_from(struct buf *b, const struct email_options *o, struct arena *a)
{
	struct str name = tame_text(a, o->name, 60);

	if (name.n == 0) {
		put_raw(b, "From: %.*s", STR_ARG(o->from));
	} else if (is_plain(name, 7) && str_chr(name, '"') == STR_NOWHERE &&
	    str_chr(name, '\\') == STR_NOWHERE) {
		put_raw(b, "From: \"%.*s\"\r\n <%.*s>", STR_ARG(name), STR_ARG(o->from));
	} else {
		buf_cstr(b, "From: ");
		put_words(b, name, 6, a);
		put_raw(b, "\r\n <%.*s>", STR_ARG(o->from));
	}
}

static void
put_list(struct buf *b, const struct receiver *r, struct str to, struct arena *a)
{
	const struct email_options *o = &r->u.email;
	struct str token = sign_token(secret_value(&o->unsubscribe_key), r->name, to, a);

	if (o->list_id.n > 0)
		put_header(b, "List-Id", o->list_id, a);
	else
		put_raw(b, "List-Id: Tocsin alerts\r\n <%.*s.tocsin.%.*s>",
		    STR_ARG(atom_of(a, r->name)), STR_ARG(domain_of(o->from)));
	if (o->unsubscribe_url.n > 0 && o->unsubscribe_mail.n > 0)
		put_raw(b,
		    "List-Unsubscribe:\r\n <%.*s%.*s>,\r\n <mailto:%.*s?subject=%.*s>",
		    STR_ARG(o->unsubscribe_url), STR_ARG(token),
		    STR_ARG(o->unsubscribe_mail), STR_ARG(token));
	else if (o->unsubscribe_url.n > 0)
		put_raw(b, "List-Unsubscribe:\r\n <%.*s%.*s>",
		    STR_ARG(o->unsubscribe_url), STR_ARG(token));
	else if (o->unsubscribe_mail.n > 0)
		put_raw(b, "List-Unsubscribe:\r\n <mailto:%.*s?subject=%.*s>",
		    STR_ARG(o->unsubscribe_mail), STR_ARG(token));
	if (o->unsubscribe_url.n > 0)
		put_raw(b, "List-Unsubscribe-Post: List-Unsubscribe=One-Click");
}

static void
put_marks(struct buf *b, const struct delivery *dl, struct arena *a)
{
	const struct alert *al = dl->alerts[0];

	put_raw(b, "Auto-Submitted: auto-generated");
	put_raw(b, "X-Auto-Response-Suppress: All");
	if (dl->n > 1) {
		put_raw(b, "Precedence: bulk");
		put_raw(b, "X-Tocsin-Alerts: %zu", dl->n);
		return;
	}
	put_header(b, "X-Tocsin-Alert", al->id, a);
	put_header(b, "X-Tocsin-Incident", al->incident, a);
	put_header(b, "X-Tocsin-Rule", al->rule, a);
	put_raw(b, "X-Tocsin-Reason: %s", alert_reason_names[al->reason]);
	put_raw(b, "X-Tocsin-Severity: %s", severity_names[al->severity]);
}

static void
put_headers(struct buf *b, const struct receiver *r, const struct delivery *dl,
    struct str to, struct arena *a)
{
	const struct email_options *o = &r->u.email;
	struct str domain = domain_of(o->from), incident = dl->alerts[0]->incident;
	int64_t when = dl->alerts[dl->n - 1]->created_ms;
	char date[DATE_TEXT];

	put_from(b, o, a);
	put_raw(b, "To: %.*s", STR_ARG(to));
	if (o->reply_to.n > 0)
		put_raw(b, "Reply-To: %.*s", STR_ARG(o->reply_to));
	put_header(b, "Subject", message_subject(dl, a), a);
	put_raw(b, "Date: %.*s", STR_ARG(date_mail(date, when)));
	put_raw(b, "Message-ID: <d%.*s@%.*s>", STR_ARG(atom_of(a, dl->id)),
	    STR_ARG(domain));
	if (dl->n == 1 && incident.n > 0) {
		struct str root = atom_of(a, incident);

		/* A root that nobody ever sent: readers make one thread of what refers to
		 * it. */
		put_raw(b, "In-Reply-To:\r\n <incident-%.*s@%.*s>", STR_ARG(root),
		    STR_ARG(domain));
		put_raw(b, "References:\r\n <incident-%.*s@%.*s>", STR_ARG(root),
		    STR_ARG(domain));
	}
	put_list(b, r, to, a);
	put_marks(b, dl, a);
	put_raw(b, "MIME-Version: 1.0");
}

/* ---- body ---- */

/* RFC 2045, 6.7; '\n' in, CRLF out. */
static void
put_quoted_printable(struct buf *b, struct str s)
{
	size_t column = 0;

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		bool ends = i + 1 == s.n || s.p[i + 1] == '\n';
		bool plain = (c > ' ' && c < 0x7f && c != '=') || (c == ' ' && !ends);
		size_t width = plain ? 1 : 3;

		if (c == '\n') {
			buf_cstr(b, "\r\n");
			column = 0;
			continue;
		}
		if (column + width > LINE_MAX_OCTETS - 1) {
			buf_cstr(b, "=\r\n");
			column = 0;
		}
		/* A lone dot, and "From " of old mailboxes, must not begin a line. */
		if (column == 0 && (c == '.' || c == 'F')) {
			plain = false;
			width = 3;
		}
		if (plain)
			buf_byte(b, (char)c);
		else
			buf_printf(b, "=%02X", c);
		column += width;
	}
}

static void
put_part(struct buf *b, const char *type, struct str text, struct str boundary)
{
	buf_printf(b, "--%.*s\r\n", STR_ARG(boundary));
	buf_printf(b, "Content-Type: %s; charset=utf-8\r\n", type);
	buf_cstr(b, "Content-Transfer-Encoding: quoted-printable\r\n\r\n");
	put_quoted_printable(b, text);
	buf_cstr(b, "\r\n");
}

int
mail_render(struct delivery_request *out, const struct receiver *r,
    const struct delivery *dl, struct arena *a, struct err *e)
{
	const struct email_options *o = &r->u.email;
	struct str to = dl->target;
	/* "=_" cannot stand in quoted-printable text. */
	struct str boundary = arena_printf(a, "=_%.*s", STR_ARG(atom_of(a, dl->id)));
	struct buf b;
	struct str data;

	if (!good_address(to))
		return err_set(e, "the recipient is not an address");
	buf_init(&b, RENDER_MAX);
	put_headers(&b, r, dl, to, a);
	buf_printf(&b,
	    "Content-Type: multipart/alternative;\r\n boundary=\"%.*s\"\r\n\r\n",
	    STR_ARG(boundary));
	put_part(&b, "text/plain", message_text(dl, a), boundary);
	put_part(&b, "text/html", message_html(dl, a), boundary);
	buf_printf(&b, "--%.*s--\r\n", STR_ARG(boundary));
	if (render_done(&b, a, &data, e) == -1)
		return -1;
	out->smtp = (struct smtp_message){ .url = o->smtp,
		.from = o->from,
		.to = to,
		.data = data,
		.user = o->user,
		.password = secret_value(&o->password),
		.ca_file = o->ca_file,
		.plain = o->plain,
		.allow_private = o->allow_private,
		.total_ms = r->timeout_ms };
	if (o->bounce.n > 0) {
		size_t at = str_chr(o->bounce, '@');

		out->smtp.from = arena_printf(a, "%.*s+%.*s%.*s", (int)at, o->bounce.p,
		    STR_ARG(atom_of(a, dl->id)),
		    STR_ARG(str_sub(o->bounce, at, o->bounce.n)));
	}
	return 0;
}

/* ---- configuration ---- */

static void
check_address(struct str s, const char *key, const struct conf *node, struct conf_diag *d)
{
	if (s.n > 0 && !good_address(s))
		conf_error(d, node->pos,
		    "%s takes a plain address as desk@example.org, not '%.*s'", key,
		    STR_ARG(s));
}

static bool
one_printable_word(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] <= ' ' || s.p[i] > '~' || s.p[i] == '<' || s.p[i] == '>')
			return false;
	return true;
}

/* A host is the same in capitals (RFC 5321, 2.3.5); what stands before it may not be. */
static bool
same_address(struct str a, struct str b)
{
	size_t at = str_chr(a, '@');

	return at != STR_NOWHERE && a.n == b.n &&
	    str_eq(str_sub(a, 0, at), str_sub(b, 0, at)) && str_eq_ci(a, b);
}

static void
warn_of_doubles(const struct conf *to, struct conf_diag *d)
{
	for (size_t i = 0; to != NULL && to->kind == CONF_LIST && i < to->n; i++)
		for (size_t k = 0; k < i; k++)
			if (same_address(to->items[k]->value, to->items[i]->value)) {
				conf_warn(d, to->items[i]->pos,
				    "'%.*s' stands twice, and gets one mail",
				    STR_ARG(to->items[i]->value));
				break;
			}
}

static void
drop_doubles(struct str_list *to)
{
	size_t n = 0;

	for (size_t i = 0; i < to->n; i++) {
		size_t k = 0;

		while (k < n && !same_address(to->items[k], to->items[i]))
			k++;
		if (k == n)
			to->items[n++] = to->items[i];
	}
	to->n = n;
}

void
mail_check(struct receiver *r, const struct conf *node, struct conf_diag *d)
{
	struct email_options *o = &r->u.email;

	warn_of_doubles(conf_get(node, STR("to")), d);
	drop_doubles(&o->to);
	for (size_t i = 0; i < o->to.n; i++)
		check_address(o->to.items[i], "to", node, d);
	check_address(o->from, "from", node, d);
	check_address(o->reply_to, "reply_to", node, d);
	check_address(o->bounce, "bounce", node, d);
	check_address(o->unsubscribe_mail, "unsubscribe_mail", node, d);
	if (o->smtp.n > 0 && !str_starts(o->smtp, STR("smtp://")) &&
	    !str_starts(o->smtp, STR("smtps://")))
		conf_error(d, node->pos,
		    "smtp takes smtp://HOST:587 or smtps://HOST:465");
	if (o->plain && o->user.n > 0)
		conf_error(d, node->pos,
		    "plain would show the password to everyone on the way");
	if (o->user.n > 0 && o->password.n == 0)
		conf_error(d, node->pos, "user needs a password");
	if (o->unsubscribe_url.n > 0 &&
	    (!str_starts(o->unsubscribe_url, STR("https://")) ||
		!one_printable_word(o->unsubscribe_url)))
		conf_error(d, node->pos,
		    "unsubscribe_url takes an https:// address (RFC 8058)");
	if ((o->unsubscribe_url.n > 0 || o->unsubscribe_mail.n > 0) &&
	    o->unsubscribe_key.n == 0)
		conf_error(d, node->pos,
		    "unsubscribe_url and unsubscribe_mail need unsubscribe_key");
}
