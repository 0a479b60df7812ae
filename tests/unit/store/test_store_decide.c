/* tests/unit/store/test_store_decide.c -- what people decide is done whole, bound, told, and
 * taken back by its opposite. */
#include "lib/test.h"

#include "store/store_decide.c"

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/dump.h"
#include "lib/decide.h"
#include "lib/fill.h"
#include "lib/own_store.h"

/* Article "aN" of paper N % 3 into `event` (0: a new one); the event's number. */
static uint64_t arrive(int n, uint64_t event)
{
	struct fill f;

	fill_nth(&f, arena, n, LABEL_INCIDENT);
	if (event)
		fill_join(&f, event);
	return fill_commit(&f, store, arena);
}

static struct event_detail event_of(struct str id)
{
	struct event_detail d;

	if (!store_event(&d, store, arena, id, &err))
		fail_msg("%s", err.text);
	return d;
}

static struct str event_with(const char *article)
{
	struct article_row row;

	if (!store_article(&row, store, arena, str_of(article), &err))
		fail_msg("%s", err.text);
	return row.event;
}

static struct decision by_ann(struct str event)
{
	return (struct decision){
		.event = event, .who = STR("Ann"), .why = STR("I read both"), .at_ms = JUNE};
}

static struct str merged(struct str one, struct str other)
{
	struct decision d = by_ann(one);
	struct str kept;

	if (!decide_merge(&kept, store, arena, &d, other, &err))
		fail_msg("%s", err.text);
	return kept;
}

static struct str parted(struct str event, struct str one, struct str two)
{
	const struct str what[2] = {one, two};
	struct decision d = by_ann(event);
	struct str made;

	if (!decide_split(&made, store, arena, &d, what, two.len ? 2 : 1, &err))
		fail_msg("%s", err.text);
	return made;
}

/* What a reader sees of the event but for its history. */
static void assert_looks_alike(const struct event_detail *a, const struct event_detail *b)
{
	assert_true(str_eq(a->row.id, b->row.id));
	assert_true(str_eq(a->portrait, b->portrait));
	assert_true(str_eq(a->row.title, b->row.title));
	assert_true(str_eq(a->row.facets, b->row.facets));
	assert_int_equal(a->row.first_ms, b->row.first_ms);
	assert_int_equal(a->row.last_ms, b->row.last_ms);
	assert_int_equal(a->row.article_count, b->row.article_count);
	assert_int_equal(a->row.publisher_count, b->row.publisher_count);
	for (size_t i = 0; i < a->article_count; i++)
		assert_true(str_eq(a->article[i].id, b->article[i].id));
}

static void sides(uint64_t event, uint64_t side, void *payload)
{
	struct buf *out = payload;

	buf_fmt(out, "%d:%d ", (int)event, (int)side);
}

static struct str apart(void)
{
	struct buf out;
	struct str text;

	buf_init(&out, 4096);
	assert_true(store_each_apart(store, sides, &out, &err));
	text = arena_copy(arena, buf_view(&out));
	buf_free(&out);
	return text;
}

/* Two events of two articles each; their ids. */
static void two_events(struct str id[2])
{
	arrive(3, 0);
	arrive(1, 0);
	arrive(4, 1);
	arrive(2, 2);
	id[0] = event_with("a3");
	id[1] = event_with("a1");
}

static void test_merge_and_back(void **state)
{
	struct event_detail before[2], after;
	struct str id[2];
	int64_t decisions;

	(void)state;
	two_events(id);
	before[0] = event_of(id[0]);
	before[1] = event_of(id[1]);
	assert_true(str_eq(merged(id[1], id[0]), id[0])); /* the older stays */
	assert_sound(store);
	assert_true(str_eq(event_of(id[1]).redirect, id[0]));
	after = event_of(id[0]);
	assert_int_equal(after.row.article_count, 4);
	assert_int_equal(after.row.publisher_count, 3);
	assert_str(after.history[after.history_count - 1].what, "merged");
	assert_str(after.history[after.history_count - 1].who, "Ann");
	assert_true(str_ends(after.history[after.history_count - 1].detail, STR(": I read both")));
	assert_true(str_eq(parted(id[0], id[1], STR("")), id[1])); /* it lives again */
	assert_sound(store);
	for (int i = 0; i < 2; i++) {
		after = event_of(id[i]);
		assert_looks_alike(&before[i], &after);
	}
	assert_str(after.history[after.history_count - 1].what, "split from");
	assert_str(after.history[after.history_count - 2].what, "merged into");
	assert_str(apart(), "1:5 2:4 ");
	merged(id[0], id[1]); /* and once more: nothing keeps them apart any longer */
	assert_str(apart(), "");
	assert_true(store_decisions(&decisions, store, &err));
	assert_int_equal(decisions, 3);
}

