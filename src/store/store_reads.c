/* store/store_reads.c -- how much was read: the denominators, by day and by site.
 *
 * Every article that is kept is counted when it is committed, every page of an archive
 * that was passed over in the transaction that moves the cursor behind it; so a crash
 * neither loses nor doubles one. What was passed over leaves nothing that a second
 * reading could know it by, so its place in the source is its identity: the n-th document
 * of a source is counted once.
 *
 * A page belongs to the site of its address ("bbc.co.uk"), since that is the one thing
 * known both of articles and of what was passed over, and publishers spell their names in
 * many ways. Its day is when it was published, else when it was read: for an archive
 * that is when the archive's crawler read it. */
#include "store/store_parts.h"

#include <stdlib.h>

#include "base/check.h"
#include "base/limits.h"
#include "text/date.h"
#include "text/url.h"

struct str store_site(struct arena *arena, struct str url, struct str publisher, struct str source)
{
	const struct str choice[] = {url_site(arena, url), publisher};

	for (size_t i = 0; i < sizeof choice / sizeof *choice; i++)
		if (choice[i].len && choice[i].len <= LIMIT_SOURCE_NAME)
			return choice[i];
	return source;
}

/* Inside one change. */
bool store_count_read(struct store *s, const struct store_read *r, struct err *err)
{
	struct ask a;

	ask_open(&a, s, Q_DAY_ADD, err);
	ask_str(&a, r->day);
	ask_int(&a, r->articles);
	ask_int(&a, r->ai_articles);
	ask_int(&a, r->passed);
	ask_int(&a, r->not_assessed);
	if (!ask_run(&a))
		return false;
	ask_open(&a, s, Q_SITE_ADD, err);
	ask_str(&a, r->site);
	ask_int(&a, r->articles);
	ask_int(&a, r->ai_articles);
	ask_int(&a, r->passed);
	if (!ask_run(&a))
		return false;
	ask_open(&a, s, Q_SITE_DAY_ADD, err);
	ask_str(&a, r->site);
	ask_str(&a, r->day);
	ask_int(&a, r->articles);
	ask_int(&a, r->ai_articles);
	ask_int(&a, r->passed);
	return ask_run(&a);
}

/* -- passed over -------------------------------------------------------------------------- */

static int by_site_and_day(const void *a, const void *b)
{
	const struct store_read *one = a, *other = b;
	int site = str_cmp(one->site, other->site);

	return site ? site : str_cmp(one->day, other->day);
}

static bool count_pages(struct store *s, struct arena *arena, const struct passing *p, size_t from,
			struct err *err)
{
	size_t count = p->count - from, kept = 0;
	struct store_read *r = ARENA_ARRAY(arena, struct store_read, count);

	for (size_t i = 0; i < count; i++) {
		const struct passed_page *page = &p->page[from + i];
		int64_t ms = page->day_ms ? page->day_ms : p->seen_ms;

		r[i] = (struct store_read){.day = date_day(arena, ms), .passed = 1};
		r[i].site = store_site(arena, page->url, STR(""), p->source);
	}
	if (count)
		qsort(r, count, sizeof *r, by_site_and_day);
	for (size_t i = 1; i < count; i++)
		if (by_site_and_day(&r[kept], &r[i]) == 0)
			r[kept].passed++;
		else
			r[++kept] = r[i];
	for (size_t i = 0; count && i <= kept; i++)
		if (!store_count_read(s, &r[i], err))
			return false;
	return true;
}

/* How many documents the reading at hand gave before, and the most that any gave. */
static bool places(int64_t *pulled, int64_t *counted, struct store *s, struct str source,
		   struct err *err)
{
	struct ask a;

	*pulled = *counted = 0;
	ask_open(&a, s, Q_SOURCE_PLACES, err);
	ask_str(&a, source);
	if (ask_row(&a)) {
		*pulled = ask_int_at(&a, 0);
		*counted = ask_int_at(&a, 1);
	}
	return ask_close(&a);
}

static bool pass(struct store *s, struct arena *arena, const struct passing *p, struct err *err)
{
	struct store_step step = {.source = p->source,
				  .seen_ms = p->seen_ms,
				  .cursor = p->cursor,
				  .pulled = (int64_t)p->count};
	int64_t pulled, counted, version, before;

	if (!places(&pulled, &counted, s, p->source, err))
		return false;
	before = counted > pulled ? counted - pulled : 0;
	if (before > step.pulled)
		before = step.pulled;
	step.passed = step.pulled - before;
	if (step.passed && !store_count(&version, s, STR("version"), step.passed, err))
		return false;
	STORE_CRASH_POINT("passing");
	return count_pages(s, arena, p, (size_t)before, err) && store_source_step(s, &step, err);
}

bool store_pass(struct store *s, struct arena *arena, const struct passing *p, struct err *err)
{
	bool own;

	CHECK(p->count <= STORE_PASSED_MOST);
	if (!store_change_begin(&own, s, err))
		return false;
	return store_change_end(s, own, pass(s, arena, p, err), err);
}

bool store_rewind(struct store *s, struct str source, struct err *err)
{
	struct ask a;

	ask_open(&a, s, Q_SOURCE_REWIND, err);
	ask_str(&a, source);
	return ask_run(&a);
}

/* -- reading ------------------------------------------------------------------------------ */

static struct read_row row_of(struct ask *a, struct arena *arena)
{
	return (struct read_row){.of = arena_copy(arena, ask_str_at(a, 0)),
				 .articles = ask_int_at(a, 1),
				 .ai_articles = ask_int_at(a, 2),
				 .passed = ask_int_at(a, 3)};
}

static bool take_rows(const struct read_row **out, size_t *count, struct ask *a,
		      struct arena *arena, size_t most)
{
	struct read_row *row = ARENA_ARRAY(arena, struct read_row, most);

	*out = row;
	for (*count = 0; *count < most && ask_row(a); (*count)++)
		row[*count] = row_of(a, arena);
	return ask_close(a);
}

bool store_read_sites(const struct read_row **out, size_t *count, struct store *s,
		      struct arena *arena, uint32_t limit, struct err *err)
{
	struct ask a;

	limit = store_page_size(limit);
	ask_open(&a, s, Q_SITES, err);
	ask_int(&a, limit);
	return take_rows(out, count, &a, arena, limit);
}

bool store_read_days(struct read_page *out, struct store *s, struct arena *arena,
		     const struct read_query *q, struct err *err)
{
	uint32_t limit = store_page_size(q->limit);
	struct ask a;

	*out = (struct read_page){.row = NULL};
	ask_open(&a, s, q->site.len ? Q_SITE_DAYS : Q_DAYS, err);
	ask_str(&a, date_known_day(arena, q->from_ms));
	ask_str(&a, q->upto_ms ? date_day(arena, q->upto_ms) : STR("~")); /* behind all days */
	ask_str(&a, q->cursor);
	ask_int(&a, limit + 1);
	if (q->site.len)
		ask_str(&a, q->site);
	if (!take_rows(&out->row, &out->count, &a, arena, limit + 1))
		return false;
	if (out->count > limit)
		out->next = out->row[--out->count - 1].of;
	return true;
}
