/* tests/unit/store/test_store_roundups.c -- an article in several events: through merging,
 * splitting and a person's placing. */
#include "store/store_roundups.c"

#include <stdarg.h>
#include <setjmp.h>
#include <cmocka.h>

#include "lib/fill.h"
#include "lib/own_store.h"

static struct fill report[3]; /* of events 1, 2 and 3 */
static struct fill round_up;
static struct str event[4];

static void commit_round_up(void)
{
	const struct grouper_share share[] = {
		{.event = 1, .nearest = report[0].article.content, .share = .5f, .similarity = .4f},
		{.event = 2, .nearest = report[1].article.content, .share = .3f, .similarity = .6f},
	};

	fill_article(&round_up, arena, "all", "The week in AI", "One, and the other.",
		     JUNE + 9 * DAY, LABEL_INCIDENT);
	round_up.outcome.story = NULL;
	round_up.outcome.share = share;
	round_up.outcome.shares = 2;
	if (store_commit(store, arena, &round_up.outcome, &err) != COMMITTED)
		fail_msg("%s", err.text);
}

static int setup_filled(void **state)
{
	setup(state);
	for (int i = 0; i < 3; i++) {
		struct article_row row;

		fill_nth(&report[i], arena, i, LABEL_INCIDENT);
		fill_commit(&report[i], store, arena);
		if (!store_article(&row, store, arena, report[i].article.id, &err))
			fail_msg("%s", err.text);
		event[i + 1] = row.event;
	}
	commit_round_up();
	return 0;
}

/* "all 0.5, ..." */
static void has(struct str of, const char *want)
{
	const struct share_row *row;
	char got[200] = "";
	size_t count;

	assert_true(store_event_round_ups(&row, &count, store, arena, of, &err));
	for (size_t i = 0; i < count; i++)
		snprintf(got + strlen(got), sizeof got - strlen(got), "%s%.*s %.1f", i ? ", " : "",
			 STR_ARG(row[i].id), row[i].share);
	assert_string_equal(got, want);
}

/* Of the round-up: how many events, and the first of them. */
static void is_about(size_t count, struct str first, double share)
{
	const struct share_row *row;
	size_t got;

	assert_true(store_article_events(&row, &got, store, arena, STR("all"), &err));
	assert_int_equal(got, count);
	if (!count)
		return;
	assert_true(str_eq(row[0].id, first));
	assert_true(row[0].share > share - .01 && row[0].share < share + .01);
}

static int64_t articles_of(struct str id)
{
	struct event_detail d;

	if (!store_event(&d, store, arena, id, &err))
		fail_msg("%s", err.text);
	assert_true(d.history_count > 0);
	return d.row.article_count;
}

static void is_in_both_and_counted_in_none(void **state)
{
	struct article_row row;
	struct event_detail d;

	(void)state;
	has(event[1], "all 0.5");
	has(event[2], "all 0.3");
	has(event[3], "");
	is_about(2, event[1], .5);
	assert_int_equal(articles_of(event[1]), 1);
	assert_true(store_article(&row, store, arena, STR("all"), &err));
	assert_int_equal(row.event.len, 0);
	assert_true(store_event(&d, store, arena, event[2], &err));
	assert_true(str_eq(d.history[d.history_count - 1].what, STR("round-up")));
	assert_true(str_eq(d.history[d.history_count - 1].detail, STR("The week in AI")));
}

/* Whoever follows the changes is told of both. */
static void its_events_have_changed(void **state)
{
	struct change_query q = {.limit = 10};
	struct change_page page;

	(void)state;
	assert_true(store_changes(&page, store, arena, &q, &err));
	assert_int_equal(page.count, 3);
	/* in the order of the last change: the third came before the round-up */
	assert_true(str_eq(page.row[0].row.id, event[3]));
}

static void follows_what_it_is_near_to(void **state)
{
	struct store_merge m = {
		.into = 1, .from = 2, .at_ms = 1, .version = 9, .who = STR("x"), .why = STR("y")};

	(void)state;
	assert_true(store_begin(store, &err));
	assert_true(store_merge(store, arena, &m, &err));
	assert_true(store_end(store, &err));
	has(event[1], "all 0.8");
	is_about(1, event[1], .8);
	assert_int_equal(articles_of(event[1]), 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(is_in_both_and_counted_in_none, setup_filled,
						teardown_sound),
		cmocka_unit_test_setup_teardown(its_events_have_changed, setup_filled,
						teardown_sound),
		cmocka_unit_test_setup_teardown(follows_what_it_is_near_to, setup_filled,
						teardown_sound),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
