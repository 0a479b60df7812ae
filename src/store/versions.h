/* store/versions.h -- what articles said later, and when their pages are looked at again.
 *
 * The words that were read first stay in the article; each time its page is found to say
 * something else that is a version, with a verdict of its own, its document in the locker, and a
 * line in the history of its events, whose portraits are drawn from the newest. All of that is
 * one change, with the look that found it. */
#pragma once
#include "store/locker.h"

#define STORE_BASIS_FEED "feed" /* of looks.basis: words of a feed, whose page was not seen yet */

struct look { /* sql/0028_versions.sql and 0033_feed_words.sql say what each is */
	int64_t article;
	struct str id, url, state, etag, modified, outcome, basis;
	int64_t base_ms, step, next_ms, last_ms, tries, since_ms;
};
/* Those that are due, the longest ago first; at most LIMIT_LOOKS. */
bool store_looks_due(const struct look **out, size_t *count, struct store *s, struct arena *arena,
		     int64_t now_ms, struct err *err) MUST_USE;
/* Of one article, by its public id; article 0: nobody looks at it. */
bool store_look(struct look *out, struct store *s, struct arena *arena, struct str id,
		struct err *err) MUST_USE;
/* What a look came to, but a version. `what` and `detail` go into the history of its events:
 * "page gone"; "" nothing to tell. */
struct look_told {
	struct str what, detail;
};
bool store_look_done(struct store *s, struct arena *arena, const struct look *l,
		     const struct look_told *told, struct err *err) MUST_USE;

struct newest_version {
	int64_t version; /* 1: there is no other */
	struct str id, title, text, verdict, label, content;
};
bool store_version_newest(struct newest_version *out, struct store *s, struct arena *arena,
			  int64_t article, struct err *err) MUST_USE;
/* By the public id; 0 there is none. */
bool store_version_article(int64_t *article, struct store *s, struct str id,
			   struct err *err) MUST_USE;

struct version_found {
	int64_t article, version, at_ms;
	const struct article *read;
	const struct verdict *verdict;
	const struct capture *capture;
	struct str changes; /* JSON */
	struct look_told told;
	const struct look *look; /* as it is from now on; or NULL */
	/* of an archive that is read again: its cursor moves; or NULL */
	struct str source;
	const struct cursor *cursor;
};
/* ERR_CONFLICT: it is not the next version. */
bool store_version_put(struct store *s, struct arena *arena, const struct version_found *v,
		       struct err *err) MUST_USE;

struct version_row {
	int64_t version, at_ms;
	struct str label, title, content, changes, verdict, text; /* changes: "{}" of the first */
	struct str sha256; /* of its document; "" it is not kept */
	struct str kind;   /* ... and what that is: "page", "entry" ... (ingest/capture.h) */
};
/* The first and all later ones; none: there is no such article. */
bool store_versions(const struct version_row **out, size_t *count, struct store *s,
		    struct arena *arena, struct str id, struct err *err) MUST_USE;
