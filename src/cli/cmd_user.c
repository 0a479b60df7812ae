/* cli/cmd_user.c -- `tocsin user`: accounts, from the shell of whoever runs the server.
 *
 * A password is typed twice on a terminal, which does not show it, or is the first line of
 * standard input. It is never an operand: those stand in the list of processes. */
#include <stdio.h>
#include <termios.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/io.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/secret.h"
#include "cli/common.h"
#include "store/people.h"

struct desk {
	const struct options *o;
	struct store *store;
	struct arena *arena;
	struct doer by;
};

static struct str operand(const struct desk *d, int n)
{
	return n < d->o->operand_count ? str_of(d->o->operand[n]) : STR("");
}

/* -- passwords ----------------------------------------------------------------------------- */

static bool echo(bool on)
{
	struct termios t;

	if (tcgetattr(STDIN_FILENO, &t) != 0)
		return false;
	if (on)
		t.c_lflag |= (tcflag_t)ECHO;
	else
		t.c_lflag &= (tcflag_t)~ECHO;
	return tcsetattr(STDIN_FILENO, TCSAFLUSH, &t) == 0;
}

static bool read_line(struct str *out, struct io_lines *l, struct arena *a, struct err *err)
{
	struct str line;

	switch (io_lines_next(&line, l, err)) {
	case IO_LINE:
		*out = arena_copy(a, line);
		return true;
	case IO_LINE_TOO_LONG:
		return err_set(err, ERR_LIMIT, "a password has at most %d bytes", LIMIT_PASSWORD);
	case IO_LINES_END:
		return err_set(err, ERR_INPUT, "no password was given");
	case IO_LINES_ERROR:
		break;
	}
	return false;
}

static bool typed(struct str *out, struct io_lines *l, struct arena *a, struct err *err)
{
	struct str again;
	bool ok;

	if (!echo(false))
		return err_errno(err, "standard input");
	fputs("Password: ", stderr);
	ok = read_line(out, l, a, err);
	fputs("\nAgain: ", stderr);
	ok = ok && read_line(&again, l, a, err);
	fputs("\n", stderr);
	echo(true);
	return ok && (secret_equal(*out, again) ||
		      err_set(err, ERR_INPUT, "the two are not the same; nothing was changed"));
}

/* What is kept of it. */
static bool password(struct str *kept, struct desk *d, struct str name, struct err *err)
{
	struct io_lines *l;
	struct str text = STR("");
	bool ok;

	if (!io_lines_open(&l, "-", LIMIT_PASSWORD, 0, err))
		return false;
	ok = isatty(STDIN_FILENO) ? typed(&text, l, d->arena, err)
				  : read_line(&text, l, d->arena, err);
	io_lines_close(l);
	text = str_trim(text); /* as forms of the site do */
	return ok && store_password_fits(name, text, err) &&
	       secret_password(kept, d->arena, text, err);
}

/* -- the commands ----------------------------------------------------------------------------- */

static bool add(struct desk *d, struct err *err)
{
	struct account a = {.name = operand(d, 1), .mail = operand(d, 3)};

	if (!store_role_parse(&a.role, operand(d, 2)))
		return err_set(err, ERR_INPUT, "a role is reader, submitter, reviewer or admin");
	return password(&a.password, d, a.name, err) &&
	       store_account_add(d->store, d->arena, &a, &d->by, err);
}

static bool list(struct desk *d, struct err *err)
{
	const struct account *all;
	size_t count;
	struct buf b;
	bool ok;

	if (!store_accounts(&all, &count, d->store, d->arena, err))
		return false;
	buf_init(&b, LIMIT_RESPONSE);
	for (size_t i = 0; i < count; i++)
		buf_fmt(&b, "%-20.*s %-10.*s %s%.*s\n", STR_ARG(all[i].name),
			STR_ARG(store_role_name(all[i].role)), all[i].disabled ? "disabled " : "",
			STR_ARG(all[i].mail));
	ok = io_print(buf_view(&b), err);
	buf_free(&b);
	return ok;
}

