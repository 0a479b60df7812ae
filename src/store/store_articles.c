/* store/store_articles.c -- one article, and the list of all, grouped or not.
 *
 * The list leaves out text and verdict, which are most of a row's bytes and stand
 * last in it, so a page of twenty reads some twenty database pages. */
#include "store/store_parts.h"

#include "store/search.h"

void store_article_row(struct article_row *out, struct ask *a, struct arena *arena)
{
	*out = (struct article_row){.id = arena_copy(arena, ask_str_at(a, 0)),
				    .url = arena_copy(arena, ask_str_at(a, 1)),
				    .title = arena_copy(arena, ask_str_at(a, 2)),
				    .publisher = arena_copy(arena, ask_str_at(a, 3)),
				    .author = arena_copy(arena, ask_str_at(a, 4)),
				    .lang = arena_copy(arena, ask_str_at(a, 5)),
				    .image = arena_copy(arena, ask_str_at(a, 6)),
				    .label = arena_copy(arena, ask_str_at(a, 7)),
				    .verdict = arena_copy(arena, ask_str_at(a, 8)),
				    .text = arena_copy(arena, ask_str_at(a, 9)),
				    .source = arena_copy(arena, ask_str_at(a, 10)),
				    .date_ms = ask_int_at(a, 11),
				    .seen_ms = ask_int_at(a, 12),
				    .event = arena_copy(arena, ask_str_at(a, 13)),
				    .how = arena_copy(arena, ask_str_at(a, 14)),
				    .similarity = ask_num_at(a, 15)};
}

void store_article_state(struct article_row *out, struct ask *a, struct arena *arena)
{
	out->versions = ask_int_at(a, 16);
	out->state = arena_copy(arena, ask_str_at(a, 17));
	out->state_ms = ask_int_at(a, 18);
}

bool store_article(struct article_row *out, struct store *s, struct arena *arena, struct str id,
		   struct err *err)
{
	bool found = false;
	struct ask a;

	ask_open(&a, s, Q_ARTICLE, err);
	ask_str(&a, id);
	if (ask_row(&a)) {
		store_article_row(out, &a, arena);
		store_article_state(out, &a, arena);
		found = true;
	}
	if (!ask_close(&a))
		return false;
	return found || err_set(err, ERR_MISSING, "there is no article %.*s", STR_ARG(id));
}

static bool filters(struct select *l, struct arena *arena, const struct article_query *q,
		    struct err *err)
{
	const struct {
		struct str value;
		enum part_id part;
	} equal[] = {{q->label, P_ARTICLE_LABEL},
		     {q->lang, P_ARTICLE_LANG},
		     {q->publisher, P_ARTICLE_PUBLISHER},
		     {q->source, P_ARTICLE_SOURCE},
		     {q->event, P_ARTICLE_EVENT}};

	for (size_t i = 0; i < sizeof equal / sizeof equal[0]; i++) {
		if (!equal[i].value.len)
			continue;
		select_str(l, equal[i].value);
		select_part(l, equal[i].part);
	}
	if (q->from_ms) {
		select_int(l, q->from_ms);
		select_part(l, P_ARTICLE_FROM);
	}
	if (q->upto_ms) {
		select_int(l, q->upto_ms);
		select_part(l, P_ARTICLE_UPTO);
	}
	return search_add(l, arena, q->q, P_ARTICLE_SAYS, err);
}

static bool total(int64_t *out, struct store *s, struct arena *arena, const struct article_query *q,
		  struct err *err)
{
	struct select l;
	struct ask a;
	bool ok = false;

	if (!str_trim(q->q).len && !q->label.len && !q->lang.len && !q->publisher.len &&
	    !q->source.len && !q->event.len && !q->from_ms && !q->upto_ms)
		return store_counter(out, s, STR("articles"), err);
	select_open(&l, s);
	select_part(&l, P_ARTICLE_TOTAL);
	if (filters(&l, arena, q, err)) {
		select_ask(&a, &l, s, "article total", err);
		ok = ask_one(out, &a, 0);
	}
	select_free(&l);
	return ok;
}

static bool page(struct article_page *out, struct store *s, struct arena *arena,
		 const struct article_query *q, struct err *err)
{
	uint32_t size = store_page_size(q->limit);
	struct article_row *row = ARENA_ARRAY(arena, struct article_row, size);
	int64_t key = 0, number = 0;
	struct select l;
	struct ask a;
	bool ok = false;

	if (q->cursor.len && !store_token_read(&key, &number, q->cursor, 'd', err))
		return false;
	select_open(&l, s);
	select_part(&l, P_ARTICLE_ROWS);
	if (!filters(&l, arena, q, err))
		goto out;
	if (q->cursor.len) {
		select_int(&l, key);
		select_int(&l, number);
		select_part(&l, P_ARTICLE_AFTER);
	}
	select_int(&l, (int64_t)size + 1);
	select_part(&l, P_ARTICLE_ORDER);
	select_ask(&a, &l, s, "article list", err);
	while (ask_row(&a)) {
		if (out->count == size) {
			out->next = store_token(arena, 'd', key, number);
			break;
		}
		key = ask_int_at(&a, 11);
		number = ask_int_at(&a, 16);
		store_article_row(&row[out->count++], &a, arena);
	}
	out->row = row;
	ok = ask_close(&a);
out:
	select_free(&l);
	return ok;
}

bool store_articles(struct article_page *out, struct store *s, struct arena *arena,
		    const struct article_query *q, struct err *err)
{
	bool own;

	*out = (struct article_page){.next = STR("")};
	if (!store_view_begin(&own, s, err))
		return false;
	return store_view_end(
		s, own, page(out, s, arena, q, err) && total(&out->total, s, arena, q, err), err);
}
