/* serve/params.h -- the part of an address behind "?", and form bodies. Pure.
 *
 * Decoded once, in the order given, names may repeat. Values are valid UTF-8
 * without control characters, and not longer than LIMIT_FIELD. */
#pragma once
#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

struct params_pair {
	struct str name, value;
};

struct params {
	struct params_pair *at; /* in the arena */
	size_t len;
};

/* ERR_INPUT: a broken escape or bad UTF-8; ERR_LIMIT: more than LIMIT_QUERY_TERMS
 * pairs or a value that is too long. Pairs with an empty value are left out, as an
 * empty field of a form means: any. */
bool params_parse(struct params *out, struct arena *a, struct str text, size_t value_max,
		  struct err *err) MUST_USE;

/* Percent-decoding of one path segment; false on a broken escape or bad UTF-8. */
bool params_decode(struct str *out, struct arena *a, struct str text, bool plus_is_blank) MUST_USE;

struct str params_get(const struct params *q, struct str name); /* the first, "" none */
bool params_has(const struct params *q, struct str name, struct str value);

/* The address of `path` with the query and one difference: */
struct str params_with(struct arena *a, struct str path, const struct params *q, struct str name,
		       struct str value); /* all `name` replaced by this one; "" none */
struct str params_without(struct arena *a, struct str path, const struct params *q, struct str name,
			  struct str value); /* that pair taken out */
struct str params_plus(struct arena *a, struct str path, const struct params *q, struct str name,
		       struct str value); /* that pair added */

/* A copy without the pairs of that name. */
struct params params_drop(struct arena *a, const struct params *q, struct str name);

/* Appends text as it may stand in a path or query. */
void params_encode(struct buf *out, struct str text);
