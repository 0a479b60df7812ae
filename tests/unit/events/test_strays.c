/* Strays: they found nothing, join what they are clearly near to, wait, and are recalled; the
 * order of arrival, a restart and forgetting change nothing of that. */
#include "lib/test.h"

#include "events/strays.c"

#include "events/grouper.h"
#include "lib/season.h"
#include "text/article.h"

static struct err err;

static void make(struct story *out, struct arena *a, const char *title, const char *text,
		 enum label label)
{
	struct article x;
	struct str json = arena_fmt(a, "{\"title\":\"%s\",\"text\":\"%s\",\"date\":\"2018-03-20\"}",
				    title, text);

	assert_true(article_from_json(&x, a, json, STR("test"), &err));
	story_of(out, a, &x, NULL);
	out->label = label;
}

static const char CAR[] =
	"A self-driving Uber car struck and killed Elaine Herzberg, 49, as she crossed a street in "
	"Tempe, Arizona, on Sunday night. Rafaela Vasquez sat behind the wheel of the Volvo.";
static const char CAR_AGAIN[] =
	"Police in Tempe say that Elaine Herzberg, 49, was pushing a bicycle when the self-driving "
	"Uber car, a Volvo with Rafaela Vasquez at the wheel, struck her on Sunday night.";
static const char OTHER[] =
	"Uber opened an office in Pittsburgh. The company hires engineers for its self-driving "
	"cars, "
	"it said, and a canteen with a view of the river Allegheny was shown to reporters.";

struct three { /* a report, one that was misjudged, and what is unrelated */
	struct story report, misjudged, unrelated;
};

static void make_three(struct three *t, struct arena *a)
{
	make(&t->report, a, "Self-driving Uber kills woman in Arizona", CAR, LABEL_INCIDENT);
	make(&t->misjudged, a, "Uber car struck Elaine Herzberg in Arizona", CAR_AGAIN,
	     LABEL_UNRELATED);
	make(&t->unrelated, a, "Uber hires for self-driving cars", OTHER, LABEL_UNRELATED);
}

static void test_joins_what_is_near(void **state)
{
	struct arena *a = arena_new();
	struct grouper *g = grouper_new();
	struct recall recalled[GROUPER_RECALLS];
	struct placement p;
	struct three t;

	(void)state;
	make_three(&t, a);
	grouper_propose(&p, g, &t.report);
	p.event = 4;
	grouper_accept(g, &t.report, &p);
	assert_int_equal(grouper_recall(recalled, g, &t.report, 4), 0);
	grouper_propose(&p, g, &t.unrelated);
	assert_int_equal(p.how, PLACED_WAITING);
	assert_int_equal(p.event, 0);
	grouper_accept(g, &t.unrelated, &p);
	grouper_propose(&p, g, &t.misjudged);
	assert_int_equal(p.how, PLACED_JOINED);
	assert_int_equal(p.event, 4);
	grouper_accept(g, &t.misjudged, &p);
	grouper_check(g);
	grouper_free(g);
	arena_free(a);
}

static void test_is_recalled(void **state)
{
	struct arena *a = arena_new();
	struct grouper *g = grouper_new();
	struct recall recalled[GROUPER_RECALLS];
	struct placement p;
	struct three t;

	(void)state;
	make_three(&t, a);
	for (int i = 0; i < 2; i++) {
		const struct story *s = i ? &t.misjudged : &t.unrelated;

		grouper_propose(&p, g, s);
		assert_int_equal(p.how, PLACED_WAITING);
		grouper_accept(g, s, &p);
	}
	grouper_propose(&p, g, &t.report);
	assert_int_equal(p.how, PLACED_NEW);
	p.event = 9;
	grouper_accept(g, &t.report, &p);
	assert_int_equal(grouper_recall(recalled, g, &t.report, 9), 1);
	assert_true(hash128_eq(recalled[0].article, t.misjudged.article));
	assert_int_equal(recalled[0].placement.event, 9);
	grouper_take(g, &recalled[0]);
	assert_int_equal(grouper_event_of(g, 1), 9);
	assert_int_equal(grouper_recall(recalled, g, &t.report, 9), 0);
	grouper_check(g);
	grouper_forget_before(g, INT64_MAX);
	grouper_check(g);
	grouper_free(g);
	arena_free(a);
}

