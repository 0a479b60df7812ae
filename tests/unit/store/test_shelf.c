/* tests/unit/store/test_shelf.c -- what memory says is what the database says, for random
 * queries, while the store changes in every way that it can. */
#define SHELF_SLICE 7
#include "store/shelf.c"

#include <stdarg.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/random.h"
#include "lib/decide.h"
#include "lib/fill.h"
#include "lib/opened.h"
#include "lib/scratch.h"
#include "store/review.h"

#define START 1700000000000LL
#define ROUNDS 80
#define QUERIES 12
#define EVENTS_MAX 600

static const char *const word[] = {"drone", "hospital", "lawsuit", "robot"};
static const char *const country[] = {"Malaysia", "France", "Kenya"};
static const char *const lang[] = {"en", "fr", "sw"};
static const char *const publisher[] = {"Daily", "Weekly", "Hourly", "Yearly", "Never"};
static const char *const principle[] = {"Safety", "Fairness", "Accountability"};
static const char *const systems[] = {"ChatGPT", "Autopilot", "Grok", "nothing"};

static struct store *writer, *with, *without;
static struct shelf *shelf;
static struct arena *arena, *scrap;
static struct random chance;
static struct str event[EVENTS_MAX]; /* public ids */
static uint64_t number[EVENTS_MAX];
static size_t events, articles;
static int64_t acts;
static size_t merges, splits, rejected, related;
static struct err err;

#define ONE_OF(list) str_of(list[random_below(&chance, sizeof list / sizeof *list)])

static void put(void)
{
	static const enum label label[] = {LABEL_INCIDENT, LABEL_HAZARD, LABEL_COMPLEMENTARY};
	struct fill f;
	char id[32], title[64], text[200];
	size_t at = events;

	snprintf(id, sizeof id, "a%zu", articles++);
	snprintf(title, sizeof title, "Headline %s of %s", id, ONE_OF(systems).at);
	snprintf(text, sizeof text, "Piece %s tells of a %s and a %s.", id, ONE_OF(word).at,
		 ONE_OF(word).at);
	fill_article(&f, arena, id, title, text,
		     START + (int64_t)random_below(&chance, 40) * 20 * DAY,
		     label[random_below(&chance, 3)]);
	f.article.lang = ONE_OF(lang);
	f.article.publisher = ONE_OF(publisher);
	f.country[0] = ONE_OF(country);
	f.value[0].value = ONE_OF(principle);
	if (events && random_below(&chance, 3) == 0) {
		at = random_below(&chance, (uint32_t)events);
		fill_join(&f, number[at]);
	}
	if (store_commit(writer, scrap, &f.outcome, &err) == COMMITTED && at == events) {
		struct store_name told;

		number[at] = f.placement.event;
		assert_true(store_event_told(&told, writer, arena, number[at], &err));
		event[events++] = told.id;
	}
	arena_reset(scrap); /* joining an event that has ended is refused, which is as well */
}

static void merge(void)
{
	struct decision d = {.event = event[random_below(&chance, (uint32_t)events)],
			     .who = STR("somebody"),
			     .why = STR("chance"),
			     .at_ms = START};
	struct str kept;

	merges += decide_merge(&kept, writer, arena, &d,
			       event[random_below(&chance, (uint32_t)events)], &err);
}

static void split(void)
{
	char id[32];
	struct str one;
	struct article_row row;
	struct decision d = {.who = STR("somebody"), .why = STR("chance"), .at_ms = START};

	snprintf(id, sizeof id, "a%u", random_below(&chance, (uint32_t)articles));
	one = str_of(id);
	if (!store_article(&row, writer, arena, one, &err))
		return; /* its commit was refused */
	d.event = row.event;
	splits += decide_split(&one, writer, arena, &d, &one, 1, &err);
}

/* A reviewer changes its label, or takes it off the lists. */
static void act(void)
{
	struct act a = {.name = random_below(&chance, 2) ? STR("relabel") : STR("reject"),
			.event = event[random_below(&chance, (uint32_t)events)],
			.label = STR("hazard"),
			.by = {.who = STR("reviewer"), .why = STR("chance"), .at_ms = START}};

	if (random_below(&chance, 3) == 0 && acts)
		a = (struct act){.name = STR("undo"), .undoes = acts, .by = a.by};
	struct acted out;

	if (store_act(&out, writer, arena, &a, &err))
		acts = out.number, rejected += str_eq(a.name, STR("reject"));
}

