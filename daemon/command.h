/*
 * command.h -- the commands of `tocsin`, one row each: dispatch, help, completion and the
 * manual page come from the same table (command.c).  A command lives in
 * daemon/cmd_NAME.c.  Each that does not talk with a person takes --json and answers
 * programs with it (command_json.h).
 */
#ifndef DAEMON_COMMAND_H
#define DAEMON_COMMAND_H

#include "base/err.h"
#include "base/str.h"

struct reader;

struct command {
	const char *name;                  /* "parse", "feed import" */
	int (*run)(int argc, char **argv); /* argv[0] is the last word of the name;
					      sysexits code */
	const char *args;                  /* "[FILE | --batch]" */
	const char *summary;               /* one line */
	const char *help;                  /* options and what they do */
	const char *example;               /* a command line that the tests run */
	bool talks; /* with a person: the one kind that takes no --json */
};

extern const struct command commands[]; /* ends with .name NULL */

/* The arguments with [--json], where it is taken. */
#define COMMAND_USAGE 512
const char *command_usage(const struct command *c, char out[COMMAND_USAGE]);

/* Prints "tocsin NAME: message" to standard error and gives EX_USAGE back. */
__attribute__((format(printf, 2, 3))) int usage_error(const char *name, const char *fmt,
    ...);

/* The same for what getopt() did not take. */
int option_error(const char *name);

/*
 * Prints "tocsin NAME: message (see SECTION)": where the error points to none, the
 * commands'.  Gives the exit code of its kind; failed: where the kind says no more.
 */
int command_error(const char *name, const struct err *e, int failed);

/* Is the directory there that an option names?  NULL is fine. */
int command_data(const char *dir, struct err *e);

/* reader_load(), which says on standard error if compiled packs are no good. */
struct reader *command_reader(const char *name, const char *const *dirs, struct err *e);

int cmd_init(int argc, char **argv);
int cmd_gazetteer_build(int argc, char **argv);
int cmd_config_check(int argc, char **argv);
int cmd_config_keys(int argc, char **argv);
int cmd_config_schema(int argc, char **argv);
int cmd_help(int argc, char **argv);
int cmd_receiver_list(int argc, char **argv);
int cmd_receiver_test(int argc, char **argv);
int cmd_outbox_list(int argc, char **argv);
int cmd_outbox_show(int argc, char **argv);
int cmd_outbox_retry(int argc, char **argv);
int cmd_outbox_drop(int argc, char **argv);
int cmd_routes_show(int argc, char **argv);
int cmd_routes_test(int argc, char **argv);
int cmd_silence_list(int argc, char **argv);
int cmd_silence_add(int argc, char **argv);
int cmd_silence_expire(int argc, char **argv);
int cmd_incident_list(int argc, char **argv);
int cmd_incident_show(int argc, char **argv);
int cmd_incident_merge(int argc, char **argv);
int cmd_incident_split(int argc, char **argv);
int cmd_incident_retract(int argc, char **argv);
int cmd_place_list(int argc, char **argv);
int cmd_place_show(int argc, char **argv);
int cmd_rule_list(int argc, char **argv);
int cmd_rule_test(int argc, char **argv);
int cmd_alert_list(int argc, char **argv);
int cmd_alert_show(int argc, char **argv);
int cmd_alert_ack(int argc, char **argv);
int cmd_alert_release(int argc, char **argv);
int cmd_node_list(int argc, char **argv);
int cmd_drill(int argc, char **argv);
int cmd_reload(int argc, char **argv);
int cmd_status(int argc, char **argv);
int cmd_tail(int argc, char **argv);
int cmd_top(int argc, char **argv);
int cmd_parse(int argc, char **argv);
int cmd_replay(int argc, char **argv);
int cmd_store_backup(int argc, char **argv);
int cmd_store_check(int argc, char **argv);
int cmd_store_copy(int argc, char **argv);
int cmd_store_recover(int argc, char **argv);
int cmd_extract(int argc, char **argv);
int cmd_lang_compile(int argc, char **argv);
int cmd_lang_check(int argc, char **argv);
int cmd_lang_new(int argc, char **argv);
int cmd_feed_add(int argc, char **argv);
int cmd_feed_export(int argc, char **argv);
int cmd_feed_import(int argc, char **argv);
int cmd_feed_list(int argc, char **argv);
int cmd_feed_poll(int argc, char **argv);
int cmd_feed_why(int argc, char **argv);

#endif
