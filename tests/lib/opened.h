/* tests/lib/opened.h -- a store of the scratch folder, made or migrated where it must be. */
#pragma once
#include "lib/anydb.h"
#include "lib/test.h"
#include "store/store.h"

static inline struct store *opened(const char *name, enum db_mode mode)
{
	struct store_options o = {.mode = mode, .may_migrate = true, .busy_ms = 200};
	struct store *s = NULL;
	struct err err;
	char url[700];

	snprintf(url, sizeof url, "%s", anydb_url(name));
	o.url = str_of(url);
	if (!store_open(&s, &o, &err))
		fail_msg("%s", err.text);
	return s;
}

static inline void print_trouble(const char *line, void *payload)
{
	(void)payload;
	print_message("trouble: %s\n", line);
}

static inline void assert_sound(struct store *s)
{
	struct err err;

	if (!store_check(s, print_trouble, NULL, &err))
		fail_msg("%s", err.text);
}
