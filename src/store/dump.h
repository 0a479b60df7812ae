/* store/dump.h -- the store's rows as JSON, out and in again.
 *
 * One object a row, keys are columns: numbers as numbers, bytes in hex. dumps.def says which
 * tables. Inside store_begin/store_end all of it is one moment of the store. */
#pragma once
#include "store/store.h"

struct store_table {
	const char *name, *order, *what;
	bool whole_only; /* not in dumps without texts */
	bool pictures;   /* only in dumps that were asked for them */
};
extern const struct store_table store_table[]; /* ends with a NULL name */

int64_t store_schema(void); /* the one that this program writes */

struct store_wanted {
	bool texts, pictures;
};
/* Whether a dump of this store has that table. */
bool store_dumps(bool *out, struct store *s, const struct store_table *t,
		 const struct store_wanted *w, struct err *err) MUST_USE;
typedef bool store_row_fn(struct str json, void *payload, struct err *err);
/* Calls `fn` for each row, in order; false ends it with what it told. Without `texts` the
 * articles' own words are "". One row in memory, at most LIMIT_RESPONSE. */
bool store_dump(struct store *s, const struct store_table *t, bool texts, store_row_fn *fn,
		void *payload, struct err *err) MUST_USE;

bool store_columns(struct store *s, const struct store_table *t, db_column_fn *fn, void *payload,
		   struct err *err) MUST_USE;

/* Loading: into a store that holds no article, event or source (else ERR_CONFLICT), whole or
 * not at all. Between begin and end call store_load_row; store_abandon ends it in vain. */
struct store_load;
bool store_load_begin(struct store_load **out, struct store *s, struct err *err) MUST_USE;
/* ERR_INPUT: no object, a column that is not there or has another type, a row twice. */
bool store_load_row(struct store_load *l, struct str table, struct str json,
		    struct err *err) MUST_USE;
/* Makes the search index, looks for rows that point nowhere, and keeps it all. */
bool store_load_end(struct store_load *l, struct err *err) MUST_USE;
void store_load_free(struct store_load *l);

/* A copy of the whole store in one file, while others read and write. `path` is written beside
 * itself and renamed when it is whole and sound; `*bytes` says how large it is. */
bool store_backup(int64_t *bytes, struct store *s, const char *path, struct err *err) MUST_USE;
