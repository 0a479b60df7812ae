/* Round-ups: parts are paragraphs about one thing; a report has one, whatever it recalls. */
#include "lib/test.h"

#include "events/roundup.c"

#include "events/grouper.h"
#include "text/article.h"

static struct err err;
static struct arena *arena;

static int setup(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

#define CAR                                                                                        \
	"A self-driving Uber car struck and killed Elaine Herzberg, 49, as she crossed a street "  \
	"in Tempe, Arizona, on Sunday night. Rafaela Vasquez sat behind the wheel of the Volvo."
#define CAR_AGAIN                                                                                  \
	"Police in Tempe say that Elaine Herzberg, 49, was pushing a bicycle when the "            \
	"self-driving Uber car, a Volvo with Rafaela Vasquez at the wheel, struck her on Sunday "  \
	"night."
#define HIRING                                                                                     \
	"Amazon scrapped a recruiting engine in Edinburgh after its engineers found that it "      \
	"marked down the applications of women and of graduates of two colleges."
#define HIRING_AGAIN                                                                               \
	"The recruiting engine that Amazon built in Edinburgh marked down the applications of "    \
	"women, its engineers found, and graduates of two colleges; it was scrapped."
#define ROBOT                                                                                      \
	"A robot that fetches parcels in a Robbinsville warehouse tore open a can of bear "        \
	"repellent, and twenty-four workers were taken to hospital with burning throats and red "  \
	"eyes."

static struct article article(const char *title, const char *text)
{
	struct article a;
	struct str json = arena_fmt(arena,
				    "{\"title\":\"%s\",\"text\":\"%s\","
				    "\"date\":\"2018-03-20\"}",
				    title, text);

	if (!article_from_json(&a, arena, json, STR("test"), &err))
		fail_msg("%s", err.text);
	return a;
}

static struct roundup *parts_of(const char *text)
{
	struct article a = article("The week in AI", text);
	struct story whole;

	story_of(&whole, arena, &a, NULL);
	return roundup_of(arena, &a, &whole);
}

static void three_things_are_three_parts(void **state)
{
	struct roundup *r =
		parts_of("1. Uber\\n\\n" CAR "\\n\\n2. Amazon\\n" HIRING "\\n\\n3.\\n" ROBOT);
	float sum = 0;

	(void)state;
	assert_non_null(r);
	assert_int_equal(r->count, 3);
	for (size_t i = 0; i < r->count; i++) {
		assert_true(r->part[i].share > 0.2f && r->part[i].share < 0.5f);
		assert_true(r->part[i].story.term_count > 10);
		assert_int_equal(r->part[i].story.fingerprint.count, 0);
		sum += r->part[i].share;
	}
	assert_true(sum > 0.999f && sum < 1.001f);
}

static void a_report_is_one(void **state)
{
	(void)state;
	assert_null(parts_of(CAR));
	assert_null(parts_of(CAR "\\n" CAR_AGAIN));
	/* what it recalls is less than half of it */
	assert_null(parts_of(CAR "\\n" CAR_AGAIN "\\n" CAR "\\n" HIRING));
	assert_null(parts_of("A headline\\nAnother headline\\nAnd one more"));
}

/* Whatever the order of its paragraphs: those about one thing are of one part. */
static void parts_need_not_lie_together(void **state)
{
	struct roundup *r =
		parts_of(CAR "\\n*\\n" HIRING "\\n*\\n" ROBOT "\\n" CAR_AGAIN "\\n" HIRING_AGAIN);

	(void)state;
	assert_non_null(r);
	assert_int_equal(r->count, 3);
	assert_true(r->part[0].share > r->part[2].share);
}

static void a_book_is_not_compared(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, KIB(64));
	for (int i = 0; i <= PARAGRAPHS_MOST / 3; i++)
		buf_z(&b, CAR "\\n" HIRING "\\n" ROBOT "\\n");
	buf_char(&b, '\0');
	assert_null(parts_of(buf_view(&b).at));
	buf_free(&b);
}

static void take(struct grouper *g, const char *title, const char *text, uint64_t event)
{
	struct article a = article(title, text);
	struct story s;
	struct placement p = {.event = event, .how = PLACED_NEW};

	story_of(&s, arena, &a, NULL);
	grouper_accept(g, &s, &p);
}

static void parts_find_their_events(void **state)
{
	struct grouper_share share[ROUNDUP_PARTS];
	struct roundup *r = parts_of(CAR_AGAIN "\\n*\\n" ROBOT "\\n*\\n" HIRING_AGAIN);
	struct grouper *g = grouper_new();

	(void)state;
	assert_non_null(r);
	assert_int_equal(grouper_shares(share, g, r), 0);
	take(g, "Uber car kills woman in Tempe", CAR, 7);
	assert_int_equal(grouper_shares(share, g, r), 0); /* one event: a story like others */
	take(g, "Amazon scrapped recruiting engine", HIRING, 9);
	assert_int_equal(grouper_shares(share, g, r), 2);
	assert_int_equal(share[0].event, 7);
	assert_int_equal(share[1].event, 9);
	assert_true(share[0].share + share[1].share < 0.8f); /* the robot is nobody's yet */
	assert_true(share[0].similarity >= 0.2f && share[1].similarity >= 0.2f);
	grouper_check(g);
	grouper_free(g);
}

static void a_copy_lives_elsewhere(void **state)
{
	struct roundup *r = parts_of(CAR "\\n*\\n" HIRING "\\n*\\n" ROBOT), *copy;
	struct arena *other = arena_new();

	(void)state;
	copy = roundup_copy(other, r);
	assert_int_equal(copy->count, r->count);
	assert_ptr_not_equal(copy->part[1].story.term, r->part[1].story.term);
	assert_memory_equal(copy->part[1].story.term, r->part[1].story.term,
			    r->part[1].story.term_count * sizeof *r->part[1].story.term);
	arena_free(other);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(three_things_are_three_parts, setup, teardown),
		cmocka_unit_test_setup_teardown(a_report_is_one, setup, teardown),
		cmocka_unit_test_setup_teardown(parts_need_not_lie_together, setup, teardown),
		cmocka_unit_test_setup_teardown(a_book_is_not_compared, setup, teardown),
		cmocka_unit_test_setup_teardown(parts_find_their_events, setup, teardown),
		cmocka_unit_test_setup_teardown(a_copy_lives_elsewhere, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
