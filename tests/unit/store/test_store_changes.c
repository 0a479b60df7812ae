/* tests/unit/store/test_store_changes.c -- whoever follows the list of changes while others
 * write ends with a copy that equals the store, and is told nothing twice.
 *
 * Each run has a seed of its own: one writer commits articles (new events, joins, merges by
 * the machine, some batches taken back), one decides merges and splits as people do, and
 * two followers page through the changes all the while. TOCSIN_CHANGE_RUNS says how many
 * runs; 1,000 in ./check --long. */
#include "lib/test.h"

#include "store/store_changes.c"

#include <stdatomic.h>
#include <stdlib.h>

#include "base/check.h"
#include "base/clock.h"
#include "base/threads.h"
#include "lib/decide.h"
#include "lib/fill.h"
#include "lib/opened.h"
#include "lib/scratch.h"

#define EVENTS_MAX 256
#define BATCHES 8
#define DECISIONS 8

static char url[700];
static atomic_int writing; /* writers that have not ended */

struct copy { /* what a follower has: each id with what was last told of it */
	struct str id[EVENTS_MAX], told[EVENTS_MAX];
	size_t count;
};

struct follower {
	uint64_t seed;
	struct arena *arena; /* of the copy */
	struct copy copy;
	struct place last; /* how far it has come */
	size_t told, pages;
};

struct writer {
	uint64_t seed;
	size_t merges, splits, taken_back;
};

static struct store *connected(enum db_mode mode)
{
	struct store_options o = {.mode = mode, .may_migrate = true, .busy_ms = 60000};
	struct store *s = NULL;
	struct err err;

	o.url = str_of(url);
	if (!store_open(&s, &o, &err))
		CHECK(!"no store");
	return s;
}

static void put(struct copy *c, struct arena *arena, struct str id, struct str told)
{
	size_t i = 0;

	while (i < c->count && !str_eq(c->id[i], id))
		i++;
	CHECK(i < EVENTS_MAX);
	if (i == c->count) {
		c->id[i] = arena_copy(arena, id);
		c->count++;
	}
	c->told[i] = arena_copy(arena, told);
}

static struct str row_text(struct arena *a, const struct event_row *r)
{
	return arena_fmt(a, "%.*s|%.*s|%.*s|%.*s|%.*s|%.*s|%.9g|%lld|%lld|%lld|%lld",
			 STR_ARG(r->title), STR_ARG(r->summary), STR_ARG(r->label),
			 STR_ARG(r->severity), STR_ARG(r->country), STR_ARG(r->facets),
			 r->probability, (long long)r->first_ms, (long long)r->last_ms,
			 (long long)r->article_count, (long long)r->publisher_count);
}

/* -- followers ---------------------------------------------------------------------------- */

/* Every row lies behind all that were told before: so none is told twice. */
static void take(struct follower *f, struct arena *arena, const struct change_row *r)
{
	struct place at;
	struct err err;

	CHECK(token_read(&at, r->next, &err));
	CHECK(at.changed > f->last.changed ||
	      (at.changed == f->last.changed && at.number > f->last.number));
	f->last = at;
	f->told++;
	CHECK(!r->gone); /* nothing here takes the last article of an event */
	put(&f->copy, f->arena, r->row.id,
	    r->into.len ? arena_fmt(arena, "-> %.*s", STR_ARG(r->into)) : row_text(arena, &r->row));
}

static void follow(void *payload)
{
	struct follower *f = payload;
	struct store *s = connected(DB_READ);
	struct arena *arena = arena_new();
	struct random chance;
	struct change_page page = {.next = STR("")};
	char since[80] = "";
	struct err err;
	bool over;

	random_seed(&chance, f->seed);
	do {
		struct change_query q = {.since = str_of(since),
					 .limit = 1 + random_below(&chance, 12),
					 .counted = true};

		over = atomic_load(&writing) == 0; /* asked before: then this page is the last */
		CHECK(store_changes(&page, s, arena, &q, &err));
		CHECK(!page.lost && page.total >= (int64_t)page.count);
		CHECK(page.more == (page.total > (int64_t)page.count));
		for (size_t i = 0; i < page.count; i++)
			take(f, arena, &page.row[i]);
		snprintf(since, sizeof since, "%.*s", STR_ARG(page.next));
		f->pages++;
		if (!page.count)
			clock_sleep_ms(1);
		arena_reset(arena);
	} while (!over || page.more);
	store_close(s);
	arena_free(arena);
}