/* A copy goes with its story from either side; a stray's copy makes no event. */
static void test_copies(void **state)
{
	struct arena *a = arena_new();
	struct grouper *g = grouper_new();
	struct recall recalled[GROUPER_RECALLS];
	struct story report, copy;
	struct placement p;

	(void)state;
	make(&copy, a, "Wire", CAR, LABEL_UNRELATED);
	make(&report, a, "Self-driving Uber kills woman in Arizona", CAR, LABEL_INCIDENT);
	for (int i = 0; i < 2; i++) {
		copy.article.lo += (uint64_t)i;
		grouper_propose(&p, g, &copy);
		assert_int_equal(p.how, PLACED_WAITING);
		grouper_accept(g, &copy, &p);
	}
	p = (struct placement){.event = 1};
	grouper_accept(g, &report, &p);
	assert_int_equal(grouper_recall(recalled, g, &report, 1), 2);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(recalled[i].placement.how, PLACED_REPRINT);
		assert_int_equal(recalled[i].stray, i); /* in the order in which they came */
		grouper_take(g, &recalled[i]);
	}
	copy.article.lo += 7;
	grouper_propose(&p, g, &copy);
	assert_int_equal(p.how, PLACED_REPRINT);
	grouper_check(g);
	grouper_free(g);
	arena_free(a);
}

/* What a story was when it went in is what comes out, and copies of it are known. */
static void test_stories_come_back(void **state)
{
	struct arena *a = arena_new();
	struct strays *s = strays_new();
	struct story_term term[LIMIT_STORY_TERMS];
	struct story in, out;

	(void)state;
	make(&in, a, "Self-driving Uber kills woman in Arizona", CAR, LABEL_UNRELATED);
	strays_add(s, &in, false);
	strays_story(&out, term, s, 0);
	assert_int_equal(out.term_count, in.term_count);
	for (size_t i = 0; i < in.term_count; i++) {
		assert_true(out.term[i].term == in.term[i].term);
		assert_true(out.term[i].weight == in.term[i].weight);
		assert_int_equal(out.term[i].kind, in.term[i].kind);
		assert_int_equal(out.term[i].place, in.term[i].place);
	}
	assert_true(hash128_eq(out.fingerprint.exact, in.fingerprint.exact));
	assert_int_equal(out.fingerprint.count, in.fingerprint.count);
	assert_true(hash128_eq(out.article, in.article) && out.date_ms == in.date_ms);
	strays_free(s);
	arena_free(a);
}

/* The older half goes when there is no more room, one over the limit. */
static void test_bounded(void **state)
{
	struct strays *s = strays_new();
	struct story_term term[SEASON_TERMS];
	struct story story = {.label = LABEL_UNRELATED, .date_ms = 1};
	uint32_t near[4];

	(void)state;
	for (uint32_t n = 0; n <= STRAYS_MOST; n++) {
		season_story(&story, term, 3, (int)(n % 8));
		story.term_count = 4;
		strays_add(s, &story, n % 3 == 0);
		if (n == STRAYS_MOST - 1)
			assert_int_equal(s->print.len, STRAYS_MOST);
	}
	assert_int_equal(s->print.len, STRAYS_MOST / 2 + 1);
	strays_check(s);
	assert_int_equal(strays_near(near, 4, s, &story), 4);
	for (int i = 0; i < 4; i++)
		assert_int_equal(window_story(s->window, near[i])->event, WAITS);
	strays_free(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_joins_what_is_near), cmocka_unit_test(test_is_recalled),
		cmocka_unit_test(test_copies), cmocka_unit_test(test_stories_come_back),
		cmocka_unit_test(test_bounded)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
