/* flow/lane.c -- a note of the queue: "ROUND NUMBER LAST PLACE". */
#include "flow/lane.h"

#include <stdio.h>

#include "base/hash.h"

#define KEY_SIZE (HASH_HEX_SIZE + 8)

/* Names may have any letters, keys may not. */
static const char *key_of(char out[KEY_SIZE], struct str lane)
{
	char hex[HASH_HEX_SIZE];

	hash128_hex(hex, hash128(lane));
	snprintf(out, KEY_SIZE, "lane.%s", hex);
	return out;
}

/* Up to the next blank; a place may end in one. */
static bool number_of(int64_t *out, struct str *text)
{
	struct str word;

	return str_split(&word, text, ' ') && str_int(out, word) && *out >= 0;
}

bool lane_read(struct lane_state *out, const struct queue_ops *ops, void *queue,
	       struct arena *arena, struct str lane, struct err *err)
{
	int64_t round, number, last;
	char key[KEY_SIZE];
	struct str text;

	*out = (struct lane_state){.place = STR(""), .last = true};
	if (!ops->noted(&text, queue, arena, key_of(key, lane), err))
		return false;
	if (!number_of(&round, &text) || !number_of(&number, &text) || !number_of(&last, &text))
		return err_set(err, ERR_MISSING, "a note of a lane that makes no sense");
	*out = (struct lane_state){.round = (uint64_t)round,
				   .number = (uint64_t)number,
				   .last = last != 0,
				   .place = text};
	return true;
}

bool lane_tell(const struct queue_ops *ops, void *queue, struct str lane,
	       const struct lane_state *state, struct err *err)
{
	char text[600], key[KEY_SIZE];

	snprintf(text, sizeof text, "%llu %llu %d %.*s", (unsigned long long)state->round,
		 (unsigned long long)state->number, state->last, STR_ARG(state->place));
	return ops->note(queue, key_of(key, lane), str_of(text), err);
}
