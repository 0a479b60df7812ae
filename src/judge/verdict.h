/* judge/verdict.h -- what the judge says of one article: open data, read-only.
 *
 * Everything points into the arena the verdict was made in, or into the pack. */
#pragma once
#include "text/article.h"

enum label { LABEL_INCIDENT, LABEL_HAZARD, LABEL_COMPLEMENTARY, LABEL_UNRELATED, LABEL_COUNT };
extern const char *const label_name[LABEL_COUNT]; /* "incident", ... */
bool label_parse(enum label *out, struct str name);
/* What stands in the label's place where nobody looked for one. */
#define LABEL_NOT_ASSESSED "not_assessed"

#define UNKNOWN_NOT_STATED "not stated"
#define UNKNOWN_NOT_APPLICABLE "not applicable"
#define UNKNOWN_NOT_ASSESSED "not assessed"
bool verdict_is_unknown(struct str value); /* one of these three */

struct evidence {
	struct str purpose; /* JSON "for": "label", "system", "harm", "severity" ... */
	enum field field;
	uint32_t from, upto; /* bytes of that field; the quote is exactly these */
};

#define FACET_EVIDENCE_MAX 4
struct facet_value {
	struct str value; /* from the taxonomy, or one of the unknowns */
	float p;
	uint16_t evidence[FACET_EVIDENCE_MAX];
	uint8_t evidence_count;
};
struct facet {
	struct str name; /* "principles" */
	const struct facet_value *value;
	size_t count; /* never 0: an unknown stands in */
};

struct actor {
	struct str name;
	struct str role; /* developer, deployer, harmed, authority, source, other */
};

enum bound { BOUND_NONE, BOUND_ABOUT, BOUND_LEAST, BOUND_MOST, BOUND_NEARLY, BOUND_COUNT };
extern const char
	*const verdict_bound[BOUND_COUNT]; /* "", "about", "at least", "at most", "nearly" */

struct fact {
	double quantity, quantity_upto; /* equal unless a range was stated */
	struct str unit;                /* "TB", "USD", "people", "%", "" a bare count */
	struct str of;                  /* what is counted: "hard drives", "servers", "dead" */
	struct str role;                /* what befell it: "killed", "fined"; "" not told */
	bool approximate, each;
	enum bound bound; /* of an approximate one: which way */
	enum field field;
	uint32_t from, upto;
	uint32_t said_from, said_upto; /* the words around it, of the same sentence */
};

/* What is stated without a number: a day on which it happened, a place, a name. */
struct stated {
	struct str kind;  /* "date", "place", "developer", "deployer", "harmed", "authority" */
	struct str value; /* "2025-06-14" (or a month, a year), a country, a name */
	bool relative;    /* a day worked out from the article's: "on Sunday" */
	enum field field;
	uint32_t from, upto, said_from, said_upto;
};

/* What became of it, as the article tells: judge/stages.h. */
enum stage { STAGE_REPORTED, STAGE_CONFIRMED, STAGE_RESPONSE, STAGE_RESOLVED, STAGE_COUNT };
extern const char *const stage_name[STAGE_COUNT]; /* "reported", "confirmed" ... */

struct staged {
	enum stage stage;
	struct str kind; /* "investigation", "recall", "fined": last part of the cue's group */
	struct str what; /* in words: "an investigation was opened" */
	struct str day;  /* on which it was, as its sentence states; "" not stated there */
	enum field field;
	uint32_t from, upto;           /* the words that say so ... */
	uint32_t said_from, said_upto; /* ... and those around, of the same sentence */
};

struct check {              /* arithmetic between facts, one reading of it */
	struct str reading; /* "4 people x 15 hard drives x 80 TB each = 4.8 PB" */
	bool holds;
	uint16_t fact[6];
	uint8_t fact_count;
};

/* Was AI really part of it, and who says so: judge/involvement.h. */
enum involvement {
	INVOLVEMENT_NONE, /* no AI is spoken of, or nobody looked */
	INVOLVEMENT_CONFIRMED,
	INVOLVEMENT_STATED,
	INVOLVEMENT_DISPUTED,
	INVOLVEMENT_UNVERIFIED,
	INVOLVEMENT_DENIED,
	INVOLVEMENT_COUNT
};
extern const char *const verdict_involvement[INVOLVEMENT_COUNT]; /* "", "confirmed" ... */
#define INVOLVEMENT_EVIDENCE_MAX 2

/* Was somebody harmed, or was it only shown: judge/realised.h. */
enum realised {
	REALISED_NONE, /* not told */
	REALISED_VICTIM,
	REALISED_ALLEGED,
	REALISED_DEMONSTRATED,
	REALISED_THEORETICAL,
	REALISED_COUNT
};
extern const char *const verdict_realised[REALISED_COUNT]; /* "", "confirmed_victim" ... */

/* What a language model said when it was asked too (flow/opinion.h). Told beside the
 * verdict, never instead of it. */
struct second_opinion {
	struct str failed; /* "" it answered; else why not, and all below is empty */
	enum label label;
	float probability;
	struct str rationale;
	const struct evidence *evidence; /* purpose "label"; its quotes, found in the article */
	size_t evidence_count;
	uint32_t quotes_dropped;  /* of its quotes, not found in the article */
	struct str model, prompt; /* "qwen3-8b", "v1" */
};

struct verdict {
	enum label label;
	float probability[LABEL_COUNT]; /* calibrated, sums to 1 */
	bool abstain;                   /* unsure: for the review queue */
	bool assessed;                  /* false: not in a language the pack knows, no label */
	bool names_ai;                  /* a system or a maker; else it is unrelated unread */
	struct str severity, severity_rule, limb, role, rationale;
	const struct evidence *evidence;
	size_t evidence_count;
	enum involvement involvement;
	struct str involvement_by; /* who says so, as the article names them; "" not told */
	uint16_t involvement_evidence[INVOLVEMENT_EVIDENCE_MAX];
	size_t involvement_evidence_count;
	enum realised realised;
	uint16_t realised_evidence; /* unless it is REALISED_NONE */
	const struct facet *facet;
	size_t facet_count;
	const struct str *country;
	size_t country_count; /* ISO English short names */
	const struct actor *actor;
	size_t actor_count;
	const struct fact *fact;
	size_t fact_count;
	const struct stated *stated;
	size_t stated_count;
	const struct staged *staged;
	size_t staged_count;
	const struct check *check;
	size_t check_count;
	struct str pack, model;              /* "oecd@1a2b3c4d", "linear@..." */
	const struct second_opinion *second; /* NULL: nobody was asked */
};

/* Labels, and behind them LABEL_NOT_ASSESSED. */
#define VERDICT_KINDS (LABEL_COUNT + 1)
const char *verdict_kind(size_t n);
/* The label's name, or LABEL_NOT_ASSESSED: what is told, stored and counted. */
struct str verdict_label(const struct verdict *v);
/* DESIGN.md section 4, one object, no newline. Same input, same bytes. */
void verdict_to_json(struct buf *out, const struct verdict *v, const struct article *a);
/* Of a verdict as JSON: the i-th piece of evidence of what it says there, whose own "evidence"
 * has numbers ({"value":..., "evidence":[n]}); NULL: it has not so many. */
struct json;
const struct json *verdict_evidence_of(const struct json *verdict, const struct json *said,
				       size_t i);
