/* flow/watch_poll.h -- one poll of one source: feed, entries, pages, settled and written down.
 *
 * Life     a poll is made once for each source and used again; what one run of it holds is
 *          in its arena and gone when it ends.
 * Order    validators and health are written when every entry of the answer is settled, so
 *          that a crash in between only means to poll again; an entry is done with in the
 *          transaction of its article.
 * One thread; private to flow/watch.c. */
#pragma once
#include "base/random.h"
#include "flow/clerk.h"
#include "flow/watch.h"
#include "ingest/feed.h"
#include "ingest/polite.h"

struct watch_desk { /* what all polls work with */
	struct clerk *clerk;
	struct judge *judge;
	struct polite *polite;
	struct watch_summary *sum;
	struct random chance;
	struct arena *arena; /* of one document */
	int64_t redraw;      /* stories settled since portraits were drawn */
};

struct watch_errand { /* something that is being fetched: the feed, or an entry's page */
	struct watch_poll *poll;
	bool is_feed;
	struct feed_entry entry;
	size_t summary; /* bytes of text that the feed has of it */
	char key[HASH_HEX_SIZE];
	int64_t tries;
};

struct watch_poll {
	struct watched row;
	struct arena *own;   /* of the row */
	struct arena *arena; /* of the poll under way; NULL: there is none */
	bool was_polled;     /* since the program started */
	struct watch_errand feed;
	size_t pending; /* pages, and the feed while it is read */
	size_t entries, taken, fresh, put_off;
	struct polite_answer answer; /* the feed's, without its body */
	struct str trouble;          /* the feed broke off: why */
};

void watch_poll_init(struct watch_poll *p, const struct watched *row);
void watch_poll_free(struct watch_poll *p);
void watch_poll_start(struct watch_poll *p, struct watch_desk *d);
/* False: the store failed. */
bool watch_poll_came(struct watch_desk *d, const struct polite_answer *a, struct err *err) MUST_USE;
