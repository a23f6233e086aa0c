/* init_text.c -- see init_text.h. */
#include "config.h"

#include "base/alloc.h"
#include "daemon/init_text.h"
#include "daemon/yaml.h"

static void
put_feed(const struct init_plan *p, const struct init_feed *f, struct buf *out)
{
	const struct starter_feed *s = &f->feed;
	const char *comment = f->trouble.n > 0 ? "# " : "";

	if (f->trouble.n > 0)
		buf_printf(out, "  # left out on %.*s: %.*s\n", STR_ARG(p->date),
		    STR_ARG(f->trouble));
	buf_printf(out, "  %s- {", comment);
	yaml_quoted(out, "name: ", s->name);
	yaml_quoted(out, ", url: ", s->url);
	if (s->lang.n > 0)
		buf_printf(out, ", lang: %.*s", STR_ARG(s->lang));
	if (s->country.n > 0)
		yaml_quoted(out, ", country: ", s->country);
	buf_printf(out, ",\n  %s   tags: [%.*s, %.*s]%s}\n", comment,
	    STR_ARG(p->region->id), STR_ARG(s->kind),
	    p->allow_private ? ", allow_private: true" : "");
}

size_t
init_wanted(const struct init_plan *p)
{
	size_t n = 0;

	for (size_t i = 0; i < p->n_feeds; i++)
		n += p->feeds[i].wanted && p->feeds[i].trouble.n == 0;
	return n;
}

static void
put_feeds(const struct init_plan *p, struct buf *out)
{
	buf_printf(out,
	    "\n# How often each is asked follows from how often it has news; every: 15m "
	    "would fix "
	    "it.\nfeeds:%s\n",
	    init_wanted(p) > 0 ? "" : " []");
	for (size_t i = 0; i < p->n_feeds; i++)
		if (p->feeds[i].wanted)
			put_feed(p, &p->feeds[i], out);
}

static void
put_places(const struct init_plan *p, struct buf *out)
{
	const struct str_list *l = &p->region->places;

	for (size_t i = 0; i < l->n; i++)
		yaml_quoted(out, i == 0 ? "    in: [" : ", ", l->items[i]);
	if (l->n > 0)
		buf_cstr(out, "]   # a place and all within it\n");
}

static void
put_send(const struct init_plan *p, struct buf *out)
{
	buf_printf(out, "    send: [%s%slog]\n", p->mail.n > 0 ? "desk, " : "",
	    p->webhook.n > 0 ? "hook, " : "");
}

static void
put_rules(const struct init_plan *p, struct buf *out)
{
	buf_printf(out,
	    "\nrules:\n  - name: mass-casualty\n    toll: killed   # or injured, "
	    "missing, detained, "
	    "displaced\n    at: [%.*s]   # a ladder: each step rings once per incident\n",
	    STR_ARG(p->steps));
	put_places(p, out);
	buf_cstr(out,
	    "    # sources: 2   # ring only when two that do not quote each "
	    "other say so\n");
	put_send(p, out);
	if (!p->ground)
		return;
	buf_cstr(out,
	    "  - name: new-ground\n    territory: [captured, recaptured]\n"
	    "    new_for: 30d   # a place that has not changed hands for so long\n");
	put_places(p, out);
	put_send(p, out);
}

/* A mail server on this machine rarely has a certificate that anyone would believe. */
static bool
on_this_machine(struct str smtp)
{
	static const struct str hosts[] = { STR_INIT("smtp://localhost"),
		STR_INIT("smtp://127."), STR_INIT("smtp://[::1]") };

	for (size_t i = 0; i < NELEM(hosts); i++)
		if (str_starts(smtp, hosts[i]))
			return true;
	return false;
}

static void
put_mail(const struct init_plan *p, struct buf *out)
{
	yaml_quoted(out, "  desk:\n    email:\n      to: ", p->mail);
	yaml_quoted(out, "\n      from: ", p->from);
	yaml_quoted(out, "\n      smtp: ", p->smtp);
	if (on_this_machine(p->smtp))
		buf_cstr(out,
		    "\n      plain: yes   # not over a network, so without TLS");
	if (p->user.n > 0)
		yaml_quoted(out, "\n      user: ", p->user);
	if (p->password_file.n > 0) {
		yaml_quoted(out, "\n      password: {file: ", p->password_file);
		buf_byte(out, '}');
	}
	buf_byte(out, '\n');
}

static void
put_webhook(const struct init_plan *p, struct buf *out)
{
	yaml_quoted(out, "  hook:\n    webhook:\n      url: ", p->webhook);
	yaml_quoted(out, "\n      secret: {file: ", p->secret_file);
	buf_printf(out, "}\n%s", p->allow_private ? "      allow_private: true\n" : "");
}

void
init_text(const struct init_plan *p, struct buf *out)
{
	buf_printf(out,
	    "# tocsin.yaml -- written by `tocsin init` on %.*s for: %.*s.  Yours to "
	    "change.\n"
	    "# Every key: tocsin.yaml(5); rules: tocsin-rules(5).  After a change: "
	    "tocsin config check, tocsin reload.\n\n",
	    STR_ARG(p->date), STR_ARG(p->region->title));
	if (p->state_dir.n > 0) {
		yaml_quoted(out, "state_dir: ", p->state_dir);
		yaml_quoted(out, "\ncontrol: ", p->control);
		buf_byte(out, '\n');
	}
	buf_cstr(out,
	    "http: {listen: \"127.0.0.1:8470\"}   # page, API, metrics; on "
	    "this machine only\n");
	put_feeds(p, out);
	put_rules(p, out);
	buf_cstr(out, "\nreceivers:\n");
	if (p->mail.n > 0)
		put_mail(p, out);
	if (p->webhook.n > 0)
		put_webhook(p, out);
	buf_cstr(out, "  log: {syslog: {}}\n");
}