static void test_split_and_back(void **state)
{
	struct event_detail before, after;
	struct str id, made;

	(void)state;
	arrive(0, 0);
	for (int n = 1; n < 5; n++)
		arrive(n, 1);
	id = event_with("a0");
	before = event_of(id);
	made = parted(id, STR("a4"), STR("a2"));
	assert_sound(store);
	assert_true(str_starts(made, STR("2025-06-18-"))); /* the day of a2, which came first */
	assert_true(str_eq(event_with("a2"), made) && str_eq(event_with("a4"), made));
	assert_true(str_eq(event_with("a3"), id));
	assert_int_equal(event_of(made).row.article_count, 2);
	assert_int_equal(event_of(made).row.publisher_count, 2);
	assert_int_equal(event_of(id).row.article_count, 3);
	assert_int_equal(event_of(id).row.last_ms, JUNE + 3 * DAY);
	assert_str(apart(), "1:3 2:2 ");
	assert_true(str_eq(merged(id, made), id));
	after = event_of(id);
	assert_looks_alike(&before, &after);
	assert_true(str_eq(event_of(made).redirect, id));
	assert_str(apart(), "");
}

/* Ids that ended lead where their first article is, whatever becomes of the others. */
static void test_redirects_follow_articles(void **state)
{
	struct str id[2], made;

	(void)state;
	two_events(id);
	merged(id[0], id[1]);
	made = parted(id[0], STR("a1"), STR("a4")); /* a1 founded the second */
	assert_sound(store);
	assert_true(str_eq(event_of(id[1]).redirect, made));
	assert_true(str_eq(merged(made, id[0]), id[0]));
	assert_sound(store);
	assert_true(str_eq(event_of(id[1]).redirect, id[0]));
	assert_true(str_eq(event_of(made).redirect, id[0]));
}

static void test_refused(void **state)
{
	struct str id[2], out;
	const struct str both[2] = {STR("a3"), STR("a4")}, twice[2] = {STR("a3"), STR("a3")};
	const struct str none = STR("a9"), other = STR("a1");
	struct decision d, nobody;
	int64_t version;

	(void)state;
	two_events(id);
	version = store_version(store);
	d = by_ann(id[0]);
	assert_false(decide_merge(&out, store, arena, &d, id[0], &err));
	assert_int_equal(err.code, ERR_CONFLICT);
	assert_false(decide_merge(&out, store, arena, &d, STR("2025-01-01-none"), &err));
	assert_int_equal(err.code, ERR_MISSING);
	assert_false(decide_split(&out, store, arena, &d, both, 2, &err)); /* none is left */
	assert_int_equal(err.code, ERR_CONFLICT);
	assert_false(decide_split(&out, store, arena, &d, twice, 2, &err));
	assert_int_equal(err.code, ERR_CONFLICT);
	assert_false(decide_split(&out, store, arena, &d, &none, 1, &err));
	assert_int_equal(err.code, ERR_MISSING);
	assert_false(decide_split(&out, store, arena, &d, &other, 1, &err));
	assert_int_equal(err.code, ERR_CONFLICT);
	assert_false(decide_split(&out, store, arena, &d, &other, 0, &err));
	assert_int_equal(err.code, ERR_INPUT);
	nobody = d;
	nobody.who = STR(" ");
	assert_false(decide_merge(&out, store, arena, &nobody, id[1], &err));
	assert_int_equal(err.code, ERR_INPUT);
	nobody = d;
	nobody.why = STR("\xff");
	assert_false(decide_merge(&out, store, arena, &nobody, id[1], &err));
	assert_int_equal(err.code, ERR_INPUT);
	assert_int_equal(store_version(store), version); /* all of that changed nothing */
	merged(id[0], id[1]);
	assert_false(decide_merge(&out, store, arena, &d, id[1], &err));
	assert_int_equal(err.code, ERR_CONFLICT);
	assert_non_null(strstr(err.text, "has ended"));
}

/* -- any order of arrivals, merges, splits --------------------------------------------------- */

#define RUNS 40
#define STEPS 40

static struct str random_event(struct random *r, int arrived)
{
	char id[32];

	snprintf(id, sizeof id, "a%u", random_below(r, (uint32_t)arrived));
	return event_with(id);
}

