/* tests/unit/serve/test_tried.c -- addresses to be judged: bounded, forgotten, nobody else's. */
#include "lib/test.h"

#include "base/threads.h"
#include "serve/tried.c"

static struct arena *arena;

static enum tried_taken ask(struct tried_ticket *out, struct tried *t, const char *url,
			    const char *who, int64_t at_s)
{
	return tried_ask(out, t, str_of(url), str_of(who), at_s * SECOND_US);
}

static struct tried_page look(struct tried *t, const char *id, int64_t at_s)
{
	struct tried_page page;

	tried_look(&page, t, arena, str_of(id), at_s * SECOND_US);
	return page;
}

static void an_address_goes_its_way(void **state)
{
	struct tried *t = tried_new();
	struct tried_ticket a, b;
	struct tried_errand errand;
	struct tried_page page;

	(void)state;
	assert_int_equal(ask(&a, t, "https://a.example/1", "reader", 10), TRIED_TAKEN);
	assert_int_equal(ask(&b, t, "https://b.example/2", "other", 10), TRIED_TAKEN);
	assert_int_equal(strlen(a.id), SECRET_ID_SIZE - 1);
	assert_string_not_equal(a.id, b.id);
	page = look(t, a.id, 11);
	assert_int_equal(page.state, TRIED_WAITING);
	assert_str(page.url, "https://a.example/1");
	assert_int_equal(page.told.len, 0);

	assert_true(tried_next(&errand, t, arena, 11 * SECOND_US)); /* who waits longest */
	assert_str(errand.url, "https://a.example/1");
	tried_settle(t, errand.number, TRIED_READ, STR("{\"title\":\"x\"}"));
	assert_true(tried_next(&errand, t, arena, 11 * SECOND_US));
	assert_str(errand.url, "https://b.example/2");
	assert_false(tried_next(&errand, t, arena, 11 * SECOND_US)); /* once each */
	assert_int_equal(look(t, b.id, 12).state, TRIED_WAITING);    /* under way */
	tried_settle(t, errand.number, TRIED_FAILED, STR("no"));

	page = look(t, a.id, 12);
	assert_int_equal(page.state, TRIED_READ);
	assert_str(page.told, "{\"title\":\"x\"}");
	page = look(t, b.id, 12);
	assert_int_equal(page.state, TRIED_FAILED);
	assert_str(page.told, "no");
	assert_int_equal(look(t, "", 12).state, TRIED_UNKNOWN);
	assert_int_equal(look(t, "0123456789abcdef0123456789abcdef", 12).state, TRIED_UNKNOWN);
	tried_free(t);
}

static void rows_are_forgotten(void **state)
{
	struct tried *t = tried_new();
	struct tried_ticket a, b;
	struct tried_errand errand;

	(void)state;
	assert_int_equal(ask(&a, t, "https://a.example/", "reader", 0), TRIED_TAKEN);
	assert_true(tried_next(&errand, t, arena, 0));
	assert_int_equal(look(t, a.id, LIMIT_TRY_AGE - 1).state, TRIED_FAILED); /* too late */
	assert_int_equal(look(t, a.id, LIMIT_TRY_AGE).state, TRIED_UNKNOWN);
	/* its row is another's by the time its page comes */
	assert_int_equal(ask(&b, t, "https://b.example/", "reader", LIMIT_TRY_AGE), TRIED_TAKEN);
	tried_settle(t, errand.number, TRIED_READ, STR("{}"));
	assert_int_equal(look(t, b.id, LIMIT_TRY_AGE).state, TRIED_WAITING);
	assert_str(look(t, b.id, LIMIT_TRY_AGE).url, "https://b.example/");
	tried_free(t);
}

static void nobody_waits_for_ever(void **state)
{
	struct tried *t = tried_new();
	struct tried_ticket a;
	struct tried_errand errand;

	(void)state;
	assert_int_equal(ask(&a, t, "https://a.example/", "reader", 0), TRIED_TAKEN);
	assert_int_equal(look(t, a.id, LIMIT_TRY_WAIT - 1).state, TRIED_WAITING);
	assert_int_equal(look(t, a.id, LIMIT_TRY_WAIT).state, TRIED_FAILED);
	assert_str(look(t, a.id, LIMIT_TRY_WAIT).told, "the page did not come in time");
	assert_false(
		tried_next(&errand, t, arena, LIMIT_TRY_WAIT * SECOND_US)); /* nor is it fetched */
	tried_free(t);
}

static void one_address_has_a_few(void **state)
{
	struct tried *t = tried_new();
	struct tried_ticket a;

	(void)state;
	for (int i = 0; i < LIMIT_TRY_ADDRESS; i++)
		assert_int_equal(ask(&a, t, "https://a.example/", "reader", 100 + i), TRIED_TAKEN);
	assert_int_equal(ask(&a, t, "https://a.example/", "reader", 200), TRIED_TOO_MANY);
	assert_int_equal(a.retry_s, LIMIT_TRY_AGE - 100); /* when its oldest is forgotten */
	assert_int_equal(ask(&a, t, "https://a.example/", "other", 200), TRIED_TAKEN);
	assert_int_equal(ask(&a, t, "https://a.example/", "reader", 100 + LIMIT_TRY_AGE),
			 TRIED_TAKEN);
	assert_int_equal(ask(&a, t, "https://a.example/", "reader", 100 + LIMIT_TRY_AGE),
			 TRIED_TOO_MANY);
	assert_int_equal(a.retry_s, 1);
	tried_free(t);
}

