/* store/select.c -- numbers the values of a list's statement as its parts come.
 *
 * Lists have a dozen filters that may each be there or not. One statement with
 * `$1 = '' OR ...` for each would hide the indexes from the planner; so the
 * statement is put together, but only from texts of queries.def. Values from
 * outside stay values. */
#include "store/select.h"

#include "base/check.h"
#include "base/limits.h"

static const char *const part_text[PART_COUNT][2] = {
#define QUERY(id, sqlite, postgres)
#define PART(id, sqlite, postgres) [P_##id] = {sqlite, postgres},
#include "store/queries.def"
#undef QUERY
#undef PART
};

void select_open(struct select *l, const struct store *s)
{
	l->store = s;
	l->given = l->used = 0;
	buf_init(&l->text, KIB(256));
}

void select_free(struct select *l)
{
	buf_free(&l->text);
}

static struct select_value *next_value(struct select *l)
{
	CHECK(l->given < SELECT_VALUES_MAX);
	return &l->value[l->given++];
}

void select_int(struct select *l, int64_t value)
{
	*next_value(l) = (struct select_value){.is_int = true, .number = value};
}

void select_str(struct select *l, struct str value)
{
	*next_value(l) = (struct select_value){.text = value};
}

void select_part(struct select *l, enum part_id id)
{
	bool postgres = l->store->ops == &db_postgres && part_text[id][1];

	for (const char *at = part_text[id][postgres]; *at; at++) {
		if (at[0] == '$' && at[1] == '?') {
			CHECK(l->used < l->given);
			buf_fmt(&l->text, "$%d", ++l->used);
			at++;
		} else if (at[0] == '$' && at[1] == '=') {
			buf_fmt(&l->text, "$%d", l->used);
			at++;
		} else {
			buf_char(&l->text, *at);
		}
	}
}

void select_ask(struct ask *a, struct select *l, struct store *s, const char *name, struct err *err)
{
	CHECK(l->used == l->given && buf_ok(&l->text));
	ask_open_text(a, s, name, buf_view(&l->text).at, err);
	for (int i = 0; i < l->given; i++)
		if (l->value[i].is_int)
			ask_int(a, l->value[i].number);
		else
			ask_str(a, l->value[i].text);
}
