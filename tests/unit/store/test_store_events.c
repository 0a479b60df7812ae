/* tests/unit/store/test_store_events.c -- whatever the filters, list, total and counts
 * say the same as a naive walk over all events. */
#include "store/store_events.c"

#include <stdarg.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/json.h"
#include "base/random.h"
#include "lib/fill.h"
#include "lib/anydb.h"
#include "lib/scratch.h"
#include "text/date.h"

#define START 1700000000000LL
#define ARTICLES 240
#define EVENTS_MAX ARTICLES
#define WORDS 6

static const char *const word[WORDS] = {"drone", "smuggle", "hospital", "lawsuit", "robot", "bank"};
static const char *const country[] = {"Malaysia", "France", "Kenya"};
static const char *const lang[] = {"en", "fr", "sw"};
static const char *const publisher[] = {"Daily", "Weekly", "Hourly", "Yearly"};
static const char *const principle[] = {"Safety", "Fairness", "Accountability"};

struct known { /* what a naive reader knows of one event */
	struct event_row row;
	struct json *portrait, *facets;
	uint64_t number;
	unsigned words; /* bit for each of word[] */
	bool lang[3], publisher[4];
};

static struct store *store;
static struct arena *arena, *scrap;
static struct random chance;
static struct known event[EVENTS_MAX];
static size_t event_count;
static struct err err;

/* -- a store of random articles --------------------------------------------------- */

static const char *some_text(unsigned *words, int n)
{
	struct buf b;
	const char *text;

	buf_init(&b, 4096);
	buf_fmt(&b, "Piece %d tells of", n);
	for (int i = 0; i < 3; i++) {
		uint32_t w = random_below(&chance, WORDS + 2);

		if (w >= WORDS)
			continue;
		buf_fmt(&b, " %s", word[w]);
		*words |= 1u << w;
	}
	buf_char(&b, '.');
	text = arena_z(arena, buf_view(&b));
	buf_free(&b);
	return text;
}

static void put(int n)
{
	static const enum label label[] = {LABEL_INCIDENT, LABEL_HAZARD, LABEL_COMPLEMENTARY};
	struct fill f;
	char id[32], title[64];
	unsigned words = 0;
	const char *text = some_text(&words, n);
	uint32_t l = random_below(&chance, 3), p = random_below(&chance, 4);
	uint64_t at = 0;

	snprintf(id, sizeof id, "a%d", n);
	snprintf(title, sizeof title, "Headline %d", n);
	fill_article(&f, arena, id, title, text,
		     START + (int64_t)random_below(&chance, 40) * 20 * DAY,
		     label[random_below(&chance, 3)]);
	f.article.lang = str_of(lang[l]);
	f.article.publisher = str_of(publisher[p]);
	f.country[0] = str_of(country[random_below(&chance, 3)]);
	f.value[0].value = str_of(principle[random_below(&chance, 3)]);
	if (event_count && random_below(&chance, 2)) {
		at = random_below(&chance, (uint32_t)event_count);
		fill_join(&f, event[at].number);
	} else {
		at = event_count++;
	}
	assert_int_equal(store_commit(store, scrap, &f.outcome, &err), COMMITTED);
	arena_reset(scrap);
	event[at].number = f.placement.event;
	event[at].words |= words;
	event[at].lang[l] = event[at].publisher[p] = true;
}

static const struct known *known_of(struct str id)
{
	for (size_t i = 0; i < event_count; i++)
		if (str_eq(event[i].row.id, id))
			return &event[i];
	fail_msg("the event %.*s came from nowhere", STR_ARG(id));
	return NULL;
}

