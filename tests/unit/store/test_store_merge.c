/* tests/unit/store/test_store_merge.c -- merged events: nothing lost, counts right, ids that
 * lead on; the same store in one go, with restarts, and killed between any two steps. */
#include "lib/test.h"

#include "store/store_merge.c"

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/dump.h"
#include "lib/fill.h"
#include "lib/opened.h"
#include "lib/refill.h"
#include "lib/season.h"

#define STORIES 320

static struct arena *arena;
static struct err err;

static int setup(void **state)
{
	(void)state;
	scratch_make();
	arena = arena_new();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	scratch_remove();
	return 0;
}

/* -- by hand ------------------------------------------------------------------------------- */

/* Every second one is in another language; what it is placed in is the caller's. */
static void fill_speaking(struct fill *f, int n)
{
	fill_nth(f, arena, n, LABEL_INCIDENT);
	f->article.lang = n % 2 ? STR("en") : STR("de");
}

static struct event_detail event_of(struct store *s, struct str id)
{
	struct event_detail d;

	if (!store_event(&d, s, arena, id, &err))
		fail_msg("%s", err.text);
	return d;
}

static size_t found(struct store *s, const char *words)
{
	struct event_query q = {.q = str_of(words)};
	struct event_page page;

	assert_true(store_events(&page, s, arena, &q, &err));
	assert_int_equal(page.total, (int64_t)page.count);
	return page.count;
}

/* Events 1 (articles 3 and 0), 2 (1), 3 (2), by their ids. */
static void three_events(struct store *s, struct str id[4])
{
	struct event_query q = {.sort = STR("oldest")};
	struct event_page page;
	struct fill f;

	for (int n = 0; n < 3; n++) {
		fill_speaking(&f, 2 - n); /* the first committed is the youngest by date */
		assert_int_equal(fill_commit(&f, s, arena), n + 1);
	}
	fill_speaking(&f, 3);
	fill_join(&f, 1);
	fill_commit(&f, s, arena);
	assert_true(store_events(&page, s, arena, &q, &err));
	assert_int_equal(page.count, 3);
	for (int n = 0; n < 3; n++)
		id[3 - n] = page.row[n].id;
}

static void merge_by(struct fill *f, uint64_t into, uint64_t one, uint64_t two)
{
	fill_join(f, into);
	f->placement.bar = 0.45f;
	f->placement.merge[0] = one;
	f->placement.merge_nearness[0] = 0.625f;
	f->placement.merge[1] = two;
	f->placement.merge_nearness[1] = 0.5f;
	f->placement.merge_count = two ? 2 : 1;
}

static void test_merge_takes_everything(void **state)
{
	struct store *s = opened("t.db", DB_WRITE);
	struct event_detail d;
	struct event_page page;
	struct event_query q = {0}, paper = {.publisher = STR("Paper 1")};
	struct str id[4];
	struct fill f;

	(void)state;
	three_events(s, id);
	assert_int_equal(found(s, "number1"), 1);
	fill_speaking(&f, 4);
	merge_by(&f, 1, 3, 2);
	assert_int_equal(fill_commit(&f, s, arena), 1);
	assert_sound(s);
	d = event_of(s, id[1]);
	assert_int_equal(d.redirect.len, 0);
	assert_int_equal(d.row.article_count, 5);
	assert_int_equal(d.article_count, 5);
	assert_int_equal(d.row.publisher_count, 3);
	assert_int_equal(d.row.first_ms, JUNE);
	assert_int_equal(d.row.last_ms, JUNE + 4 * DAY);
	assert_true(str_find(d.portrait, STR("\"article_count\":5")) != STR_NPOS);
	assert_str(d.history[d.history_count - 3].what, "merged");
	assert_str(d.history[d.history_count - 3].who, "machine");
	assert_true(str_find(d.history[d.history_count - 3].detail, id[3]) != STR_NPOS);
	assert_true(str_find(d.history[d.history_count - 3].detail,
			     STR("mean nearness of their articles 0.62, where 0.45 is enough, "
				 "since a4 came")) != STR_NPOS);
	assert_true(str_find(d.history[d.history_count - 2].detail, id[2]) != STR_NPOS);
	assert_int_equal(d.history_count, 3 + 1 + 2 + 1); /* theirs too, from the beginning */
	assert_str(d.history[1].what, "created");
	for (int n = 2; n <= 3; n++) {
		d = event_of(s, id[n]);
		assert_true(str_eq(d.redirect, id[1]));
	}
	assert_true(store_events(&page, s, arena, &q, &err));
	assert_int_equal(page.total, 1);
	assert_true(store_events(&page, s, arena, &paper, &err));
	assert_int_equal(page.total, 1);
	assert_int_equal(found(s, "number1"), 1);
	assert_int_equal(found(s, "number0"), 1);
	store_close(s);
}