static bool change(struct desk *d, const enum role *role, bool disabled, struct err *err)
{
	struct account a;

	if (!store_account(&a, d->store, d->arena, operand(d, 1), err))
		return false;
	if (role)
		a.role = *role;
	else
		a.disabled = disabled;
	return store_account_set(d->store, d->arena, &a, &d->by, err);
}

static bool give_role(struct desk *d, struct err *err)
{
	enum role role;

	if (!store_role_parse(&role, operand(d, 2)))
		return err_set(err, ERR_INPUT, "a role is reader, submitter, reviewer or admin");
	return change(d, &role, false, err);
}

static bool disable(struct desk *d, struct err *err)
{
	return change(d, NULL, true, err);
}

static bool enable(struct desk *d, struct err *err)
{
	return change(d, NULL, false, err);
}

static bool set_password(struct desk *d, struct err *err)
{
	struct account a;
	struct str kept;

	return store_account(&a, d->store, d->arena, operand(d, 1), err) &&
	       password(&kept, d, a.name, err) &&
	       store_account_password(d->store, d->arena, a.name, kept, &d->by, err);
}

static bool reset(struct desk *d, struct err *err)
{
	struct account a;
	struct str secret;

	return store_account(&a, d->store, d->arena, operand(d, 1), err) &&
	       store_reset_begin(&secret, d->store, d->arena, a.number, d->by.at_ms, err) &&
	       io_print(arena_fmt(d->arena, "/reset/%.*s\n", STR_ARG(secret)), err);
}

static bool token(struct desk *d, struct err *err)
{
	struct account_token t = {.name = STR("made by tocsin user token"), .by = d->by};
	struct account a;
	struct str secret, names = STR("");

	for (int i = 2; i < d->o->operand_count; i++)
		names = arena_fmt(d->arena, "%.*s %.*s", STR_ARG(names), STR_ARG(operand(d, i)));
	if (!store_scope_parse(&t.scopes, names))
		return err_set(err, ERR_INPUT, "scopes are read, submit, review and admin");
	return store_account(&a, d->store, d->arena, operand(d, 1), err) &&
	       store_token_new(&secret, d->store, d->arena, &a, &t, err) &&
	       io_print(arena_fmt(d->arena, "%.*s\n", STR_ARG(secret)), err);
}

static const struct {
	const char *name;
	int least, most; /* operands behind it */
	bool (*run)(struct desk *d, struct err *err);
} order[] = {{"add", 2, 3, add},         {"list", 0, 0, list},     {"role", 2, 2, give_role},
	     {"disable", 1, 1, disable}, {"enable", 1, 1, enable}, {"password", 1, 1, set_password},
	     {"reset", 1, 1, reset},     {"token", 2, 5, token}};

static bool run(struct desk *d, size_t which, struct err *err)
{
	struct store_options options = {
		.url = str_of(options_text(d->o, OPT_DB)), .mode = DB_WRITE, .may_migrate = true};
	bool ok;

	if (!store_open(&d->store, &options, err))
		return false;
	ok = order[which].run(d, err) && io_print_end(err);
	store_close(d->store);
	return ok;
}

int cmd_user(const struct options *o)
{
	struct desk d = {.o = o, .arena = arena_new()};
	int count = o->operand_count - 1;
	struct err err;
	bool ok = false, known = false;

	d.by.who = str_of(options_text(o, OPT_WHO));
	d.by.why = str_of(options_text(o, OPT_WHY));
	d.by.at_ms = clock_now_ms();
	if (!d.by.who.len)
		d.by.who = STR("operator");
	for (size_t i = 0; count >= 0 && i < sizeof order / sizeof *order; i++) {
		if (strcmp(o->operand[0], order[i].name) != 0 || count < order[i].least ||
		    count > order[i].most)
			continue;
		known = true;
		ok = run(&d, i, &err);
	}
	arena_free(d.arena);
	if (!known)
		return common_usage("user",
				    "add NAME ROLE [MAIL], list, role NAME ROLE, disable, "
				    "enable, password or reset NAME, or token NAME SCOPE...");
	return ok ? EXIT_DONE : common_failed(&err);
}