/* Numbers grow with each new event, so "oldest number first" is the order of event[]. */
static void learn_rows(void)
{
	struct ask a;
	size_t n = 0;

	ask_open_text(&a, store, "rows", "SELECT id FROM events ORDER BY number", &err);
	while (ask_row(&a))
		event[n++].row.id = arena_copy(arena, ask_str_at(&a, 0));
	assert_true(ask_close(&a));
	assert_int_equal(n, event_count);
	for (n = 0; n < event_count; n++) {
		struct event_detail d;

		assert_true(store_event(&d, store, arena, event[n].row.id, &err));
		event[n].row = d.row;
		assert_true(json_parse(&event[n].portrait, d.portrait, &err));
		assert_true(json_parse(&event[n].facets, d.row.facets, &err));
		assert_int_equal(d.article_count, d.row.article_count);
		assert_int_equal(d.history_count, d.row.article_count);
	}
}

static void told(const char *line, void *payload)
{
	(void)payload;
	print_message("trouble: %s\n", line);
}

static int setup(void **state)
{
	struct store_options o = {.mode = DB_WRITE, .may_migrate = true};
	char url[700];

	(void)state;
	scratch_make();
	arena = arena_new();
	scrap = arena_new();
	random_seed(&chance, 20250616);
	snprintf(url, sizeof url, "%s", anydb_url("t.db"));
	o.url = str_of(url);
	assert_true(store_open(&store, &o, &err));
	assert_true(store_begin(store, &err));
	for (int i = 0; i < ARTICLES; i++)
		put(i);
	assert_true(store_end(store, &err));
	learn_rows();
	if (!store_check(store, told, NULL, &err))
		fail_msg("%s", err.text);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	for (size_t i = 0; i < event_count; i++) {
		json_free(event[i].portrait);
		json_free(event[i].facets);
	}
	store_close(store);
	arena_free(arena);
	arena_free(scrap);
	scratch_remove();
	return 0;
}

/* -- the naive reader -------------------------------------------------------------- */

/* Texts, or objects with the text under "value" or "name". */
static struct str value_of_item(const struct json *item)
{
	if (json_is_str(item))
		return json_str(item);
	return json_get_str(item, json_get(item, "value") ? "value" : "name");
}

static bool lists(const struct json *list, struct str value)
{
	for (size_t i = 0; i < json_len(list); i++)
		if (str_eq(value_of_item(json_at(list, i)), value))
			return true;
	return false;
}

static bool named(const char *const *name, const bool *has, size_t count, struct str value)
{
	for (size_t i = 0; i < count; i++)
		if (str_eq(str_of(name[i]), value))
			return has[i];
	return false;
}

static bool has_value(const struct known *k, struct str facet, struct str value)
{
	if (str_eq(facet, STR("label")))
		return str_eq(k->row.label, value);
	if (str_eq(facet, STR("severity")))
		return str_eq(k->row.severity, value);
	if (str_eq(facet, STR("stage"))) /* none of these articles tells what became of it */
		return str_eq(STR("reported"), value);
	if (str_eq(facet, STR("lang")))
		return named(lang, k->lang, 3, value);
	if (str_eq(facet, STR("publisher")))
		return named(publisher, k->publisher, 4, value);
	if (str_eq(facet, STR("country")))
		return str_eq(k->row.country, value) ||
		       lists(json_get(k->portrait, "countries"), value);
	return lists(json_get(k->facets, arena_z(scrap, facet)), value);
}

/* Prefix form of what was asked: 'a'..'f' a word, '&', '|', '!'. */
static bool says(const struct known *k, const char **tree)
{
	char c = *(*tree)++;
	bool left, right;

	if (c >= 'a' && c <= 'z')
		return k->words >> (c - 'a') & 1;
	left = says(k, tree);
	if (c == '!')
		return !left;
	right = says(k, tree);
	return c == '&' ? left && right : left || right;
}

