/* Addresses are gathered once, pictures kept by content, and shown by event and article. */
#include "store/store_pictures.c"

#include <stdarg.h>
#include <setjmp.h>
#include <cmocka.h>

#include "lib/fill.h"
#include "lib/own_store.h"

static struct picture one_picture(const char *small, const char *large)
{
	return (struct picture){
		.webp = {str_of(small), str_of(large)}, .width = {176, 640}, .height = {176, 427}};
}

/* An article with a picture's address, in an event of its own; that event's id. */
static struct str article_with(const char *id, const char *image, enum label label)
{
	struct article_row row;
	struct fill f;

	fill_article(&f, arena, id, id, id, 1700000000000, label);
	f.article.image = str_of(image);
	assert_int_equal(store_commit(store, arena, &f.outcome, &err), COMMITTED);
	assert_true(store_article(&row, store, arena, str_of(id), &err));
	return row.event;
}

static size_t due(const char *first)
{
	const struct picture_due *d;
	size_t count;

	assert_true(store_pictures_due(&d, &count, store, arena, 1000, &err));
	if (first)
		assert_str(d[0].url, first);
	return count;
}

static void tried_is(const char *url, const struct picture *p, const char *outcome, int64_t next_ms)
{
	struct picture_tried t = {.url = str_of(url),
				  .picture = p,
				  .outcome = outcome,
				  .at_ms = 900,
				  .next_ms = next_ms};

	assert_true(store_picture_tried(store, &t, &err));
}

static void each_address_once(void **state)
{
	struct picture p = one_picture("SMALL", "LARGE");

	(void)state;
	assert_int_equal(due(NULL), 0);
	article_with("a", "https://x.example/a.jpg", LABEL_INCIDENT);
	article_with("b", "https://x.example/a.jpg", LABEL_HAZARD);
	article_with("c", "data:image/png;base64,AAAA", LABEL_INCIDENT);
	article_with("d", "", LABEL_INCIDENT);
	article_with("e", "https://x.example/e.jpg", LABEL_UNRELATED);
	assert_int_equal(due("https://x.example/a.jpg"), 1);
	assert_int_equal(due("https://x.example/a.jpg"), 1); /* until it was tried */
	tried_is("https://x.example/a.jpg", NULL, "too_slow", 2000);
	assert_int_equal(due(NULL), 0);
	tried_is("https://x.example/a.jpg", &p, "ok", 0);
	assert_int_equal(due(NULL), 0);
}

static void shown_by_event_and_article(void **state)
{
	struct picture p = one_picture("SMALL", "LARGE"), again = one_picture("SMALL", "LARGE");
	struct str event = article_with("a", "https://x.example/a.jpg", LABEL_INCIDENT), webp;
	struct picture_row row;
	int64_t version;

	(void)state;
	assert_true(store_event_picture(&row, store, arena, event, &err));
	assert_int_equal(row.hash.len, 0);
	assert_int_equal(due(NULL), 1);
	version = store_version(store);
	tried_is("https://x.example/a.jpg", &p, "ok", 0);
	assert_true(store_version(store) > version); /* pages that were kept are stale */
	assert_true(store_event_picture(&row, store, arena, event, &err));
	assert_int_equal(row.hash.len, 32);
	assert_str(row.article, "a");
	assert_str(row.publisher, "Example News");
	assert_int_equal(row.width[PICTURE_LARGE], 640);
	assert_int_equal(row.height[PICTURE_LARGE], 427);
	assert_true(store_picture(&webp, store, arena, row.hash, PICTURE_SMALL, &err));
	assert_str(webp, "SMALL");
	assert_true(store_picture(&webp, store, arena, row.hash, PICTURE_LARGE, &err));
	assert_str(webp, "LARGE");
	assert_false(store_picture(&webp, store, arena, STR("0123"), PICTURE_LARGE, &err));
	assert_int_equal(err.code, ERR_MISSING);
	/* The same bytes from elsewhere are the same picture. */
	article_with("b", "https://y.example/b.jpg", LABEL_INCIDENT);
	assert_int_equal(due(NULL), 1);
	tried_is("https://y.example/b.jpg", &again, "ok", 0);
	assert_true(
		store_article_picture(&row, store, arena, STR("https://y.example/b.jpg"), &err));
	assert_int_equal(row.hash.len, 32);
	assert_true(store_article_picture(&row, store, arena, STR("https://z.example/"), &err));
	assert_int_equal(row.hash.len, 0);
}

static void a_publishers_sign_is_nobodys(void **state)
{
	struct picture p = one_picture("S", "L");
	struct picture_row row;
	struct str event;
	char id[16];

	(void)state;
	for (int i = 0; i < LIMIT_PICTURE_ARTICLES; i++) {
		snprintf(id, sizeof id, "a%d", i);
		event = article_with(id, "https://x.example/sign.png", LABEL_INCIDENT);
	}
	assert_int_equal(due(NULL), 1);
	tried_is("https://x.example/sign.png", &p, "ok", 0);
	assert_true(store_event_picture(&row, store, arena, event, &err));
	assert_int_equal(row.hash.len, 32);
	article_with("one more", "https://x.example/sign.png", LABEL_INCIDENT);
	assert_int_equal(due(NULL), 0);
	assert_true(store_event_picture(&row, store, arena, event, &err));
	assert_int_equal(row.hash.len, 0);
}

