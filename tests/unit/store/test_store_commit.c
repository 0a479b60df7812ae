/* tests/unit/store/test_store_commit.c -- all or nothing, and twice is once. */
#include "store/store_commit.c"

#include <stdarg.h>
#include <setjmp.h>
#include <cmocka.h>

#include "lib/fill.h"
#include "lib/own_store.h"

static struct store_totals totals(struct store *s)
{
	struct store_totals t;

	assert_true(store_totals(&t, s, &err));
	return t;
}

static void test_twice_is_once(void **state)
{
	struct fill f;
	struct store_totals t;
	struct event_page page;
	struct event_query q = {0};

	(void)state;
	fill_article(&f, arena, "a1", "Drives flown abroad", "Four people, 15 drives.", JUNE,
		     LABEL_HAZARD);
	assert_int_equal(store_commit(store, arena, &f.outcome, &err), COMMITTED);
	assert_int_equal(f.placement.event, 1);
	f.placement.event = 0;
	f.article.id = STR("other-id"); /* the same words under another id and URL */
	f.article.url = STR("https://other.example/");
	assert_int_equal(store_commit(store, arena, &f.outcome, &err), COMMITTED_BEFORE);
	t = totals(store);
	assert_int_equal(t.articles, 1);
	assert_int_equal(t.events, 1);
	assert_int_equal(t.hazards, 1);
	assert_int_equal(t.unrelated, 0);
	assert_true(store_events(&page, store, arena, &q, &err));
	assert_int_equal(page.count, 1);
	assert_int_equal(page.total, 1);
	assert_true(str_starts(page.row[0].id, STR("2025-06-16-")));
	assert_int_equal(page.row[0].id.len, 15);
	assert_int_equal(page.row[0].article_count, 1);
	assert_true(str_eq(page.row[0].label, STR("hazard")));
	assert_true(str_find(page.row[0].facets, STR("\"principles\":[\"Safety\"]")) != STR_NPOS);
}

static void test_edited_page_is_another_article(void **state)
{
	struct fill f, edited;
	struct article_row row;
	struct article_page page;
	struct article_query q = {0};

	(void)state;
	fill_article(&f, arena, "a1", "Title", "First words.", JUNE, LABEL_INCIDENT);
	fill_article(&edited, arena, "a1", "Title", "First words, corrected.", JUNE,
		     LABEL_INCIDENT);
	assert_int_equal(store_commit(store, arena, &f.outcome, &err), COMMITTED);
	fill_join(&edited, f.placement.event);
	assert_int_equal(store_commit(store, arena, &edited.outcome, &err), COMMITTED);
	assert_true(store_articles(&page, store, arena, &q, &err));
	assert_int_equal(page.total, 2);
	assert_true(str_starts(page.row[0].id, STR("a1-")));
	assert_int_equal(page.row[0].id.len, 3 + 8);
	assert_true(store_article(&row, store, arena, page.row[0].id, &err));
	assert_true(str_eq(row.text, STR("First words, corrected.")));
	assert_true(str_eq(row.how, STR("joined")));
	assert_false(store_article(&row, store, arena, STR("a2"), &err));
	assert_int_equal(err.code, ERR_MISSING);
}

static void test_batch_and_cursor(void **state)
{
	struct fill f;
	struct cursor c;
	struct store *reader;

	(void)state;
	fill_article(&f, arena, "a1", "One", "Text one.", JUNE, LABEL_UNRELATED);
	snprintf(f.cursor.text, sizeof f.cursor.text, "line 1");
	f.outcome.cursor = &f.cursor;
	assert_false(store_cursor(&c, store, STR("test.jsonl"), &err));
	assert_int_equal(err.code, ERR_NONE);
	assert_true(store_begin(store, &err));
	assert_int_equal(store_commit(store, arena, &f.outcome, &err), COMMITTED);
	reader = opened("t.db", DB_READ);
	assert_int_equal(totals(reader).articles, 0); /* not there before the batch ends */
	store_abandon(store);
	assert_int_equal(totals(store).articles, 0);
	assert_false(store_cursor(&c, store, STR("test.jsonl"), &err));
	assert_true(store_begin(store, &err));
	assert_int_equal(store_commit(store, arena, &f.outcome, &err), COMMITTED);
	assert_true(store_end(store, &err));
	assert_int_equal(totals(reader).articles, 1);
	assert_int_equal(totals(reader).unrelated, 1);
	assert_true(store_cursor(&c, store, STR("test.jsonl"), &err));
	assert_string_equal(c.text, "line 1");
	store_close(reader);
}

