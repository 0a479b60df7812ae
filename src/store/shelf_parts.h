/* store/shelf_parts.h -- how the shelf lies in memory. Private to shelf.c and shelf_count.c. */
#pragma once
#include "base/hash.h"
#include "base/threads.h"
#include "base/vec.h"
#include "store/shelf.h"

#define SHELF_FACETS 64 /* kinds of filters; the taxonomy has seven, we add ten */

struct shelved {
	bool live; /* in the lists */
	int32_t month;
	int64_t first_ms, changed, articles;
	uint32_t *value; /* numbers of its filters, in order; NULL none */
	size_t values, room;
};
struct shelf_value {
	struct str text; /* own; NULL: there is no value with that number */
	uint32_t facet;
	int64_t events;
};

struct shelf {
	struct lock *lock;
	int64_t version; /* of the store, that this is; 0: nothing yet */
	bool off;        /* there are too many events, or kinds of filters */
	VEC(struct shelved) event;     /* by number */
	VEC(struct shelf_value) value; /* by number */
	struct str facet[SHELF_FACETS];
	size_t facets;
	int64_t live;
};

/* What passes a query. */
enum { SHELF_FITS = 0, SHELF_OUT = 255 }; /* n in between: only the filters of group n - 1 fail */
struct shelf_match {
	struct hash128 query; /* of what was asked for, and of the version */
	bool all;             /* no filter: all that live */
	uint8_t *state;       /* of each number */
	size_t count, room;
	int64_t total;
	uint32_t facet[SHELF_FACETS]; /* of each group */
	size_t groups;
};

size_t shelf_facet(const struct shelf *s, struct str name); /* SHELF_FACETS: unknown */
