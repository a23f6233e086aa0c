/*
 * manual.c -- fills the manual pages from the tables of the code: reads a page of doc/man
 * on standard input and writes it with each line ".\" @NAME@" replaced by the table of
 * that name. With --completion it prints the completion for bash, with --catalog the
 * journal's catalog.  A build-time program; what it prints is what the program knows, so
 * that neither can drift.
 */
#include "config.h"

#include <sysexits.h>

#include "alerts/receiver.h"
#include "alerts/route.h"
#include "alerts/rule.h"
#include "base/alloc.h"
#include "base/date.h"
#include "daemon/api.h"
#include "daemon/command.h"
#include "daemon/configuration.h"
#include "daemon/exits.h"
#include "daemon/export.h"
#include "daemon/live_events.h"
#include "daemon/options.h"
#include "feeds/feed_config.h"

/* mdoc reads a leading dot or quote and every backslash as its own, and wants each
 * sentence on a line of its own. */
static void
text(const char *s)
{
	for (bool start = true; *s != '\0'; s++) {
		if (*s == ' ' && !start && s[-1] == '.' && s[1] != ' ') {
			putchar('\n');
			start = true;
			continue;
		}
		if (start && (*s == '.' || *s == '\''))
			printf("\\&");
		if (*s == '\\')
			printf("\\e");
		else if (*s == '-' && is_digit(s[1]))
			printf("\\-");
		else
			putchar(*s);
		start = *s == '\n';
	}
}

/* A word of a macro line: quoted, so that spaces and punctuation stay in it. */
static void
word(const char *s)
{
	printf(" \"");
	for (; *s != '\0'; s++)
		if (*s == '"')
			printf("\\(dq");
		else if (*s == '\\')
			printf("\\e");
		else
			putchar(*s);
	putchar('"');
}

static void
sentence(const char *s)
{
	text(s);
	printf("%s\n", s[0] != '\0' && s[strlen(s) - 1] == '.' ? "" : ".");
}

/* ---- commands ---- */

static void
print_commands(void)
{
	char usage[COMMAND_USAGE];

	printf(".Bl -tag -width Ds\n");
	for (const struct command *c = commands; c->name != NULL; c++) {
		printf(".It Ic");
		word(c->name);
		printf(" Ns \\& Li");
		word(command_usage(c, usage));
		printf("\n");
		sentence(c->summary);
		if (c->help != NULL && c->help[0] != '\0') {
			printf(".Bd -unfilled -offset 2n\n");
			text(c->help);
			printf("\n.Ed\n");
		}
		printf(".Dl ");
		text(c->example);
		printf("\n");
	}
	printf(".El\n");
}

/* ---- options of the daemon ---- */

static void
print_options(void)
{
	struct option_row row;

	printf(".Bl -tag -width Ds\n");
	for (unsigned i = 0; options_row(i, &row); i++) {
		printf(".It");
		if (row.letter != '\0')
			printf(" Fl %c ,", row.letter);
		printf(" Fl -%s", row.name);
		if (row.value != NULL)
			printf(" Ar %s", row.value);
		printf("\n");
		sentence(row.help);
	}
	printf(".El\n");
}

/* ---- exit codes ---- */

static void
print_exit(int code, const char *why)
{
	if (why == NULL)
		return;
	printf(".It %d\n", code);
	text(why);
	printf("\n");
}

static void
print_exits(bool daemon)
{
	printf(".Bl -tag -width Ds -compact\n");
	for (const struct exit_row *r = exit_rows; r->code != 0; r++)
		print_exit(r->code, daemon ? r->of_daemon : r->of_command);
	printf(".El\n");
}

static void
print_command_exits(void)
{
	print_exits(false);
}

static void
print_daemon_exits(void)
{
	print_exits(true);
}

/* ---- configuration tables ---- */

static const char *const type_words[] = { [CONF_TEXT] = "text",
	[CONF_TEXTS] = "list of texts",
	[CONF_BOOL] = "true or false",
	[CONF_INT] = "number",
	[CONF_NUMBER] = "number",
	[CONF_DURATION] = "duration",
	[CONF_SIZE] = "size",
	[CONF_ENUM] = "one of",
	[CONF_TABLE] = "keys",
	[CONF_CUSTOM] = "" };

static void
print_type(const struct conf_key *k)
{
	if (k->type == CONF_ENUM)
		for (size_t i = 0; k->names[i] != NULL; i++)
			printf("%s%s", i == 0 ? "" : " | ", k->names[i]);
	else
		printf("%s", type_words[k->type]);
}

