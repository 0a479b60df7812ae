/* Join or new, reprints, forgetting, and stories that survive packing. */
#include "lib/test.h"

#include "events/grouper.c"

static struct err err;

static void make(struct story *out, struct arena *a, const char *title, const char *text,
		 const char *day)
{
	struct article x;
	struct str json = arena_fmt(a, "{\"title\":\"%s\",\"text\":\"%s\",\"date\":\"%s\"}", title,
				    text, day);

	assert_true(article_from_json(&x, a, json, STR("test"), &err));
	story_of(out, a, &x, NULL);
}

static const char CAR[] =
	"A self-driving Uber car struck and killed Elaine Herzberg, 49, as she crossed a street in "
	"Tempe, Arizona, on Sunday night. Rafaela Vasquez sat behind the wheel of the Volvo.";
static const char CAR_AGAIN[] =
	"Police in Tempe say that Elaine Herzberg was pushing a bicycle when the Uber test car, a "
	"Volvo, hit her at 38 miles an hour. Vasquez was at the wheel in the Arizona city.";
static const char ROBOT[] =
	"A chess robot broke the finger of a seven-year-old boy at the Moscow Open, said Sergey "
	"Lazarev, president of the Moscow Chess Federation. The robot had been rented.";

static uint64_t settle(struct grouper *g, const struct story *s, uint64_t fresh, enum placed *how)
{
	struct placement p;

	grouper_propose(&p, g, s);
	*how = p.how;
	if (!p.event)
		p.event = fresh;
	grouper_accept(g, s, &p);
	grouper_check(g);
	return p.event;
}

static void test_join_new_and_reprint(void **state)
{
	struct arena *a = arena_new();
	struct grouper *g = grouper_new();
	struct story s;
	enum placed how;

	(void)state;
	make(&s, a, "Self-driving Uber kills woman in Arizona", CAR, "2018-03-19");
	assert_int_equal(settle(g, &s, 11, &how), 11);
	assert_int_equal(how, PLACED_NEW);
	make(&s, a, "Chess robot breaks boy's finger", ROBOT, "2022-07-24");
	assert_int_equal(settle(g, &s, 12, &how), 12);
	make(&s, a, "Uber car did not brake before it killed Herzberg", CAR_AGAIN, "2018-03-21");
	assert_int_equal(settle(g, &s, 13, &how), 11);
	assert_int_equal(how, PLACED_JOINED);
	make(&s, a, "Another headline", ROBOT, "2022-07-25");
	assert_int_equal(settle(g, &s, 14, &how), 12);
	assert_int_equal(how, PLACED_REPRINT);
	grouper_free(g);
	arena_free(a);
}

static void test_proposing_changes_nothing(void **state)
{
	struct arena *a = arena_new();
	struct grouper *g = grouper_new();
	struct placement one, two;
	struct story s;
	enum placed how;

	(void)state;
	make(&s, a, "Self-driving Uber kills woman in Arizona", CAR, "2018-03-19");
	settle(g, &s, 1, &how);
	make(&s, a, "Uber car did not brake", CAR_AGAIN, "2018-03-21");
	grouper_propose(&one, g, &s);
	for (int i = 0; i < 3; i++) {
		grouper_propose(&two, g, &s);
		assert_memory_equal(&one, &two, sizeof one);
	}
	grouper_check(g);
	grouper_free(g);
	arena_free(a);
}

static void test_forgetting(void **state)
{
	struct arena *a = arena_new();
	struct grouper *g = grouper_new();
	struct story s;
	enum placed how;

	(void)state;
	make(&s, a, "Self-driving Uber kills woman in Arizona", CAR, "2018-03-19");
	settle(g, &s, 1, &how);
	make(&s, a, "Chess robot breaks boy's finger", ROBOT, "2022-07-24");
	settle(g, &s, 2, &how);
	grouper_forget_before(g, 1577836800000); /* 2020 */
	grouper_check(g);
	assert_int_equal(window_count(g->window), 1);
	make(&s, a, "Uber car did not brake", CAR_AGAIN, "2018-03-21");
	assert_int_equal(settle(g, &s, 3, &how), 3);
	make(&s, a, "Robot again", ROBOT, "2022-07-25");
	assert_int_equal(settle(g, &s, 4, &how), 2);
	grouper_forget_before(g, INT64_MAX);
	grouper_check(g);
	assert_int_equal(window_count(g->window), 0);
	grouper_free(g);
	arena_free(a);
}

/* A window refilled from packed stories places the next one alike. */
static void test_packed_stories(void **state)
{
	struct arena *a = arena_new();
	struct grouper *g = grouper_new(), *again = grouper_new();
	struct placement p = {.event = 5}, one, two;
	struct story s, back;
	struct buf bytes;

	(void)state;
	buf_init(&bytes, 1 << 16);
	make(&s, a, "Self-driving Uber kills woman in Arizona", CAR, "2018-03-19");
	story_pack(&bytes, &s);
	assert_true(story_unpack(&back, a, buf_view(&bytes)));
	assert_true(hash128_eq(back.article, s.article) && back.term_count == s.term_count);
	assert_memory_equal(back.term, s.term, s.term_count * sizeof *s.term);
	grouper_accept(g, &s, &p);
	grouper_accept(again, &back, &p);
	make(&s, a, "Uber car did not brake", CAR_AGAIN, "2018-03-21");
	grouper_propose(&one, g, &s);
	grouper_propose(&two, again, &s);
	assert_memory_equal(&one, &two, sizeof one);
	for (size_t i = 0; i < bytes.len; i++) { /* any damage is seen */
		bytes.at[i] ^= 0x20;
		assert_false(story_unpack(&back, a, buf_view(&bytes)));
		bytes.at[i] ^= 0x20;
	}
	assert_false(story_unpack(&back, a, str_cut(buf_view(&bytes), 0, bytes.len - 1)));
	assert_false(story_unpack(&back, a, STR("")));
	buf_free(&bytes);
	grouper_free(g);
	grouper_free(again);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_join_new_and_reprint),
		cmocka_unit_test(test_proposing_changes_nothing),
		cmocka_unit_test(test_forgetting),
		cmocka_unit_test(test_packed_stories),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
