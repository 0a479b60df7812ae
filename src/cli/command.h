/* cli/command.h -- the table of commands, and what they share.
 *
 * A command gets its parsed options and returns the exit status: EXIT_DONE,
 * EXIT_REFUSED (something was refused, each named on stderr) or EXIT_USAGE. */
#pragma once
#include "cli/options.h"

enum { EXIT_DONE = 0, EXIT_REFUSED = 1, EXIT_USAGE = 2 };

typedef int command_fn(const struct options *o);

struct command {
	const char *name, *operands, *options, *summary, *help;
	command_fn *run;
};
extern const struct command command_row[]; /* ends with a row whose name is NULL */

const struct command *command_find(const char *name);

/* -- the commands, each in cmd_*.c ------------------------------------------- */
#define COMMAND(name, operands, allowed, fn, summary, help) int fn(const struct options *o);
#include "cli/commands.def"
#undef COMMAND
