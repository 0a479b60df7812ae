/* events/claims.h -- the claims ledger: what the articles of one event state, side by
 * side. Pure.
 *
 * A claim is one row: one thing (300 servers; people killed; a fine), the values that
 * articles give for it, who gives them, since when, and the exact bytes in which they
 * do. Which statements speak of the same thing is decided by unit, thing counted, what
 * befell it and the words around (claims_align.c); how the values of a row stand to each
 * other by claims_state.c. Articles are put into an order of their own first (date,
 * publisher, id), so the order in which they come changes nothing.
 *
 * Bounds: LIMIT_CLAIMS_MENTIONS statements, LIMIT_CLAIMS rows; all memory in the arena. */
#pragma once
#include "base/arena.h"
#include "base/emit.h"
#include "base/json.h"
#include "judge/verdict.h"

struct claims_source { /* one article; all of it borrowed */
	struct str id, publisher;
	int64_t date_ms;            /* 0: not stated */
	const struct json *verdict; /* as verdict_to_json writes it */
};

enum claim_kind {
	CLAIM_PEOPLE,
	CLAIM_COUNT,
	CLAIM_MONEY,
	CLAIM_SHARE,   /* per cent */
	CLAIM_AGE,     /* of a person */
	CLAIM_MEASURE, /* bytes, metres, hours ... */
	CLAIM_DATE,    /* the day it happened */
	CLAIM_PLACE,
	CLAIM_ACTOR,
	CLAIM_INVOLVEMENT, /* whether AI was part of it */
	CLAIM_KINDS
};
extern const char *const claim_kind_name[CLAIM_KINDS]; /* "people", "count" ... */

enum claim_state {
	CLAIM_SINGLE,   /* one article says so */
	CLAIM_AGREED,   /* several do; values differ at most in how exactly they are put */
	CLAIM_REVISED,  /* later reports give another value than earlier ones */
	CLAIM_CONFLICT, /* at the same time */
	CLAIM_STATES
};
extern const char *const claim_state_name[CLAIM_STATES];

#define CLAIM_QUOTES 5  /* shown of one value; the counts are of all */
#define CLAIM_NAMES 8   /* publishers named of one value */
#define CLAIM_VALUES 12 /* of one claim; of incompatible ones at most four */

struct claim_quote {
	uint32_t source;    /* index of the articles as they were given */
	struct str field;   /* "title", "text" */
	int64_t from, upto; /* bytes of it; `quote` is exactly these */
	struct str quote;
	int64_t around, behind; /* the words around it: bytes of the field */
	struct str context;     /* "" when the verdict has none */
};

struct claim_value {
	struct str text;  /* "about 300", "4.8 PB", "2025-06-14", "Malaysia" */
	double low, high; /* as stated, in `unit`; 0 of dates, places, names */
	struct str unit;
	enum bound bound;
	bool each;
	uint32_t articles, publishers; /* that say so */
	struct str publisher[CLAIM_NAMES];
	int64_t first_ms, last_ms; /* of those articles; 0: not known */
	bool outlier;              /* ten times the others, or a tenth, or less */
	bool superseded;           /* in a revised claim: not the latest */
	struct claim_quote quote[CLAIM_QUOTES];
	size_t quotes;
};

struct claim {
	enum claim_kind kind;
	struct str what; /* "Nvidia AI servers", "people killed", "fine" */
	struct str role; /* "killed", "fined", "developer"; "" none */
	enum claim_state state;
	struct str reason; /* one sentence on the state; "" of a single one */
	uint32_t articles, publishers;
	int64_t first_ms, last_ms;
	struct claim_value *value; /* most said first; revised: latest first */
	size_t values;
};

struct claims_check { /* arithmetic; verdict.h */
	struct str reading;
	bool holds, across; /* across: its numbers come from several articles */
	uint32_t articles;  /* in which it can be done */
	struct claim_quote fact[6];
	size_t facts;
};

struct claims {
	struct claim *row;
	size_t len, left_out; /* rows beyond LIMIT_CLAIMS */
	struct claims_check *check;
	size_t checks;
	const struct claims_source *source; /* as given */
};

void claims_of(struct claims *out, struct arena *arena, const struct claims_source *source,
	       size_t count);
/* "claims": [...], "checks": [...] into the open object; docs/CLAIMS.md has the shape. */
void claims_json(struct emit *e, struct arena *arena, const struct claims *c);