static void
print_range(const struct conf_key *k)
{
	char low[DATE_TEXT], high[DATE_TEXT];

	if (k->min == 0 && k->max == 0)
		return;
	if (k->type == CONF_DURATION)
		printf("From %s to %s.\n", duration_text(low, k->min).p,
		    duration_text(high, k->max).p);
	else
		printf("From %lld to %lld.\n", (long long)k->min, (long long)k->max);
}

static void
print_table(const struct conf_table *t, unsigned depth)
{
	printf(".Bl -tag -width Ds\n");
	for (const struct conf_key *k = t->keys; k->name != NULL; k++) {
		printf(".It Cm");
		word(k->name);
		if (k->type != CONF_CUSTOM || k->required) {
			printf(" Pq ");
			print_type(k);
			if (k->required)
				printf("%srequired", k->type == CONF_CUSTOM ? "" : ", ");
		}
		printf("\n");
		sentence(k->help == NULL ? "" : k->help);
		print_range(k);
		if (k->def != NULL && k->def[0] != '\0') {
			printf("Default:\n.Li");
			word(k->def);
			printf(" .\n");
		}
		if (k->example != NULL) {
			printf("Example:\n.Li");
			word(k->example);
			printf(" .\n");
		}
		if (k->table != NULL && k->table != t && depth < 4)
			print_table(k->table, depth + 1);
	}
	printf(".El\n");
}

static void
print_config(void)
{
	print_table(&config_table, 0);
}

static void
print_feeds(void)
{
	print_table(&feed_config_table, 0);
}

static void
print_rules(void)
{
	print_table(&rule_table, 0);
}

static void
print_routes(void)
{
	static const struct {
		const char *title;
		const struct conf_table *table;
	} parts[] = { { "route", &route_table }, { "inhibit_rules", &inhibit_table },
		{ "time_intervals", &interval_table } };

	for (size_t i = 0; i < NELEM(parts); i++) {
		printf(".Ss %s\n", parts[i].title);
		print_table(parts[i].table, 0);
	}
}

static void
print_receivers(void)
{
	print_table(&receiver_common_table, 0);
	for (size_t i = 0; i < NELEM(receiver_kinds); i++) {
		printf(".Ss %s\n", receiver_kinds[i].name);
		sentence(receiver_kinds[i].help);
		print_table(receiver_kinds[i].table, 0);
	}
}

static void
print_names(const char *const *names)
{
	for (size_t i = 0; names[i] != NULL; i++)
		if (names[i][0] != '\0')
			printf("%s%s", i == 0 ? "" : " ", names[i]);
	printf("\n");
}

static const struct {
	const char *label;
	const char *const *names;
} word_lists[] = {
	{ "kind", fact_kind_names },
	{ "stance", stance_names },
	{ "bound", bound_names },
	{ "outcome", outcome_names },
	{ "scope", scope_names },
	{ "change", change_names },
	{ "effect", effect_names },
	{ "role", place_role_names },
	{ "precision", precision_names },
	{ "toll", toll_names },
};

static void
print_fact_words(void)
{
	printf(".Bl -tag -width precision\n");
	for (size_t i = 0; i < NELEM(word_lists); i++) {
		printf(".It Cm %s\n", word_lists[i].label);
		print_names(word_lists[i].names);
	}
	printf(".El\n");
}

static void
print_api(void)
{
	printf(".Bl -tag -width Ds\n");
	for (const struct api_route *r = api_routes; r->path != NULL; r++) {
		printf(".It Pa /%s\n", r->path);
		sentence(r->summary);
	}
	for (const struct export_format *f = export_formats; f->path != NULL; f++) {
		printf(".It Pa /%s%s%s\n", f->path, f->profile != NULL ? "?profile=" : "",
		    f->profile != NULL ? f->profile : "");
		sentence(f->help);
	}
	printf(".El\n");
}

static void
print_live_events(void)
{
	printf(".Bl -tag -width 2n\n");
	for (size_t i = 0; i < LIVE_N; i++) {
		printf(".It Cm %s Pq type %s\n", live_event_rows[i].name.p,
		    live_event_rows[i].type.p);
		sentence(live_event_rows[i].help);
	}
	printf(".El\n");
}

