/* cli/command.c -- commands.def as a table.
 *
 * Adding a command: a row there, a function in a cmd_*.c file (docs/ADDING.md). */
#include "cli/command.h"

const struct command command_row[] = {
#define COMMAND(name, operands, allowed, fn, summary, help)                                        \
	{name, operands, allowed, summary, help, fn},
#include "cli/commands.def"
#undef COMMAND
	{NULL, NULL, NULL, NULL, NULL, NULL},
};

const struct command *command_find(const char *name)
{
	for (const struct command *c = command_row; c->name; c++)
		if (strcmp(c->name, name) == 0)
			return c;
	return NULL;
}
