/* serve/proof.h -- the quotes behind what a page says.
 *
 * Beside each tag and label stands a button; on hover, focus or tap it shows the
 * quotes that support it, each with a link to its place in the article's list of
 * evidence ("#a2-e5"). Buttons and boxes are plain HTML (popover), so they work
 * without JavaScript. */
#pragma once
#include "base/json.h"
#include "serve/html.h"
#include "serve/call.h"

#define PROOF_ARTICLES 40 /* of one event whose quotes are shown; the rest by link */

struct proof_article {
	const struct json *verdict; /* in the arena; an unreadable one is left out */
	struct str title, publisher, path;
};

struct proof {
	struct arena *arena;
	struct proof_article at[PROOF_ARTICLES];
	size_t len;
	unsigned boxes; /* numbers the boxes of one page */
};

/* The verdict as the store keeps it; false when it is no JSON or there is no room. */
bool proof_add(struct proof *p, struct str verdict, struct str title, struct str publisher,
	       struct str path) MUST_USE;

/* A button and the box that it shows, open inside its list: <li> for each quote, then
 * html_end() twice. Without quotes the bare text, and nothing is open: false. */
struct proof_box {
	const char *class;
	struct str text;
	const char *label, *title; /* of the box: what it is of `text`, and its heading */
	size_t quotes;
	bool tally; /* their number is seen */
};
bool proof_open(struct html *h, struct proof *p, const struct proof_box *b);

/* A tag with its quotes: of a facet's value, or of a purpose ("label", "severity").
 * With `label` not "", only from articles that carry it. */
void proof_facet(struct html *h, struct proof *p, struct str facet, struct str value);
void proof_purpose(struct html *h, struct proof *p, const char *purpose, struct str text,
		   struct str label);

/* All quotes of article n of p, in a box that opens; `open`: it stands open. */
void proof_evidence(struct html *h, const struct proof *p, size_t n, bool open);
/* A reason of article n, with each "[3]" a link to that piece of its evidence. */
void proof_reason(struct html *h, const struct proof *p, size_t n, struct str reason);
/* "for" of a piece of evidence, as a reader says it: "the harm". */
struct str proof_purpose_in_words(struct str purpose);
