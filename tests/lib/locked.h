/* tests/lib/locked.h -- articles that come with the document they were read from.
 *
 * Is included behind lib/own_store.h. */
#pragma once
#include "lib/fill.h"
#include "store/locker.h"

/* The n-th article, read from a page of some 2 KB. */
static inline void locked_nth(struct fill *f, struct capture *c, int n, enum label label)
{
	struct buf page;

	fill_nth(f, arena, n, label);
	buf_init(&page, KIB(64));
	buf_fmt(&page, "<!doctype html><title>Headline number%d</title><nav>", n);
	for (int i = 0; i < 40; i++)
		buf_fmt(&page, "<a href=\"/section/%d\">Section %d</a>\n", i, i * n % 7);
	buf_fmt(&page, "</nav><p>A robot hurt someone, for the %d. time.</p>", n);
	*c = (struct capture){.kind = DOCUMENT_PAGE,
			      .url = f->article.url,
			      .type = STR("text/html"),
			      .head = STR("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"),
			      .redirects = STR("https://short.example/1"),
			      .entry = STR("{\"title\":\"Headline\"}"),
			      .body = arena_copy(arena, buf_view(&page)),
			      .origin = STR("test:1")};
	f->outcome.capture = c;
	buf_free(&page);
}

static inline void locked_commit(int n, enum label label)
{
	struct capture c;
	struct fill f;

	locked_nth(&f, &c, n, label);
	fill_commit(&f, store, arena);
}

static inline struct locker_sums locked_sums(void)
{
	struct locker_sums s;

	if (!store_locker_sums(&s, store, arena, &err))
		fail_msg("%s", err.text);
	return s;
}

static inline int64_t locked_ask(const char *sql)
{
	int64_t n;
	struct ask a;

	ask_open_text(&a, store, "test", sql, &err);
	if (!ask_one(&n, &a, -1))
		fail_msg("%s", err.text);
	return n;
}

struct locked_told {
	int lines;
	char last[1000];
};

static inline void locked_tell(const char *line, void *payload)
{
	struct locked_told *t = payload;

	t->lines++;
	snprintf(t->last, sizeof t->last, "%s", line);
}

static inline bool locked_verify(struct locked_told *t)
{
	*t = (struct locked_told){0};
	return store_locker_verify(store, locked_tell, t, &err);
}

static inline void locked_folder_remove(void)
{
	char command[600];

	snprintf(command, sizeof command, "rm -rf '%s'", scratch_path("kept"));
	assert_int_equal(system(command), 0);
}
