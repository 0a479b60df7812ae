/* store/shelf_parts.h -- how the shelf lies in memory. Private to the shelf's files. */
#pragma once
#include "base/hash.h"
#include "base/lock.h"
#include "base/vec.h"
#include "store/shelf.h"

#define SHELF_FACETS 64          /* kinds of filters; the taxonomy has seven, we add ten */
#define SHELF_MONTHS (2600 * 12) /* since the year 0; no event is later */

enum { SHELF_INCIDENT, SHELF_HAZARD, SHELF_COMPLEMENTARY, SHELF_NO_LABEL };

struct shelved {         /* what is read to change it, only */
	uint32_t *value; /* numbers of its filters; NULL none */
	size_t values, room;
};

/* Of each event, by number: columns, as most questions walk one or two of them. */
struct shelf_columns {
	int64_t *first_ms, *changed;
	int32_t *articles;
	int16_t *month; /* since the year 0 */
	uint8_t *label; /* SHELF_... */
	uint8_t *live;  /* in the lists */
	size_t room[6];
};

/* The events that have a value: few as a list in no order, many as a bit for each number. */
struct shelf_value {
	struct str text; /* own; NULL: there is no value with that number */
	uint32_t facet;
	int64_t events;
	uint32_t *list;
	size_t listed, room;
	uint64_t *bits; /* not NULL: then there is no list; short when the last ones have it not */
	size_t words;
};

/* In which event each article is: shelf_articles.c. */
#define SHELF_OTHERS 1024
struct shelf_other {
	uint32_t article, event;
};
struct shelf_articles {
	uint32_t *event, *next; /* by article: its event, the next one of that; 0 none */
	uint32_t *first;        /* by event */
	size_t len, nexts, events, room[3];
	struct shelf_other other[SHELF_OTHERS]; /* of articles in several events */
	size_t others;
	bool off; /* more of those: ask the database */
};

struct shelf {
	struct lock *lock;
	int64_t version;               /* of the store, that this is; 0: nothing yet */
	bool off;                      /* events, kinds of filters or dates that no store has */
	VEC(struct shelved) event;     /* by number */
	struct shelf_columns of;       /* as long */
	VEC(struct shelf_value) value; /* by number */
	struct str facet[SHELF_FACETS];
	size_t facets;
	struct shelf_articles articles;
};

/* What passes a query, as bits. */
struct shelf_match {
	struct hash128 query; /* of what was asked for, and of the version */
	bool all;             /* no filter: all that live */
	uint64_t *fits;       /* all filters pass, */
	uint64_t *but; /* ... all but those of group n: `words` for each group, behind `fits` */
	size_t words, room;
	int64_t total;
	uint32_t facet[SHELF_FACETS]; /* of each group */
	size_t groups;
};

static inline bool shelf_bit(const uint64_t *bits, size_t n)
{
	return bits[n / 64] >> (n % 64) & 1;
}

static inline int64_t shelf_ones(const uint64_t *bits, size_t words)
{
	int64_t ones = 0;

	for (size_t i = 0; i < words; i++)
		ones += __builtin_popcountll(bits[i]);
	return ones;
}

/* The first number from `at` on whose bit is set; 64 * words: none. */
static inline size_t shelf_next(const uint64_t *bits, size_t words, size_t at)
{
	for (size_t w = at / 64; w < words; w++) {
		uint64_t left = w == at / 64 ? bits[w] >> (at % 64) << (at % 64) : bits[w];

		if (left)
			return w * 64 + (size_t)__builtin_ctzll(left);
	}
	return words * 64;
}

/* The last number below `at` whose bit is set; SIZE_MAX: none. */
static inline size_t shelf_last(const uint64_t *bits, size_t words, size_t at)
{
	size_t w = at / 64 < words ? at / 64 : words;
	uint64_t left = w < words && at % 64 ? bits[w] << (64 - at % 64) >> (64 - at % 64) : 0;

	while (!left && w)
		left = bits[--w];
	return left ? w * 64 + 63 - (size_t)__builtin_clzll(left) : SIZE_MAX;
}

size_t shelf_facet(const struct shelf *s, struct str name); /* SHELF_FACETS: unknown */

void shelf_articles_empty(struct shelf_articles *a);
/* Before anything is taken: each event that changed. */
void shelf_articles_forget(struct shelf_articles *a, uint32_t event);
/* Those of all events that changed since that version. */
bool shelf_articles_take(struct shelf_articles *a, struct store *store, int64_t since,
			 struct err *err) MUST_USE;
/* Sets the bits of the events, one of whose articles has the term. */
bool shelf_articles_say(uint64_t *bits, size_t words, const struct shelf_articles *a,
			struct store *store, struct str term, struct err *err) MUST_USE;
