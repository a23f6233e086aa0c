/* command_json.c -- see command_json.h. */
#include "config.h"

#include "base/alloc.h"
#include "daemon/command_json.h"

#define ANSWER_MAX (64u << 20)

bool
take_json(int *argc, char **argv)
{
	for (int i = 1; i < *argc; i++)
		if (strcmp(argv[i], "--json") == 0) {
			memmove(&argv[i], &argv[i + 1],
			    (size_t)(*argc - i) * sizeof(*argv));
			(*argc)--;
			return true;
		}
	return false;
}

void
answer_open(struct answer *a, char bracket)
{
	buf_init(&a->out, ANSWER_MAX);
	json_init(&a->j, &a->out);
	json_open(&a->j, bracket);
}

void
answer_print(struct answer *a)
{
	json_close(&a->j);
	printf("%.*s\n", STR_ARG(buf_str(&a->out)));
	buf_clear(&a->out);
}

void
json_lines(struct json *j, const char *key, struct str text)
{
	struct str line;

	json_key(j, key);
	json_open(j, '[');
	while (str_cut(&text, '\n', &line))
		if (line.n > 0)
			json_str(j, line);
	json_close(j);
}
