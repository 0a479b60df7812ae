/* tests/unit/store/test_store_check.c -- each kind of damage is seen and named. */
#include "store/store_check.c"

#include <stdarg.h>
#include <setjmp.h>
#include <cmocka.h>

#include "lib/fill.h"
#include "lib/anydb.h"
#include "lib/scratch.h"

static struct err err;
static struct buf lines;

static void told(const char *line, void *payload)
{
	buf_z(payload, line);
	buf_char(payload, '\n');
}

static struct store *fresh(void)
{
	struct store_options o = {.mode = DB_WRITE, .may_migrate = true};
	struct arena *arena = arena_new();
	struct store *s;
	struct fill f;
	char url[700];

	scratch_make();
	snprintf(url, sizeof url, "%s", anydb_url("t.db"));
	o.url = str_of(url);
	assert_true(store_open(&s, &o, &err));
	for (int i = 0; i < 3; i++) {
		fill_article(&f, arena, i ? i == 1 ? "b" : "c" : "a", "A title", i ? "One" : "Two",
			     1750000000000, i == 2 ? LABEL_UNRELATED : LABEL_INCIDENT);
		if (i == 2)
			f.article.content.lo++;
		assert_int_equal(store_commit(s, arena, &f.outcome, &err), COMMITTED);
	}
	arena_free(arena);
	return s;
}

static void test_each_damage_is_named(void **state)
{
	static const struct {
		const char *sql, *word;
	} damage[] = {
		{"DELETE FROM placements WHERE article = 1", "has no event"},
		{"DELETE FROM stories WHERE article = 2", "has no story"},
		{"UPDATE events SET article_count = 7 WHERE number = 1", "says 7 articles"},
		{"UPDATE facet_values SET events = 9 WHERE facet = 'label'", "says 9 events"},
		{"UPDATE events SET label = 'hazard' WHERE number = 1", "label filter differ"},
		{"UPDATE counters SET value = 5 WHERE name = 'articles'",
		 "counter articles says 5"},
		{"UPDATE days SET ai_articles = 3", "days say"},
		{"UPDATE days SET not_assessed = 4", "4 not assessed"},
		{"UPDATE sources SET not_assessed = 6", "6 not assessed"},
		{"UPDATE counters SET value = 5 WHERE name = 'not_assessed'",
		 "counter not_assessed says 5"},
		{"UPDATE days SET passed = 3", "days say 3 pages passed over"},
		{"UPDATE site_days SET passed = 3", "sites say of 2025-06-15"},
		{"UPDATE sites SET articles = 9", "site news.example says"},
		{"UPDATE sources SET documents = 8", "says 8 documents"},
		{"UPDATE events SET redirect = 77 WHERE number = 2", "redirects to no event"},
		{"UPDATE events SET portrait = '{' WHERE number = 1", "event "},
		{"UPDATE articles SET text = 'Three' WHERE number = 1", "CHECK_ARTICLES_TEXT"},
		{"UPDATE events SET summary = 'changed' WHERE number = 1", "CHECK_EVENTS_TEXT"},
		{"PRAGMA foreign_keys=OFF; UPDATE placements SET event = 99 WHERE article = 1",
		 "points to no row"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof damage / sizeof damage[0]; i++) {
		const char *word = damage[i].word;
		struct store *s;

		if (anydb_is_postgres() && strncmp(damage[i].sql, "PRAGMA", 6) == 0)
			continue; /* which the server does not let happen */
		if (anydb_is_postgres() && strncmp(word, "CHECK_", 6) == 0)
			word = "and its words in the index differ";
		s = fresh();
		buf_init(&lines, 1 << 20);
		if (!store_check(s, told, &lines, &err))
			fail_msg("%s: %s", err.text, buf_view(&lines).at);
		assert_true(s->ops->exec(s->db, damage[i].sql, &err));
		assert_false(store_check(s, told, &lines, &err));
		assert_int_equal(err.code, ERR_CONFLICT);
		if (str_find(buf_view(&lines), str_of(word)) == STR_NPOS)
			fail_msg("%s: %s", damage[i].sql, buf_view(&lines).at);
		buf_free(&lines);
		store_close(s);
		scratch_remove();
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_damage_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