static void the_table_is_bounded(void **state)
{
	struct tried *t = tried_new();
	struct tried_ticket a, first;
	char who[32];

	(void)state;
	assert_int_equal(ask(&first, t, "https://a.example/", "", 50), TRIED_TAKEN);
	for (int i = 1; i < LIMIT_TRY_PAGES; i++) {
		snprintf(who, sizeof who, "reader %d", i);
		assert_int_equal(ask(&a, t, "https://a.example/", i % 2 ? who : "", 60),
				 TRIED_TAKEN);
	}
	assert_int_equal(ask(&a, t, "https://a.example/", "one more", 60), TRIED_FULL);
	assert_int_equal(a.retry_s, LIMIT_TRY_AGE - 10);
	assert_int_equal(ask(&a, t, "https://a.example/", "", 60), TRIED_FULL);
	assert_int_equal(look(t, first.id, 60).state, TRIED_WAITING); /* nobody was pushed out */
	assert_int_equal(ask(&a, t, "https://a.example/", "one more", 50 + LIMIT_TRY_AGE),
			 TRIED_TAKEN);
	tried_free(t);
}

static void an_article_has_a_most(void **state)
{
	struct tried *t = tried_new();
	char *text = memory_zalloc(LIMIT_TRY_ARTICLE + 1);
	struct tried_ticket a, b;
	struct tried_errand errand;

	(void)state;
	memset(text, 'x', LIMIT_TRY_ARTICLE + 1);
	ask(&a, t, "https://a.example/", "", 0);
	ask(&b, t, "https://b.example/", "", 0);
	assert_true(tried_next(&errand, t, arena, 0));
	tried_settle(t, errand.number, TRIED_READ, (struct str){text, LIMIT_TRY_ARTICLE});
	assert_true(tried_next(&errand, t, arena, 0));
	tried_settle(t, errand.number, TRIED_READ, (struct str){text, LIMIT_TRY_ARTICLE + 1});
	assert_int_equal(look(t, a.id, 1).state, TRIED_READ);
	assert_int_equal(look(t, a.id, 1).told.len, LIMIT_TRY_ARTICLE);
	assert_int_equal(look(t, b.id, 1).state, TRIED_FAILED);
	assert_true(str_find(look(t, b.id, 1).told, STR("too long")) != STR_NPOS);
	memory_free(text);
	tried_free(t);
}

/* -- several threads ------------------------------------------------------------------------ */

#define READERS 4
#define EACH (LIMIT_TRY_PAGES / READERS)

struct reader {
	struct tried *table;
	char id[EACH][SECRET_ID_SIZE];
	char url[EACH][48];
	int n, wrong;
};

static void asks(void *payload)
{
	struct reader *r = payload;
	struct tried_ticket ticket;

	for (int i = 0; i < EACH; i++) {
		snprintf(r->url[i], sizeof r->url[i], "https://r%d.example/%d", r->n, i);
		r->wrong +=
			tried_ask(&ticket, r->table, str_of(r->url[i]), STR(""), 0) != TRIED_TAKEN;
		memcpy(r->id[i], ticket.id, sizeof ticket.id);
	}
}

/* Each page is fetched once and comes to whoever asked for it. */
static void threads_share_it(void **state)
{
	struct tried *t = tried_new();
	struct reader *r = memory_zalloc(READERS * sizeof *r);
	struct thread *thread[READERS];
	struct tried_errand errand;
	int fetched = 0;

	(void)state;
	for (int i = 0; i < READERS; i++) {
		r[i].table = t;
		r[i].n = i;
		thread[i] = thread_start("reader", asks, &r[i]);
	}
	while (fetched < LIMIT_TRY_PAGES)
		if (tried_next(&errand, t, arena, 0)) {
			tried_settle(t, errand.number, TRIED_READ, errand.url);
			fetched++;
		}
	for (int i = 0; i < READERS; i++) {
		thread_join(thread[i]);
		assert_int_equal(r[i].wrong, 0);
		for (int k = 0; k < EACH; k++) {
			assert_int_equal(look(t, r[i].id[k], 1).state, TRIED_READ);
			assert_str(look(t, r[i].id[k], 1).told, r[i].url[k]);
		}
	}
	assert_false(tried_next(&errand, t, arena, 0));
	memory_free(r);
	tried_free(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_address_goes_its_way), cmocka_unit_test(rows_are_forgotten),
		cmocka_unit_test(nobody_waits_for_ever),   cmocka_unit_test(one_address_has_a_few),
		cmocka_unit_test(the_table_is_bounded),    cmocka_unit_test(an_article_has_a_most),
		cmocka_unit_test(threads_share_it)};
	int failed;

	arena = arena_new();
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_free(arena);
	return failed;
}
