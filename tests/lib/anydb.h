/* tests/lib/anydb.h -- databases of the scratch folder, of the kind that is being tested.
 *
 * A file of SQLite, or where TOCSIN_TEST_POSTGRES is set (tests/lib/with_postgres) a schema
 * there. The same test runs on both. */
#pragma once
#include "base/hash.h"
#include "base/str.h"
#include "lib/scratch.h"
#include "store/db.h"

static inline bool anydb_is_postgres(void)
{
	return getenv("TOCSIN_TEST_POSTGRES") != NULL;
}

static inline const struct db_ops *anydb_ops(void)
{
	return anydb_is_postgres() ? &db_postgres : &db_sqlite;
}

/* A name for it there, of the folder and the file: no other test has the same. */
static inline void anydb_schema(char out[20], const char *name)
{
	snprintf(out, 20, "t%016llx", (unsigned long long)hash64(str_of(scratch_path(name)), 0));
}

/* On the server, whatever the schema. */
static inline void anydb_server_do(const char *sql)
{
	const char *url = getenv("TOCSIN_TEST_POSTGRES");
	struct err err;
	void *db;

	CHECK(db_postgres.open(&db, str_of(url + strlen("postgresql://")), DB_WRITE, 5000, &err));
	CHECK(db_postgres.exec(db, sql, &err));
	db_postgres.close(db);
}

/* Valid until the next 8 calls; the schema is there, as a new file would be. */
static inline const char *anydb_url(const char *name)
{
	static char url[8][700], sql[60];
	static int turn;
	char *at = url[turn++ % 8], schema[20];

	if (!anydb_is_postgres()) {
		snprintf(at, sizeof url[0], "sqlite:%s", scratch_path(name));
		return at;
	}
	anydb_schema(schema, name);
	snprintf(sql, sizeof sql, "CREATE SCHEMA IF NOT EXISTS %s", schema);
	anydb_server_do(sql);
	snprintf(at, sizeof url[0], "%s&options=-csearch_path%%3D%s",
		 getenv("TOCSIN_TEST_POSTGRES"), schema);
	return at;
}

static inline bool anydb_open(void **db, const char *name, enum db_mode mode, struct err *err)
{
	struct str url = str_of(anydb_url(name));
	struct str scheme = str_starts(url, STR("sqlite:")) ? STR("sqlite:") : STR("postgresql://");

	return anydb_ops()->open(db, str_cut(url, scheme.len, url.len), mode, 200, err);
}

/* Runs statements on it, from outside. */
static inline bool anydb_do(const char *name, const char *sql, struct err *err)
{
	void *db;
	bool ok;

	if (!anydb_open(&db, name, DB_WRITE, err))
		return false;
	ok = anydb_ops()->exec(db, sql, err);
	anydb_ops()->close(db);
	return ok;
}

static inline void anydb_remove(const char *name)
{
	char path[600], schema[20], sql[60];

	if (anydb_is_postgres()) {
		anydb_schema(schema, name);
		snprintf(sql, sizeof sql, "DROP SCHEMA IF EXISTS %s CASCADE", schema);
		anydb_server_do(sql);
		return;
	}
	for (int i = 0; i < 3; i++) {
		snprintf(path, sizeof path, "%s%s", scratch_path(name),
			 (const char *[]){"", "-wal", "-shm"}[i]);
		unlink(path);
	}
}