static void something(void)
{
	uint32_t what = random_below(&chance, 20);

	if (!events || what < 14)
		put();
	else if (what < 16)
		merge();
	else if (what < 18)
		split();
	else
		act();
}

/* -- questions ------------------------------------------------------------------------------- */

static struct event_query some_query(void)
{
	static const char *const sort[] = {"", "newest", "oldest", "articles", "updated"};
	static const char *const label[] = {"incident", "hazard", "complementary", "nonsense"};
	static const char *const q[] = {"drone",
					"drone OR robot",
					"NOT hospital",
					"robot lawsuit",
					"NOT (drone OR robot) AND hospital",
					"(drone AND (robot OR NOT lawsuit)) OR \"headline a1\"",
					"NOT NOT robot NOT (lawsuit NOT drone)"};
	struct event_query query = {.sort = ONE_OF(sort), .limit = 1 + random_below(&chance, 30)};

	if (random_below(&chance, 3) == 0)
		query.label = ONE_OF(label);
	if (random_below(&chance, 4) == 0)
		query.country = ONE_OF(country);
	if (random_below(&chance, 4) == 0)
		query.lang = ONE_OF(lang);
	if (random_below(&chance, 4) == 0)
		query.publisher = ONE_OF(publisher);
	if (random_below(&chance, 4) == 0)
		query.severity = STR("AI incident");
	for (uint32_t i = random_below(&chance, 4); i < 2; i++)
		query.facet[query.facet_count++] =
			(struct facet_filter){STR("principles"), ONE_OF(principle)};
	if (random_below(&chance, 8) == 0)
		query.facet[query.facet_count++] =
			(struct facet_filter){STR("stage"), STR("reported")};
	if (random_below(&chance, 4) == 0)
		query.from_ms = START + (int64_t)random_below(&chance, 800) * DAY;
	if (random_below(&chance, 4) == 0)
		query.upto_ms = START + (int64_t)(1 + random_below(&chance, 800)) * DAY;
	if (random_below(&chance, 5) == 0)
		query.min_articles = 1 + random_below(&chance, 3);
	if (random_below(&chance, 4) == 0)
		query.q = ONE_OF(q);
	return query;
}

static void same_str(struct str a, struct str b)
{
	if (!str_eq(a, b))
		fail_msg("memory says '%.*s', the database '%.*s'", STR_ARG(a), STR_ARG(b));
}

static void same_lists(struct store *a, struct store *b, struct event_query q)
{
	struct event_page x, y;
	int64_t rows = 0;

	if (random_below(&chance, 5) == 0 && q.sort.len == 0) { /* a cursor that nobody was given */
		q.cursor = arena_fmt(scrap, "n%lld.0", (long long)(START + 300 * DAY));
		rows = -1;
	}
	do {
		assert_true(store_events(&x, a, arena, &q, &err));
		assert_true(store_events(&y, b, arena, &q, &err));
		assert_int_equal(x.total, y.total);
		assert_int_equal(x.count, y.count);
		same_str(x.next, y.next);
		for (size_t i = 0; i < x.count; i++) {
			same_str(x.row[i].id, y.row[i].id);
			same_str(x.row[i].title, y.row[i].title);
			same_str(x.row[i].label, y.row[i].label);
			assert_int_equal(x.row[i].first_ms, y.row[i].first_ms);
			assert_int_equal(x.row[i].article_count, y.row[i].article_count);
		}
		rows += rows < 0 ? 0 : (int64_t)x.count;
		q.cursor = x.next;
	} while (x.next.len);
	assert_true(rows < 0 || rows == x.total);
}

static void same_counts(struct store *a, struct store *b, const struct event_query *q)
{
	const struct value_count *x, *y;
	size_t x_count, y_count;

	assert_true(store_event_counts(&x, &x_count, a, arena, q, &err));
	assert_true(store_event_counts(&y, &y_count, b, arena, q, &err));
	assert_int_equal(x_count, y_count);
	for (size_t i = 0; i < x_count; i++) {
		same_str(x[i].facet, y[i].facet);
		same_str(x[i].value, y[i].value);
		assert_int_equal(x[i].count, y[i].count);
	}
}

