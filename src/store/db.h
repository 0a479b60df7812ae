/* store/db.h -- the database seam, low: at the statement.
 *
 * SQL is written once, in queries.def, in the dialect that SQLite and PostgreSQL
 * both take ($1 parameters, ON CONFLICT, RETURNING, bigint, text). Only what
 * cannot be shared (full text search) has two texts. Values are bound, never
 * pasted. Threads: a db belongs to one. Errors name statement and database. */
#pragma once
#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

enum db_mode { DB_READ, DB_WRITE };
enum stepped { STEPPED_ROW, STEPPED_DONE, STEPPED_ERROR };

struct query { /* a row of queries.def; postgres NULL: the same text */
	const char *name, *sqlite, *postgres;
};

struct db_ops { /* one static instance each in db_sqlite.c, later db_postgres.c */
	const char *scheme;
	bool (*open)(void **db, struct str url, enum db_mode mode, struct err *err);
	void (*close)(void *db);
	bool (*exec)(void *db, const char *sql, struct err *err);
	bool (*prepare)(void **stmt, void *db, const struct query *q, struct err *err);
	void (*finish)(void *stmt);
	/* `index` is n of "$n"; bind by name: SQLite numbers $n by first appearance. */
	void (*bind_int)(void *stmt, int index, int64_t value);
	void (*bind_num)(void *stmt, int index, double value);
	void (*bind_str)(void *stmt, int index, struct str value); /* borrowed till step */
	void (*bind_bytes)(void *stmt, int index, struct str value);
	void (*bind_null)(void *stmt, int index);
	enum stepped (*step)(void *stmt, struct err *err);
	bool (*is_null)(void *stmt, int column);
	int64_t (*column_int)(void *stmt, int column);
	double (*column_num)(void *stmt, int column);
	struct str (*column_str)(void *stmt, int column); /* bytes too; valid till next step */
	void (*reset)(void *stmt);
};
