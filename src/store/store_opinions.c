/* store/store_opinions.c -- second opinions: a cache of answers, and counts by day.
 *
 * Those who ask are many and read only; what came of it is written by the clerk with
 * the article's own change, since a second writer would wait for the clerk's batch,
 * which waits for the answer. So after a crash the calls are forgotten that were under
 * way or answered and not yet settled: some dozen at most. */
#include "store/store_parts.h"

#include "base/limits.h"
#include "text/date.h"

bool store_knows(bool *out, struct store *s, struct hash128 content, struct err *err)
{
	char hex[HASH_HEX_SIZE];
	int64_t number;
	struct ask a;

	hash128_hex(hex, content);
	ask_open(&a, s, Q_ARTICLE_BY_CONTENT, err);
	ask_str(&a, str_of(hex));
	if (!ask_one(&number, &a, 0))
		return false;
	*out = number != 0;
	return true;
}

bool store_opinion(struct str *answer, struct store *s, struct arena *arena, struct hash128 content,
		   const struct opinion_note *which, struct err *err)
{
	char hex[HASH_HEX_SIZE];
	struct ask a;

	*answer = STR("");
	hash128_hex(hex, content);
	ask_open(&a, s, Q_OPINION, err);
	ask_str(&a, str_of(hex));
	ask_str(&a, which->model);
	ask_str(&a, which->prompt);
	if (ask_row(&a))
		*answer = arena_copy(arena, ask_str_at(&a, 0));
	return ask_close(&a);
}

bool store_opinion_calls(int64_t *out, struct store *s, int64_t at_ms, struct err *err)
{
	struct arena *arena = arena_new();
	struct ask a;
	bool ok;

	ask_open(&a, s, Q_OPINION_DAY, err);
	ask_str(&a, date_day(arena, at_ms));
	ask_str(&a, STR("calls"));
	ok = ask_one(out, &a, 0);
	arena_free(arena);
	return ok;
}

bool store_opinion_counts(struct opinion_count out[STORE_OPINION_COUNTS], size_t *count,
			  struct store *s, struct arena *arena, struct err *err)
{
	struct ask a;
	size_t n = 0;

	ask_open(&a, s, Q_OPINION_SUMS, err);
	ask_int(&a, STORE_OPINION_COUNTS);
	for (; n < STORE_OPINION_COUNTS && ask_row(&a); n++)
		out[n] = (struct opinion_count){.what = arena_copy(arena, ask_str_at(&a, 0)),
						.number = ask_int_at(&a, 1)};
	*count = n;
	return ask_close(&a);
}

static bool add(struct store *s, struct str day, struct str what, int64_t number, struct err *err)
{
	struct ask a;

	if (number == 0)
		return true;
	ask_open(&a, s, Q_OPINION_DAY_ADD, err);
	ask_str(&a, day);
	ask_str(&a, what);
	ask_int(&a, number);
	return ask_run(&a);
}

bool store_opinion_note(struct store *s, struct arena *arena, struct str content,
			const struct opinion_note *n, struct err *err)
{
	struct str day = date_day(arena, n->at_ms);
	struct ask a;

	if (!n->result)
		return true;
	if (!add(s, day, STR("calls"), n->calls, err) || !add(s, day, STR("asked"), 1, err) ||
	    !add(s, day, STR("quotes dropped"), n->quotes_dropped, err) ||
	    !add(s, day, str_of(n->result), 1, err))
		return false;
	if (n->answer.len == 0)
		return true;
	ask_open(&a, s, Q_OPINION_NEW, err);
	ask_str(&a, content);
	ask_str(&a, n->model);
	ask_str(&a, n->prompt);
	ask_int(&a, n->at_ms);
	ask_str(&a, n->answer);
	return ask_run(&a);
}
