/* base/embedded.h -- a file that was built into the program (tools/embed.c).
 * Tables end with a row whose name is NULL: web_file[] (serve), sql_file[] (store). */
#pragma once
#include "base/str.h"

struct embedded {
	const char *name;
	struct str bytes; /* a NUL stands behind them */
	const char *hash; /* 16 hex digits of the content */
};