static void same_months(const struct stat_row *x, const struct stat_row *y, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		same_str(x[i].month, y[i].month);
		assert_int_equal(x[i].incidents, y[i].incidents);
		assert_int_equal(x[i].hazards, y[i].hazards);
		assert_int_equal(x[i].complementary, y[i].complementary);
		assert_int_equal(x[i].articles, y[i].articles);
		assert_int_equal(x[i].ai_articles, y[i].ai_articles);
	}
}

static void same_series(struct store *a, struct store *b, const struct event_query *q)
{
	static const char *const facet[] = {"label", "publisher", "country", "principles", "none"};
	struct series_query of = {
		.events = q, .facet = ONE_OF(facet), .values = random_below(&chance, 5)};
	struct series x, y;

	assert_true(store_series(&x, a, arena, &of, &err));
	assert_true(store_series(&y, b, arena, &of, &err));
	assert_int_equal(x.months, y.months);
	same_months(x.month, y.month, x.months);
	assert_int_equal(x.values, y.values);
	assert_int_equal(x.values_left_out, y.values_left_out);
	for (size_t i = 0; i < x.values; i++) {
		same_str(x.value[i].value, y.value[i].value);
		assert_int_equal(x.value[i].total, y.value[i].total);
		for (size_t m = 0; m < x.months; m++)
			assert_int_equal(x.value[i].count[m], y.value[i].count[m]);
	}
}

static void same_related(struct store *a, struct store *b, struct str id)
{
	const struct related_row *x, *y;
	size_t x_count, y_count;
	bool there = store_related(&x, &x_count, a, arena, id, &err);

	assert_int_equal(there, store_related(&y, &y_count, b, arena, id, &err));
	if (!there)
		return;
	assert_int_equal(x_count, y_count);
	for (size_t i = 0; i < x_count; i++) {
		same_str(x[i].id, y[i].id);
		same_str(x[i].title, y[i].title);
		assert_int_equal(x[i].value_count, y[i].value_count);
		for (size_t v = 0; v < x[i].value_count; v++)
			same_str(x[i].value[v].value, y[i].value[v].value);
	}
	related += x_count;
}

static void all_the_same(struct store *a, struct store *b)
{
	struct event_query q = some_query();

	same_lists(a, b, q);
	same_counts(a, b, &q);
	same_series(a, b, &q);
	if (events)
		same_related(a, b, event[random_below(&chance, (uint32_t)events)]);
	arena_reset(scrap);
}

static int up(void **state)
{
	(void)state;
	arena = arena_new();
	scrap = arena_new();
	random_seed(&chance, 6);
	events = articles = 0;
	acts = 0;
	merges = splits = rejected = related = 0;
	scratch_make();
	writer = opened("shelf.db", DB_WRITE);
	with = opened("shelf.db", DB_READ);
	without = opened("shelf.db", DB_READ);
	shelf = shelf_new();
	return shelf_use(with, shelf, &err) ? 0 : -1;
}

static int down(void **state)
{
	(void)state;
	store_close(with);
	store_close(without);
	store_close(writer);
	shelf_free(shelf);
	arena_free(arena);
	arena_free(scrap);
	scratch_remove();
	return 0;
}

static bool looked(struct store *s, const struct event_query *q)
{
	struct shelf_look l;
	bool own, there;

	assert_true(store_view_begin(&own, s, &err));
	assert_true(shelf_look(&l, s, arena, q, &err));
	there = l.shelf != NULL;
	shelf_leave(&l);
	assert_true(store_view_end(s, own, true, &err));
	return there;
}

static void memory_and_database_agree(void **state)
{
	(void)state;
	all_the_same(with, without); /* nothing in it */
	for (int round = 0; round < ROUNDS; round++) {
		for (uint32_t n = random_below(&chance, 12); n > 0; n--)
			something();
		for (int i = 0; i < QUERIES; i++)
			all_the_same(with, without);
		assert_true(looked(with, &(struct event_query){.limit = 1}));
	}
	assert_true(events > 100 && merges > 2 && splits > 2 && rejected > 2);
	assert_true(related > 50);
}

