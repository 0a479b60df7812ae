/* What goes by rule, what is held for ever, what is removed on request, packing anew. */
#include "store/store_locker_prune.c"

#include "lib/fill.h"
#include "lib/own_store.h"
#include "store/review.h"

#include "lib/locked.h"

#define LATER INT64_C(1760000000000)

static void fill_up(void)
{
	for (int i = 1; i <= 40; i++)
		locked_commit(i, i % 4 ? LABEL_INCIDENT : LABEL_UNRELATED);
}

static int64_t pruned(const struct locker_rule *rule, size_t rules, int64_t bytes, bool dry_run)
{
	struct locker_prune p = {rule, rules, bytes, dry_run};
	int64_t gone;

	if (!store_locker_prune(&gone, store, &p, &err))
		fail_msg("%s", err.text);
	return gone;
}

static void test_by_label_and_age(void **state)
{
	struct locker_rule rule[] = {{STR("unrelated"), 1750000000000}, {STR("hazard"), LATER}};
	struct locked_told t;

	(void)state;
	fill_up();
	assert_int_equal(pruned(rule, 2, 0, false), 0); /* not older than that */
	rule[0].before_ms++;
	assert_int_equal(pruned(rule, 2, 0, true), 10);
	assert_int_equal(locked_sums().captures, 40); /* a dry run changes nothing */
	assert_int_equal(pruned(rule, 2, 0, false), 10);
	assert_int_equal(locked_sums().captures, 30);
	assert_int_equal(locked_sums().objects, 30);
	assert_int_equal(pruned(rule, 2, 0, false), 0);
	assert_true(locked_verify(&t));
}

static void test_by_size_the_oldest_first(void **state)
{
	const struct locker_row *row;
	struct locker_sums s;
	size_t count;

	(void)state;
	fill_up();
	s = locked_sums();
	assert_int_equal(pruned(NULL, 0, s.packed, false), 0);
	assert_true(pruned(NULL, 0, s.packed / 2, false) >= 19);
	assert_true(locked_sums().packed <= s.packed / 2);
	assert_true(store_locker_rows(&row, &count, store, arena, 0, &err));
	assert_true(row->number > 15);
}

static void test_shared_content_stays_as_long_as_one_has_it(void **state)
{
	struct locker_rule rule = {STR("unrelated"), LATER};
	struct capture c, other;
	struct locked_told t;
	struct fill f, g;

	(void)state;
	locked_nth(&f, &c, 1, LABEL_UNRELATED);
	locked_nth(&g, &other, 2, LABEL_INCIDENT);
	other.body = c.body;
	fill_commit(&f, store, arena);
	fill_commit(&g, store, arena);
	assert_int_equal(pruned(&rule, 1, 0, false), 1);
	assert_int_equal(locked_sums().objects, 1);
	assert_true(locked_verify(&t));
}

static void test_what_people_spoke_of_is_held(void **state)
{
	struct locker_rule rule = {STR("incident"), LATER};
	struct correction c = {.article = STR("a1"),
			       .event = STR(""),
			       .at_ms = LATER,
			       .name = STR("A party"),
			       .contact = STR("x@example.org"),
			       .what = STR("label"),
			       .why = STR("it was not us")};
	struct capture cap;
	struct fill f, g;

	(void)state;
	locked_nth(&f, &cap, 1, LABEL_INCIDENT);
	fill_commit(&f, store, arena);
	locked_nth(&g, &cap, 2, LABEL_INCIDENT); /* of the same event */
	fill_join(&g, f.placement.event);
	fill_commit(&g, store, arena);
	locked_commit(3, LABEL_INCIDENT);
	if (!store_correction_ask(&c, store, arena, &err))
		fail_msg("%s", err.text);
	assert_int_equal(locked_sums().held, 2);
	assert_int_equal(pruned(&rule, 1, 1, false), 1); /* also when there is no room */
	assert_int_equal(locked_sums().captures, 2);
}

static void test_files_go_too(void **state)
{
	struct locker_rule rule = {STR("unrelated"), LATER};
	struct str path;
	const struct locker_row *row;
	size_t count;

	(void)state;
	assert_true(store_locker_place(store, str_of(scratch_path("kept")), &err));
	locked_commit(1, LABEL_UNRELATED);
	assert_true(store_locker_rows(&row, &count, store, arena, 0, &err));
	path = store_locker_path(store, arena, row->sha256, 0);
	assert_true(io_exists(path.at));
	assert_int_equal(pruned(&rule, 1, 0, true), 1);
	assert_true(io_exists(path.at));
	assert_int_equal(pruned(&rule, 1, 0, false), 1);
	assert_false(io_exists(path.at));
	locked_folder_remove();
}

