/* store/migrate.c -- numbered steps, each whole or not at all.
 *
 * The version is read again inside the step's own transaction: when two programs
 * start at once, the second finds the work done. There is no way back: a backup
 * of the file is one, and a "down" script that nobody ever ran is not. */
#include "store/migrate.h"

#include "base/embedded.h"

extern const struct embedded sql_file[];

static int64_t number_of(const char *name)
{
	int64_t number = 0;

	return str_int(&number, str_cut(str_of(name), 0, 4)) ? number : 0;
}

int64_t migrate_newest(void)
{
	int64_t newest = 0;

	for (const struct embedded *f = sql_file; f->name; f++)
		if (number_of(f->name) > newest)
			newest = number_of(f->name);
	return newest;
}

/* "0002_x.sql" is for all databases, "0002_x.sqlite.sql" for SQLite alone. */
static bool is_for(const struct store *s, const char *name, bool all)
{
	struct str rest = str_of(name);
	size_t dot = str_chr(rest, '.');

	rest = str_cut(rest, dot + 1, rest.len);
	if (all || str_eq(rest, STR("sql")))
		return all && str_eq(rest, STR("sql"));
	return str_eq(str_cut(rest, 0, str_chr(rest, '.')), str_of(s->ops->name));
}

bool migrate_version(int64_t *out, struct store *s, struct err *err)
{
	struct ask a;
	bool there = false;

	*out = 0;
	if (!s->ops->has_table(&there, s->db, STR("schema_version"), err))
		return false;
	if (!there)
		return true;
	ask_open(&a, s, Q_SCHEMA_VERSION, err);
	return ask_one(out, &a, 0);
}

static bool run_files(struct store *s, int64_t number, bool all, struct err *err)
{
	for (const struct embedded *f = sql_file; f->name; f++) {
		if (number_of(f->name) != number || !is_for(s, f->name, all))
			continue;
		if (!s->ops->exec(s->db, f->bytes.at, err)) {
			err_at(err, f->name);
			return false;
		}
	}
	return true;
}

/* Runs the files of step `number`, those for all databases first. */
static bool step(struct store *s, int64_t number, struct err *err)
{
	struct ask a;

	if (!run_files(s, number, true, err) || !ask_do(s, Q_SCHEMA_ALIKE, err) ||
	    !run_files(s, number, false, err))
		return false;
	ask_open(&a, s, Q_SCHEMA_ADD, err);
	ask_int(&a, number);
	ask_str(&a, STR("tocsin " TOCSIN_VERSION));
	return ask_run(&a);
}

bool migrate_run(struct store *s, struct err *err)
{
	int64_t have;

	do {
		if (!store_begin(s, err))
			return false;
		if (!s->ops->exec(s->db,
				  "CREATE TABLE IF NOT EXISTS schema_version "
				  "(version integer PRIMARY KEY, name text NOT NULL)",
				  err) ||
		    !migrate_version(&have, s, err) ||
		    (have < migrate_newest() && !step(s, have + 1, err))) {
			store_abandon(s);
			return false;
		}
		if (!store_end(s, err))
			return false;
	} while (have + 1 < migrate_newest());
	return true;
}
