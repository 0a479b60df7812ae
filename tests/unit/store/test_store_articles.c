/* tests/unit/store/test_store_articles.c -- the article list against a naive walk. */
#include "store/store_articles.c"

#include <stdarg.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/random.h"
#include "lib/fill.h"
#include "lib/anydb.h"
#include "lib/scratch.h"

#define START 1700000000000LL
#define ARTICLES 150

static const char *const lang[] = {"en", "fr"};
static const char *const publisher[] = {"Daily", "Weekly", "Hourly"};
static const char *const source[] = {"a.jsonl", "b.jsonl"};
static const char *const word[] = {"drone", "hospital", "lawsuit"};

static struct store *store;
static struct arena *arena, *scrap;
static struct random chance;
static struct fill piece[ARTICLES];
static struct err err;

static int setup(void **state)
{
	struct store_options o = {.mode = DB_WRITE, .may_migrate = true};
	char url[700];

	(void)state;
	scratch_make();
	arena = arena_new();
	scrap = arena_new();
	random_seed(&chance, 7);
	snprintf(url, sizeof url, "%s", anydb_url("t.db"));
	o.url = str_of(url);
	assert_true(store_open(&store, &o, &err));
	assert_true(store_begin(store, &err));
	for (int i = 0; i < ARTICLES; i++) {
		struct fill *f = &piece[i];
		char id[32], text[80];

		snprintf(id, sizeof id, "a%d", i);
		snprintf(text, sizeof text, "Number %d: a %s.", i, word[random_below(&chance, 3)]);
		fill_article(f, arena, id, "Headline", text,
			     random_below(&chance, 8)
				     ? START + (int64_t)random_below(&chance, 30) * DAY
				     : 0,
			     (enum label)random_below(&chance, LABEL_COUNT));
		f->article.lang = str_of(lang[random_below(&chance, 2)]);
		f->article.publisher = str_of(publisher[random_below(&chance, 3)]);
		f->outcome.source = str_of(source[random_below(&chance, 2)]);
		assert_int_equal(store_commit(store, scrap, &f->outcome, &err), COMMITTED);
		arena_reset(scrap);
	}
	assert_true(store_end(store, &err));
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	store_close(store);
	arena_free(arena);
	arena_free(scrap);
	scratch_remove();
	return 0;
}

static bool equal(struct str asked, struct str has)
{
	return asked.len == 0 || str_eq(asked, has);
}

static bool fits(const struct fill *f, const struct article_query *q)
{
	const struct article *a = &f->article;

	return equal(q->label, str_of(label_name[f->verdict.label])) && equal(q->lang, a->lang) &&
	       equal(q->publisher, a->publisher) && equal(q->source, f->outcome.source) &&
	       (!q->from_ms || a->date_ms >= q->from_ms) &&
	       (!q->upto_ms || a->date_ms < q->upto_ms) &&
	       (!q->q.len || str_find(a->field[FIELD_TEXT], q->q) != STR_NPOS);
}

static struct str one_of(const char *const *list, uint32_t count)
{
	return random_below(&chance, 2) ? STR("") : str_of(list[random_below(&chance, count)]);
}

static void check_list(struct article_query *q)
{
	bool seen[ARTICLES] = {false};
	int64_t date = INT64_MAX, shown = 0, want = 0;
	struct article_page page;

	do {
		assert_true(store_articles(&page, store, scrap, q, &err));
		for (size_t i = 0; i < page.count; i++, shown++) {
			int64_t n = -1;

			assert_true(str_int(&n, str_cut(page.row[i].id, 1, page.row[i].id.len)));
			assert_true(n >= 0 && n < ARTICLES && !seen[n]);
			seen[n] = true;
			assert_true(page.row[i].date_ms <= date);
			date = page.row[i].date_ms;
			assert_int_equal(page.row[i].text.len + page.row[i].verdict.len, 0);
			assert_int_equal(page.row[i].event.len > 0,
					 piece[n].verdict.label != LABEL_UNRELATED);
		}
		q->cursor = page.next;
	} while (page.next.len);
	for (int i = 0; i < ARTICLES; i++) {
		want += fits(&piece[i], q);
		assert_int_equal(seen[i], fits(&piece[i], q));
	}
	assert_int_equal(shown, want);
	assert_int_equal(page.total, want);
}

static void test_lists_agree(void **state)
{
	(void)state;
	for (int i = 0; i < 300; i++) {
		struct article_query q = {.label = one_of(label_name, LABEL_COUNT),
					  .lang = one_of(lang, 2),
					  .publisher = one_of(publisher, 3),
					  .source = one_of(source, 2),
					  .q = one_of(word, 3),
					  .limit = i ? 1 + random_below(&chance, 20) : 0};

		if (!random_below(&chance, 3))
			q.from_ms = START + (int64_t)random_below(&chance, 30) * DAY;
		if (!random_below(&chance, 3))
			q.upto_ms = START + (int64_t)random_below(&chance, 30) * DAY;
		check_list(&q);
		arena_reset(scrap);
	}
	check_list(&(struct article_query){.limit = 100000});
}

static void test_of_one_event(void **state)
{
	struct article_row row;
	struct article_page page;
	struct article_query q = {0};
	int related = 0;

	(void)state;
	while (piece[related].verdict.label == LABEL_UNRELATED)
		related++;
	assert_true(store_article(&row, store, scrap, piece[related].article.id, &err));
	assert_true(str_eq(row.text, piece[related].article.field[FIELD_TEXT]));
	assert_true(row.verdict.len > 2);
	q.event = row.event;
	assert_true(store_articles(&page, store, scrap, &q, &err));
	assert_int_equal(page.total, 1);
	assert_true(str_eq(page.row[0].id, piece[related].article.id));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lists_agree),
		cmocka_unit_test(test_of_one_event),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
