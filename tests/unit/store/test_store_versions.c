/* Versions and the looks that find them: one change, once, in order. */
#include "store/store_versions.c"

#include "lib/fill.h"
#include "lib/own_store.h"

#include "lib/locked.h"

#define HOUR INT64_C(3600000)
#define SEEN INT64_C(1750000000000)

static void live_commit(int n, enum label label)
{
	struct capture c;
	struct fill f;

	locked_nth(&f, &c, n, label);
	f.outcome.live = true;
	f.outcome.etag = STR("\"1\"");
	fill_commit(&f, store, arena);
}

static bool put_again(int64_t version, const struct look *look)
{
	struct capture c;
	struct fill f;
	struct version_found v = {.article = 1,
				  .version = version,
				  .at_ms = SEEN + HOUR,
				  .read = &f.article,
				  .verdict = &f.verdict,
				  .capture = &c,
				  .changes = STR("{\"title\":true}"),
				  .told = {STR("changed"), STR("3 words")},
				  .look = look};

	locked_nth(&f, &c, 1, LABEL_HAZARD);
	f.article.field[FIELD_TITLE] = STR("Another headline");
	f.article.content.lo += (uint64_t)version;
	c.body = arena_fmt(arena, "%.*s %lld", STR_ARG(c.body), (long long)version);
	return store_version_put(store, arena, &v, &err);
}

static void test_what_is_looked_at(void **state)
{
	const struct look *look;
	size_t count;

	(void)state;
	live_commit(1, LABEL_INCIDENT);
	live_commit(2, LABEL_UNRELATED);  /* not worth a request */
	locked_commit(3, LABEL_INCIDENT); /* not fetched from its address */
	assert_true(store_looks_due(&look, &count, store, arena, SEEN + HOUR - 1, &err));
	assert_int_equal(count, 0);
	assert_true(store_looks_due(&look, &count, store, arena, SEEN + HOUR, &err));
	assert_int_equal(count, 1);
	assert_str(look->id, "a1");
	assert_str(look->url, "https://news.example/a1");
	assert_str(look->etag, "\"1\"");
	assert_str(look->state, "live");
}

static void test_a_version(void **state)
{
	const struct version_row *row;
	struct look look;
	struct event_detail event;
	struct article_row a;
	struct locked_told t;
	bool knows;
	size_t count;

	(void)state;
	live_commit(1, LABEL_INCIDENT);
	assert_true(store_look(&look, store, arena, STR("a1"), &err));
	look.step = 3;
	look.next_ms = 0;
	if (!put_again(2, &look))
		fail_msg("%s", err.text);
	assert_false(put_again(2, &look));
	assert_int_equal(err.code, ERR_CONFLICT);
	assert_false(put_again(4, &look));
	assert_true(store_versions(&row, &count, store, arena, STR("a1"), &err));
	assert_int_equal(count, 2);
	assert_str(row[0].label, "incident");
	assert_str(row[1].label, "hazard");
	assert_str(row[1].title, "Another headline");
	assert_true(row[0].sha256.len == 64 && row[1].sha256.len == 64);
	assert_false(str_eq(row[0].sha256, row[1].sha256));
	assert_true(store_article(&a, store, arena, STR("a1"), &err));
	assert_str(a.title, "Another headline");
	assert_str(a.label, "hazard");
	assert_int_equal(a.versions, 2);
	assert_true(store_event(&event, store, arena, a.event, &err));
	assert_str(event.row.label, "hazard"); /* drawn anew */
	assert_str(event.history[event.history_count - 1].what, "changed");
	assert_true(store_look(&look, store, arena, STR("a1"), &err));
	assert_int_equal(look.next_ms, 0);
	{ /* its later words are known, wherever they stand */
		struct fill f;

		fill_nth(&f, arena, 1, LABEL_HAZARD);
		f.article.content.lo += 2;
		assert_true(store_knows(&knows, store, f.article.content, &err));
		assert_true(knows);
	}
	assert_true(locked_verify(&t));
}

static void test_gone(void **state)
{
	struct look_told told = {STR("page gone"), STR("https://news.example/a1")};
	struct event_detail event;
	struct article_row a;
	struct look look;

	(void)state;
	live_commit(1, LABEL_INCIDENT);
	assert_true(store_look(&look, store, arena, STR("a1"), &err));
	look.state = STR("gone");
	look.since_ms = look.last_ms = SEEN + HOUR;
	assert_true(store_look_done(store, arena, &look, &told, &err));
	assert_true(store_article(&a, store, arena, STR("a1"), &err));
	assert_str(a.state, "gone");
	assert_int_equal(a.state_ms, SEEN + HOUR);
	assert_int_equal(a.versions, 1);
	assert_true(store_event(&event, store, arena, a.event, &err));
	assert_str(event.history[event.history_count - 1].what, "page gone");
}

static void test_removed_with_all_its_versions(void **state)
{
	struct doer by = {.who = STR("admin"), .why = STR("asked for"), .at_ms = SEEN};
	const struct version_row *row;
	struct look look;
	size_t count;

	(void)state;
	live_commit(1, LABEL_INCIDENT);
	assert_true(put_again(2, NULL));
	assert_true(store_locker_remove(store, arena, STR("a1"), &by, &err));
	assert_true(store_versions(&row, &count, store, arena, STR("a1"), &err));
	assert_int_equal(count, 2);
	assert_int_equal(row[0].text.len + row[1].text.len, 0);
	assert_int_equal(row[0].sha256.len + row[1].sha256.len, 0);
	assert_int_equal(locked_sums().objects, 0);
	assert_true(store_look(&look, store, arena, STR("a1"), &err));
	assert_int_equal(look.article, 0); /* and it is not fetched again */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_what_is_looked_at, setup, teardown_sound),
		cmocka_unit_test_setup_teardown(test_a_version, setup, teardown_sound),
		cmocka_unit_test_setup_teardown(test_gone, setup, teardown_sound),
		cmocka_unit_test_setup_teardown(test_removed_with_all_its_versions, setup,
						teardown_sound)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
