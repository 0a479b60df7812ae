/* flow/seats.c -- taken and left. */
#include "flow/seats.h"

#include "base/check.h"

/* NULL as seats_take() says. */
static const struct seat *free_for(const struct seats *s, struct str key)
{
	const struct seat *found = NULL;

	CHECK(s->count <= SEATS_MOST);
	for (size_t i = 0; i < s->count; i++) {
		if (s->seat[i].arena && str_eq(s->seat[i].key, key))
			return NULL;
		if (!s->seat[i].arena)
			found = &s->seat[i];
	}
	return found;
}

struct seat *seats_take(struct seats *s, struct str key)
{
	const struct seat *found = free_for(s, key);
	struct seat *seat;

	if (!found)
		return NULL;
	seat = &s->seat[found - s->seat];
	seat->arena = arena_new();
	seat->key = arena_copy(seat->arena, key);
	return seat;
}

size_t seats_taken(const struct seats *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->count; i++)
		n += s->seat[i].arena != NULL;
	return n;
}

bool seats_is(const struct seats *s, const void *ticket)
{
	for (size_t i = 0; i < s->count; i++)
		if (ticket == &s->seat[i])
			return true;
	return false;
}

void seats_leave(struct seat *seat)
{
	arena_free(seat->arena);
	*seat = (struct seat){0};
}

void seats_leave_all(struct seats *s)
{
	for (size_t i = 0; i < s->count; i++)
		seats_leave(&s->seat[i]);
}
