/* store/store_dump.c -- every row of every table of dumps.def, as JSON, and back.
 *
 * What a row holds is asked of the database, column by column, so that a dump never forgets
 * what a migration added. Statements are made of names of dumps.def and of the schema alone.
 * A table that is in no list stays at home: secrets must be named to leave, not to stay.
 *
 * Loading is one transaction. Foreign keys are looked at when it ends, so that tables may
 * come in any order; the search index is made from what is there then. */
#include "store/dump.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/ascii.h"
#include "base/emit.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/memory.h"
#include "store/migrate.h"
#include "store/store_parts.h"
#include "store/text_index.h"

#define COLUMNS_MOST 64

const struct store_table store_table[] = {
#define DUMP(name, order, what) {name, order, what, false, false},
#define KEEP(name, order, what) {name, order, what, true, false},
#define PICS(name, order, what) {name, order, what, true, true},
#define HOME(name, why)
#include "store/dumps.def"
#undef DUMP
#undef KEEP
#undef PICS
#undef HOME
	{0}};

enum kind { KIND_INT, KIND_NUM, KIND_TEXT, KIND_BYTES };

struct column {
	struct str name;
	enum kind kind;
};
struct columns {
	struct column at[COLUMNS_MOST];
	size_t len;
	struct arena *arena;
};

int64_t store_schema(void)
{
	return migrate_newest();
}

/* A table for whole dumps alone may be one that this schema does not have. */
bool store_dumps(bool *out, struct store *s, const struct store_table *t,
		 const struct store_wanted *w, struct err *err)
{
	*out = (!t->whole_only || w->texts) && (!t->pictures || w->pictures);
	if (!t->whole_only || !*out)
		return true;
	return s->ops->has_table(out, s->db, str_of(t->name), err);
}

bool store_columns(struct store *s, const struct store_table *t, db_column_fn *fn, void *payload,
		   struct err *err)
{
	return s->ops->columns(s->db, str_of(t->name), fn, payload, err);
}

static void add_column(struct str name, struct str type, void *payload)
{
	struct columns *c = payload;
	enum kind kind = KIND_TEXT;

	if (str_find_nocase(type, STR("int")) != STR_NPOS)
		kind = KIND_INT;
	else if (str_find_nocase(type, STR("double")) != STR_NPOS)
		kind = KIND_NUM;
	else if (str_eq_nocase(type, STR("bytea")))
		kind = KIND_BYTES;
	if (c->len < COLUMNS_MOST)
		c->at[c->len++] = (struct column){arena_copy(c->arena, name), kind};
}

static bool columns_of(struct columns *out, struct store *s, const struct store_table *t,
		       struct arena *arena, struct err *err)
{
	*out = (struct columns){.arena = arena};
	if (!store_columns(s, t, add_column, out, err))
		return false;
	return out->len > 0 || err_set(err, ERR_CONFIG, "there is no table %s", t->name);
}

/* -- out ------------------------------------------------------------------------------ */

static void hex(struct buf *b, struct str bytes)
{
	static const char digit[] = "0123456789abcdef";

	for (size_t i = 0; i < bytes.len; i++) {
		buf_char(b, digit[(unsigned char)bytes.at[i] >> 4]);
		buf_char(b, digit[(unsigned char)bytes.at[i] & 15]);
	}
}

struct dump {
	struct columns columns;
	bool texts, of_articles;
	struct buf row, bytes;
};

static void value(struct emit *e, struct dump *d, struct ask *a, int n)
{
	const struct column *c = &d->columns.at[n];
	char number[40];

	switch (c->kind) {
	case KIND_INT:
		emit_int(e, ask_int_at(a, n));
		return;
	case KIND_NUM: /* as many digits as lead back to the same number */
		snprintf(number, sizeof number, "%.17g", ask_num_at(a, n));
		emit_raw(e, str_of(number));
		return;
	case KIND_TEXT:
		emit_str(e, d->of_articles && !d->texts && str_eq(c->name, STR("text"))
				    ? STR("")
				    : ask_str_at(a, n));
		return;
	case KIND_BYTES:
		buf_clear(&d->bytes);
		hex(&d->bytes, ask_str_at(a, n));
		emit_str(e, buf_view(&d->bytes));
		return;
	}
}

