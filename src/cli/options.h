/* cli/options.h -- flags, environment and configuration file, from one table.
 *
 * A setting is looked up in this order: the flag, TOCSIN_NAME in the environment,
 * `name = value` in tocsin.conf (or --config FILE), the default of the table.
 * Life: one struct for the whole run; texts live as long as argv and the struct. */
#pragma once
#include "base/arena.h"

enum option_kind { OPTION_FLAG, OPTION_TEXT, OPTION_NUMBER };

enum option {
#define OPTION(id, name, kind, argument, fallback, help) OPT_##id,
#include "cli/options.def"
#undef OPTION
	OPTION_COUNT
};

struct option_row {
	const char *name; /* without the dashes */
	enum option_kind kind;
	const char *argument, *fallback, *help;
};
extern const struct option_row option_row[OPTION_COUNT];

struct options {
	const char *value[OPTION_COUNT]; /* NULL: the default stands */
	const char *const *operand;      /* what is left: files, names */
	int operand_count;
	struct arena *arena;
};

/* `allowed` names the options of the command, blank-separated ("db format").
 * ERR_CONFIG with a text that says what to do on anything wrong. --help,
 * --config, --quiet, --log and --log-level are always allowed. */
bool options_parse(struct options *out, struct arena *arena, const char *allowed, int argc,
		   char **argv, struct err *err) MUST_USE;

const char *options_text(const struct options *o, enum option which); /* "" when empty */
int64_t options_number(const struct options *o, enum option which);
bool options_flag(const struct options *o, enum option which);
bool options_allowed(const char *allowed, const char *name);
