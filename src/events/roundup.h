/* events/roundup.h -- articles that report several happenings, taken apart. Pure.
 *
 * "Five failures of the year", "The week in AI": each part of such an article is about
 * something else, so that it belongs to several events, to each with a share. Parts are
 * paragraphs that have names, numbers or other rare words in common. A report has one part
 * that is most of it; what it recalls as background is less, and makes no round-up. */
#pragma once
#include "events/story.h"

#define ROUNDUP_PARTS 16 /* the first ones that say enough */

struct roundup_part {
	struct story story;
	float share; /* of the article's words */
};

struct roundup {
	struct roundup_part part[ROUNDUP_PARTS]; /* as they stand in the text */
	size_t count;                            /* two or more */
};

/* NULL: it is about one thing, or has more paragraphs than are compared. */
struct roundup *roundup_of(struct arena *arena, const struct article *a, const struct story *whole);
struct roundup *roundup_copy(struct arena *arena, const struct roundup *r);
