/* cli/cmd_help.c -- `tocsin help [COMMAND|man|completion]`. */
#include "base/io.h"
#include "base/limits.h"
#include "base/log.h"
#include "cli/help.h"

int cmd_help(const struct options *o)
{
	const char *topic = o->operand_count ? o->operand[0] : "";
	const struct command *c = command_find(topic);
	struct err err;
	struct buf out;
	bool ok;

	buf_init(&out, LIMIT_LINE);
	if (strcmp(topic, "man") == 0)
		help_man(&out);
	else if (strcmp(topic, "completion") == 0)
		help_completion(&out);
	else if (c)
		help_command(&out, c);
	else
		help_overview(&out);
	ok = io_print(buf_view(&out), &err) && io_print_end(&err);
	buf_free(&out);
	if (!ok)
		log_error("%s", err.text);
	return ok ? EXIT_DONE : EXIT_REFUSED;
}