/* A commit that fails in the middle of a batch leaves the others of the batch. */
static void test_failed_commit_in_batch(void **state)
{
	struct fill good, bad;

	(void)state;
	fill_article(&good, arena, "a1", "One", "Text one.", JUNE, LABEL_INCIDENT);
	fill_article(&bad, arena, "a2", "Two", "Text two.", JUNE, LABEL_INCIDENT);
	fill_join(&bad, 77);
	assert_true(store_begin(store, &err));
	assert_int_equal(store_commit(store, arena, &good.outcome, &err), COMMITTED);
	assert_int_equal(store_commit(store, arena, &bad.outcome, &err), COMMIT_FAILED);
	assert_int_equal(err.code, ERR_CONFLICT);
	assert_true(store_end(store, &err));
	assert_int_equal(totals(store).articles, 1);
}

static void test_refusals(void **state)
{
	const struct source_row *row;
	struct err why;
	struct cursor c = {"line 7"};
	struct refusal r = {STR("f"), STR("f:7"), &why, &c, 5};
	size_t count;

	(void)state;
	err_set(&why, ERR_INPUT, "no JSON object");
	assert_true(store_refuse(store, &r, &err));
	r.seen_ms = 6;
	assert_true(store_refuse(store, &r, &err));
	assert_int_equal(totals(store).refused, 1);
	assert_true(store_sources(&row, &count, store, arena, &err));
	assert_int_equal(count, 1);
	assert_int_equal(row[0].refused, 1);
	assert_true(str_eq(row[0].last_error, STR("no JSON object")));
	assert_true(str_eq(row[0].cursor, STR("line 7")));
}

static void test_big_event_is_drawn_now_and_then(void **state)
{
	struct event_detail d;
	struct event_page page;
	struct event_query q = {0};
	uint64_t event = 0;
	int64_t drawn, version;

	(void)state;
	assert_true(store_begin(store, &err));
	for (int i = 0; i < 100; i++) {
		struct fill f;
		char text[64], id[32];

		snprintf(id, sizeof id, "a%d", i);
		snprintf(text, sizeof text, "The text number %d.", i);
		fill_article(&f, arena, id, id, text, JUNE + i * DAY, LABEL_INCIDENT);
		f.article.publisher = i % 2 ? STR("Odd Post") : STR("Even Post");
		if (event)
			fill_join(&f, event);
		assert_int_equal(store_commit(store, arena, &f.outcome, &err), COMMITTED);
		event = f.placement.event;
	}
	assert_true(store_end(store, &err));
	assert_true(store_events(&page, store, arena, &q, &err));
	assert_int_equal(page.row[0].article_count, 100);
	assert_int_equal(page.row[0].publisher_count, 2);
	assert_int_equal(page.row[0].first_ms, JUNE);
	assert_int_equal(page.row[0].last_ms, JUNE + 99 * DAY);
	assert_true(store_event(&d, store, arena, page.row[0].id, &err));
	assert_int_equal(d.article_count, 100);
	assert_int_equal(d.history_count, 100);
	assert_true(str_eq(d.history[0].what, STR("created")));
	assert_true(str_eq(d.history[1].what, STR("joined")));
	version = store_version(store);
	assert_true(store_redraw(&drawn, store, arena, &err));
	assert_true(drawn <= 1);
	assert_int_equal(store_version(store), version + drawn);
	assert_true(store_redraw(&drawn, store, arena, &err));
	assert_int_equal(drawn, 0);
}

static bool count_story(const struct story *s, const struct placement *p, void *payload)
{
	struct placement *last = payload;

	assert_true(p->event >= last->event);
	assert_true(s->date_ms >= JUNE);
	*last = *p;
	return true;
}

static void test_stories_come_back(void **state)
{
	struct fill f, g;
	struct placement last = {0};

	(void)state;
	fill_article(&f, arena, "a1", "One", "Text one.", JUNE, LABEL_INCIDENT);
	fill_article(&g, arena, "a2", "Two", "Text two.", JUNE + DAY, LABEL_HAZARD);
	assert_int_equal(store_commit(store, arena, &f.outcome, &err), COMMITTED);
	g.placement = (struct placement){.event = f.placement.event,
					 .how = PLACED_REPRINT,
					 .similarity = 0.25f,
					 .nearest = f.article.content};
	assert_int_equal(store_commit(store, arena, &g.outcome, &err), COMMITTED);
	assert_true(store_each_story(store, 0, count_story, &last, &err));
	assert_int_equal(last.event, 1);
	assert_int_equal(last.how, PLACED_REPRINT);
	assert_true(hash128_eq(last.nearest, f.article.content));
	assert_true(last.similarity == 0.25f);
}

