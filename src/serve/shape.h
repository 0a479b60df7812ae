/* serve/shape.h -- one event in another house's form.
 *
 * A row for each form: its name, and what writes an event in it as one JSON object. Used
 * by `tocsin export`, /api/v1/events/{id}/export and the AIM-compatible API alike;
 * docs/EXPORTS.md says what each field is made of. Nothing is made up: what Tocsin does
 * not know is null, an empty list, or marked as unknown. */
#pragma once
#include "base/emit.h"
#include "store/store.h"

struct call;

struct shape_source {
	const struct event_detail *event; /* as store_event gives it, not a redirect */
	const struct reference_row *reference;
	size_t references;
	bool with_articles; /* aim: else "articles" is null, as in AIM's lists */
	/* aim: where pictures are ours, and to ask for them; NULL in exports, which name the
	 * publishers'. */
	struct call *pictures;
};

/* ERR_INPUT when the portrait or a verdict is no JSON; what was written is spoiled then. */
typedef bool shape_fn(struct emit *e, struct arena *arena, const struct shape_source *s,
		      struct err *err);
struct shape {
	const char *name;
	shape_fn *write;
};
const struct shape *shape_named(struct str name); /* NULL: there is none */

/* False for "" and for what stands where nobody knows. */
bool shape_is_told(struct str value);
/* "key":[...], the numbers of AIID's incidents that the event is tied to. */
void shape_aiid_ids(struct emit *e, const char *key, const struct shape_source *s);

/* The event and its references. A redirect is left in s->event->redirect. */
bool shape_load(struct shape_source *s, struct store *store, struct arena *arena, struct str id,
		struct err *err) MUST_USE;
