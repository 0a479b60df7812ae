/* The index finds what shares telling terms, newest of equals first, and forgets. */
#include "lib/test.h"

#include "events/window.c"

#define STORIES 300

static struct story_term term[STORIES][LIMIT_STORY_TERMS];

/* `terms` terms: 10 of its event, the rest of its own. */
static struct story make(uint64_t n, uint64_t event, size_t terms)
{
	struct story s = {.article = {n, n}, .term = term[n], .term_count = terms};

	s.date_ms = (int64_t)(n + 1) * 1000;
	for (size_t i = 0; i < terms; i++) {
		uint64_t key[2] = {i < 10 ? event : 1000 + n, i};

		term[n][i] = (struct story_term){.term = hash64((struct str){(char *)key, 16}, 2),
						 .weight = 1,
						 .kind = STORY_NAME};
	}
	return s;
}

static void test_finds_its_event(void **state)
{
	struct window *w = window_new();
	struct window_worth worth[LIMIT_STORY_TERMS];
	uint32_t near[LIMIT_CANDIDATES], *place;
	struct story s;
	size_t found;

	(void)state;
	for (uint64_t n = 0; n + 1 < STORIES; n++) {
		s = make(n, n % 7, n == 5 ? 0 : 10 + n % 30); /* one says nothing */
		assert_int_equal(window_add(w, &s, (uint32_t)(n % 7)), n);
	}
	window_check(w);
	s = make(STORIES - 1, 3, 20);
	window_weigh(worth, w, &s);
	found = window_near(near, 5, w, worth, s.term_count);
	assert_int_equal(found, 5);
	for (size_t i = 0; i < found; i++) {
		assert_int_equal(window_story(w, near[i])->event, 3);
		assert_true(i == 0 || near[i] < near[i - 1]);
	}
	place = window_forget_before(w, 101000);
	assert_int_equal(place[99], WINDOW_NOTHING);
	assert_int_equal(place[100], 0);
	memory_free(place);
	window_check(w);
	window_weigh(worth, w, &s);
	assert_int_equal(window_near(near, LIMIT_CANDIDATES, w, worth, s.term_count), 29);
	window_free(w);
}

/* However many share a term, no more than WINDOW_WALK entries are looked at. */
static void test_the_walk_is_bounded(void **state)
{
	struct window *w = window_new();
	struct window_worth worth[LIMIT_STORY_TERMS];
	uint32_t near[LIMIT_CANDIDATES];
	struct story s = make(0, 1, 10);

	(void)state;
	for (int i = 0; i < WINDOW_WALK; i++)
		window_add(w, &s, 0);
	window_weigh(worth, w, &s);
	assert_int_equal(window_near(near, LIMIT_CANDIDATES, w, worth, s.term_count),
			 LIMIT_CANDIDATES);
	assert_int_equal(w->near->end[0], WINDOW_WALK);
	assert_int_equal(near[0], WINDOW_WALK - 1);
	window_check(w);
	window_free(w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_finds_its_event),
		cmocka_unit_test(test_the_walk_is_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