static void row(struct dump *d, struct ask *a)
{
	struct emit e;

	buf_clear(&d->row);
	emit_open(&e, &d->row);
	emit_object(&e);
	for (size_t n = 0; n < d->columns.len; n++) {
		emit_key_str(&e, d->columns.at[n].name);
		value(&e, d, a, (int)n);
	}
	emit_end(&e);
}

static struct str select_of(const struct store_table *t, const struct columns *c)
{
	struct buf b;
	struct str text;

	buf_init(&b, KIB(16));
	buf_z(&b, "SELECT ");
	for (size_t n = 0; n < c->len; n++) {
		buf_z(&b, n ? ", " : "");
		buf_str(&b, c->at[n].name);
	}
	buf_z(&b, " FROM ");
	buf_z(&b, t->name);
	buf_z(&b, " ORDER BY ");
	buf_z(&b, t->order);
	text = arena_copy(c->arena, buf_view(&b));
	buf_free(&b);
	return text;
}

static bool rows(struct dump *d, struct store *s, const struct store_table *t, store_row_fn *fn,
		 void *payload, struct err *err)
{
	struct str text = select_of(t, &d->columns);
	struct ask a;

	ask_open_text(&a, s, t->name, text.at, err);
	while (ask_row(&a)) {
		row(d, &a);
		if (!buf_ok(&d->row) || !buf_ok(&d->bytes))
			a.ok = err_set(err, ERR_LIMIT, "a row of %s has over %d bytes", t->name,
				       LIMIT_RESPONSE);
		else if (!fn(buf_view(&d->row), payload, err))
			a.ok = false;
	}
	return ask_close(&a);
}

bool store_dump(struct store *s, const struct store_table *t, bool texts, store_row_fn *fn,
		void *payload, struct err *err)
{
	struct dump d = {.texts = texts, .of_articles = strcmp(t->name, "articles") == 0};
	struct arena *arena = arena_new();
	bool ok;

	buf_init(&d.row, LIMIT_RESPONSE);
	buf_init(&d.bytes, LIMIT_RESPONSE);
	ok = columns_of(&d.columns, s, t, arena, err) && rows(&d, s, t, fn, payload, err);
	buf_free(&d.row);
	buf_free(&d.bytes);
	arena_free(arena);
	return ok;
}

/* -- in ------------------------------------------------------------------------------- */

struct store_load {
	struct store *s;
	struct arena *arena; /* of names */
	const struct store_table *table;
	struct columns columns;
	void *statement;
	struct buf bytes[COLUMNS_MOST];
};

static bool is_empty(struct store *s, struct err *err)
{
	static const enum query_id held[] = {Q_LOAD_ARTICLES, Q_LOAD_EVENTS, Q_LOAD_SOURCES};

	for (size_t i = 0; i < sizeof held / sizeof *held; i++) {
		struct ask a;
		int64_t any;

		ask_open(&a, s, held[i], err);
		if (!ask_one(&any, &a, 0))
			return false;
		if (any)
			return err_set(err, ERR_CONFLICT,
				       "the store is not empty; import into a new one");
	}
	return true;
}

static bool clear(struct store *s, struct err *err)
{
	char text[100];
	struct ask a;

	for (const struct store_table *t = store_table; t->name; t++) {
		if (t->whole_only) /* they are empty, or their rows will be met twice and told */
			continue;
		snprintf(text, sizeof text, "DELETE FROM %s", t->name);
		ask_open_text(&a, s, "load clear", text, err);
		if (!ask_run(&a))
			return false;
	}
	return true;
}

bool store_load_begin(struct store_load **out, struct store *s, struct err *err)
{
	struct store_load *l;

	if (!store_begin(s, err))
		return false;
	if (!is_empty(s, err) || !ask_do(s, Q_LOAD_DEFER, err) || !clear(s, err)) {
		store_abandon(s);
		return false;
	}
	l = memory_zalloc(sizeof *l);
	l->s = s;
	l->arena = arena_new();
	for (size_t i = 0; i < COLUMNS_MOST; i++)
		buf_init(&l->bytes[i], LIMIT_LINE);
	*out = l;
	return true;
}

void store_load_free(struct store_load *l)
{
	if (!l)
		return;
	if (l->statement)
		l->s->ops->finish(l->statement);
	for (size_t i = 0; i < COLUMNS_MOST; i++)
		buf_free(&l->bytes[i]);
	arena_free(l->arena);
	memory_free(l);
}

