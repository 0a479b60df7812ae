/* cli/options.c -- "--name value", "--name=value", "--flag"; nothing else.
 *
 * One long name per option and no short ones: commands end up in scripts and
 * manuals, where -f says nothing. The same names, in capitals and with TOCSIN_
 * before them, are environment variables; as they are, keys of tocsin.conf.
 * A key that no option has is an error, so that a typing mistake cannot
 * silently change what a service does. */
#include "cli/options.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/check.h"
#include "base/io.h"
#include "base/limits.h"

const struct option_row option_row[OPTION_COUNT] = {
#define OPTION(id, name, kind, argument, fallback, help)                                           \
	[OPT_##id] = {name, OPTION_##kind, argument, fallback, help},
#include "cli/options.def"
#undef OPTION
};

bool options_allowed(const char *allowed, const char *name)
{
	struct str rest = str_of(allowed), one;

	static const char *const always[] = {"help", "config", "quiet", "log", "log-level", NULL};

	if (str_is_one_of(str_of(name), always))
		return true;
	while (str_split(&one, &rest, ' '))
		if (str_eq(one, str_of(name)))
			return true;
	return false;
}

static int find(struct str name)
{
	for (int i = 0; i < OPTION_COUNT; i++)
		if (str_eq(name, str_of(option_row[i].name)))
			return i;
	return -1;
}

static bool set(struct options *o, int which, const char *value, struct err *err)
{
	int64_t number;

	if (option_row[which].kind == OPTION_NUMBER && !str_int(&number, str_of(value)))
		return err_set(err, ERR_CONFIG, "--%s wants a whole number, not \"%s\"",
			       option_row[which].name, value);
	o->value[which] = value;
	return true;
}

/* Takes argv[*at], and argv[*at + 1] when the value stands there. */
static bool take_flag(struct options *o, const char *allowed, char **argv, int argc, int *at,
		      struct err *err)
{
	struct str text = str_of(argv[*at] + 2), name = text;
	size_t equals = str_chr(text, '=');
	int which;

	if (equals != STR_NPOS)
		name = str_cut(text, 0, equals);
	which = find(name);
	if (which < 0 || !options_allowed(allowed, option_row[which].name))
		return err_set(err, ERR_CONFIG, "unknown option --%.*s (see --help)",
			       STR_ARG(name));
	if (option_row[which].kind == OPTION_FLAG) {
		if (equals != STR_NPOS)
			return err_set(err, ERR_CONFIG, "--%.*s takes no value", STR_ARG(name));
		return set(o, which, "yes", err);
	}
	if (equals != STR_NPOS)
		return set(o, which, text.at + equals + 1, err);
	if (*at + 1 >= argc)
		return err_set(err, ERR_CONFIG, "--%.*s wants %s", STR_ARG(name),
			       option_row[which].argument);
	return set(o, which, argv[++*at], err);
}

static bool from_environment(struct options *o, struct err *err)
{
	for (int i = 0; i < OPTION_COUNT; i++) {
		char name[64] = "TOCSIN_";
		const char *value;
		size_t n = strlen(name);

		for (const char *c = option_row[i].name; *c && n + 1 < sizeof name; c++)
			name[n++] = *c == '-' ? '_' : (char)toupper((unsigned char)*c);
		value = getenv(name);
		if (value && *value && !o->value[i] && !set(o, i, value, err)) {
			err_at(err, name);
			return false;
		}
	}
	return true;
}

static bool config_line(struct options *o, struct str line, struct err *err)
{
	size_t equals = str_chr(line, '=');
	struct str name;
	int which;

	line = str_trim(str_cut(line, 0, str_chr(line, '#')));
	if (line.len == 0)
		return true;
	if (equals == STR_NPOS)
		return err_set(err, ERR_CONFIG, "\"name = value\" expected");
	name = str_trim(str_cut(line, 0, equals));
	which = find(name);
	if (which < 0)
		return err_set(err, ERR_CONFIG, "unknown setting \"%.*s\"", STR_ARG(name));
	if (o->value[which])
		return true;
	return set(o, which, arena_z(o->arena, str_trim(str_cut(line, equals + 1, line.len))), err);
}

static bool from_file(struct options *o, struct err *err)
{
	const char *path = options_text(o, OPT_CONFIG);
	struct str rest, line;
	struct buf text;
	int number = 0;
	bool ok = true;

	if (!o->value[OPT_CONFIG] && !io_exists(path))
		return true;
	buf_init(&text, LIMIT_LINE);
	ok = io_read(&text, path, err);
	rest = buf_view(&text);
	while (ok && str_split(&line, &rest, '\n')) {
		number++;
		ok = config_line(o, line, err);
		if (!ok) {
			char where[300];

			snprintf(where, sizeof where, "%.250s:%d", path, number);
			err_at(err, where);
		}
	}
	buf_free(&text);
	return ok;
}

bool options_parse(struct options *out, struct arena *arena, const char *allowed, int argc,
		   char **argv, struct err *err)
{
	const char **operand = ARENA_ARRAY(arena, const char *, (size_t)argc + 1);
	bool only_operands = false;

	*out = (struct options){.operand = operand, .arena = arena};
	for (int i = 0; i < argc; i++) {
		if (!only_operands && strcmp(argv[i], "--") == 0)
			only_operands = true;
		else if (only_operands || strncmp(argv[i], "--", 2) != 0)
			operand[out->operand_count++] = argv[i];
		else if (!take_flag(out, allowed, argv, argc, &i, err))
			return false;
	}
	return from_environment(out, err) && from_file(out, err);
}

const char *options_text(const struct options *o, enum option which)
{
	return o->value[which] ? o->value[which] : option_row[which].fallback;
}

int64_t options_number(const struct options *o, enum option which)
{
	int64_t number = 0;

	CHECK(option_row[which].kind == OPTION_NUMBER);
	str_int(&number, str_of(options_text(o, which)));
	return number;
}

bool options_flag(const struct options *o, enum option which)
{
	return str_eq(str_of(options_text(o, which)), STR("yes"));
}
