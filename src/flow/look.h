/* flow/look.h -- pages that were read are looked at again, within `watch`.
 *
 * By the schedule of look_pace.h, with what the server gave to tell whether the page is still the
 * same (ETag, Last-Modified), and as politely as all else is fetched. What comes is the same
 * page, a version, a page that is gone, or one behind a wall; each look and what it came to are
 * one change of the store. Nothing here can fail a run but the store. One thread. */
#pragma once
#include "flow/version.h"
#include "ingest/polite.h"

struct look_summary {
	int64_t looks, same, versions, gone, walls, failed;
};

struct look_desk; /* what is under way */
struct look_desk *look_new(struct clerk *c, struct judge *j, struct polite *p);
void look_free(struct look_desk *l);
/* Starts those that are due, as many as there are seats. False: the store failed. */
bool look_start(struct look_desk *l, struct err *err) MUST_USE;
size_t look_pending(const struct look_desk *l);
/* True when the answer is of one of these: its ticket is ours. */
bool look_is(const struct look_desk *l, const void *ticket);
bool look_came(struct look_desk *l, const struct polite_answer *a, struct err *err) MUST_USE;
const struct look_summary *look_sum(const struct look_desk *l);
