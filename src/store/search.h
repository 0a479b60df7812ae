/* store/search.h -- what people type into the search box, as part of a statement.
 *
 * Words stand for AND; OR, AND, NOT in capitals, "phrases" and parentheses as one
 * expects; NOT binds closest, then AND, then OR. Private to the store's files. */
#pragma once
#include "store/select.h"

/* Adds " AND (...)" with one `says` for each word or phrase. Nothing for a blank
 * query. ERR_INPUT with a sentence for the person who typed, ERR_LIMIT beyond
 * LIMIT_QUERY_TERMS. `arena` keeps the quoted words until the list is read. */
bool search_add(struct select *l, struct arena *arena, struct str query, enum part_id says,
		struct err *err) MUST_USE;

/* The same search for whoever joins it: each term, as the store's index is asked for it, and
 * behind the term or terms that it joins what is done to what they hit. ERR_INPUT, ERR_LIMIT. */
enum search_op { SEARCH_NOT, SEARCH_AND, SEARCH_OR };
struct search_ops {
	bool (*term)(struct str term, void *payload, struct err *err);
	void (*unite)(enum search_op op, void *payload);
};
bool search_walk(const struct search_ops *ops, void *payload, const struct store *s,
		 struct arena *arena, struct str query, struct err *err) MUST_USE;