/* A redirect never leads to a redirect. */
static void test_merge_of_merged(void **state)
{
	struct store *s = opened("t.db", DB_WRITE);
	struct str id[4];
	struct fill f;

	(void)state;
	three_events(s, id);
	fill_speaking(&f, 4);
	merge_by(&f, 2, 3, 0);
	fill_commit(&f, s, arena);
	fill_speaking(&f, 5);
	merge_by(&f, 1, 2, 0);
	fill_commit(&f, s, arena);
	assert_sound(s);
	assert_true(str_eq(event_of(s, id[3]).redirect, id[1]));
	assert_true(str_eq(event_of(s, id[2]).redirect, id[1]));
	assert_int_equal(event_of(s, id[1]).row.article_count, 6);
	assert_int_equal(event_of(s, id[1]).history_count, 3 + 1 + 1 + 1 + 2);
	store_close(s);
}

/* What cannot be is refused, and nothing of the article is kept. */
static void test_merge_refused(void **state)
{
	static const uint64_t with[][2] = {{1, 1}, {1, 9}, {1, 3}, {3, 1}, {9, 1}};
	struct store *s = opened("t.db", DB_WRITE);
	struct store_totals before, after;
	struct str id[4];
	struct fill f;

	(void)state;
	three_events(s, id);
	fill_speaking(&f, 4);
	merge_by(&f, 2, 3, 0);
	fill_commit(&f, s, arena); /* now 3 has ended */
	assert_true(store_totals(&before, s, &err));
	for (size_t i = 0; i < 5; i++) {
		fill_speaking(&f, 5);
		merge_by(&f, with[i][0], with[i][1], 0);
		assert_int_equal(store_commit(s, arena, &f.outcome, &err), COMMIT_FAILED);
		assert_int_equal(err.code, ERR_CONFLICT);
	}
	assert_true(store_totals(&after, s, &err));
	assert_memory_equal(&before, &after, sizeof before);
	assert_sound(s);
	store_close(s);
}

/* -- stories that do merge --------------------------------------------------------------- */

static void season(struct fill *f, int n)
{
	static struct story_term term[SEASON_TERMS];

	fill_speaking(f, n);
	season_story(&f->story, term, 5, n);
	if (n % 6 != 1)
		return;
	f->verdict.probability[LABEL_INCIDENT] = 0; /* every sixth is a stray */
	f->verdict.probability[LABEL_UNRELATED] = 1;
	f->verdict.label = f->story.label = LABEL_UNRELATED;
}

struct house { /* a store and its grouper */
	struct store *store;
	struct grouper *grouper;
	size_t merged;
};

static size_t recalled; /* strays, in all runs */

static struct house house_open(const char *name)
{
	struct house h = {opened(name, DB_WRITE), grouper_new_with(&SEASON_MODEL), 0};

	refill(h.grouper, h.store);
	return h;
}

static void house_close(struct house *h)
{
	store_close(h->store);
	grouper_free(h->grouper);
}

static void recall(struct house *h, const struct fill *f)
{
	struct recall stray[GROUPER_RECALLS];
	size_t count = grouper_recall(stray, h->grouper, &f->story, f->placement.event);

	for (size_t i = 0; i < count; i++) {
		struct taking t = refill_taking(&stray[i], f);

		if (!store_take(h->store, arena, &t, &err))
			fail_msg("%s", err.text);
		grouper_take(h->grouper, &stray[i]);
	}
	recalled += count;
}

