/* serve/api_download.c -- a whole filtered list as one file, however long it is.
 *
 * The list is read page by page as the client takes it, so memory holds one page. Each page is
 * one moment of the store; an event that is moved by a new article while the download goes on
 * may come twice or not at all. Who needs one moment of everything takes a dump (/data). The
 * first page is read before the answer begins, so that a question that makes no sense is told; a
 * failure on the way breaks the transfer off, which clients see. */
#include "base/limits.h"
#include "base/memory.h"
#include "serve/api_events.h"
#include "serve/export_parts.h"
#include "serve/filter.h"
#include "serve/route.h"

struct list {
	struct stream stream;
	struct arena *query_arena, *arena; /* of the question; of one page */
	struct event_query q;
	struct buf token, first;
	const struct api_options *options;
	bool csv, begun, ended;
};

static bool rows(struct buf *out, struct list *l, const struct event_page *page,
		 struct store *store, struct err *err)
{
	struct call c = {.arena = l->arena, .store = store, .options = l->options};

	if (l->csv && !l->begun) {
		buf_z(out, export_csv_head);
		buf_z(out, "\r\n");
	}
	l->begun = true;
	for (size_t i = 0; i < page->count; i++) {
		struct emit e;

		if (l->csv) {
			export_csv_event(out, l->arena, &page->row[i]);
		} else {
			emit_open(&e, out);
			if (!api_events_row(&e, &c, &page->row[i], err))
				return false;
		}
		buf_char(out, '\n');
	}
	return true;
}

static bool read_page(struct buf *out, struct list *l, struct store *store, struct err *err)
{
	struct event_page page;

	if (l->ended)
		return true;
	l->q.cursor = buf_view(&l->token);
	if (!store_events(&page, store, l->arena, &l->q, err) || !rows(out, l, &page, store, err))
		return false;
	buf_clear(&l->token);
	buf_str(&l->token, page.next);
	l->ended = page.next.len == 0;
	arena_reset(l->arena);
	return true;
}

static bool next(struct buf *out, struct stream *s, struct store *store, struct err *err)
{
	struct list *l = (struct list *)s;

	if (!l->first.len)
		return read_page(out, l, store, err);
	buf_str(out, buf_view(&l->first));
	buf_free(&l->first);
	return true;
}

static void drop(struct stream *s)
{
	struct list *l = (struct list *)s;

	buf_free(&l->first);
	buf_free(&l->token);
	arena_free(l->query_arena);
	arena_free(l->arena);
	memory_free(l);
}

/* The question outlives the request. */
static struct event_query kept(struct arena *a, const struct event_query *q)
{
	struct event_query k = *q;

	k.q = arena_copy(a, q->q);
	k.label = arena_copy(a, q->label);
	k.severity = arena_copy(a, q->severity);
	k.country = arena_copy(a, q->country);
	k.lang = arena_copy(a, q->lang);
	k.publisher = arena_copy(a, q->publisher);
	for (size_t i = 0; i < q->facet_count; i++) {
		k.facet[i].facet = arena_copy(a, q->facet[i].facet);
		k.facet[i].value = arena_copy(a, q->facet[i].value);
	}
	k.sort = STR("oldest");
	k.cursor = STR("");
	k.limit = LIMIT_PAGE_ROWS;
	return k;
}

static void download(struct call *c, bool csv)
{
	struct event_query q;
	struct list *l;
	struct err err;

	if (!filter_events(&q, c))
		return;
	l = memory_zalloc(sizeof *l);
	l->stream = (struct stream){.size = -1, .next = next, .free = drop};
	l->query_arena = arena_new();
	l->arena = arena_new();
	l->q = kept(l->query_arena, &q);
	l->csv = csv;
	l->options = c->options;
	buf_init(&l->token, LIMIT_FIELD);
	buf_init(&l->first, LIMIT_RESPONSE);
	if (!read_page(&l->first, l, c->store, &err)) {
		drop(&l->stream);
		call_error(c, &err);
		return;
	}
	call_type(c, csv ? "text/csv; charset=utf-8" : "application/jsonl; charset=utf-8");
	c->out->stream = &l->stream;
}

void api_events_csv(struct call *c)
{
	download(c, true);
}

void api_events_jsonl(struct call *c)
{
	download(c, false);
}
