/* cli/main.c -- find the command, parse its options, run it, say how it ended.
 *
 * Everything else is in tables: commands.def names the commands, options.def
 * the options, and cmd_*.c holds one command each. */
#include <signal.h>

#include "base/io.h"
#include "base/limits.h"
#include "base/log.h"
#include "cli/command.h"
#include "cli/help.h"

static int show(const struct command *c)
{
	struct err err;
	struct buf out;
	bool ok;

	buf_init(&out, LIMIT_LINE);
	if (c)
		help_command(&out, c);
	else
		help_overview(&out);
	ok = io_print(buf_view(&out), &err) && io_print_end(&err);
	buf_free(&out);
	return ok ? EXIT_DONE : EXIT_REFUSED;
}

/* How and how much is told; false when an option says neither. */
static bool set_log(const struct options *o)
{
	static const char *const name[] = {"debug", "info", "warning", "error"};
	struct str form = str_of(options_text(o, OPT_LOG));
	int level = 0;

	while (level < 4 && strcmp(name[level], options_text(o, OPT_LOG_LEVEL)) != 0)
		level++;
	if (level == 4 || (!str_eq(form, STR("text")) && !str_eq(form, STR("json"))))
		return false;
	if (str_eq(form, STR("json")))
		log_set_json();
	if (options_flag(o, OPT_QUIET) && level < LOG_WARNING)
		level = LOG_WARNING;
	log_set_level((enum log_level)level);
	return true;
}

static int run(const struct command *c, int argc, char **argv)
{
	struct arena *arena = arena_new();
	struct options options;
	struct err err;
	int status = EXIT_USAGE;

	if (!options_parse(&options, arena, c->options, argc, argv, &err)) {
		log_error("%s: %s", c->name, err.text);
	} else if (options_flag(&options, OPT_HELP)) {
		status = show(c);
	} else if (!set_log(&options)) {
		log_error("--log is text or json, --log-level debug, info, warning or error");
	} else {
		status = c->run(&options);
	}
	arena_free(arena);
	return status;
}

int main(int argc, char **argv)
{
	const struct command *c;

	signal(SIGPIPE, SIG_IGN); /* a closed pipe is an error like any other */
	if (argc < 2 || strcmp(argv[1], "--help") == 0) {
		show(NULL);
		return argc < 2 ? EXIT_USAGE : EXIT_DONE;
	}
	if (strcmp(argv[1], "--version") == 0)
		return run(command_find("version"), 0, NULL);
	c = command_find(argv[1]);
	if (!c) {
		log_error("unknown command \"%s\"; `tocsin --help` lists them", argv[1]);
		return EXIT_USAGE;
	}
	return run(c, argc - 2, argv + 2);
}
