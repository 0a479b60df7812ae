/* events/group.h -- clustering alone, in memory: what `tocsin group` does. Pure.
 *
 * Articles come one by one, in the order of the input; each is placed at once, as
 * the clerk would, and is never moved. One thread. */
#pragma once
#include "events/grouper.h"

struct group;

struct group *group_new(void);
void group_free(struct group *g);
/* The event's number, from 1 in the order in which events were founded. */
uint64_t group_add(struct group *g, struct arena *arena, const struct article *a);
