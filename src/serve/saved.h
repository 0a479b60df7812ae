/* serve/saved.h -- filters that were kept as the text behind "?", read as the list reads them. */
#pragma once
#include "base/json.h"
#include "serve/call.h"

struct saved {
	struct event_query query;
	struct params params; /* only what narrows */
	struct str text;      /* the same as an address has it: "label=hazard&q=deepfake" */
};

/* Order, page and counts are left out. ERR_INPUT names the parameter that is wrong. `taxonomy`
 * may be NULL: any value of a facet will do. All of it lives in the arena. */
bool saved_parse(struct saved *out, struct arena *a, const struct json *taxonomy, struct str text,
		 struct err *err) MUST_USE;
/* "Label: hazard; Search: deepfake", or "All events". */
struct str saved_words(struct arena *a, const struct params *p);
/* "/feed.atom?label=hazard" */
struct str saved_path(struct arena *a, const struct saved *s, const char *path);
