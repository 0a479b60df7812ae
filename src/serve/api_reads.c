/* serve/api_reads.c -- how much was read: what "share of the news" is a share of.
 *
 * `pages_read` is all of it: `articles` that are kept, and `passed_over`, the pages of
 * archives that name no AI and were never parsed. */
#include "serve/filter.h"
#include "serve/route.h"

static void counts(struct emit *e, const struct read_row *r)
{
	int64_t pages = r->articles + r->passed;

	emit_pair_int(e, "pages_read", pages);
	emit_pair_int(e, "passed_over", r->passed);
	emit_pair_int(e, "articles", r->articles);
	emit_pair_int(e, "ai_articles", r->ai_articles);
	emit_key(e, "ai_share");
	if (pages)
		emit_num(e, (double)r->ai_articles / (double)pages, 6);
	else
		emit_null(e);
}

static void row(struct emit *e, const char *of, const struct read_row *r)
{
	emit_object(e);
	emit_pair(e, of, r->of);
	counts(e, r);
	emit_end(e);
}

static bool days(struct read_page *page, struct call *c)
{
	struct read_query q;
	struct err err;

	if (!filter_reads(&q, c))
		return false;
	if (!store_read_days(page, c->store, c->arena, &q, &err)) {
		call_error(c, &err);
		return false;
	}
	return true;
}

void api_read_days(struct call *c)
{
	struct read_page page;
	struct emit e;

	if (!days(&page, c))
		return;
	call_json(&e, c);
	emit_object(&e);
	emit_key(&e, "days");
	emit_array(&e);
	for (size_t i = 0; i < page.count; i++)
		row(&e, "day", &page.row[i]);
	emit_end(&e);
	emit_pair_or_null(&e, "next", page.next);
	emit_end(&e);
}

void api_read_days_csv(struct call *c)
{
	struct buf *b = &c->out->body;
	struct read_page page;

	if (!days(&page, c))
		return;
	call_type(c, "text/csv; charset=utf-8");
	buf_z(b, "day,pages_read,passed_over,articles,ai_articles\r\n");
	for (size_t i = 0; i < page.count; i++) {
		const struct read_row *r = &page.row[i];

		buf_fmt(b, "%.*s,%lld,%lld,%lld,%lld\r\n", STR_ARG(r->of),
			(long long)(r->articles + r->passed), (long long)r->passed,
			(long long)r->articles, (long long)r->ai_articles);
	}
}

void api_read_sites(struct call *c)
{
	const struct read_row *site;
	size_t count;
	struct emit e;
	struct err err;

	if (!store_read_sites(&site, &count, c->store, c->arena, (uint32_t)call_int(c, "limit", 20),
			      &err)) {
		call_error(c, &err);
		return;
	}
	call_json(&e, c);
	emit_object(&e);
	emit_key(&e, "sites");
	emit_array(&e);
	for (size_t i = 0; i < count; i++)
		row(&e, "site", &site[i]);
	emit_end(&e);
	emit_end(&e);
}