/* A view stays what it was while the shelf goes on. */
static void an_older_view_is_answered_by_the_database(void **state)
{
	struct event_query all = {.limit = 5};
	struct store *other = opened("shelf.db", DB_READ);
	struct event_page was, is, later;

	(void)state;
	for (int i = 0; i < 20; i++)
		put();
	assert_true(shelf_use(other, shelf, &err));
	assert_true(store_begin(with, &err));
	assert_true(store_events(&was, with, arena, &all, &err));
	while (articles < 40)
		put();
	assert_true(store_events(&later, other, arena, &all, &err));
	assert_true(later.total > was.total);
	assert_true(store_events(&is, with, arena, &all, &err));
	assert_int_equal(is.total, was.total);
	assert_true(store_end(with, &err));
	assert_true(store_events(&is, with, arena, &all, &err));
	assert_int_equal(is.total, later.total);
	store_close(other);
}

/* Values with many events become bits, and events leave them again. */
static void lists_become_bits(void **state)
{
	struct shelf_value v = {.facet = 0};

	(void)state;
	for (uint32_t i = 0; i < 3000; i++)
		value_on(&v, i * 7, 21000);
	assert_non_null(v.bits);
	assert_int_equal(v.listed, 0);
	assert_int_equal(shelf_ones(v.bits, v.words), 3000);
	for (uint32_t i = 0; i < 3000; i += 2)
		value_off(&v, i * 7);
	assert_int_equal(shelf_ones(v.bits, v.words), 1500);
	assert_int_equal(v.events, 1500);
	assert_int_equal(shelf_next(v.bits, v.words, 0), 7);
	assert_int_equal(shelf_next(v.bits, v.words, 8), 21);
	memory_free(v.bits);
}

/* Taken over in slices: each reads its own part of one index, at the start and at each change. */
static void assert_by_change(const char *name, struct str step)
{
	bool of_events = str_starts(step, STR("SEARCH e"));

	if (strcmp(name, "SHELF_CHANGED") == 0)
		assert_true(str_find(step, STR("COVERING INDEX events_changed")) != STR_NPOS);
	if (strcmp(name, "SHELF_VALUES") == 0 && of_events)
		assert_true(str_find(step, STR("events_changed (changed>? AND changed<?)")) !=
			    STR_NPOS);
}

/* What is asked for a page or to catch up goes by an index, and reads no table through. */
static void questions_go_by_an_index(void **state)
{
	static const struct {
		const char *name, *text;
	} all[] = {
#define QUERY(id, sqlite, postgres) {#id, sqlite},
#define PART(id, sqlite, postgres)
#include "store/queries.def"
#undef QUERY
#undef PART
	};
	size_t seen = 0;

	(void)state;
	if (anydb_is_postgres()) {
		print_message("skipped: SQLite's planner is what this asks\n");
		skip();
	}
	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		struct ask a;

		if (!str_starts(str_of(all[i].name), STR("SHELF_")) &&
		    !str_starts(str_of(all[i].name), STR("LINK_")) &&
		    !str_starts(str_of(all[i].name), STR("EVENT_ARTICLES")))
			continue;
		ask_open_text(&a, without, "plan",
			      arena_fmt(arena, "EXPLAIN QUERY PLAN %s", all[i].text).at, &err);
		while (ask_row(&a)) {
			if (str_starts(ask_str_at(&a, 3), STR("SCAN")) &&
			    str_find(ask_str_at(&a, 3), STR("VIRTUAL TABLE INDEX")) == STR_NPOS)
				fail_msg("%s: %.*s", all[i].name, STR_ARG(ask_str_at(&a, 3)));
			assert_by_change(all[i].name, ask_str_at(&a, 3));
			seen++;
		}
		assert_true(ask_close(&a));
	}
	assert_true(seen > 8);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(memory_and_database_agree, up, down),
		cmocka_unit_test_setup_teardown(an_older_view_is_answered_by_the_database, up,
						down),
		cmocka_unit_test(lists_become_bits),
		cmocka_unit_test_setup_teardown(questions_go_by_an_index, up, down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
