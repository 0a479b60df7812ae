/* store/db_url.h -- the URL of a store, as it may be told in logs and messages. Pure.
 *
 * "postgresql://HOST:PORT/DATABASE": neither who nor with which password. */
#pragma once
#include "base/str.h"

struct db_url {
	char text[1100]; /* a path of SQLite's fits */
};
const char *db_url_shown(struct db_url *out, struct str url);
