/* events/portrait.h -- an event drawn from its articles. Pure.
 *
 * Input is what the store keeps of each article; output is one JSON object, the
 * body of /api/v1/events/{id} without articles and history, kept in the store
 * so that reading an event costs one row. */
#pragma once
#include "events/reputation.h"
#include "judge/verdict.h"

struct portrait_article {
	struct str id, url, title, publisher, lang, image;
	int64_t date_ms;
	struct str verdict; /* JSON as verdict_to_json writes it */
};

/* What a person decided: of the event, or of one article. */
struct portrait_ruling {
	bool of_event;
	struct str article; /* id; of the event: of the article that founded it */
	struct str what;    /* label, severity, title, summary, tag, untag, reject */
	struct str facet, value, was, who, why;
	int64_t at_ms, act;
};

struct portrait_sitting {
	struct str event;                       /* public id */
	const struct portrait_article *article; /* in the order they were placed, at least one */
	size_t count;
	const struct portrait_ruling *ruling; /* that bind, oldest first */
	size_t ruling_count;
	const struct reputation *reputation; /* NULL: all publishers weigh alike */
};

struct portrait { /* columns of the store; the rest is in json */
	struct str title, summary, severity, country, image; /* country: the first, "" none */
	enum label label;
	enum stage stage;
	enum involvement involvement;
	enum realised realised;
	float probability; /* 1 where a person gave the label */
	int64_t first_ms, last_ms;
	int64_t reviewed_ms; /* the newest ruling, 0 none */
	bool disputed;       /* a third of the articles or more each say incident and hazard */
	bool off;            /* the lists: people took it off, or said of each article: unrelated */
	struct str json;
};

/* ERR_INPUT when a verdict is no JSON. */
bool portrait_of(struct portrait *out, struct arena *arena, const struct portrait_sitting *s,
		 struct err *err) MUST_USE;
