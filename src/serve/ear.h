/* serve/ear.h -- the store's version without asking for it: PostgreSQL tells of each change.
 *
 * A thread with a connection of its own listens. An answer that was given before then costs no
 * statement. While nobody tells (the connection was lost, the database is SQLite) the version is
 * not known here, and the store is asked as ever. */
#pragma once
#include <stdint.h>

#include "base/str.h"

struct ear;
struct ear *ear_start(struct str store_url); /* borrows; NULL: not for this database */
void ear_stop(struct ear *e);                /* NULL is fine */

int64_t ear_version(const struct ear *e); /* any thread; -1 not known just now */