/* The clerk's propose, commit, accept, recall. */
static void settle(struct house *h, int n)
{
	struct fill f;

	season(&f, n);
	grouper_propose(&f.placement, h->grouper, &f.story);
	switch (store_commit(h->store, arena, &f.outcome, &err)) {
	case COMMITTED:
		grouper_accept(h->grouper, &f.story, &f.placement);
		h->merged += f.placement.merge_count;
		recall(h, &f);
		return;
	case COMMITTED_BEFORE:
		return;
	case COMMIT_FAILED:
		fail_msg("%s", err.text);
	}
}

/* All stories into NAME, so many in a batch, each `stop` stories (0: never) a restart that
 * loses the batch at hand, which is done again. Says how many merges were committed. */
static size_t run(const char *name, int batch, int stop)
{
	struct house h = house_open(name);
	size_t merged = 0;
	int since = 0;

	for (int n = 0; n < STORIES; n++) {
		if (n % batch == 0)
			assert_true(store_begin(h.store, &err));
		settle(&h, n);
		arena_reset(arena);
		if (n % batch == batch - 1 || n == STORIES - 1) {
			assert_true(store_end(h.store, &err));
			merged += h.merged;
			h.merged = 0;
		}
		if (!stop || ++since < stop)
			continue;
		since = 0;
		house_close(&h);
		h = house_open(name);
		n = n % batch == batch - 1 || n == STORIES - 1 ? n : n - n % batch - 1;
	}
	grouper_check(h.grouper);
	assert_sound(h.store);
	house_close(&h);
	return merged;
}

static void dump(struct buf *out, const char *name)
{
	buf_init(out, 1 << 26);
	dump_store(out, anydb_url(name));
}

static void assert_same(const struct buf *wanted, const char *name)
{
	struct buf got;

	dump(&got, name);
	if (!str_eq(buf_view(&got), buf_view(wanted)))
		fail_msg("%s is another store", name);
	buf_free(&got);
}

static void test_restarts_change_nothing(void **state)
{
	struct buf wanted;

	(void)state;
	assert_in_range(run("whole.db", STORIES, 0), 5, STORIES); /* the season does merge */
	assert_in_range(recalled, 5, STORIES);
	dump(&wanted, "whole.db");
	run("each.db", 1, 1);
	assert_same(&wanted, "each.db");
	run("some.db", 20, 50);
	assert_same(&wanted, "some.db");
	assert_int_equal(run("whole.db", 64, 0), 0);
	assert_same(&wanted, "whole.db"); /* a second time: all known */
	buf_free(&wanted);
}

#ifdef TOCSIN_DEBUG
static const char *die_at;
static int times_left;

static void die_there(const char *place)
{
	if (strcmp(place, die_at) == 0 && --times_left == 0)
		_exit(9);
}

static void test_killed_between_any_two_steps(void **state)
{
	static const char *const place[] = {"article put",     "merging",    "articles in both",
					    "filters in both", "emptied",    "placed",
					    "taking",          "before end", "after end"};
	struct buf wanted;
	char name[32];

	(void)state;
	run("whole.db", STORIES, 0);
	dump(&wanted, "whole.db");
	for (size_t i = 0; i < sizeof place / sizeof *place; i++) {
		for (times_left = 1; times_left < 6; times_left += 4) {
			pid_t child = fork();
			int status;

			snprintf(name, sizeof name, "killed%zu-%d.db", i, times_left);
			if (child == 0) {
				die_at = place[i];
				store_crash_point = die_there;
				run(name, 8, 0);
				_exit(0);
			}
			assert_true(child > 0 && waitpid(child, &status, 0) == child);
			assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 9);
			run(name, 8, 0);
			assert_same(&wanted, name);
		}
	}
	buf_free(&wanted);
}
#endif

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_merge_takes_everything, setup, teardown),
		cmocka_unit_test_setup_teardown(test_merge_of_merged, setup, teardown),
		cmocka_unit_test_setup_teardown(test_merge_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(test_restarts_change_nothing, setup, teardown),
#ifdef TOCSIN_DEBUG
		cmocka_unit_test_setup_teardown(test_killed_between_any_two_steps, setup, teardown),
#endif
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
