/* serve/route.h -- every address this server answers, as data.
 *
 * routes.def is the table; dispatch, checks of parameters, /openapi.json and the
 * tests are made from it. */
#pragma once
#include "serve/call.h"

enum param_set {                 /* a route takes the parameters of its sets */
		 SET_FILTER = 1, /* which events */
		 SET_ORDER = 2,
		 SET_PAGE = 4,
		 SET_ARTICLES = 8, /* which articles */
		 SET_ASSET = 16,
		 SET_COUNTS = 32,
		 SET_READS = 64, /* of which days and site */
		 SET_SITES = 128,
		 SET_SERIES = 256, /* which values of a series, divided by what */
		 SET_CHANGES = 512,
		 SET_KEY = 1 << 12, /* whoever holds it; such answers are never kept */
		 SET_TREND = 1 << 14,   /* how a series is drawn */
		 SET_SUGGEST = 1 << 15, /* what is being typed */
		 SET_EXPORT = 1 << 16,  /* in which form */
		 SET_VERSION = 1 << 17, /* of an article */
		 /* not parameters, but who may, and what for */
		 SET_PRIVATE = 1 << 20,  /* for nobody's cache, and for no other site */
		 SET_PURE = 1 << 21,     /* a POST that needs no secret of a form: it changes
					  * nothing, or goes by the key of a link */
		 SET_PERSON = 1 << 22,   /* for whoever is logged in, */
		 SET_REVIEWER = 1 << 23, /* for these, */
		 SET_ADMIN = 1 << 24,
		 SET_TO = 1 << 25,      /* takes "to": where to go on */
		 SET_CORRECT = 1 << 26, /* an event or article */
		 SET_QUEUE = 1 << 27,   /* a kind of what waits */
		 SET_TRAIL = 1 << 28    /* a subject */
};

enum param_kind {
	PARAM_TEXT,
	PARAM_TEXTS,  /* may be repeated */
	PARAM_DAY,    /* YYYY, YYYY-MM or YYYY-MM-DD */
	PARAM_NUMBER, /* least to most */
	PARAM_CHOICE, /* one of choices, "a|b|c" */
	PARAM_FACET   /* a value of that facet in the taxonomy; may be repeated */
};

struct param {
	const char *name;
	enum param_kind kind;
	const char *choices; /* PARAM_CHOICE, else "" */
	int64_t least, most; /* PARAM_NUMBER, else 0 */
	unsigned sets;
	const char *help;
};

enum answer { ANSWER_JSON, ANSWER_PAGE, ANSWER_OTHER };

typedef void route_fn(struct call *c);
struct route {
	enum method method;
	const char *pattern; /* "/api/v1/events/{id}" */
	route_fn *run;
	const char *name; /* of the function: operationId */
	unsigned sets;
	enum answer answer;
	const char *schema; /* name in /openapi.json, "" none */
	const char *summary;
};

extern const struct route route_row[];   /* ends with a row whose pattern is NULL */
extern const struct param route_param[]; /* ends with a row whose name is NULL */

/* Finds the row for c->req and fills route and id. On false a problem is set
 * (404, 405 with the methods that would do, 400 for a broken path). */
bool route_find(struct call *c) MUST_USE;

/* Parses the query and checks each parameter against the row. On false a problem
 * is set that names the parameter and says what would be right. */
bool route_check(struct call *c) MUST_USE;

#define ROUTE(method, pattern, run, sets, answer, schema, summary) void run(struct call *c);
#define PARAM(name, kind, choices, least, most, sets, help)
#include "serve/routes.def"
#undef ROUTE
#undef PARAM
