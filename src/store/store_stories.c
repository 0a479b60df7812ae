/* store/store_stories.c -- the grouper's memory, read back in the order of settling.
 *
 * stories.settled is the number of the article with which a story entered an event: its own,
 * or for a stray that waited that of the one which brought it; 0 while it waits. */
#include "base/limits.h"
#include "store/store_parts.h"

bool store_story_put(struct store *s, enum query_id id, int64_t article, const struct story *story,
		     int64_t settled, struct err *err)
{
	struct buf bytes;
	struct ask a;
	bool ok;

	buf_init(&bytes, LIMIT_LINE);
	story_pack(&bytes, story);
	ask_open(&a, s, id, err);
	ask_int(&a, article);
	ask_bytes(&a, buf_view(&bytes));
	ask_int(&a, settled);
	ok = ask_run(&a);
	buf_free(&bytes);
	return ok;
}

static enum placed how_of(struct str how)
{
	if (str_eq(how, STR("reprint")))
		return PLACED_REPRINT;
	return str_eq(how, STR("joined")) ? PLACED_JOINED : PLACED_NEW;
}

static struct hash128 hash_of(struct str hex)
{
	uint64_t half[2] = {0, 0};

	for (size_t i = 0; i < 32 && hex.len == 32; i++) {
		char c = hex.at[i];

		half[i / 16] = half[i / 16] << 4 | (uint64_t)(c <= '9' ? c - '0' : c - 'a' + 10);
	}
	return (struct hash128){half[0], half[1]};
}

bool store_each_story(struct store *s, int64_t since_ms, story_fn *fn, void *payload,
		      struct err *err)
{
	struct arena *arena = arena_new();
	bool ok = true, more = true;
	struct ask a;

	ask_open(&a, s, Q_STORIES, err);
	ask_int(&a, since_ms);
	while (ok && more && ask_row(&a)) {
		struct placement p = {.event = (uint64_t)ask_int_at(&a, 1),
				      .how = how_of(ask_str_at(&a, 2)),
				      .similarity = (float)ask_num_at(&a, 3),
				      .nearest = hash_of(ask_str_at(&a, 4))};
		struct story story;

		ok = story_unpack(&story, arena, ask_str_at(&a, 0));
		if (!ok)
			err_set(err, ERR_CONFIG, "a story of event %lld is damaged",
				(long long)p.event);
		else
			more = fn(&story, &p, payload);
		arena_reset(arena);
	}
	arena_free(arena);
	return ask_close(&a) && ok;
}

bool store_story(struct story *out, struct arena *arena, struct str packed, int64_t article,
		 struct err *err)
{
	return story_unpack(out, arena, packed) ||
	       err_set(err, ERR_CONFIG, "the story of article %lld is damaged", (long long)article);
}

bool store_each_stray(struct store *s, int64_t since_ms, stray_fn *fn, void *payload,
		      struct err *err)
{
	struct arena *arena = arena_new();
	bool ok = true;
	struct ask a;

	ask_open(&a, s, Q_STRAYS, err);
	ask_int(&a, since_ms);
	while (ok && ask_row(&a)) {
		struct story story;

		ok = store_story(&story, arena, ask_str_at(&a, 0), ask_int_at(&a, 2), err);
		if (ok)
			fn(&story, ask_int_at(&a, 1) != 0, payload);
		arena_reset(arena);
	}
	arena_free(arena);
	return ask_close(&a) && ok;
}
