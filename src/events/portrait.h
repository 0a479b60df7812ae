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

struct portrait { /* columns of the store; the rest is in json */
	struct str title, summary, severity, country, image; /* country: the first, "" none */
	enum label label;
	enum stage stage;
	float probability;
	int64_t first_ms, last_ms;
	struct str json;
};

struct sitting {
	struct str event;                       /* the public id */
	const struct portrait_article *article; /* in the order they were placed, at least one */
	size_t count;
	const struct reputation *reputation; /* NULL: all publishers weigh alike */
};
/* ERR_INPUT when a verdict is no JSON. */
bool portrait_of(struct portrait *out, struct arena *arena, const struct sitting *s,
		 struct err *err) MUST_USE;