/* Every article stays in one event, every id that was ever given leads to one that lives. */
static void check_all(const struct str *id, size_t ids, int arrived)
{
	int64_t articles = 0;
	struct event_query q = {.limit = 200};
	struct event_page page;

	assert_sound(store);
	assert_true(store_events(&page, store, arena, &q, &err));
	for (size_t i = 0; i < page.count; i++)
		articles += page.row[i].article_count;
	assert_int_equal(articles, arrived);
	for (size_t i = 0; i < ids; i++) {
		struct event_detail d = event_of(id[i]);

		if (d.redirect.len)
			d = event_of(d.redirect);
		assert_int_equal(d.redirect.len, 0);
		assert_true(d.article_count > 0);
	}
}

/* Lets one that ended live again, if anything is left to it and to the other. */
static bool any_revival(struct random *r, const struct str *id, size_t ids)
{
	struct str one = STR(""), made;
	struct event_detail d = {0};
	struct decision by;

	for (int i = 0; ids && i < 8 && !d.redirect.len; i++) {
		one = id[random_below(r, (uint32_t)ids)];
		d = event_of(one);
	}
	if (!d.redirect.len)
		return false;
	by = by_ann(d.redirect);
	if (decide_split(&made, store, arena, &by, &one, 1, &err)) {
		assert_true(str_eq(made, one));
		assert_int_equal(event_of(one).redirect.len, 0);
		return true;
	}
	assert_int_equal(err.code, ERR_CONFLICT);
	return false;
}

static void any_step(struct random *r, struct str *id, size_t *ids, int *arrived, int *revived)
{
	struct str event = random_event(r, *arrived), other = random_event(r, *arrived);
	struct event_detail d = event_of(event);

	switch (random_below(r, 5)) {
	case 2:
		*revived += any_revival(r, id, *ids);
		return;
	case 0:
		if (!str_eq(event, other))
			merged(event, other);
		return;
	case 1:
		if (d.article_count > 1)
			id[(*ids)++] = parted(event, d.article[d.article_count - 1].id, STR(""));
		return;
	default:
		arrive(*arrived, random_below(r, 2) ? 0 : 1);
		id[(*ids)++] = random_event(r, ++*arrived);
	}
}

static void test_any_order(void **state)
{
	static struct str id[STEPS * 2];
	int revived = 0;

	(void)state;
	for (uint64_t seed = 1; seed <= RUNS; seed++) {
		size_t ids = 0;
		int arrived = 1;
		struct random r;
		char name[32];

		store_close(store);
		snprintf(name, sizeof name, "run%d.db", (int)seed);
		store = opened(name, DB_WRITE);
		random_seed(&r, seed);
		assert_true(store_begin(store, &err));
		arrive(0, 0);
		for (int i = 0; i < STEPS; i++)
			any_step(&r, id, &ids, &arrived, &revived);
		assert_true(store_end(store, &err));
		check_all(id, ids, arrived);
		arena_reset(arena);
	}
	assert_in_range(revived, RUNS, RUNS * STEPS);
}

#ifdef TOCSIN_DEBUG
static int points_left;

static void die_there(const char *place)
{
	(void)place;
	if (--points_left == 0)
		_exit(9);
}

/* Killed between any two steps a decision is made or not, never half. */
static void test_killed_while_deciding(void **state)
{
	struct buf before, now;
	struct str id[2];
	int died = 0;

	(void)state;
	two_events(id);
	buf_init(&before, 1 << 22);
	buf_init(&now, 1 << 22);
	dump_store(&before, anydb_url("t.db"));
	for (int at = 1; at < 8; at++) {
		pid_t child;
		int status;

		store_close(store);
		child = fork();
		if (child == 0) {
			store = opened("t.db", DB_WRITE);
			points_left = at;
			store_crash_point = die_there;
			merged(id[0], id[1]);
			_exit(0);
		}
		assert_true(child > 0 && waitpid(child, &status, 0) == child);
		assert_true(WIFEXITED(status));
		died += WEXITSTATUS(status) == 9;
		store = opened("t.db", DB_WRITE);
		assert_sound(store);
		buf_clear(&now);
		dump_store(&now, anydb_url("t.db"));
		if (!str_eq(buf_view(&before), buf_view(&now)))
			break; /* it was durable */
	}
	assert_true(died >= 6);
	assert_true(str_eq(event_of(id[1]).redirect, id[0]));
	buf_free(&before);
	buf_free(&now);
}
#endif

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_merge_and_back, setup, teardown_sound),
		cmocka_unit_test_setup_teardown(test_split_and_back, setup, teardown_sound),
		cmocka_unit_test_setup_teardown(test_redirects_follow_articles, setup,
						teardown_sound),
		cmocka_unit_test_setup_teardown(test_refused, setup, teardown_sound),
		cmocka_unit_test_setup_teardown(test_any_order, setup, teardown_sound),
#ifdef TOCSIN_DEBUG
		cmocka_unit_test_setup_teardown(test_killed_while_deciding, setup, teardown_sound),
#endif
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