static void test_stats_have_denominators(void **state)
{
	struct fill f;
	const struct stat_row *row;
	struct event_query q = {0};
	size_t count;

	(void)state;
	fill_article(&f, arena, "a1", "One", "Text one.", JUNE, LABEL_INCIDENT);
	assert_int_equal(store_commit(store, arena, &f.outcome, &err), COMMITTED);
	fill_article(&f, arena, "a2", "Two", "Text two.", JUNE + 70 * DAY, LABEL_UNRELATED);
	assert_int_equal(store_commit(store, arena, &f.outcome, &err), COMMITTED);
	assert_true(store_stats(&row, &count, store, arena, &q, &err));
	assert_int_equal(count, 3); /* June, an empty July, August */
	assert_true(str_eq(row[0].month, STR("2025-06")));
	assert_int_equal(row[0].incidents, 1);
	assert_int_equal(row[0].ai_articles, 1);
	assert_int_equal(row[1].articles, 0);
	assert_int_equal(row[2].articles, 1);
	assert_int_equal(row[2].ai_articles, 0);
	q.label = STR("hazard");
	q.upto_ms = JUNE + DAY;
	assert_true(store_stats(&row, &count, store, arena, &q, &err));
	assert_int_equal(count, 1);
	assert_int_equal(row[0].incidents + row[0].hazards, 0);
	assert_int_equal(row[0].articles, 1);
}

/* Kept, counted as what it is, found by that name; neither about AI nor unrelated. */
static void test_not_assessed(void **state)
{
	struct event_query every = {0};
	struct article_query q = {.label = STR("not_assessed"), .lang = STR("de")};
	const struct source_row *source;
	const struct stat_row *month;
	struct article_page page;
	struct event_page events;
	struct store_totals t;
	struct fill f;
	size_t count;

	(void)state;
	fill_article(&f, arena, "a1", "One", "Text one.", JUNE, LABEL_UNRELATED);
	assert_int_equal(store_commit(store, arena, &f.outcome, &err), COMMITTED);
	fill_article(&f, arena, "a2", "Zwei", "Ein Roboter.", JUNE, LABEL_UNRELATED);
	f.article.lang = STR("de");
	f.verdict.assessed = false;
	assert_int_equal(store_commit(store, arena, &f.outcome, &err), COMMITTED);
	assert_int_equal(store_commit(store, arena, &f.outcome, &err), COMMITTED_BEFORE);
	t = totals(store);
	assert_int_equal(t.articles, 2);
	assert_int_equal(t.unrelated, 1);
	assert_int_equal(t.not_assessed, 1);
	assert_int_equal(t.events, 0);
	assert_true(store_articles(&page, store, arena, &q, &err));
	assert_int_equal(page.total, 1);
	assert_true(str_eq(page.row[0].id, STR("a2")));
	assert_true(str_eq(page.row[0].label, STR("not_assessed")));
	q.q = STR("Roboter");
	assert_true(store_articles(&page, store, arena, &q, &err));
	assert_int_equal(page.total, 1);
	q = (struct article_query){.label = STR("unrelated")};
	assert_true(store_articles(&page, store, arena, &q, &err));
	assert_int_equal(page.total, 1);
	assert_true(store_events(&events, store, arena, &every, &err));
	assert_int_equal(events.total, 0);
	assert_true(store_stats(&month, &count, store, arena, &every, &err));
	assert_int_equal(count, 1);
	assert_int_equal(month[0].articles, 2);
	assert_int_equal(month[0].ai_articles, 0);
	assert_int_equal(month[0].not_assessed, 1);
	assert_true(store_sources(&source, &count, store, arena, &err));
	assert_int_equal(source[0].not_assessed, 1);
	assert_int_equal(source[0].ai_articles, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_not_assessed, setup, teardown_sound),
		cmocka_unit_test_setup_teardown(test_twice_is_once, setup, teardown_sound),
		cmocka_unit_test_setup_teardown(test_edited_page_is_another_article, setup,
						teardown_sound),
		cmocka_unit_test_setup_teardown(test_batch_and_cursor, setup, teardown_sound),
		cmocka_unit_test_setup_teardown(test_failed_commit_in_batch, setup, teardown_sound),
		cmocka_unit_test_setup_teardown(test_refusals, setup, teardown_sound),
		cmocka_unit_test_setup_teardown(test_big_event_is_drawn_now_and_then, setup,
						teardown_sound),
		cmocka_unit_test_setup_teardown(test_stories_come_back, setup, teardown_sound),
		cmocka_unit_test_setup_teardown(test_stats_have_denominators, setup,
						teardown_sound),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
