/* store/store_roundups.c -- articles that report several events (events/roundup.h).
 *
 * Kept by the article that each part is nearest to, not by event: so nothing has to be done
 * here when events are merged, split or grouped anew. */
#include "store/store_parts.h"

#include "base/limits.h"

static bool put_one(struct store *s, const struct store_rounding *r,
		    const struct grouper_share *share, struct err *err)
{
	struct store_history h = {.event = (int64_t)share->event,
				  .at_ms = r->seen_ms,
				  .who = STR("machine"),
				  .what = STR("round-up"),
				  .detail = r->title};
	char near[HASH_HEX_SIZE];
	struct ask a;

	hash128_hex(near, share->nearest);
	ask_open(&a, s, Q_ROUND_UP_NEW, err);
	ask_int(&a, r->article);
	ask_str(&a, str_of(near));
	ask_num(&a, (double)share->share);
	ask_num(&a, (double)share->similarity);
	return ask_run(&a) &&
	       ask_numbers(s, Q_EVENT_TOUCH, (int64_t[]){h.event, r->version}, 2, err) &&
	       store_history_add(s, &h, err);
}

bool store_round_up_put(struct store *s, const struct store_rounding *r, struct err *err)
{
	for (size_t i = 0; i < r->count; i++)
		if (!put_one(s, r, &r->share[i], err))
			return false;
	return true;
}

/* Asks for those of `id`. */
static bool rows(const struct share_row **out, size_t *count, struct ask *a, struct arena *arena,
		 struct str id)
{
	struct share_row *row = ARENA_ARRAY(arena, struct share_row, LIMIT_PAGE_ROWS);

	*out = row;
	*count = 0;
	ask_str(a, id);
	ask_int(a, LIMIT_PAGE_ROWS);
	while (*count < LIMIT_PAGE_ROWS && ask_row(a))
		row[(*count)++] =
			(struct share_row){.id = arena_copy(arena, ask_str_at(a, 0)),
					   .title = arena_copy(arena, ask_str_at(a, 1)),
					   .url = arena_copy(arena, ask_str_at(a, 2)),
					   .publisher = arena_copy(arena, ask_str_at(a, 3)),
					   .date_ms = ask_int_at(a, 4),
					   .share = ask_num_at(a, 5)};
	return ask_close(a);
}

bool store_event_round_ups(const struct share_row **out, size_t *count, struct store *s,
			   struct arena *arena, struct str event, struct err *err)
{
	struct ask a;

	ask_open(&a, s, Q_EVENT_ROUND_UPS, err);
	return rows(out, count, &a, arena, event);
}

bool store_article_events(const struct share_row **out, size_t *count, struct store *s,
			  struct arena *arena, struct str article, struct err *err)
{
	struct ask a;

	ask_open(&a, s, Q_ARTICLE_EVENTS, err);
	return rows(out, count, &a, arena, article);
}
