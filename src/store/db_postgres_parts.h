/* store/db_postgres_parts.h -- what the files of the PostgreSQL seam tell each other. Private. */
#pragma once
#include "store/db.h"

/* db_postgres_values.c: values as they travel, most significant byte first. */
void db_postgres_put(char out[8], uint64_t value);
uint64_t db_postgres_get(const char *at, int bytes);
/* sum() of whole numbers is numeric: its whole part. */
int64_t db_postgres_whole(const char *numeric);
/* What an SQLSTATE means to us; `*words` is replaced where ours are clearer. NULL is ERR_IO. */
enum err_code db_postgres_fault(const char **words, const char *state);

/* db_postgres_catalog.c: see struct db_ops. */
bool db_postgres_has_table(bool *out, void *db, struct str name, struct err *err);
bool db_postgres_columns(void *db, struct str table, db_column_fn *fn, void *payload,
			 struct err *err);
bool db_postgres_backup(int64_t *bytes, void *db, const char *path, struct err *err);
bool db_postgres_check(void *db, void (*told)(const char *line, void *payload), void *payload,
		       struct err *err);
