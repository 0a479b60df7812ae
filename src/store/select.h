/* store/select.h -- a list's statement, put together from the parts of queries.def.
 *
 *   select_open(&l, s); select_part(&l, P_EVENT_ROWS);
 *   select_int(&l, from); select_part(&l, P_FIRST_FROM);
 *
 * A part's "$?" takes the values given before it, in order; nothing but parts ever
 * becomes text of the statement. Private to the store's files. */
#pragma once
#include "store/ask.h"

enum part_id {
#define QUERY(id, sqlite, postgres)
#define PART(id, sqlite, postgres) P_##id,
#include "store/queries.def"
#undef QUERY
#undef PART
	PART_COUNT
};

#define SELECT_VALUES_MAX 256 /* search terms, filters and bounds of one list */

struct select {
	const struct store *store;
	struct buf text;
	struct select_value {
		bool is_int;
		int64_t number;
		struct str text;
	} value[SELECT_VALUES_MAX];
	int given, used; /* values so far; those that a part has taken */
};

void select_open(struct select *l, const struct store *s);
void select_free(struct select *l);
void select_int(struct select *l, int64_t value);
void select_str(struct select *l, struct str value); /* borrowed */
void select_part(struct select *l, enum part_id id);
/* Every value must have found its place. Frees nothing. */
void select_ask(struct ask *a, struct select *l, struct store *s, const char *name,
		struct err *err);
