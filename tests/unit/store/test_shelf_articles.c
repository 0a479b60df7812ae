/* tests/unit/store/test_shelf_articles.c -- articles that are in several events, or in too many
 * for memory: a word hits the same events, as those that ask the database say. */
#include "store/shelf_articles.c"

#include "lib/fill.h"
#include "lib/opened.h"

#define ARTICLES 60

static struct store *store;
static struct shelf_articles kept;
static uint64_t event[ARTICLES];
static struct err err;

static int up(void **state)
{
	static const char *const text[] = {"A drone fell.", "A robot fell.",
					   "A drone and a robot."};
	struct arena *arena = arena_new();
	char id[16], title[32];
	struct fill f;

	(void)state;
	scratch_make();
	store = opened("a.db", DB_WRITE);
	for (int i = 0; i < ARTICLES; i++) {
		snprintf(id, sizeof id, "a%d", i);
		snprintf(title, sizeof title, "Headline %d", i);
		fill_article(&f, arena, id, title, text[i % 3], JUNE, LABEL_INCIDENT);
		if (i % 4 == 3)
			fill_join(&f, event[i / 2]);
		event[i] = fill_commit(&f, store, arena);
	}
	arena_free(arena);
	return 0;
}

static int down(void **state)
{
	(void)state;
	shelf_articles_empty(&kept);
	store_close(store);
	scratch_remove();
	return 0;
}

static void also_in(int64_t article, uint64_t in)
{
	char sql[200];

	snprintf(sql, sizeof sql,
		 "INSERT INTO placements (article, event, share, how, similarity, nearest) "
		 "VALUES (%lld, %llu, 0.5, 'joined', 0, '') ON CONFLICT DO NOTHING",
		 (long long)article, (unsigned long long)in);
	assert_true(store->ops->exec(store->db, sql, &err));
}

static void take(void)
{
	for (uint32_t n = 1; n <= ARTICLES; n++)
		shelf_articles_forget(&kept, n);
	assert_true(shelf_articles_take(&kept, store, 0, &err));
}

static void says(uint64_t *bits, const struct shelf_articles *a, const char *term)
{
	*bits = 0;
	assert_true(shelf_articles_say(bits, 1, a, store, str_of(term), &err));
}

static int same_as_the_database(void)
{
	static const char *const term[] = {"\"drone\"", "\"robot\"", "\"fell\"", "\"nothing\""};
	struct shelf_articles none = {.off = true};
	uint64_t mine, theirs;
	int hits = 0;

	for (size_t i = 0; i < sizeof term / sizeof *term; i++) {
		says(&mine, &kept, term[i]);
		says(&theirs, &none, term[i]);
		assert_int_equal(mine & ~UINT64_C(1), theirs);
		hits += __builtin_popcountll(theirs);
	}
	return hits;
}

static void in_several_events(void **state)
{
	int before;

	(void)state;
	take();
	assert_int_equal(kept.others, 0);
	before = same_as_the_database();
	assert_true(before > ARTICLES / 2);
	for (int64_t n = 1; n < 20; n++)
		also_in(n, event[40 + n % 4]);
	take();
	assert_true(kept.others > 10);
	assert_true(same_as_the_database() > before);
	assert_true(store->ops->exec(store->db, "DELETE FROM placements WHERE share < 1", &err));
	take();
	assert_int_equal(kept.others, 0);
	assert_int_equal(same_as_the_database(), before);
}

static void too_many_for_memory(void **state)
{
	(void)state;
	for (int64_t n = 1; n <= ARTICLES; n++)
		for (int i = 0; i < ARTICLES; i++)
			also_in(n, event[i]);
	take();
	assert_true(kept.off);
	assert_int_equal(kept.others, SHELF_OTHERS);
	assert_true(same_as_the_database() > ARTICLES);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(in_several_events, up, down),
		cmocka_unit_test_setup_teardown(too_many_for_memory, up, down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
