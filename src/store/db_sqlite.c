/* store/db_sqlite.c -- the database seam on SQLite; the only file that knows it.
 *
 * One file, one writer, any number of readers: WAL mode, so that readers never
 * wait for the writer. Pages of 16 KB, because an article with its verdict has
 * 8 to 12 KB and smaller pages leave half of each unused (MEASURED.md 4).
 *
 * synchronous is FULL: with WAL that is one fsync for each COMMIT. We commit
 * batches of some hundred documents, so the price is below one per cent, and in
 * return a power cut takes at most the batch that was not yet acknowledged.
 * kill -9 takes the same: the operating system keeps what was written.
 *
 * Errors carry the path and the statement's name. Full disk and I/O errors are
 * ERR_IO (they may heal), a lock that does not go away ERR_BUSY, a damaged file
 * or one that may not be written ERR_CONFIG, a violated rule ERR_CONFLICT. */
#include "store/db.h"

#include <sqlite3.h>
#include <stdio.h>

#include "base/check.h"
#include "base/io.h"
#include "base/memory.h"

struct handle {
	sqlite3 *db;
	char path[1024];
};

struct statement {
	sqlite3_stmt *at;
	struct handle *of;
	char name[48];
};

static enum err_code code_of(int rc)
{
	switch (rc & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return ERR_BUSY;
	case SQLITE_CONSTRAINT:
		return ERR_CONFLICT;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
	case SQLITE_READONLY:
	case SQLITE_AUTH:
	case SQLITE_PERM:
		return ERR_CONFIG;
	case SQLITE_INTERRUPT:
		return ERR_STOPPED;
	default:
		return ERR_IO;
	}
}

static const char *words_of(int rc, sqlite3 *db)
{
	switch (rc & 0xff) {
	case SQLITE_FULL:
		return "the disk is full";
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return "another program holds the lock";
	case SQLITE_CORRUPT:
		return "the file is damaged; `tocsin check` tells more";
	case SQLITE_NOTADB:
		return "this is no SQLite database";
	case SQLITE_READONLY:
		return "the file may not be written";
	default:
		return db ? sqlite3_errmsg(db) : sqlite3_errstr(rc);
	}
}

static bool wrong(const struct handle *h, const char *what, int rc, struct err *err)
{
	return err_set(err, code_of(rc), "sqlite:%s: %s%s%s", h->path, what ? what : "",
		       what ? ": " : "", words_of(rc, h->db));
}

static void sqlite_close(void *at)
{
	struct handle *h = at;

	if (!h)
		return;
	sqlite3_close(h->db);
	memory_free(h);
}

static bool sqlite_exec(void *at, const char *sql, struct err *err)
{
	struct handle *h = at;
	int rc = sqlite3_exec(h->db, sql, NULL, NULL, NULL);

	return rc == SQLITE_OK || wrong(h, NULL, rc, err);
}