static void
print_message_ids(void)
{
	printf(".Bl -tag -width 2n\n");
	for (size_t i = 0; i < REASON_N; i++) {
		printf(".It Li %s Pq %s\n", alert_reason_rows[i].message_id,
		    alert_reason_names[i]);
		sentence(alert_reason_rows[i].help);
	}
	printf(".El\n");
}

/* https://systemd.io/CATALOG/ */
static void
print_catalog(void)
{
	for (size_t i = 0; i < REASON_N; i++)
		printf("-- %s\nSubject: %s\nDefined-By: tocsin\nDocumentation: "
		       "man:tocsin-events(7)\n\n"
		       "%s\n\n",
		    alert_reason_rows[i].message_id, alert_reason_rows[i].subject,
		    alert_reason_rows[i].help);
}

static const struct {
	const char *marker;
	void (*print)(void);
} markers[] = {
	{ "@commands@", print_commands },
	{ "@options@", print_options },
	{ "@command-exits@", print_command_exits },
	{ "@daemon-exits@", print_daemon_exits },
	{ "@config@", print_config },
	{ "@feeds@", print_feeds },
	{ "@rules@", print_rules },
	{ "@receivers@", print_receivers },
	{ "@routes@", print_routes },
	{ "@api@", print_api },
	{ "@fact-words@", print_fact_words },
	{ "@live-events@", print_live_events },
	{ "@message-ids@", print_message_ids },
};

static bool
print_marker(struct str line)
{
	for (size_t i = 0; i < NELEM(markers); i++)
		if (str_find(line, str_of(markers[i].marker)) != STR_NOWHERE) {
			markers[i].print();
			return true;
		}
	return false;
}

/* The options that a line of usage names: words that begin with a dash. */
static void
print_usage_options(const char *args)
{
	for (const char *p = args; *p != '\0'; p++) {
		size_t n = 1;

		if (*p != '-' || (p > args && strchr(" [|{", p[-1]) == NULL))
			continue;
		while (is_alpha(p[n]) || p[n] == '-')
			n++;
		printf(" %.*s", (int)n, p);
		p += n - 1;
	}
}

/* Completion for bash: the words that may follow those already there, options after a
 * dash, files. */
static void
print_completion(void)
{
	char usage[COMMAND_USAGE];

	printf("# bash completion for tocsin(1); made from its table of commands\n"
	       "_tocsin()\n{\n"
	       "\tlocal line=\"${COMP_WORDS[*]:1:COMP_CWORD-1}\" "
	       "word=${COMP_WORDS[COMP_CWORD]} next=() c rest\n"
	       "\tlocal -A options=(");
	for (const struct command *c = commands; c->name != NULL; c++) {
		printf("\n\t\t['%s']='", c->name);
		print_usage_options(command_usage(c, usage));
		printf("'");
	}
	printf(" )\n"
	       "\tfor c in \"${!options[@]}\"; do\n"
	       "\t\tif [[ -z $line ]]; then\n"
	       "\t\t\tnext+=(\"${c%%%% *}\")\n"
	       "\t\telif [[ $c == \"$line \"* ]]; then\n"
	       "\t\t\trest=${c#\"$line \"}\n"
	       "\t\t\tnext+=(\"${rest%%%% *}\")\n"
	       "\t\telif [[ $word == -* && \"$line \" == \"$c \"* ]]; then\n"
	       "\t\t\tread -ra next <<<\"${options[$c]}\"\n"
	       "\t\tfi\n"
	       "\tdone\n"
	       "\tmapfile -t COMPREPLY < <(compgen -W \"${next[*]}\" -- \"$word\" | sort "
	       "-u)\n"
	       "\t[[ ${#COMPREPLY[@]} -gt 0 ]] || mapfile -t COMPREPLY < <(compgen -f -- "
	       "\"$word\")\n"
	       "}\n"
	       "complete -F _tocsin tocsin\n");
}

int
main(int argc, char **argv)
{
	char line[4096];

	if (argc > 1 && str_eq(str_of(argv[1]), STR("--completion"))) {
		print_completion();
		return 0;
	}
	if (argc > 1 && str_eq(str_of(argv[1]), STR("--catalog"))) {
		print_catalog();
		return 0;
	}

	while (fgets(line, sizeof(line), stdin) != NULL)
		if (!str_starts(str_of(line), STR(".\\\" @")) ||
		    !print_marker(str_of(line)))
			fputs(line, stdout);
	return ferror(stdin) ? EX_IOERR : 0;
}