/* -- writers ------------------------------------------------------------------------------ */

/* One of the events that live, as this batch sees them; 0 none. */
static int64_t some_event(struct str *id, struct store *s, struct arena *arena,
			  struct random *chance, int64_t but)
{
	struct event_query q = {.limit = LIMIT_PAGE_ROWS};
	struct event_page page;
	int64_t number;
	struct err err;
	struct ask a;

	CHECK(store_events(&page, s, arena, &q, &err));
	if (!page.count)
		return 0;
	*id = page.row[random_below(chance, (uint32_t)page.count)].id;
	ask_open(&a, s, Q_EVENT_WHERE, &err);
	ask_str(&a, *id);
	CHECK(ask_one(&number, &a, 0));
	return number == but ? 0 : number;
}

static void one_article(struct writer *w, struct store *s, struct arena *arena,
			struct random *chance, int n)
{
	static const enum label label[] = {LABEL_INCIDENT, LABEL_HAZARD, LABEL_COMPLEMENTARY,
					   LABEL_UNRELATED};
	char name[32], title[64];
	struct fill f;
	struct str id;
	int64_t event = 0, other = 0;
	struct err err;

	snprintf(name, sizeof name, "a%llu-%d", (unsigned long long)w->seed, n);
	snprintf(title, sizeof title, "Headline number%u", random_below(chance, 1000));
	fill_article(&f, arena, name, title, arena_z(arena, str_of(name)),
		     JUNE + random_below(chance, 60) * DAY, label[random_below(chance, 4)]);
	f.article.publisher = arena_fmt(arena, "Paper %u", random_below(chance, 5));
	if (f.outcome.story && random_below(chance, 3))
		event = some_event(&id, s, arena, chance, 0);
	if (event && !random_below(chance, 4))
		other = some_event(&id, s, arena, chance, event);
	if (event)
		fill_join(&f, (uint64_t)event);
	if (other) { /* the machine merges too; the older stays */
		f.placement.event = (uint64_t)(event < other ? event : other);
		f.placement.merge[0] = (uint64_t)(event < other ? other : event);
		f.placement.merge_count = 1;
		w->merges++;
	}
	CHECK(store_commit(s, arena, &f.outcome, &err) == COMMITTED);
}

static void ingest(void *payload)
{
	struct writer *w = payload;
	struct store *s = connected(DB_WRITE);
	struct arena *arena = arena_new();
	struct random chance;
	struct err err;
	int n = 0;

	random_seed(&chance, w->seed);
	for (int i = 0; i < BATCHES; i++) {
		CHECK(store_begin(s, &err));
		for (uint32_t k = 1 + random_below(&chance, 5); k; k--)
			one_article(w, s, arena, &chance, n++);
		if (random_below(&chance, 5)) {
			CHECK(store_end(s, &err));
		} else {
			store_abandon(s);
			w->taken_back++;
		}
		arena_reset(arena);
	}
	store_close(s);
	arena_free(arena);
	atomic_fetch_sub(&writing, 1);
}

/* An id that leads to this event, so that it can live again; "" none. */
static struct str some_ended(struct store *s, struct arena *arena, struct str event)
{
	struct change_query q = {.limit = LIMIT_PAGE_ROWS};
	struct change_page page;
	struct err err;

	CHECK(store_changes(&page, s, arena, &q, &err));
	for (size_t i = 0; i < page.count; i++)
		if (str_eq(page.row[i].into, event))
			return page.row[i].row.id;
	return STR("");
}

static void one_decision(struct writer *w, struct store *s, struct arena *arena,
			 struct random *chance)
{
	struct decision d = {.who = STR("Ann"), .why = STR("I read both"), .at_ms = JUNE};
	struct event_detail of;
	struct str other, made;
	struct err err;
	int64_t event = some_event(&d.event, s, arena, chance, 0);

	if (!event)
		return;
	if (random_below(chance, 2)) {
		if (some_event(&other, s, arena, chance, event)) {
			CHECK(decide_merge(&made, s, arena, &d, other, &err));
			w->merges++;
		}
		return;
	}
	other = random_below(chance, 2) ? some_ended(s, arena, d.event) : STR("");
	CHECK(store_event(&of, s, arena, d.event, &err));
	if (!other.len && of.article_count > 1)
		other = of.article[random_below(chance, (uint32_t)of.article_count)].id;
	if (other.len && decide_split(&made, s, arena, &d, &other, 1, &err))
		w->splits++; /* refused where nothing would be left of one of the two */
}

