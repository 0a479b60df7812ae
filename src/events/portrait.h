/* events/portrait.h -- an event drawn from its articles. Pure.
 *
 * Input is what the store keeps of each article; output is one JSON object, the
 * body of /api/v1/events/{id} without articles and history, kept in the store
 * so that reading an event costs one row. */
#pragma once
#include "judge/verdict.h"

struct portrait_article {
	struct str id, url, title, publisher, lang, image;
	int64_t date_ms;
	struct str verdict; /* JSON as verdict_to_json writes it */
};

struct portrait { /* columns of the store; the rest is in json */
	struct str title, summary, severity, country, image; /* country: the first, "" none */
	enum label label;
	float probability;
	int64_t first_ms, last_ms;
	struct str json;
};

/* `article` in the order they were placed, at least one. `event` is the public
 * id. ERR_INPUT when a verdict is no JSON. */
bool portrait_of(struct portrait *out, struct arena *arena, struct str event,
		 const struct portrait_article *article, size_t count, struct err *err) MUST_USE;
