/* serve/versions.h -- an article's versions, loaded and told: for its pages and the API. */
#pragma once
#include "serve/page.h"
#include "store/versions.h"

struct versions {
	struct article_row article;
	struct look look; /* article 0: nobody looks at it */
	const struct version_row *row;
	size_t count;
	int64_t removed; /* act of the trail by which its documents were removed; 0 none */
};
/* False when a problem was set. */
bool versions_load(struct versions *out, struct call *c) MUST_USE;
/* "/articles/.../versions?version=2"; 0: the list. */
struct str versions_path(struct arena *a, struct str id, int64_t version);
/* "copy kept, SHA-256 3acd..., 24 February 2026"; nothing when none is. False: a problem was
 * set. */
bool versions_kept(struct html *h, struct call *c, struct str id) MUST_USE;
/* <time>24 February 2026, 10:00 UTC</time>: a page may change twice a day. */
void versions_time(struct html *h, struct arena *a, int64_t ms);
/* In the foot of an article's card: that its page changed, is gone, or is behind a wall, with
 * the day of which its quotes are. Nothing when it is as it was read. */
void versions_state(struct html *h, struct arena *a, const struct article_row *row);
