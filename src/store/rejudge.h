/* store/rejudge.h -- articles that are kept, for judging them anew, and what came of it put in.
 *
 * What people said stays and goes before a verdict, as always. An article that has a story from
 * now on founds an event of its own, one that has none any more stays where it is: grouping
 * anew (flow/regroup.h) is what puts them right. Counts agree after each call. */
#pragma once
#include "store/store.h"

/* First the articles as they were read first, then the newest of those that changed later. */
struct rejudge_place {
	bool later; /* versions */
	int64_t after;
};

struct rejudge_row {
	int64_t number, version, date_ms, seen_ms, read_ms;
	struct str id, url, publisher, author, lang, image, origin, source;
	struct str label, title, text, verdict; /* as it was judged, JSON */
	bool round_up, placed;
};

/* The next `room` of them into `row`; `count` 0: no more of this kind. Whose document was
 * removed on request is passed over. */
struct rejudge_rows {
	struct rejudge_row *row;
	size_t room, count;
};
bool store_rejudge_rows(struct rejudge_rows *out, struct store *s, struct arena *arena,
			const struct rejudge_place *from, struct err *err) MUST_USE;

struct rejudged {
	const struct rejudge_row *was;
	const struct article *article;
	const struct verdict *verdict;
	const struct story *story; /* NULL: it names no AI */
};

/* All of them or none. Events that have them are drawn anew, and their history tells where a
 * label changed. A clerk at work starts from what the store holds with its next batch. */
bool store_rejudge(struct store *s, struct arena *arena, const struct rejudged *one, size_t count,
		   int64_t at_ms, struct err *err) MUST_USE;