static void test_removal_leaves_a_tombstone(void **state)
{
	struct doer by = {.who = STR("admin"), .why = STR(" "), .at_ms = LATER};
	const struct locker_row *row;
	struct article_query q = {.q = STR("robot")};
	struct article_page page;
	struct locked_told t;
	struct article_row a;
	struct trail_page trail;
	struct capture c;
	struct fill f;
	int64_t act;
	size_t count;

	(void)state;
	locked_commit(1, LABEL_INCIDENT);
	locked_commit(2, LABEL_INCIDENT);
	assert_false(store_locker_remove(store, arena, STR("a1"), &by, &err));
	assert_int_equal(err.code, ERR_INPUT);
	by.why = STR("asked for by the person it is about");
	assert_false(store_locker_remove(store, arena, STR("a9"), &by, &err));
	assert_int_equal(err.code, ERR_MISSING);
	assert_true(store_locker_of(&row, &count, store, arena, STR("a1"), &err));
	if (!store_locker_remove(store, arena, STR("a1"), &by, &err))
		fail_msg("%s", err.text);
	assert_true(store_locker_removed(&act, store, STR("a1"), &err));
	assert_int_equal(act, 1);
	assert_true(store_trail(&trail, store, arena, STR("article a1"), STR(""), &err));
	assert_int_equal(trail.count, 1);
	assert_true(str_find(trail.row->was, row->sha256) != STR_NPOS);
	assert_true(str_eq(trail.row->why, by.why));
	assert_int_equal(locked_sums().captures, 1);
	assert_int_equal(locked_sums().objects, 1);
	assert_true(store_article(&a, store, arena, STR("a1"), &err));
	assert_int_equal(a.text.len, 0);
	assert_true(a.title.len > 0 && a.verdict.len > 0);
	assert_true(store_articles(&page, store, arena, &q, &err));
	assert_int_equal(page.total, 1); /* nor is it found by its words */
	assert_true(locked_verify(&t));
	/* the same bytes again, of another article: not kept */
	locked_nth(&f, &c, 1, LABEL_INCIDENT);
	f.article.id = STR("b1");
	f.article.content.lo++;
	fill_commit(&f, store, arena);
	assert_int_equal(locked_sums().captures, 1);
}

static void test_packed_anew_with_a_dictionary(void **state)
{
	struct locked_told t;
	struct locker_sums was, now;

	(void)state;
	for (int i = 1; i <= 10; i++)
		locked_commit(i, LABEL_INCIDENT);
	assert_false(store_locker_train(store, LATER, &err));
	assert_int_equal(err.code, ERR_INPUT);
	assert_true(store_locker_place(store, str_of(scratch_path("kept")), &err));
	for (int i = 11; i <= 40; i++) /* some here, some there */
		locked_commit(i, LABEL_INCIDENT);
	was = locked_sums();
	if (!store_locker_train(store, LATER, &err))
		fail_msg("%s", err.text);
	now = locked_sums();
	assert_int_equal(now.objects, 40);
	assert_int_equal(now.bytes, was.bytes);
	assert_true(now.packed < was.packed * 4 / 5);
	assert_int_equal(now.dictionaries, 1);
	assert_true(locked_verify(&t));
	locked_commit(41, LABEL_INCIDENT);
	assert_true(store_locker_train(store, LATER, &err)); /* and once more: the first goes */
	assert_int_equal(locked_sums().dictionaries, 1);
	assert_true(locked_verify(&t));
	locked_folder_remove();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_by_label_and_age, setup, teardown_sound),
		cmocka_unit_test_setup_teardown(test_by_size_the_oldest_first, setup,
						teardown_sound),
		cmocka_unit_test_setup_teardown(test_shared_content_stays_as_long_as_one_has_it,
						setup, teardown_sound),
		cmocka_unit_test_setup_teardown(test_what_people_spoke_of_is_held, setup,
						teardown_sound),
		cmocka_unit_test_setup_teardown(test_files_go_too, setup, teardown_sound),
		cmocka_unit_test_setup_teardown(test_removal_leaves_a_tombstone, setup,
						teardown_sound),
		cmocka_unit_test_setup_teardown(test_packed_anew_with_a_dictionary, setup,
						teardown_sound)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
