/* serve/copies.h -- what is kept of an article, loaded for those who may see it.
 *
 * A copy is what its publisher sent, byte for byte. It is shown to reviewers alone, as text:
 * never as a page of its own, whose scripts and pictures would be the publisher's. Readers see
 * quotes, digests and differences (serve/versions.h). */
#pragma once
#include "serve/versions.h"

struct copies {
	struct versions versions; /* the words that were read from each */
	const struct locker_row *row;
	size_t count;
	const struct locker_row *chosen; /* of the version that was asked for, else the newest */
	const struct version_row *read;  /* what was read from it; NULL: its version is not there */
};
/* False when a problem was set: no such article (404), no copy of that version (404), removed on
 * request (410). With `any`, an article of which nothing is kept will do; `chosen` is then NULL. */
bool copies_load(struct copies *out, struct call *c, bool any) MUST_USE;
/* The chosen one's bytes, in the arena. False when a problem was set: it is damaged, or gone. */
bool copies_body(struct str *out, struct call *c, const struct copies *all) MUST_USE;
/* "/review/articles/.../copies?version=2"; 0: the newest. */
struct str copies_path(struct arena *a, struct str id, int64_t version);
/* The way to a copy, where a reviewer asks; nothing for readers. */
void copies_way(struct html *h, struct call *c, struct str id, int64_t version);
