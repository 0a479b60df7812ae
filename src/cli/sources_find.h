/* cli/sources_find.h -- `tocsin sources discover` and `add`: feeds by the page that names them. */
#pragma once
#include "cli/options.h"
#include "store/store.h"

/* Each operand behind the first, a page's address or file: one line of JSON for each feed
 * that it names, or that it is. False when one can not be read or names none. */
bool sources_find_print(struct arena *a, const struct options *o, struct err *err) MUST_USE;

/* Adds the feed at each address, or the first one named by the page there that can be read
 * as a feed; the others are told. */
bool sources_find_add(struct store *s, struct arena *a, const struct options *o,
		      struct err *err) MUST_USE;
