/* events/strays.c -- a window of their own, and what a window does not keep of a story.
 *
 * The window (events/window.h) finds who shares telling terms and keeps the terms; its
 * `event` says who waits. Sketches for copies lie beside, in the same order. */
#include "events/strays.h"

#include <stdlib.h>

#include "base/check.h"
#include "base/limits.h"
#include "base/memory.h"

enum { WAITS, TAKEN }; /* window_story.event */

struct strays {
	struct window *window;
	VEC(struct fingerprint) print;
	size_t waiting;
};

struct strays *strays_new(void)
{
	struct strays *s = memory_zalloc(sizeof *s);

	s->window = window_new();
	return s;
}

void strays_free(struct strays *s)
{
	if (!s)
		return;
	window_free(s->window);
	VEC_FREE(&s->print);
	memory_free(s);
}

/* Closes the gaps of those that the window forgot; the place array is freed. */
static void close_gaps(struct strays *s, uint32_t *place)
{
	size_t kept = 0;

	s->waiting = 0;
	for (size_t i = 0; i < s->print.len; i++)
		if (place[i] != WINDOW_NOTHING)
			s->print.at[kept++] = s->print.at[i];
	s->print.len = kept;
	for (uint32_t i = 0; i < kept; i++)
		s->waiting += window_story(s->window, i)->event == WAITS;
	memory_free(place);
}

void strays_add(struct strays *s, const struct story *story, bool taken)
{
	if (s->print.len == STRAYS_MOST)
		close_gaps(s, window_forget_first(s->window, STRAYS_MOST / 2));
	window_add(s->window, story, taken ? TAKEN : WAITS);
	VEC_PUSH(&s->print, story->fingerprint);
	s->waiting += !taken;
}

size_t strays_near(uint32_t *out, size_t most, const struct strays *s, const struct story *story)
{
	struct window_worth worth[LIMIT_STORY_TERMS];
	uint32_t near[LIMIT_CANDIDATES];
	size_t count, found = 0;

	if (s->waiting == 0)
		return 0;
	window_weigh(worth, s->window, story);
	count = window_near(near, LIMIT_CANDIDATES, s->window, worth, story->term_count);
	for (size_t i = 0; i < count && found < most; i++)
		if (window_story(s->window, near[i])->event == WAITS)
			out[found++] = near[i];
	return found;
}

void strays_story(struct story *out, struct story_term *term, const struct strays *s, uint32_t n)
{
	const struct window_story *w = window_story(s->window, n);

	*out = (struct story){.article = w->article,
			      .date_ms = w->date_ms,
			      .label = LABEL_UNRELATED,
			      .fingerprint = s->print.at[n],
			      .term = term};
	out->term_count = window_stored(term, s->window, n);
}

void strays_take(struct strays *s, uint32_t n)
{
	CHECK(window_story(s->window, n)->event == WAITS);
	window_story(s->window, n)->event = TAKEN;
	s->waiting--;
}

void strays_forget_before(struct strays *s, int64_t date_ms)
{
	close_gaps(s, window_forget_before(s->window, date_ms));
}

void strays_check(const struct strays *s)
{
	size_t waiting = 0;

	CHECK(s->print.len == window_count(s->window) && s->print.len <= STRAYS_MOST);
	for (uint32_t i = 0; i < s->print.len; i++) {
		CHECK(window_story(s->window, i)->event <= TAKEN);
		waiting += window_story(s->window, i)->event == WAITS;
	}
	CHECK(waiting == s->waiting);
	window_check(s->window);
}