static void decide(void *payload)
{
	struct writer *w = payload;
	struct store *s = connected(DB_WRITE);
	struct arena *arena = arena_new();
	struct random chance;
	struct err err;

	random_seed(&chance, w->seed);
	for (int i = 0; i < DECISIONS; i++) {
		CHECK(store_begin(s, &err));
		for (uint32_t k = 1 + random_below(&chance, 3); k; k--)
			one_decision(w, s, arena, &chance);
		if (random_below(&chance, 5)) {
			CHECK(store_end(s, &err));
		} else {
			store_abandon(s);
			w->taken_back++;
		}
		clock_sleep_ms(random_below(&chance, 3));
		arena_reset(arena);
	}
	store_close(s);
	arena_free(arena);
	atomic_fetch_sub(&writing, 1);
}

/* -- the store itself --------------------------------------------------------------------- */

/* By the list of events, and the table for ids that lead on: not by the changes. */
static void read_store(struct copy *c, struct arena *arena)
{
	struct store *s = connected(DB_READ);
	struct event_query q = {.limit = 17};
	struct event_page page;
	struct err err;
	struct ask a;

	do {
		CHECK(store_events(&page, s, arena, &q, &err));
		for (size_t i = 0; i < page.count; i++)
			put(c, arena, page.row[i].id, row_text(arena, &page.row[i]));
		q.cursor = page.next;
	} while (page.next.len);
	ask_open_text(&a, s, "redirects",
		      "SELECT e.id, r.id FROM events e JOIN events r ON r.number = e.redirect "
		      "WHERE e.redirect <> 0",
		      &err);
	while (ask_row(&a))
		put(c, arena, ask_str_at(&a, 0),
		    arena_fmt(arena, "-> %.*s", STR_ARG(ask_str_at(&a, 1))));
	CHECK(ask_close(&a));
	store_close(s);
}

static void assert_same(const struct copy *have, const struct copy *want, uint64_t seed)
{
	if (have->count != want->count)
		fail_msg("seed %llu: %zu events in the copy, %zu in the store",
			 (unsigned long long)seed, have->count, want->count);
	for (size_t i = 0; i < want->count; i++) {
		size_t k = 0;

		while (k < have->count && !str_eq(have->id[k], want->id[i]))
			k++;
		if (k == have->count || !str_eq(have->told[k], want->told[i]))
			fail_msg("seed %llu: %.*s is\n  %.*s\nand the copy says\n  %.*s",
				 (unsigned long long)seed, STR_ARG(want->id[i]),
				 STR_ARG(want->told[i]),
				 STR_ARG(k == have->count ? STR("nothing") : have->told[k]));
	}
}

struct sums {
	size_t told, pages, merges, splits, taken_back, events;
};

static void one_run(struct sums *sum, uint64_t seed)
{
	struct follower follower[2] = {{.seed = seed * 4}, {.seed = seed * 4 + 1}};
	struct writer writer[2] = {{.seed = seed * 4 + 2}, {.seed = seed * 4 + 3}};
	struct arena *arena = arena_new();
	struct copy want = {.count = 0};
	struct thread *thread[4];

	snprintf(url, sizeof url, "%s", anydb_url("run.db"));
	store_close(connected(DB_WRITE));
	atomic_store(&writing, 2);
	for (int i = 0; i < 2; i++) {
		follower[i].arena = arena_new();
		thread[i] = thread_start("follower", follow, &follower[i]);
	}
	thread[2] = thread_start("ingest", ingest, &writer[0]);
	thread[3] = thread_start("decide", decide, &writer[1]);
	for (int i = 0; i < 4; i++)
		thread_join(thread[i]);
	read_store(&want, arena);
	for (int i = 0; i < 2; i++) {
		assert_same(&follower[i].copy, &want, seed);
		sum->told += follower[i].told;
		sum->pages += follower[i].pages;
		sum->merges += writer[i].merges;
		sum->splits += writer[i].splits;
		sum->taken_back += writer[i].taken_back;
		arena_free(follower[i].arena);
	}
	sum->events += want.count;
	arena_free(arena);
	anydb_remove("run.db");
}

