/* events/reprint_groups.h -- articles and their copies, together: `tocsin probe reprints`.
 *
 * All pairs that are reprints (events/reprints.h) are joined, so a group is a connected
 * set and does not depend on the order of the articles. The first is the one with the
 * earliest date; of equal or missing dates the one that came first.
 *
 * Owns copies of what it prints; about 2 KB an article. One thread. */
#pragma once
#include "base/buf.h"
#include "text/article.h"

struct reprint_groups;
struct reprint_groups *reprint_groups_new(void);
void reprint_groups_free(struct reprint_groups *g);
/* `arena` is for the work on the article. */
void reprint_groups_add(struct reprint_groups *g, struct arena *arena, const struct article *a);

/* A line of JSON for each group of two or more, in the order in which they began:
 * {"first":id,"how":"exact"|"near","resemblance":the least,"publishers":[...],
 *  "articles":[{"id","publisher","date","how":"first"|"exact"|"near","resemblance",
 *  "containment"}]}, measured against the first, ordered by date. Stops and returns
 * false when `print` does. */
typedef bool reprint_groups_print_fn(struct str line, void *payload);
bool reprint_groups_print(const struct reprint_groups *g, reprint_groups_print_fn *print,
			  void *payload);
