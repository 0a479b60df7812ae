/* store/ask.h -- one question to the database: bind, step, read, in few words.
 *
 *   struct ask a;
 *   ask_open(&a, s, Q_COUNTER, err);
 *   ask_str(&a, name);
 *   while (ask_row(&a)) use(ask_int_at(&a, 0));
 *   return ask_close(&a);
 *
 * Sticky: after the first failure every call does nothing, and ask_close() tells.
 * Values are bound in order, $1 first, and borrowed until ask_close(). Private
 * to the store's files. A named statement is prepared once per store. */
#pragma once
#include "store/db.h"
#include "store/store.h"

enum query_id {
#define QUERY(id, sqlite, postgres) Q_##id,
#define PART(id, sqlite, postgres)
#include "store/queries.def"
#undef QUERY
#undef PART
	QUERY_COUNT
};

struct store {
	const struct db_ops *ops;
	void *db;
	void *statement[QUERY_COUNT];
	enum db_mode mode;
	bool in_batch;
	struct reputation *own_reputation; /* the built-in one, of a writer */
	const struct reputation *reputation;
	struct shelf *shelf;       /* NULL: lists are counted by the database */
	struct shelf_match *match; /* what the last query found there */
	struct store_locker *locker; /* NULL: nothing was asked of it yet */
};

struct ask {
	struct store *s;
	struct err *err;
	void *statement;
	int bound;
	bool ok, own; /* own: made for this one question */
};

void ask_open(struct ask *a, struct store *s, enum query_id id, struct err *err);
/* For a statement put together by select.c; `text` is only read here. */
void ask_open_text(struct ask *a, struct store *s, const char *name, const char *text,
		   struct err *err);
void ask_int(struct ask *a, int64_t value);
void ask_num(struct ask *a, double value);
void ask_str(struct ask *a, struct str value);
void ask_bytes(struct ask *a, struct str value);

bool ask_row(struct ask *a); /* false: no more, or failed */
int64_t ask_int_at(struct ask *a, int column);
double ask_num_at(struct ask *a, int column);
struct str ask_str_at(struct ask *a, int column); /* until the next ask_row */
bool ask_close(struct ask *a) MUST_USE;           /* false: failed somewhere, err is filled */

/* Steps to the end and closes. Inside of a change its failure may be told later, at the latest
 * when that ends: db.h, run. */
bool ask_run(struct ask *a) MUST_USE;
/* A statement of whole numbers alone, run. */
bool ask_numbers(struct store *s, enum query_id id, const int64_t *value, size_t count,
		 struct err *err) MUST_USE;
/* Without values: BEGIN and the like. */
bool ask_do(struct store *s, enum query_id id, struct err *err) MUST_USE;
/* The first column of the first row; `fallback` when there is none. Closes. */
bool ask_one(int64_t *out, struct ask *a, int64_t fallback) MUST_USE;
