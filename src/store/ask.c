/* store/ask.c -- named statements, prepared on first use and kept.
 *
 * A statement that is kept is reset when its question closes, so that it holds no
 * lock and borrows nothing. Statements of lists are put together anew for each
 * question; preparing one costs some 50 microseconds, which the cache of the
 * page it reads hides. */
#include "store/ask.h"

#include "base/check.h"

static const struct query query_row[QUERY_COUNT] = {
#define QUERY(id, sqlite, postgres) [Q_##id] = {#id, sqlite, postgres},
#define PART(id, sqlite, postgres)
#include "store/queries.def"
#undef QUERY
#undef PART
};

static void begin(struct ask *a, struct store *s, struct err *err)
{
	*a = (struct ask){.s = s, .err = err, .ok = true};
}

void ask_open(struct ask *a, struct store *s, enum query_id id, struct err *err)
{
	begin(a, s, err);
	if (!s->statement[id])
		a->ok = s->ops->prepare(&s->statement[id], s->db, &query_row[id], err);
	a->statement = a->ok ? s->statement[id] : NULL;
}

void ask_open_text(struct ask *a, struct store *s, const char *name, const char *text,
		   struct err *err)
{
	struct query q = {name, text, text};

	begin(a, s, err);
	a->own = true;
	a->ok = s->ops->prepare(&a->statement, s->db, &q, err);
	if (!a->ok)
		a->statement = NULL;
}

void ask_int(struct ask *a, int64_t value)
{
	a->bound++;
	if (a->ok)
		a->s->ops->bind_int(a->statement, a->bound, value);
}

void ask_num(struct ask *a, double value)
{
	a->bound++;
	if (a->ok)
		a->s->ops->bind_num(a->statement, a->bound, value);
}

void ask_str(struct ask *a, struct str value)
{
	a->bound++;
	if (a->ok)
		a->s->ops->bind_str(a->statement, a->bound, value);
}

void ask_bytes(struct ask *a, struct str value)
{
	a->bound++;
	if (a->ok)
		a->s->ops->bind_bytes(a->statement, a->bound, value);
}

bool ask_row(struct ask *a)
{
	enum stepped stepped;

	if (!a->ok)
		return false;
	stepped = a->s->ops->step(a->statement, a->err);
	a->ok = stepped != STEPPED_ERROR;
	return stepped == STEPPED_ROW;
}

int64_t ask_int_at(struct ask *a, int column)
{
	CHECK(a->ok);
	return a->s->ops->column_int(a->statement, column);
}

double ask_num_at(struct ask *a, int column)
{
	CHECK(a->ok);
	return a->s->ops->column_num(a->statement, column);
}

struct str ask_str_at(struct ask *a, int column)
{
	CHECK(a->ok);
	return a->s->ops->column_str(a->statement, column);
}

bool ask_close(struct ask *a)
{
	if (a->statement && a->own)
		a->s->ops->finish(a->statement);
	else if (a->statement)
		a->s->ops->reset(a->statement);
	a->statement = NULL;
	return a->ok;
}

bool ask_run(struct ask *a)
{
	if (a->ok && a->s->ops->run)
		a->ok = a->s->ops->run(a->statement, a->err);
	else
		while (ask_row(a))
			;
	return ask_close(a);
}

bool ask_numbers(struct store *s, enum query_id id, const int64_t *value, size_t count,
		 struct err *err)
{
	struct ask a;

	ask_open(&a, s, id, err);
	for (size_t i = 0; i < count; i++)
		ask_int(&a, value[i]);
	return ask_run(&a);
}

bool ask_do(struct store *s, enum query_id id, struct err *err)
{
	struct ask a;

	ask_open(&a, s, id, err);
	return ask_run(&a);
}

bool ask_one(int64_t *out, struct ask *a, int64_t fallback)
{
	*out = fallback;
	if (ask_row(a))
		*out = ask_int_at(a, 0);
	return ask_close(a);
}
