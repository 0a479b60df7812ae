/* cli/help.c -- help texts, man page and completion from one pair of tables.
 *
 * commands.def and options.def are the truth; nothing is written twice, so a
 * new option is documented everywhere the moment it exists. */
#include "cli/help.h"

#ifndef TOCSIN_VERSION
#define TOCSIN_VERSION "dev"
#endif

static const char about[] =
	"Tocsin reads the news, finds what reports an AI system doing harm or nearly so, says why\n"
	"with quoted evidence, groups articles into events and serves them as a site and an API.\n";

static int longest_name(void)
{
	size_t most = 0;

	for (const struct command *c = command_row; c->name; c++)
		most = strlen(c->name) > most ? strlen(c->name) : most;
	return (int)most;
}

void help_overview(struct buf *out)
{
	int width = longest_name();

	buf_fmt(out, "tocsin %s -- an open monitor of AI incidents and hazards\n\n%s\n",
		TOCSIN_VERSION, about);
	buf_z(out, "usage: tocsin COMMAND [--option value]... [operand]...\n\n");
	for (const struct command *c = command_row; c->name; c++)
		buf_fmt(out, "  %-*s %s\n", width, c->name, c->summary);
	buf_z(out,
	      "\nStart with:\n"
	      "  tocsin judge --format text article.txt     one verdict, with its reasons\n"
	      "  tocsin ingest samples && tocsin serve      a site on http://127.0.0.1:8080\n"
	      "\n`tocsin COMMAND --help` tells more. Exit status: 0 done, 1 something was refused\n"
	      "(each is named on stderr), 2 wrong usage.\n");
}

static void option_line(struct buf *out, const struct option_row *r)
{
	struct arena *a = arena_new();
	struct str left = arena_fmt(a, "--%s%s%s", r->name, *r->argument ? " " : "", r->argument);

	buf_fmt(out, "  %-29.*s %s", STR_ARG(left), r->help);
	if (*r->fallback)
		buf_fmt(out, " [%s]", r->fallback);
	buf_char(out, '\n');
	arena_free(a);
}

void help_command(struct buf *out, const struct command *c)
{
	buf_fmt(out,
		"tocsin %s -- %s\n\nusage: tocsin %s [--option value]...%s%s\n\n%s\n\nOptions:\n",
		c->name, c->summary, c->name, *c->operands ? " " : "", c->operands, c->help);
	for (int i = 0; i < OPTION_COUNT; i++)
		if (options_allowed(c->options, option_row[i].name))
			option_line(out, &option_row[i]);
	buf_z(out, "\nEach option may also be set by TOCSIN_NAME in the environment, or by `name = "
		   "value`\n"
		   "in tocsin.conf; flags win, then the environment.\n");
}

/* Text for roff: backslashes and leading dots lose their meaning. */
static void roff(struct buf *out, const char *text)
{
	bool line_start = true;

	for (; *text; text++) {
		if (line_start && (*text == '.' || *text == '\''))
			buf_z(out, "\\&");
		if (*text == '\\')
			buf_z(out, "\\e");
		else if (*text == '-')
			buf_z(out, "\\-");
		else
			buf_char(out, *text);
		line_start = *text == '\n';
	}
}

static void man_option(struct buf *out, const struct option_row *r)
{
	buf_z(out, ".TP\n.B ");
	roff(out, "--");
	roff(out, r->name);
	if (*r->argument)
		buf_fmt(out, " \\fI%s\\fR", r->argument);
	buf_char(out, '\n');
	roff(out, r->help);
	if (*r->fallback) {
		buf_z(out, ". Default: ");
		roff(out, r->fallback);
	}
	buf_char(out, '\n');
}

void help_man(struct buf *out)
{
	buf_fmt(out, ".TH TOCSIN 1 \"\" \"tocsin %s\" \"User Commands\"\n.SH NAME\n",
		TOCSIN_VERSION);
	roff(out, "tocsin - an open monitor of AI incidents and hazards\n");
	buf_z(out, ".SH SYNOPSIS\n.B tocsin\n.I COMMAND\n[\\fB\\-\\-option\\fR \\fIvalue\\fR]... "
		   "[\\fIoperand\\fR]...\n.SH DESCRIPTION\n");
	roff(out, about);
	buf_z(out, ".SH COMMANDS\n");
	for (const struct command *c = command_row; c->name; c++) {
		buf_fmt(out, ".SS \"tocsin %s", c->name);
		buf_fmt(out, "%s%s\"\n", *c->operands ? " " : "", c->operands);
		roff(out, c->summary);
		buf_z(out, ".\n.PP\n");
		roff(out, c->help);
		buf_z(out, "\n.PP\nOptions:");
		for (int i = 0; i < OPTION_COUNT; i++)
			if (*c->options && options_allowed(c->options, option_row[i].name) &&
			    !options_allowed("", option_row[i].name))
				buf_fmt(out, " \\fB\\-\\-%s\\fR", option_row[i].name);
		buf_z(out, " and the common ones.\n");
	}
	buf_z(out, ".SH OPTIONS\n");
	for (int i = 0; i < OPTION_COUNT; i++)
		man_option(out, &option_row[i]);
	buf_z(out,
	      ".SH EXIT STATUS\n0: done. 1: something was refused, each named on standard error. "
	      "2: "
	      "wrong usage.\n.SH FILES\n.TP\n.B tocsin.conf\nsettings, one \"name = value\" per "
	      "line; "
	      "the names are those of the options.\n.SH ENVIRONMENT\nTOCSIN_NAME sets the option "
	      "\\-\\-name.\n");
}

void help_completion(struct buf *out)
{
	buf_z(out, "# bash completion for tocsin; made by `tocsin help completion`\n_tocsin() {\n"
		   "  local word=${COMP_WORDS[COMP_CWORD]} words=\n  case ${COMP_WORDS[1]} in\n");
	for (const struct command *c = command_row; c->name; c++) {
		buf_fmt(out, "  %s) words='", c->name);
		for (int i = 0; i < OPTION_COUNT; i++)
			if (options_allowed(c->options, option_row[i].name))
				buf_fmt(out, "--%s ", option_row[i].name);
		buf_z(out, "' ;;\n");
	}
	buf_z(out, "  esac\n  [ \"$COMP_CWORD\" -eq 1 ] && words='");
	for (const struct command *c = command_row; c->name; c++)
		buf_fmt(out, "%s ", c->name);
	buf_z(out, "'\n  COMPREPLY=($(compgen -W \"$words\" -f -- \"$word\"))\n}\ncomplete -F "
		   "_tocsin tocsin\n");
}
