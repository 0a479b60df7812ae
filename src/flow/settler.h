/* flow/settler.h -- what was read of one source after the other goes into the store.
 *
 * The settling half of the road, for `tocsin ingest` (flow/road.h) and for the clerk of many
 * machines (flow/desk.h): documents in the order of their sources, each moving its source's
 * cursor; pages that are passed over are counted together. Refused documents are told, and kept
 * with their reason. One thread, the clerk's. */
#pragma once
#include "flow/road.h"

struct settling { /* one document, what was wrong with it, or the end of its source */
	struct str source, origin;
	enum pulled pulled;
	enum fate fate;
	struct finding *finding;
	const struct cursor *cursor;
	struct err *err;
	struct arena *arena;
};

/* Pages passed over in a row: counted together, since there are thirty of them for each
 * page that is kept, and always before the cursor moves behind them. */
struct passed_run {
	struct arena *arena;
	struct passed_page page[STORE_PASSED_MOST];
	size_t count;
	struct str source;
	struct cursor cursor; /* behind the last */
};

struct settler {
	struct clerk *clerk; /* NULL in a dry run: all is counted, nothing kept */
	struct road_summary *sum;
	bool whole;      /* the caller ends batches, not the settler */
	uint64_t broken; /* of the source that could not be read to its end */
	struct passed_run run;
};

void settler_open(struct settler *s, struct clerk *clerk, struct road_summary *sum);
void settler_close(struct settler *s);
/* A document, or why there is none. */
bool settler_settle(struct settler *s, struct settling *d, struct err *err) MUST_USE;
/* Its source ends; `whole`: it was read to its end, and its cursor says so. */
bool settler_end(struct settler *s, const struct settling *d, bool whole, struct err *err) MUST_USE;
/* Pages that wait go to the store, into the batch at hand. */
bool settler_rest(struct settler *s, struct err *err) MUST_USE;

/* A source that was read to its end has its cursor behind this word. */
#define SETTLER_DONE "done "