static bool fits_facets(const struct known *k, const struct event_query *q, struct str but)
{
	const struct facet_filter own[] = {{STR("label"), q->label},
					   {STR("severity"), q->severity},
					   {STR("country"), q->country},
					   {STR("lang"), q->lang},
					   {STR("publisher"), q->publisher}};

	for (size_t i = 0; i < 5; i++)
		if (own[i].value.len && !str_eq(own[i].facet, but) &&
		    !has_value(k, own[i].facet, own[i].value))
			return false;
	if (!q->facet_count || str_eq(but, q->facet[0].facet))
		return true;
	for (size_t i = 0; i < q->facet_count; i++) /* all of one facet here: alternatives */
		if (has_value(k, q->facet[i].facet, q->facet[i].value))
			return true;
	return false;
}

static bool fits(const struct known *k, const struct event_query *q, const char *tree,
		 struct str but)
{
	return (!*tree || says(k, &tree)) && (!q->from_ms || k->row.first_ms >= q->from_ms) &&
	       (!q->upto_ms || k->row.first_ms < q->upto_ms) &&
	       k->row.article_count >= q->min_articles && fits_facets(k, q, but);
}

/* -- random questions ---------------------------------------------------------------- */

static void random_search(struct buf *text, struct buf *tree, int depth)
{
	uint32_t kind = depth > 2 ? 0 : random_below(&chance, 4);
	uint32_t w = random_below(&chance, WORDS);
	static const char *const join[] = {"", "", " OR ", " AND "};

	if (kind == 0) {
		buf_fmt(text, random_below(&chance, 2) ? "%s" : "\"%s\"", word[w]);
		buf_char(tree, (char)('a' + w));
		return;
	}
	buf_char(tree, kind == 1 ? '!' : kind == 2 ? '|' : '&');
	buf_z(text, kind == 1 ? "NOT (" : "(");
	random_search(text, tree, depth + 1);
	if (kind > 1) {
		buf_z(text, kind == 3 && random_below(&chance, 2) ? " " : join[kind]);
		random_search(text, tree, depth + 1);
	}
	buf_char(text, ')');
}

static struct str one_of(const char *const *list, uint32_t count)
{
	return random_below(&chance, 3) ? STR("") : str_of(list[random_below(&chance, count)]);
}

static void random_query(struct event_query *q, const char **tree)
{
	static const char *const label[] = {"incident", "hazard", "complementary", "nonsense"};
	static const char *const severity[] = {"AI hazard", "AI incident"};
	static const char *const sort[] = {"", "newest", "oldest", "articles", "updated"};
	struct buf text, form;

	*q = (struct event_query){.label = one_of(label, 4),
				  .severity = one_of(severity, 2),
				  .country = one_of(country, 3),
				  .lang = one_of(lang, 3),
				  .publisher = one_of(publisher, 4),
				  .sort = str_of(sort[random_below(&chance, 5)]),
				  .min_articles = random_below(&chance, 3),
				  .limit = 1 + random_below(&chance, 30)};
	if (!random_below(&chance, 3))
		q->from_ms = START + (int64_t)random_below(&chance, 40) * 20 * DAY;
	if (!random_below(&chance, 3))
		q->upto_ms = START + (int64_t)random_below(&chance, 40) * 20 * DAY;
	q->facet_count = random_below(&chance, 4) / 2 * (1 + random_below(&chance, 2));
	for (size_t i = 0; i < q->facet_count; i++)
		q->facet[i] = (struct facet_filter){STR("principles"),
						    str_of(principle[random_below(&chance, 3)])};
	buf_init(&text, 4096);
	buf_init(&form, 4096);
	if (!random_below(&chance, 2))
		random_search(&text, &form, 0);
	q->q = arena_copy(scrap, buf_view(&text));
	*tree = arena_z(scrap, buf_view(&form));
	buf_free(&text);
	buf_free(&form);
}

static int64_t key_of(const struct known *k, struct str sort)
{
	return str_eq(sort, STR("articles")) ? k->row.article_count : k->row.first_ms;
}

