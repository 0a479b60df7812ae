/* store/store_waiting.c -- the queue of what a person should look at.
 *
 * Rows are put in as articles are committed and portraits drawn, and taken out when an event
 * is no more disputed or severe. What people labelled stays in the table and is passed over
 * when the queue is asked for: so taking a label back puts it there again. */
#include "store/store_review.h"

struct str store_waiting_name(enum waiting why)
{
	static const char *const name[] = {"", "severe", "disputed", "second opinion", "abstained"};

	return str_of(name[why]);
}

static bool put(struct store *s, enum query_id id, enum waiting why, int64_t event, int64_t article,
		struct err *err)
{
	struct ask a;

	ask_open(&a, s, id, err);
	ask_int(&a, why);
	ask_int(&a, event);
	ask_int(&a, article);
	return ask_run(&a);
}

static bool is_severe(struct str severity)
{
	static const char *const severe[] = {"Serious AI hazard", "Serious AI incident",
					     "AI disaster", NULL};

	return str_is_one_of(severity, severe);
}

bool store_waiting_event(struct store *s, int64_t event, const struct portrait *p, struct err *err)
{
	return put(s, is_severe(p->severity) ? Q_WAITING_PUT : Q_WAITING_TAKE, WAITING_SEVERE,
		   event, 0, err) &&
	       put(s, p->disputed ? Q_WAITING_PUT : Q_WAITING_TAKE, WAITING_DISPUTED, event, 0,
		   err);
}

bool store_waiting_article(struct store *s, int64_t article, const struct verdict *v,
			   struct err *err)
{
	const struct second_opinion *o = v->second;

	if (v->assessed && v->abstain && !put(s, Q_WAITING_PUT, WAITING_ABSTAINED, 0, article, err))
		return false;
	return !o || o->failed.len || (v->assessed && o->label == v->label) ||
	       put(s, Q_WAITING_PUT, WAITING_SECOND, 0, article, err);
}

static void waiting_row(struct waiting_row *out, struct ask *a, struct arena *arena)
{
	*out = (struct waiting_row){.number = ask_int_at(a, 0),
				    .why = (enum waiting)ask_int_at(a, 1),
				    .event = arena_copy(arena, ask_str_at(a, 2)),
				    .article = arena_copy(arena, ask_str_at(a, 3)),
				    .title = arena_copy(arena, ask_str_at(a, 4)),
				    .label = arena_copy(arena, ask_str_at(a, 5)),
				    .severity = arena_copy(arena, ask_str_at(a, 6)),
				    .publisher = arena_copy(arena, ask_str_at(a, 7)),
				    .verdict = arena_copy(arena, ask_str_at(a, 8)),
				    .probability = ask_num_at(a, 9),
				    .date_ms = ask_int_at(a, 10)};
}

struct place { /* in the queue: behind this one */
	int64_t kind, rank, number;
};

static bool page(struct waiting_page *out, struct store *s, struct arena *arena,
		 const struct place *p, uint32_t size, struct err *err)
{
	struct waiting_row *row = ARENA_ARRAY(arena, struct waiting_row, size);
	struct ask a;

	ask_open(&a, s, Q_WAITING, err);
	ask_int(&a, p->kind);
	ask_int(&a, p->rank);
	ask_int(&a, p->number);
	ask_int(&a, (int64_t)size + 1);
	out->row = row;
	while (ask_row(&a)) {
		if (out->count == size) {
			out->next = store_token(arena, 'w', (int64_t)row[size - 1].why,
						row[size - 1].number);
			break;
		}
		waiting_row(&row[out->count++], &a, arena);
	}
	if (!ask_close(&a))
		return false;
	ask_open(&a, s, Q_WAITING_TOTAL, err);
	ask_int(&a, p->kind);
	return ask_one(&out->total, &a, 0);
}

bool store_waiting(struct waiting_page *out, struct store *s, struct arena *arena,
		   const struct waiting_query *q, struct err *err)
{
	struct place p = {.kind = q->kind, .number = INT64_MAX};
	bool own;

	*out = (struct waiting_page){.next = STR("")};
	if (q->cursor.len && !store_token_read(&p.rank, &p.number, q->cursor, 'w', err))
		return false;
	return store_view_begin(&own, s, err) &&
	       store_view_end(s, own, page(out, s, arena, &p, store_page_size(q->limit), err), err);
}