static bool sqlite_open(void **out, struct str url, enum db_mode mode, int busy_ms, struct err *err)
{
	struct handle *h;
	int flags =
		SQLITE_OPEN_NOMUTEX | (mode == DB_WRITE ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
							: SQLITE_OPEN_READONLY);
	int rc;

	if (url.len == 0 || url.len >= sizeof h->path)
		return err_set(err, ERR_CONFIG, "sqlite: the path is %s",
			       url.len ? "too long" : "empty; write sqlite:FILE");
	h = memory_zalloc(sizeof *h);
	memcpy(h->path, url.at, url.len);
	if (mode == DB_READ && !io_exists(h->path)) {
		err_set(err, ERR_MISSING, "sqlite:%s: no such file", h->path);
		memory_free(h);
		return false;
	}
	rc = sqlite3_open_v2(h->path, &h->db, flags, NULL);
	if (rc != SQLITE_OK) {
		wrong(h, NULL, rc, err);
		sqlite_close(h);
		return false;
	}
	sqlite3_extended_result_codes(h->db, 1);
	sqlite3_busy_timeout(h->db, busy_ms);
	sqlite3_db_config(h->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	if (!sqlite_exec(h,
			 "PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY;"
			 "PRAGMA cell_size_check=ON",
			 err) ||
	    (mode == DB_WRITE && !sqlite_exec(h,
					      "PRAGMA page_size=16384; PRAGMA journal_mode=WAL;"
					      "PRAGMA synchronous=FULL; PRAGMA cache_size=-131072",
					      err)) ||
	    (mode == DB_READ && !sqlite_exec(h, "PRAGMA cache_size=-16384", err))) {
		sqlite_close(h);
		return false;
	}
	*out = h;
	return true;
}

static bool sqlite_prepare(void **out, void *at, const struct query *q, struct err *err)
{
	struct handle *h = at;
	struct statement *st = memory_zalloc(sizeof *st);
	int rc = sqlite3_prepare_v3(h->db, q->sqlite, -1, SQLITE_PREPARE_PERSISTENT, &st->at, NULL);

	if (rc != SQLITE_OK) {
		memory_free(st);
		return wrong(h, q->name, rc, err);
	}
	st->of = h;
	snprintf(st->name, sizeof st->name, "%s", q->name);
	*out = st;
	return true;
}

static void sqlite_finish(void *at)
{
	struct statement *st = at;

	if (!st)
		return;
	sqlite3_finalize(st->at);
	memory_free(st);
}

/* Which of SQLite's numbers "$n" has. By hand: this runs forty times for each article. */
static int place(const struct statement *st, int index)
{
	char name[5] = {'$'};
	int n = 1;

	CHECK(index > 0 && index < 1000);
	if (index >= 100)
		name[n++] = (char)('0' + index / 100);
	if (index >= 10)
		name[n++] = (char)('0' + index / 10 % 10);
	name[n] = (char)('0' + index % 10);
	n = sqlite3_bind_parameter_index(st->at, name);
	CHECK(n > 0);
	return n;
}

static void sqlite_bind_int(void *at, int index, int64_t value)
{
	struct statement *st = at;

	CHECK(sqlite3_bind_int64(st->at, place(st, index), value) == SQLITE_OK);
}

static void sqlite_bind_num(void *at, int index, double value)
{
	struct statement *st = at;

	CHECK(sqlite3_bind_double(st->at, place(st, index), value) == SQLITE_OK);
}

static void sqlite_bind_str(void *at, int index, struct str value)
{
	struct statement *st = at;

	CHECK(st && sqlite3_bind_text64(st->at, place(st, index), value.len ? value.at : "",
					value.len, SQLITE_STATIC, SQLITE_UTF8) == SQLITE_OK);
}

static void sqlite_bind_bytes(void *at, int index, struct str value)
{
	struct statement *st = at;

	CHECK(sqlite3_bind_blob64(st->at, place(st, index), value.len ? value.at : "", value.len,
				  SQLITE_STATIC) == SQLITE_OK);
}

static enum stepped sqlite_step(void *at, struct err *err)
{
	struct statement *st = at;
	int rc;

	CHECK(st);
	rc = sqlite3_step(st->at);

	if (rc == SQLITE_ROW)
		return STEPPED_ROW;
	if (rc == SQLITE_DONE)
		return STEPPED_DONE;
	wrong(st->of, st->name, rc, err);
	return STEPPED_ERROR;
}

static int64_t sqlite_column_int(void *at, int column)
{
	return sqlite3_column_int64(((struct statement *)at)->at, column);
}

static double sqlite_column_num(void *at, int column)
{
	return sqlite3_column_double(((struct statement *)at)->at, column);
}

static struct str sqlite_column_str(void *at, int column)
{
	sqlite3_stmt *st = ((struct statement *)at)->at;
	const char *text = sqlite3_column_blob(st, column);
	int len = sqlite3_column_bytes(st, column);

	return (struct str){len ? text : "", (size_t)len};
}

static void sqlite_reset(void *at)
{
	struct statement *st = at;

	sqlite3_reset(st->at);
	sqlite3_clear_bindings(st->at);
}

static bool sqlite_has_table(bool *out, void *at, struct str name, struct err *err)
{
	static const struct query ask = {
		"has_table", "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = $1",
		NULL};
	void *st = NULL;
	enum stepped stepped;

	if (!sqlite_prepare(&st, at, &ask, err))
		return false;
	sqlite_bind_str(st, 1, name);
	stepped = sqlite_step(st, err);
	sqlite_finish(st);
	*out = stepped == STEPPED_ROW;
	return stepped != STEPPED_ERROR;
}

static bool sqlite_columns(void *at, struct str table, db_column_fn *fn, void *payload,
			   struct err *err)
{
	static const struct query ask = {
		"columns", "SELECT name, lower(type) FROM pragma_table_info($1) ORDER BY cid",
		NULL};
	enum stepped stepped;
	void *st = NULL;

	if (!sqlite_prepare(&st, at, &ask, err))
		return false;
	sqlite_bind_str(st, 1, table);
	while ((stepped = sqlite_step(st, err)) == STEPPED_ROW)
		fn(sqlite_column_str(st, 0), sqlite_column_str(st, 1), payload);
	sqlite_finish(st);
	return stepped == STEPPED_DONE;
}

/* -- backup ---------------------------------------------------------------------------- */

/* All in one step, from one moment: in WAL mode that holds up no writer, and copying in
 * small steps would begin anew with each commit of another program. */
static bool copy_into(sqlite3 *to, struct handle *from, const char *path, struct err *err)
{
	sqlite3_backup *b = sqlite3_backup_init(to, "main", from->db, "main");
	int rc;

	if (!b)
		return err_set(err, ERR_IO, "%s: %s", path, sqlite3_errmsg(to));
	do {
		rc = sqlite3_backup_step(b, -1);
		if (rc == SQLITE_BUSY || rc == SQLITE_LOCKED)
			sqlite3_sleep(50);
	} while (rc == SQLITE_BUSY || rc == SQLITE_LOCKED);
	rc = sqlite3_backup_finish(b);
	return rc == SQLITE_OK || err_set(err, code_of(rc), "%s: %s", path, words_of(rc, to));
}

/* The copy has WAL written into its head; as a file of its own it goes without, and whoever
 * opens it for writing turns it on again. */
static bool settle(struct handle *copy, struct err *err)
{
	static const struct query ask = {
		"integrity_check",
		"SELECT integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok'",
		NULL};
	void *st = NULL;
	enum stepped stepped;

	if (!sqlite_exec(copy, "PRAGMA journal_mode=DELETE", err) ||
	    !sqlite_prepare(&st, copy, &ask, err))
		return false;
	stepped = sqlite_step(st, err);
	if (stepped == STEPPED_ROW)
		err_set(err, ERR_CONFIG, "%s: the copy is damaged: %.*s", copy->path,
			STR_ARG(sqlite_column_str(st, 0)));
	sqlite_finish(st);
	return stepped == STEPPED_DONE;
}

static bool sqlite_backup(int64_t *bytes, void *at, const char *path, struct err *err)
{
	struct handle *copy = memory_zalloc(sizeof *copy);
	bool ok;
	int rc, n = snprintf(copy->path, sizeof copy->path, "%s.part", path);

	if (n < 0 || (size_t)n >= sizeof copy->path) {
		memory_free(copy);
		return err_set(err, ERR_INPUT, "%.200s...: the path is too long", path);
	}
	io_remove(copy->path); /* what a run that was killed has left */
	rc = sqlite3_open_v2(copy->path, &copy->db,
			     SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
			     NULL);
	ok = rc == SQLITE_OK || wrong(copy, NULL, rc, err);
	ok = ok && copy_into(copy->db, at, copy->path, err) && settle(copy, err);
	sqlite3_close(copy->db);
	ok = ok && io_settle(bytes, copy->path, path, err);
	if (!ok)
		io_remove(copy->path);
	memory_free(copy);
	return ok;
}

static bool sqlite_check(void *at, void (*told)(const char *, void *), void *payload,
			 struct err *err)
{
	static const struct query ask[] = {
		{"quick_check",
		 "SELECT quick_check FROM pragma_quick_check WHERE quick_check <> 'ok'", NULL},
		{"foreign_key_check",
		 "SELECT \"table\" || ' row ' || rowid || ' points to no row of ' || parent "
		 "FROM pragma_foreign_key_check",
		 NULL}};

	for (size_t i = 0; i < sizeof ask / sizeof ask[0]; i++) {
		void *st = NULL;
		enum stepped stepped;

		if (!sqlite_prepare(&st, at, &ask[i], err))
			return false;
		while ((stepped = sqlite_step(st, err)) == STEPPED_ROW)
			told(sqlite_column_str(st, 0).at, payload);
		sqlite_finish(st);
		if (stepped == STEPPED_ERROR)
			return false;
	}
	return true;
}

const struct db_ops db_sqlite = {
	.name = "sqlite",
	.open = sqlite_open,
	.close = sqlite_close,
	.exec = sqlite_exec,
	.has_table = sqlite_has_table,
	.columns = sqlite_columns,
	.backup = sqlite_backup,
	.check = sqlite_check,
	.prepare = sqlite_prepare,
	.finish = sqlite_finish,
	.bind_int = sqlite_bind_int,
	.bind_num = sqlite_bind_num,
	.bind_str = sqlite_bind_str,
	.bind_bytes = sqlite_bind_bytes,
	.step = sqlite_step,
	.column_int = sqlite_column_int,
	.column_num = sqlite_column_num,
	.column_str = sqlite_column_str,
	.reset = sqlite_reset,
};
