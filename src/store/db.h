/* store/db.h -- the database seam, low: at the statement.
 *
 * SQL is written once, in queries.def, in the dialect that SQLite and PostgreSQL
 * both take ($1 parameters, ON CONFLICT, RETURNING, bigint, text). Only what
 * cannot be shared (full text search, locks) has two texts. Values are bound, never
 * pasted. Threads: a db belongs to one. Errors name statement and database. */
#pragma once
#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

enum db_mode { DB_READ, DB_WRITE };
enum heard { HEARD_NOTHING, HEARD_CHANGE, HEARD_LOST };
enum stepped { STEPPED_ROW, STEPPED_DONE, STEPPED_ERROR };

typedef void db_column_fn(struct str name, struct str type, void *payload);

struct query { /* a row of queries.def; postgres NULL: the same text */
	const char *name, *sqlite, *postgres;
};

struct db_ops {           /* one static instance each in db_sqlite.c and db_postgres.c */
	const char *name; /* "sqlite": sql/NNNN_x.sqlite.sql is for it */
	/* `url` without its scheme. ERR_MISSING when there is no such database (SQLite: for a
	 * reader); `busy_ms` bounds each wait for a lock. */
	bool (*open)(void **db, struct str url, enum db_mode mode, int busy_ms, struct err *err);
	void (*close)(void *db);
	bool (*exec)(void *db, const char *sql, struct err *err);
	bool (*has_table)(bool *out, void *db, struct str name, struct err *err);
	/* Name and declared type of each column, in order; none when there is no such table. */
	bool (*columns)(void *db, struct str table, db_column_fn *fn, void *payload,
			struct err *err);
	/* The whole database as one file, while others write: whole, sound and synced, or not
	 * there at all. `*bytes`: its size. */
	bool (*backup)(int64_t *bytes, void *db, const char *path, struct err *err);
	/* What the backend itself can tell of damage, one line each through `told`. */
	bool (*check)(void *db, void (*told)(const char *line, void *payload), void *payload,
		      struct err *err);
	/* Readers' statements end with ERR_BUSY after so long, 0: never. NULL: can not be told. */
	bool (*patience)(void *db, int most_ms, struct err *err);
	/* To be told when somebody has changed the store, from now on; then hear() waits so long
	 * for it. LOST: the connection is another one since, so listen again. NULL: it can not. */
	bool (*listen)(void *db, struct err *err);
	enum heard (*hear)(void *db, int wait_ms);
	bool (*prepare)(void **stmt, void *db, const struct query *q, struct err *err);
	void (*finish)(void *stmt);
	/* `index` is n of "$n"; bind by name: SQLite numbers $n by first appearance. */
	void (*bind_int)(void *stmt, int index, int64_t value);
	void (*bind_num)(void *stmt, int index, double value);
	void (*bind_str)(void *stmt, int index, struct str value); /* borrowed till reset */
	void (*bind_bytes)(void *stmt, int index, struct str value);
	enum stepped (*step)(void *stmt, struct err *err);
	/* Steps to the end, for whoever looks at no row. Inside a transaction the answer need not
	 * be waited for: what goes wrong is then told by a later statement of it, at the latest
	 * by RELEASE or COMMIT. NULL: by stepping. */
	bool (*run)(void *stmt, struct err *err);
	int64_t (*column_int)(void *stmt, int column);
	double (*column_num)(void *stmt, int column);
	struct str (*column_str)(void *stmt, int column); /* bytes too; valid till next step */
	void (*reset)(void *stmt);                        /* forgets what was bound, too */
};
extern const struct db_ops db_sqlite, db_postgres;

/* With PostgreSQL whoever writes holds this lock until the transaction ends. */
#define DB_POSTGRES_TURN "SELECT pg_advisory_xact_lock(hashtext('tocsin ' || current_schema()))"
