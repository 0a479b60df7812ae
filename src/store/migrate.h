/* store/migrate.h -- from any older schema to ours, forward only.
 *
 * The steps are the files of sql/, built into the program: NNNN_name.sql for both
 * databases, NNNN_name.sqlite.sql beside it for what SQLite says in its own way.
 * Private to the store's files. */
#pragma once
#include "store/ask.h"

int64_t migrate_newest(void); /* the version this program works with */
/* 0: an empty database. */
bool migrate_version(int64_t *out, struct store *s, struct err *err) MUST_USE;
/* Each step in one transaction, together with its row in schema_version. */
bool migrate_run(struct store *s, struct err *err) MUST_USE;
