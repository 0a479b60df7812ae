/* tests/unit/flow/test_clerk.c -- a clerk at work heeds what somebody decides meanwhile. */
#include "lib/test.h"

#include "flow/clerk.c"

#include "lib/decide.h"
#include "lib/fill.h"
#include "lib/anydb.h"
#include "lib/scratch.h"

static struct arena *arena;
static struct err err;

/* Article n, placed in `event` (0: a new one), and accepted. */
static void arrive(struct clerk *c, int n, uint64_t event)
{
	char id[32];
	struct fill f;

	snprintf(id, sizeof id, "a%d", n);
	fill_article(&f, arena, id, id, "A robot hurt someone.", JUNE, LABEL_INCIDENT);
	f.story.fingerprint.exact.lo = (uint64_t)n;
	if (event)
		fill_join(&f, event);
	assert_true(clerk_begin(c, &err));
	fill_commit(&f, c->store, arena);
	grouper_accept(c->grouper, &f.story, &f.placement);
	assert_true(clerk_step(c, &err));
}

static void test_decisions_are_heeded(void **state)
{
	struct store_options o = {.mode = DB_WRITE, .busy_ms = 100};
	struct decision d = {.who = STR("Ann"), .why = STR("I read both"), .at_ms = JUNE};
	struct article_row row;
	struct store *other;
	struct str made, article = STR("a2");
	struct clerk *c;
	char url[700];

	(void)state;
	scratch_make();
	arena = arena_new();
	snprintf(url, sizeof url, "%s", anydb_url("t.db"));
	o.url = str_of(url);
	assert_true(clerk_open(&c, o.url, 2, &err));
	arrive(c, 1, 0);
	arrive(c, 2, 1);
	assert_int_equal(grouper_event_of(c->grouper, 1), 1);
	assert_true(store_open(&other, &o, &err));
	assert_true(store_article(&row, other, arena, article, &err));
	d.event = row.event;
	assert_true(decide_split(&made, other, arena, &d, &article, 1, &err));
	assert_true(clerk_begin(c, &err)); /* between batches nobody waits for the clerk */
	assert_int_equal(grouper_event_of(c->grouper, 0), 1);
	assert_int_equal(grouper_event_of(c->grouper, 1), 2);
	assert_false(decide_merge(&made, other, arena, &d, made, &err));
	assert_int_equal(err.code, ERR_BUSY); /* in a batch all do */
	assert_true(clerk_flush(c, &err));
	assert_true(decide_merge(&made, other, arena, &d, made, &err));
	arrive(c, 3, 1); /* the clerk knows that there is no event 2 any more */
	assert_int_equal(grouper_event_of(c->grouper, 1), 1);
	grouper_check(c->grouper);
	assert_true(clerk_flush(c, &err));
	clerk_close(c);
	store_close(other);
	arena_free(arena);
	scratch_remove();
}

/* One that was taken over keeps nothing of what it settles; a batch under way is kept. */
static void test_fenced(void **state)
{
	struct store_options o = {.mode = DB_WRITE, .busy_ms = 100};
	struct clerk *old, *new;
	struct store_totals totals;
	int64_t first, second;
	char url[700];

	(void)state;
	scratch_make();
	arena = arena_new();
	snprintf(url, sizeof url, "%s", anydb_url("t.db"));
	o.url = str_of(url);
	assert_true(clerk_open(&old, o.url, 1, &err));
	assert_true(store_lease_take(&first, old->store, CLERK_LEASE, STR("old"), 50, &err));
	clerk_fence(old, first, 50);
	arrive(old, 1, 0);
	arrive(old, 2, 0); /* two documents, one batch */
	assert_true(clerk_flush(old, &err));
	clock_sleep_ms(120);
	assert_true(clerk_open(&new, o.url, 1, &err));
	assert_true(store_lease_take(&second, new->store, CLERK_LEASE, STR("new"), 60000, &err));
	assert_int_equal(second, first + 1);
	assert_false(clerk_begin(old, &err));
	assert_int_equal(err.code, ERR_CONFLICT);
	clerk_close(old);
	clerk_fence(new, second, 60000);
	arrive(new, 3, 0);
	assert_true(clerk_flush(new, &err));
	assert_true(store_totals(&totals, new->store, &err));
	assert_int_equal(totals.articles, 3);
	clerk_close(new);
	arena_free(arena);
	scratch_remove();
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_decisions_are_heeded),
					   cmocka_unit_test(test_fenced)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