static bool prepare(struct store_load *l, struct err *err)
{
	struct query q = {.name = l->table->name};
	struct buf b;
	bool ok;

	buf_init(&b, KIB(16));
	buf_fmt(&b, "INSERT INTO %s (", l->table->name);
	for (size_t n = 0; n < l->columns.len; n++) {
		buf_z(&b, n ? ", " : "");
		buf_str(&b, l->columns.at[n].name);
	}
	buf_z(&b, ") VALUES (");
	for (size_t n = 0; n < l->columns.len; n++)
		buf_fmt(&b, "%s$%zu", n ? ", " : "", n + 1);
	buf_char(&b, ')');
	q.sqlite = q.postgres = b.at;
	ok = l->s->ops->prepare(&l->statement, l->s->db, &q, err);
	buf_free(&b);
	return ok;
}

static bool turn_to(struct store_load *l, struct str table, struct err *err)
{
	if (l->table && str_eq(table, str_of(l->table->name)))
		return true;
	if (l->statement)
		l->s->ops->finish(l->statement);
	l->statement = NULL;
	arena_reset(l->arena);
	for (l->table = store_table; l->table->name; l->table++)
		if (str_eq(table, str_of(l->table->name)))
			return columns_of(&l->columns, l->s, l->table, l->arena, err) &&
			       prepare(l, err);
	l->table = NULL;
	return err_set(err, ERR_INPUT, "no dump has a table \"%.*s\"",
		       (int)(table.len < 60 ? table.len : 60), table.at);
}

static int digit_of(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool unhex(struct buf *b, struct str text)
{
	buf_clear(b);
	for (size_t i = 0; i + 1 < text.len; i += 2) {
		int high = digit_of(text.at[i]), low = digit_of(text.at[i + 1]);

		if (high < 0 || low < 0)
			return false;
		buf_char(b, (char)(high << 4 | low));
	}
	return text.len % 2 == 0 && buf_ok(b);
}

static bool bind(struct store_load *l, size_t n, const struct json *v)
{
	const struct db_ops *ops = l->s->ops;
	int place = (int)n + 1;

	switch (l->columns.at[n].kind) {
	case KIND_INT:
		ops->bind_int(l->statement, place, json_int(v, 0));
		return json_is_num(v) && json_num(v, 0) == (double)json_int(v, 0);
	case KIND_NUM:
		ops->bind_num(l->statement, place, json_num(v, 0));
		return json_is_num(v);
	case KIND_TEXT:
		ops->bind_str(l->statement, place, json_str(v));
		return json_is_str(v);
	case KIND_BYTES:
		if (!json_is_str(v) || !unhex(&l->bytes[n], json_str(v)))
			return false;
		ops->bind_bytes(l->statement, place, buf_view(&l->bytes[n]));
		return true;
	}
	return false;
}

/* Every column once, of its type, and nothing else. */
static bool bind_all(struct store_load *l, const struct json *object, struct err *err)
{
	if (!json_is_object(object))
		return err_set(err, ERR_INPUT, "no object");
	for (size_t n = 0; n < l->columns.len; n++) {
		struct str name = l->columns.at[n].name;
		const struct json *v = json_get(object, name.at);

		if (!v)
			return err_set(err, ERR_INPUT, "no \"%.*s\" in it", STR_ARG(name));
		if (!bind(l, n, v))
			return err_set(err, ERR_INPUT, "\"%.*s\" has another type", STR_ARG(name));
	}
	return json_len(object) == l->columns.len ||
	       err_set(err, ERR_INPUT, "it has %zu keys, %s has %zu columns", json_len(object),
		       l->table->name, l->columns.len);
}

bool store_load_row(struct store_load *l, struct str table, struct str json, struct err *err)
{
	struct json *object;
	bool ok;

	if (!turn_to(l, table, err) || !json_parse(&object, json, err))
		return false;
	ok = bind_all(l, object, err);
	if (ok && l->s->ops->step(l->statement, err) == STEPPED_ERROR) {
		ok = false;
		if (err->code == ERR_CONFLICT)
			err->code = ERR_INPUT;
	}
	l->s->ops->reset(l->statement);
	json_free(object);
	return ok;
}

bool store_load_end(struct store_load *l, struct err *err)
{
	struct store *s = l->s;

	if (text_index_rebuild(s, err))
		return store_end(s, err);
	store_abandon(s);
	return false;
}

bool store_backup(int64_t *bytes, struct store *s, const char *path, struct err *err)
{
	return s->ops->backup(bytes, s->db, path, err);
}