/* Is `b` rightly behind `a`? ("updated" is not shown in a row; its order is not told here.) */
static bool in_order(const struct known *a, const struct known *b, struct str sort)
{
	int64_t x = key_of(a, sort), y = key_of(b, sort);

	if (str_eq(sort, STR("updated")))
		return true;
	if (str_eq(sort, STR("oldest")))
		return x < y || (x == y && a->number < b->number);
	return x > y || (x == y && a->number > b->number);
}

static size_t check_list(struct event_query *q, const char *tree)
{
	bool seen[EVENTS_MAX] = {false};
	const struct known *before = NULL;
	struct event_page page;
	size_t shown = 0, want = 0;

	do {
		if (!store_events(&page, store, scrap, q, &err))
			fail_msg("%.*s: %s", STR_ARG(q->q), err.text);
		for (size_t i = 0; i < page.count; i++, shown++) {
			const struct known *k = known_of(page.row[i].id);

			assert_false(seen[k - event]);
			seen[k - event] = true;
			assert_true(!before || in_order(before, k, q->sort));
			before = k;
		}
		q->cursor = page.next;
	} while (page.next.len);
	q->cursor = STR("");
	for (size_t i = 0; i < event_count; i++) {
		want += fits(&event[i], q, tree, STR(""));
		if (seen[i] != fits(&event[i], q, tree, STR("")))
			fail_msg("%.*s: event %zu is %s", STR_ARG(q->q), i,
				 seen[i] ? "too much" : "missing");
	}
	assert_int_equal(shown, want);
	assert_int_equal(page.total, want);
	return shown;
}

static void check_counts(const struct event_query *q, const char *tree)
{
	static const char *const facet[] = {"label",     "severity",   "country",   "lang",
					    "publisher", "principles", "industries"};
	const struct value_count *row;
	size_t count, sum[7] = {0};

	assert_true(store_event_counts(&row, &count, store, scrap, q, &err));
	for (size_t i = 0; i < count; i++) {
		int64_t want = 0;
		size_t f = 0;

		for (size_t n = 0; n < event_count; n++)
			want += fits(&event[n], q, tree, row[i].facet) &&
				has_value(&event[n], row[i].facet, row[i].value);
		if (row[i].count != want)
			fail_msg("%.*s %.*s: %lld, not %lld", STR_ARG(row[i].facet),
				 STR_ARG(row[i].value), (long long)row[i].count, (long long)want);
		assert_true(want > 0);
		while (f < 7 && !str_eq(str_of(facet[f]), row[i].facet))
			f++;
		assert_true(f < 7 || row[i].facet.len > 0);
		if (f < 7)
			sum[f]++;
	}
	for (size_t n = 0; n < event_count; n++) /* what fits has a label: one is told */
		if (fits(&event[n], q, tree, STR("label")))
			assert_true(sum[0] > 0);
}

/* How many that fit have the value, in `month` or ("") in all. */
static int64_t count_of(const struct event_query *q, const char *tree, struct str facet,
			struct str value, struct str month)
{
	int64_t n = 0;

	for (size_t i = 0; i < event_count; i++)
		if (fits(&event[i], q, tree, STR("")) && has_value(&event[i], facet, value))
			n += !month.len ||
			     str_starts(date_day(scrap, event[i].row.first_ms), month);
	return n;
}

