/* events/replan.h -- what would the events be, had all stories come today? Pure.
 *
 * The stories of a store come once more in their order and are grouped by the weights at hand,
 * bound by what people decided. What comes of it is compared with what is, and told as changes:
 * sets of events that exchange articles among themselves and with no other, so that each can be
 * made so alone, in any order, whole or not at all; the events are sound after each.
 *
 * Which event keeps its id: of the events that have most of their articles in a group the
 * oldest one; the others end in it. A group without any is an event that had ended, the oldest that
 * has most of what it had there, which lives again; else a new one. So what was made so is
 * found to be so the next time.
 *
 * Decisions: what must join is of one event, whatever it is near to; what must not is kept from
 * there. A stray that a decision names is a story like others: somebody has placed it. One on
 * which an act of people hangs (its label, or one on its event) is grouped as a stray, but where
 * nothing would take it in, it stays with its event and does not wait.
 *
 * Owner: one. The grouper for all stories is in memory meanwhile, 2 KB a story. */
#pragma once
#include "events/grouper.h"

#define REPLAN_WAITS UINT32_MAX

struct replan_move { /* one article */
	int64_t article;
	uint64_t from; /* event; 0: it waited */
	uint32_t into; /* number of a target; REPLAN_WAITS: a stray that is in no event any more */
	int64_t settled; /* the article with which it came: see store_stories.c */
	enum placed how;
	float similarity;
	struct hash128 nearest;
};

struct replan_target {  /* an event after it */
	uint64_t event; /* 0: a new one */
	bool revived;   /* it had ended */
	int64_t first;  /* its first article */
};

struct replan_end { /* an event that ends in a target */
	uint64_t event;
	uint32_t into;
};

struct replan_change {
	const struct replan_move *move; /* by from, into, article */
	size_t moves;
	const struct replan_target *target;
	size_t targets;
	const struct replan_end *end;
	size_t ends;
};

/* NULL: that event does not end. */
const struct replan_end *replan_end_of(const struct replan_change *c, uint64_t event);

struct replan;
struct replan *replan_new(const struct nearness_model *m); /* NULL: the one that is built in */
void replan_free(struct replan *r);

/* First the decisions that bind: that article is on that side of it (together: of a decision
 * that holds all of them together). */
struct replan_binding {
	int64_t article;
	uint64_t decision, side;
	bool together;
};
void replan_bind(struct replan *r, const struct replan_binding *b);
/* Then the stories by number of their articles. */
struct replan_place {
	int64_t article;
	uint64_t event; /* where it is, 0 nowhere */
	bool kept;      /* it never leaves an event to wait */
};
void replan_story(struct replan *r, const struct story *s, const struct replan_place *is);
/* Then what ended events had: by event, article. */
void replan_ended(struct replan *r, uint64_t event, int64_t article);

size_t replan_stories(const struct replan *r); /* that came */
/* What would change, in order of the oldest event of each; valid until replan_free(). */
const struct replan_change *replan_changes(size_t *count, struct replan *r);
