/* events/claims_parts.h -- what the files of the ledger share, and nobody else. */
#pragma once
#include "events/claims.h"
#include "judge/units.h"

#define TERMS_MOST 28 /* words around one statement that count */
#define COUNTRIES_MOST 3
#define NODE_TERMS 48 /* ... and around one value */

struct mention { /* one statement in one article */
	uint32_t source;
	enum claim_kind kind;
	enum unit_family family;
	struct str unit, of, role, head;
	struct str currency;        /* of money; else "" */
	double low, high;           /* as stated */
	double base_low, base_high; /* in the family's base unit */
	double span_low, span_high; /* what it may mean, as exactly as it is put */
	int digits;                 /* of low, that say something */
	enum bound bound;
	bool each, moment; /* moment: one number among others in time, see claims_scope.c */
	bool sum, part;    /* of all such cases; of some of them: see there */
	const char *country[COUNTRIES_MOST]; /* named around it, ISO codes; NULL: no more */
	struct claim_quote quote;
	uint32_t term[TERMS_MOST];
	uint32_t terms;
	uint32_t rank; /* how early in its article: 0 the first fact */
	uint32_t next; /* of the same node; UINT32_MAX the last */
};

struct mentions {
	struct arena *arena;
	struct mention *at;
	size_t len, room;
	float *idf; /* of each term */
	size_t terms;
};

struct node { /* mentions of one value of one thing */
	uint32_t first, last, count;
	uint32_t row;    /* union-find */
	uint32_t values; /* of a row, at its root: incompatible values in it */
	uint32_t term[NODE_TERMS];
	uint32_t terms;
};

struct aligned {
	struct node *node;
	size_t len;
};

/* Facts of all sources in their order; `order` are indices of the sources. */
void claims_mentions(struct mentions *out, struct arena *arena, const struct claims_source *source,
		     const uint32_t *order, size_t count);
/* Cosine of two sorted lists of terms. */
double claims_likeness(const struct mentions *m, const uint32_t *a, size_t as, const uint32_t *b,
		       size_t bs);
/* Nodes, and their rows: nodes of one row have the same claims_root. */
void claims_align(struct aligned *out, struct arena *arena, const struct mentions *m,
		  size_t sources);
uint32_t claims_root(const struct aligned *a, uint32_t node);

/* What keeps two other values apart, claims_scope.c. First: fills moment, sum, part. Does it
 * stand where its article says what it is about? Do two count other wholes, other times, or
 * what was done otherwise? */
void claims_scope(struct mention *m);
bool claims_is_main(const struct mention *m);
bool claims_other_scope(const struct mention *a, const struct mention *b);

/* Fills span_low and span_high. */
void claims_spread(struct mention *m);
/* Could both be true of one thing, said with other exactness? By their spans. */
bool claims_compatible(const struct mention *a, const struct mention *b);
bool claims_same(const struct mention *a, const struct mention *b);
/* Digits that say something: 125,000 has three, 300 one. */
int claims_digits(double value);

/* State, reason, outliers and the order of values; values and counts are complete. */
void claims_settle(struct claim *c, struct arena *arena);
void claims_span(struct claim *c); /* first and last, of its values */
struct str claims_value_text(struct arena *a, const struct mention *m);
struct str claims_what(struct arena *a, const struct mention *m);

/* Counts articles and publishers once each. */
struct counter {
	const struct claims_source *source;
	const uint32_t *publisher; /* of each source: the first source with that publisher */
	uint32_t *article_seen, *publisher_seen; /* by which value or row last */
	uint32_t now;
};
/* Adds to a value what one article says: counts, names, first, last, quote. */
void claims_say(struct claim_value *v, const struct claims_source *source,
		const struct claim_quote *quote, bool new_publisher);
/* The same over a list of quotes; an article counts once. */
void claims_count(struct claim_value *v, struct counter *n, const struct claim_quote *quote,
		  size_t quotes);
/* Articles and publishers of a row: the same lists, one after another. */
void claims_count_row(struct claim *c, struct counter *n, const struct claim_quote *quote,
		      size_t quotes);

/* Rows of dates, places and names; at most `room`, returns how many. */
size_t claims_stated(struct claim *out, size_t room, struct arena *arena, struct counter *counter,
		     const uint32_t *order, size_t count);
/* The row on AI's own part; `c` has room for its values. False: nobody says anything of it. */
bool claims_involvement(struct claim *c, struct arena *arena, struct counter *counter,
			const uint32_t *order, size_t count);
void claims_checks(struct claims *out, struct arena *arena, const struct claims_source *source,
		   const uint32_t *order, size_t count, const struct mentions *m);
/* Span and quote of a fact or a statement of a verdict. */
struct claim_quote claims_quote(const struct json *fact, uint32_t source);