static void check_series(const struct event_query *q, const char *tree)
{
	static const char *const facet[] = {"label", "severity",  "country",
					    "lang",  "publisher", "principles"};
	struct str of = str_of(facet[random_below(&chance, 6)]);
	struct series_query ask = {.events = q, .facet = of, .values = random_below(&chance, 5)};
	struct series all, s;

	assert_true(store_series(&s, store, scrap, &ask, &err));
	ask.values = 0;
	assert_true(store_series(&all, store, scrap, &ask, &err));
	assert_int_equal(all.values_left_out, 0);
	assert_int_equal(s.values + (size_t)s.values_left_out, all.values);
	for (size_t i = 0; i < all.values; i++) {
		const struct series_value *v = &all.value[i];
		int64_t sum = 0;

		assert_true(i == 0 || v->total < v[-1].total ||
			    (v->total == v[-1].total && str_cmp(v[-1].value, v->value) < 0));
		for (size_t m = 0; m < all.months; m++) {
			assert_int_equal(v->count[m],
					 count_of(q, tree, of, v->value, all.month[m].month));
			sum += v->count[m];
			assert_true(i >= s.values || s.value[i].count[m] == v->count[m]);
		}
		assert_int_equal(v->total, sum);
		assert_int_equal(v->total, count_of(q, tree, of, v->value, STR("")));
		assert_true(v->total > 0);
	}
}

static void test_lists_and_counts_agree(void **state)
{
	size_t shown = 0, full = 0;

	(void)state;
	for (int i = 0; i < 400; i++) {
		struct event_query q;
		const char *tree;
		size_t n;

		random_query(&q, &tree);
		n = check_list(&q, tree);
		shown += n;
		full += n > 0;
		check_counts(&q, tree);
		check_series(&q, tree);
		arena_reset(scrap);
	}
	assert_true(full > 50 && shown > 500); /* the questions were not all hopeless */
}

static void test_no_filter(void **state)
{
	struct event_query q = {.limit = 7};

	(void)state;
	assert_int_equal(check_list(&q, ""), event_count);
	check_counts(&q, "");
	arena_reset(scrap);
}

/* Pages stay where they are while new events arrive in front of them. */
static void test_paging_is_stable(void **state)
{
	struct event_query q = {.limit = 5};
	struct event_page first, second, again;
	struct fill f;

	(void)state;
	assert_true(store_events(&first, store, arena, &q, &err));
	q.cursor = first.next;
	assert_true(store_events(&second, store, arena, &q, &err));
	fill_article(&f, arena, "late", "Late news", "It happened just now.", START + 9000 * DAY,
		     LABEL_HAZARD);
	assert_true(store_begin(store, &err));
	assert_int_equal(store_commit(store, arena, &f.outcome, &err), COMMITTED);
	assert_true(store_events(&again, store, arena, &q, &err));
	assert_int_equal(again.count, second.count);
	for (size_t i = 0; i < again.count; i++)
		assert_true(str_eq(again.row[i].id, second.row[i].id));
	q.cursor = STR("");
	assert_true(store_events(&again, store, arena, &q, &err));
	assert_int_equal(again.total, first.total + 1);
	store_abandon(store);
}

static void test_bad_questions(void **state)
{
	static const char *const cursor[] = {"x", "n", "n1", "n1.", "o1.2", "n1.2x", "'", "n.1.1"};
	struct event_query q = {.sort = STR("loudest")};
	struct event_page page;
	struct event_detail d;

	(void)state;
	assert_false(store_events(&page, store, arena, &q, &err));
	assert_int_equal(err.code, ERR_INPUT);
	q.sort = STR("");
	for (size_t i = 0; i < sizeof cursor / sizeof cursor[0]; i++) {
		q.cursor = str_of(cursor[i]);
		assert_false(store_events(&page, store, arena, &q, &err));
		assert_int_equal(err.code, ERR_INPUT);
	}
	q.cursor = STR("");
	q.q = STR("\"open");
	assert_false(store_events(&page, store, arena, &q, &err));
	assert_int_equal(err.code, ERR_INPUT);
	assert_false(store_event(&d, store, arena, STR("2020-01-01-none"), &err));
	assert_int_equal(err.code, ERR_MISSING);
	q.q = STR("drone"); /* and it still answers */
	assert_true(store_events(&page, store, arena, &q, &err));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lists_and_counts_agree),
		cmocka_unit_test(test_no_filter),
		cmocka_unit_test(test_paging_is_stable),
		cmocka_unit_test(test_bad_questions),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
