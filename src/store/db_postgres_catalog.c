/* store/db_postgres_catalog.c -- what a PostgreSQL server tells of the schema that a store is.
 *
 * A store is a schema, the first one of the connection's search path. The server keeps its
 * pages, keys and references sound by itself (data checksums and amcheck are for whoever runs
 * it); `tocsin check` asks here for what it has given up on, and for what would make it sort
 * in another order than SQLite does. */
#include "store/db_postgres_parts.h"

bool db_postgres_has_table(bool *out, void *at, struct str name, struct err *err)
{
	static const struct query ask = {
		"has_table", NULL,
		"SELECT 1 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n "
		"ON n.oid = c.relnamespace WHERE n.nspname = current_schema() "
		"AND c.relkind IN ('r', 'p') AND c.relname = $1"};
	void *st = NULL;
	enum stepped stepped;

	if (!db_postgres.prepare(&st, at, &ask, err))
		return false;
	db_postgres.bind_str(st, 1, name);
	stepped = db_postgres.step(st, err);
	db_postgres.finish(st);
	*out = stepped == STEPPED_ROW;
	return stepped != STEPPED_ERROR;
}

bool db_postgres_columns(void *at, struct str table, db_column_fn *fn, void *payload,
			 struct err *err)
{
	static const struct query ask = {
		"columns", NULL,
		"SELECT CAST(a.attname AS text), pg_catalog.format_type(a.atttypid, NULL) "
		"FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid "
		"JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
		"WHERE n.nspname = current_schema() AND c.relname = $1 AND a.attnum > 0 "
		"AND NOT a.attisdropped ORDER BY a.attnum"};
	enum stepped stepped;
	void *st = NULL;

	if (!db_postgres.prepare(&st, at, &ask, err))
		return false;
	db_postgres.bind_str(st, 1, table);
	while ((stepped = db_postgres.step(st, err)) == STEPPED_ROW)
		fn(db_postgres.column_str(st, 0), db_postgres.column_str(st, 1), payload);
	db_postgres.finish(st);
	return stepped == STEPPED_DONE;
}

bool db_postgres_backup(int64_t *bytes, void *at, const char *path, struct err *err)
{
	(void)at;
	(void)bytes;
	(void)path;
	return err_set(err, ERR_CONFIG,
		       "backups of PostgreSQL are made by pg_dump or pg_basebackup; `tocsin export "
		       "--format jsonl` makes a dump that every store reads");
}

/* The server keeps pages and keys sound by itself; it tells what it has given up on. */
bool db_postgres_check(void *at, void (*told)(const char *, void *), void *payload, struct err *err)
{
	static const struct query ask[] = {
		{"check_indexes", NULL,
		 "SELECT 'index ' || c.relname || ' is not valid' FROM pg_catalog.pg_index i "
		 "JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid "
		 "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
		 "WHERE n.nspname = current_schema() AND NOT (i.indisvalid AND i.indisready)"},
		{"check_constraints", NULL,
		 "SELECT 'rule ' || k.conname || ' of ' || c.relname || ' was never looked at' "
		 "FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_class c ON c.oid = k.conrelid "
		 "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
		 "WHERE n.nspname = current_schema() AND NOT k.convalidated"},
		{"check_collations", NULL,
		 "SELECT 'column ' || a.attname || ' of ' || c.relname || ' is not in the order of "
		 "bytes' FROM pg_catalog.pg_attribute a "
		 "JOIN pg_catalog.pg_class c ON c.oid = a.attrelid "
		 "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
		 "JOIN pg_catalog.pg_collation l ON l.oid = a.attcollation "
		 "WHERE n.nspname = current_schema() AND c.relkind = 'r' AND a.attnum > 0 "
		 "AND NOT a.attisdropped AND l.collname NOT IN ('C', 'POSIX')"}};

	for (size_t i = 0; i < sizeof ask / sizeof ask[0]; i++) {
		void *st = NULL;
		enum stepped stepped;

		if (!db_postgres.prepare(&st, at, &ask[i], err))
			return false;
		while ((stepped = db_postgres.step(st, err)) == STEPPED_ROW)
			told(db_postgres.column_str(st, 0).at, payload);
		db_postgres.finish(st);
		if (stepped == STEPPED_ERROR)
			return false;
	}
	return true;
}