static void outcomes_are_counted(void **state)
{
	struct picture_count row[STORE_PICTURE_COUNTS];
	size_t count;

	(void)state;
	article_with("a", "https://x.example/a.jpg", LABEL_INCIDENT);
	article_with("b", "https://x.example/b.jpg", LABEL_INCIDENT);
	article_with("c", "https://x.example/c.jpg", LABEL_INCIDENT);
	assert_int_equal(due(NULL), 3);
	tried_is("https://x.example/b.jpg", NULL, "not_found", 0);
	assert_true(store_picture_counts(row, &count, store, arena, &err));
	assert_int_equal(count, 2);
	assert_str(row[0].outcome, "");
	assert_int_equal(row[0].number, 2);
	assert_str(row[1].outcome, "not_found");
}

static struct doer whoever(const char *why)
{
	return (struct doer){.who = STR("ada"), .why = str_of(why), .at_ms = 5000};
}

static void removed_on_request(void **state)
{
	struct picture p = one_picture("SMALL", "LARGE"), other = one_picture("SMALL2", "LARGE2");
	struct str event = article_with("a", "https://x.example/a.jpg", LABEL_INCIDENT), webp, hash;
	struct doer by = whoever("its owner asks"), silent = whoever(" ");
	struct picture_removal r;
	struct picture_row row;
	struct trail_row act;
	int64_t version;

	(void)state;
	article_with("b", "https://x.example/b.jpg", LABEL_INCIDENT);
	article_with("c", "https://x.example/c.jpg", LABEL_INCIDENT);
	due(NULL);
	tried_is("https://x.example/a.jpg", &p, "ok", 0);
	tried_is("https://x.example/b.jpg", &other, "ok", 0);
	assert_true(store_event_picture(&row, store, arena, event, &err));
	hash = row.hash;
	version = store_version(store);
	assert_false(store_picture_remove(&r, store, arena, hash, &silent, &err));
	assert_int_equal(err.code, ERR_INPUT);
	assert_false(store_picture_remove(&r, store, arena, STR("0123"), &by, &err));
	assert_int_equal(err.code, ERR_MISSING);
	assert_false(store_picture_remove(&r, store, arena, STR("https://y.example/"), &by, &err));
	assert_int_equal(err.code, ERR_MISSING);
	assert_int_equal(store_version(store), version); /* nothing was done */

	assert_true(store_picture_remove(&r, store, arena, hash, &by, &err));
	assert_int_equal(r.addresses, 1);
	assert_true(store_trail_row(&act, store, arena, r.act, &err));
	assert_str(act.act, "remove picture");
	assert_str(act.why, "its owner asks");
	assert_non_null(strstr(arena_z(arena, act.was), "https://x.example/a.jpg"));
	assert_true(store_version(store) > version); /* kept answers are drawn anew */
	assert_true(store_event_picture(&row, store, arena, event, &err));
	assert_int_equal(row.hash.len, 0);
	assert_false(store_picture(&webp, store, arena, hash, PICTURE_LARGE, &err));
	assert_int_equal(err.code, ERR_MISSING);
	/* another address leads to the same bytes: they are not kept */
	tried_is("https://x.example/c.jpg", &p, "ok", 0);
	assert_false(store_picture(&webp, store, arena, hash, PICTURE_SMALL, &err));
	assert_true(store_article_picture(&row, store, arena, STR("https://x.example/c.jpg"),
					  &err));
	assert_int_equal(row.hash.len, 0);
	/* by the address that it was fetched from; the other picture was left alone until now */
	assert_true(store_article_picture(&row, store, arena, STR("https://x.example/b.jpg"),
					  &err));
	assert_int_equal(row.hash.len, 32);
	assert_true(store_picture_remove(&r, store, arena, STR("https://x.example/b.jpg"), &by,
					 &err));
	assert_str(r.hash, arena_z(arena, row.hash));
	assert_true(store_article_picture(&row, store, arena, STR("https://x.example/b.jpg"),
					  &err));
	assert_int_equal(row.hash.len, 0);
}

/* Before it was fetched: it never is. */
static void removed_before_it_came(void **state)
{
	struct doer by = whoever("no picture of this child");
	struct picture_removal r;

	(void)state;
	article_with("a", "https://x.example/a.jpg", LABEL_INCIDENT);
	assert_int_equal(due("https://x.example/a.jpg"), 1);
	assert_true(store_picture_remove(&r, store, arena, STR("https://x.example/a.jpg"), &by,
					 &err));
	assert_int_equal(r.hash.len, 0);
	assert_int_equal(r.addresses, 1);
	article_with("b", "https://x.example/a.jpg", LABEL_HAZARD);
	assert_int_equal(due(NULL), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(each_address_once, setup, teardown),
		cmocka_unit_test_setup_teardown(shown_by_event_and_article, setup, teardown),
		cmocka_unit_test_setup_teardown(a_publishers_sign_is_nobodys, setup, teardown),
		cmocka_unit_test_setup_teardown(outcomes_are_counted, setup, teardown),
		cmocka_unit_test_setup_teardown(removed_on_request, setup, teardown),
		cmocka_unit_test_setup_teardown(removed_before_it_came, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
