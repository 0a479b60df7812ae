/* store/store_changes.c -- events in the order of their last change.
 *
 * Whatever changes what is told of an event draws the next `version` and writes it into
 * the event's row (events.changed), both in one transaction. The version is a row of
 * `counters`, not a sequence: whoever draws one holds that row until it commits (with
 * SQLite the whole file), so versions become visible in their order, and a view that
 * shows one shows every smaller one. An event stands in the list once, at its last
 * change. So whoever reads behind a token, and goes on from the last row, meets every
 * change after it, and an event a second time only if it changed again: a change that
 * comes meanwhile has a greater version and lies ahead.
 *
 * A token also says of which store it is (by its first article) and is refused when it
 * is of a time that this store has not reached, as after a backup was put back: silence
 * would be worse than beginning anew. */
#include "store/store_parts.h"

#include "base/hash.h"
#include "base/limits.h"

struct place {
	int64_t store, changed, number;
};

static struct str token(struct arena *arena, const struct place *p)
{
	return arena_fmt(arena, "s%lld.%lld.%lld", (long long)p->store, (long long)p->changed,
			 (long long)p->number);
}

static bool token_read(struct place *p, struct str text, struct err *err)
{
	struct str store, changed, rest = text;

	if (str_starts(text, STR("s")) && str_split(&store, &rest, '.') &&
	    str_split(&changed, &rest, '.') && str_int(&p->store, str_cut(store, 1, store.len)) &&
	    str_int(&p->changed, changed) && str_int(&p->number, rest) && p->changed >= 0 &&
	    p->number >= 0)
		return true;
	return err_set(err, ERR_INPUT,
		       "since is `next` of an earlier answer; leave it out to begin");
}

/* Which store this is: 0 while it is empty. */
static bool identity(int64_t *out, struct store *s, struct err *err)
{
	struct ask a;

	*out = 0;
	ask_open(&a, s, Q_ARTICLE_FIRST, err);
	if (ask_row(&a))
		*out = (int64_t)(hash64(ask_str_at(&a, 0), 0) & 0xffffffff);
	return ask_close(&a);
}

static bool rows(struct change_page *out, struct store *s, struct arena *arena,
		 const struct place *since, uint32_t size, struct err *err)
{
	struct change_row *row = ARENA_ARRAY(arena, struct change_row, size);
	struct place at = *since;
	struct ask a;

	ask_open(&a, s, Q_CHANGES, err);
	ask_int(&a, since->changed);
	ask_int(&a, since->number);
	ask_int(&a, (int64_t)size + 1);
	while (ask_row(&a)) {
		struct change_row *r = &row[out->count];

		if (out->count == size) {
			out->more = true;
			break;
		}
		store_event_row(&r->row, &a, arena);
		store_event_row_more(&r->row, &a, 18, arena);
		at.number = ask_int_at(&a, 13);
		at.changed = ask_int_at(&a, 14);
		r->into = arena_copy(arena, ask_str_at(&a, 15));
		r->row.reviewed_ms = ask_int_at(&a, 16);
		r->gone = !r->into.len &&
			  (r->row.article_count == 0 || ask_int_at(&a, 17) == STORE_OFF);
		r->next = token(arena, &at);
		out->count++;
	}
	out->row = row;
	out->next = token(arena, &at);
	return ask_close(&a);
}

static bool changes(struct change_page *out, struct store *s, struct arena *arena,
		    const struct change_query *q, struct err *err)
{
	struct place since = {0};
	int64_t version, own;
	struct ask a;

	if (q->since.len && !token_read(&since, q->since, err))
		return false;
	if (!identity(&own, s, err) || !store_counter(&version, s, STR("version"), err))
		return false;
	out->lost = since.changed && (since.store != own || since.changed > version);
	if (out->lost)
		return true;
	since.store = own;
	if (q->counted) {
		ask_open(&a, s, Q_CHANGES_TOTAL, err);
		ask_int(&a, since.changed);
		ask_int(&a, since.number);
		if (!ask_one(&out->total, &a, 0))
			return false;
	}
	return rows(out, s, arena, &since, store_page_size(q->limit), err);
}

bool store_changes(struct change_page *out, struct store *s, struct arena *arena,
		   const struct change_query *q, struct err *err)
{
	bool own;

	*out = (struct change_page){.next = STR(""), .total = -1};
	if (!store_view_begin(&own, s, err))
		return false;
	return store_view_end(s, own, changes(out, s, arena, q, err), err);
}