static int runs(void)
{
	const char *given = getenv("TOCSIN_CHANGE_RUNS");
	int64_t n = 30;

	return given && str_int(&n, str_of(given)) ? (int)n : 30;
}

static void test_copies_equal_the_store(void **state)
{
	struct sums sum = {0};
	int n = runs();

	(void)state;
	for (int i = 1; i <= n; i++)
		one_run(&sum, (uint64_t)i);
	print_message("%d runs: %zu events, %zu changes told in %zu pages, %zu merges, %zu splits, "
		      "%zu batches taken back\n",
		      n, sum.events, sum.told, sum.pages, sum.merges, sum.splits, sum.taken_back);
	assert_true(sum.merges > (size_t)n && sum.splits > (size_t)n / 2 && sum.taken_back > 0);
	assert_true(sum.told > 2 * sum.events); /* some were told again, since they changed */
}

/* -- tokens ------------------------------------------------------------------------------- */

static void commit_some(struct store *s, struct arena *arena, int from, int upto)
{
	char id[32];
	struct err err;

	for (int i = from; i < upto; i++) {
		struct fill f;

		snprintf(id, sizeof id, "t%d", i);
		fill_article(&f, arena, id, id, "It happened.", JUNE + i * DAY, LABEL_INCIDENT);
		assert_int_equal(store_commit(s, arena, &f.outcome, &err), COMMITTED);
	}
}

static void test_tokens(void **state)
{
	static const char *const bad[] = {"x",
					  "s",
					  "s1",
					  "s1.2",
					  "s1.2.",
					  "s1.2.3x",
					  "1.2.3",
					  "s1.-2.3",
					  "2025-06-16",
					  "'",
					  "s1.2.-3",
					  "s..1.2",
					  "s1.99999999999999999999.1"};
	struct arena *arena = arena_new();
	struct store *s = opened("tokens.db", DB_WRITE), *other = opened("other.db", DB_WRITE);
	struct change_query q = {.counted = true};
	struct change_page page;
	struct str empty, later;
	struct err err;

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		q.since = str_of(bad[i]);
		assert_false(store_changes(&page, s, arena, &q, &err));
		assert_int_equal(err.code, ERR_INPUT);
	}
	q.since = STR("");
	assert_true(store_changes(&page, s, arena, &q, &err));
	assert_int_equal(page.count + (size_t)page.total, 0);
	empty = page.next; /* of a store that had nothing yet */
	commit_some(s, arena, 0, 3);
	q.since = empty;
	assert_true(store_changes(&page, s, arena, &q, &err));
	assert_int_equal(page.count, 3);
	assert_int_equal(page.total, 3);
	assert_false(page.more || page.lost);
	later = q.since = page.next;
	assert_true(store_changes(&page, s, arena, &q, &err));
	assert_int_equal(page.count, 0);
	assert_true(str_eq(page.next, later)); /* to be asked with again */
	commit_some(other, arena, 10, 12);
	assert_true(store_changes(&page, other, arena, &q, &err)); /* of another store */
	assert_true(page.lost);
	q.since = token(arena, &(struct place){.store = 1, .changed = 99, .number = 1});
	assert_true(store_changes(&page, s, arena, &q, &err));
	assert_true(page.lost);
	store_close(s);
	store_close(other);
	arena_free(arena);
}

/* A store that was put back from a backup knows less than the reader. */
static void test_older_store_is_told(void **state)
{
	struct arena *arena = arena_new();
	struct store *old = opened("old.db", DB_WRITE), *now = opened("now.db", DB_WRITE);
	struct change_query q = {0};
	struct change_page page;
	struct err err;

	(void)state;
	commit_some(old, arena, 0, 2);
	commit_some(now, arena, 0, 5);
	assert_true(store_changes(&page, now, arena, &q, &err));
	q.since = page.next;
	assert_true(store_changes(&page, old, arena, &q, &err));
	assert_true(page.lost);
	store_close(old);
	store_close(now);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_copies_equal_the_store),
		cmocka_unit_test(test_tokens),
		cmocka_unit_test(test_older_store_is_told),
	};

	return cmocka_run_group_tests(tests, scratch_setup, scratch_teardown);
}
