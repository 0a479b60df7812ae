/* store/outbox.c -- a queue in one table.
 *
 * A try is claimed by moving its next one into the future; there is no other lock, and none
 * that a crash could leave behind. */
#include "store/outbox.h"

#include "base/secret.h"
#include "store/store_parts.h"

static struct str kind_name(enum outbox_kind kind)
{
	return kind == OUTBOX_MAIL ? STR("mail") : STR("webhook");
}

static bool put(struct store *s, const struct outbox_item *item, struct err *err)
{
	char id[SECRET_ID_SIZE];
	struct ask a;

	secret_id(id);
	ask_open(&a, s, Q_OUTBOX_NEW, err);
	ask_str(&a, str_of(id));
	ask_str(&a, kind_name(item->kind));
	ask_int(&a, item->alert);
	ask_int(&a, item->made_ms);
	ask_str(&a, item->receiver);
	ask_str(&a, item->subject);
	ask_str(&a, item->unsubscribe);
	ask_str(&a, item->text);
	ask_str(&a, item->html);
	return ask_run(&a);
}

bool outbox_put(struct store *s, const struct outbox_item *item, struct err *err)
{
	bool own;

	if (!store_change_begin(&own, s, err))
		return false;
	return store_change_end(s, own, put(s, item, err), err);
}

/* Reads the columns of Q_OUTBOX_CLAIM and its like, in their order. */
static void row(struct outbox_item *out, struct ask *a, struct arena *arena)
{
	*out = (struct outbox_item){
		.number = ask_int_at(a, 0),
		.id = arena_copy(arena, ask_str_at(a, 1)),
		.kind = str_eq(ask_str_at(a, 2), STR("mail")) ? OUTBOX_MAIL : OUTBOX_WEBHOOK,
		.state = arena_copy(arena, ask_str_at(a, 3)),
		.alert = ask_int_at(a, 4),
		.made_ms = ask_int_at(a, 5),
		.next_ms = ask_int_at(a, 6),
		.sent_ms = ask_int_at(a, 7),
		.tries = ask_int_at(a, 8),
		.receiver = arena_copy(arena, ask_str_at(a, 9)),
		.reason = arena_copy(arena, ask_str_at(a, 10)),
		.subject = arena_copy(arena, ask_str_at(a, 11)),
		.unsubscribe = arena_copy(arena, ask_str_at(a, 12)),
		.text = arena_copy(arena, ask_str_at(a, 13)),
		.html = arena_copy(arena, ask_str_at(a, 14)),
	};
}

static bool rows(struct outbox_item **out, size_t *count, struct ask *a, struct arena *arena,
		 size_t most)
{
	*out = ARENA_ARRAY(arena, struct outbox_item, most);
	while (*count < most && ask_row(a))
		row(&(*out)[(*count)++], a, arena);
	return ask_close(a);
}

/* True when a look, which takes no lock for writing, finds one that is due. */
static bool is_due(bool *out, struct store *s, const struct outbox_claim *claim, struct err *err)
{
	int64_t number;
	struct ask a;

	ask_open(&a, s, Q_OUTBOX_DUE, err);
	ask_str(&a, kind_name(claim->kind));
	ask_int(&a, claim->now_ms);
	if (!ask_one(&number, &a, 0))
		return false;
	*out = number != 0;
	return true;
}

bool outbox_claim(struct outbox_item **out, size_t *count, struct store *s, struct arena *arena,
		  const struct outbox_claim *claim, struct err *err)
{
	bool own, due = false, ok;
	struct ask a;

	*out = NULL;
	*count = 0;
	if (!is_due(&due, s, claim, err))
		return false;
	if (!due)
		return true;
	if (!store_change_begin(&own, s, err))
		return false;
	ask_open(&a, s, Q_OUTBOX_CLAIM, err);
	ask_str(&a, kind_name(claim->kind));
	ask_int(&a, claim->now_ms);
	ask_int(&a, claim->until_ms);
	ask_int(&a, (int64_t)claim->most);
	ok = rows(out, count, &a, arena, claim->most);
	return store_change_end(s, own, ok, err);
}

bool outbox_settle(struct store *s, const struct outbox_result *r, struct err *err)
{
	static const enum query_id query[] = {[OUTBOX_SENT] = Q_OUTBOX_SENT,
					      [OUTBOX_LATER] = Q_OUTBOX_LATER,
					      [OUTBOX_GIVEN_BACK] = Q_OUTBOX_GIVEN_BACK,
					      [OUTBOX_DEAD] = Q_OUTBOX_DEAD};
	struct ask a;
	bool own;

	if (!store_change_begin(&own, s, err))
		return false;
	ask_open(&a, s, query[r->end], err);
	ask_int(&a, r->number);
	ask_int(&a, r->at_ms);
	ask_str(&a, r->reason);
	return store_change_end(s, own, ask_run(&a), err);
}

bool outbox_list(struct outbox_item **out, size_t *count, struct store *s, struct arena *arena,
		 const struct outbox_asked *asked, struct err *err)
{
	struct ask a;

	*count = 0;
	ask_open(&a, s, asked->alert ? Q_OUTBOX_OF_ALERT : Q_OUTBOX_LIST, err);
	ask_int(&a, asked->alert ? asked->alert : asked->all);
	ask_int(&a, (int64_t)asked->most);
	return rows(out, count, &a, arena, asked->most);
}

/* How many rows a statement that returns a 1 for each has changed. */
static bool changes(int64_t *out, struct ask *a)
{
	*out = 0;
	while (ask_row(a))
		++*out;
	return ask_close(a);
}

/* Ends a change of the messages with that id. */
static bool end_change(int64_t *changed, struct store *s, bool own, struct ask *a, struct str id,
		       struct err *err)
{
	if (!store_change_end(s, own, changes(changed, a), err))
		return false;
	return *changed || str_eq(id, STR("all")) ||
	       err_set(err, ERR_MISSING, "nothing that waits or is dead has the id %.*s",
		       STR_ARG(id));
}

bool outbox_again(int64_t *changed, struct store *s, struct str id, int64_t now_ms, struct err *err)
{
	struct ask a;
	bool own;

	if (!store_change_begin(&own, s, err))
		return false;
	ask_open(&a, s, Q_OUTBOX_AGAIN, err);
	ask_str(&a, id);
	ask_int(&a, now_ms);
	return end_change(changed, s, own, &a, id, err);
}

bool outbox_drop(int64_t *changed, struct store *s, struct str id, struct err *err)
{
	struct ask a;
	bool own;

	if (!store_change_begin(&own, s, err))
		return false;
	ask_open(&a, s, Q_OUTBOX_DROP, err);
	ask_str(&a, id);
	return end_change(changed, s, own, &a, id, err);
}

bool outbox_forget(struct store *s, int64_t before_ms, struct err *err)
{
	struct ask a;
	bool own;

	if (!store_change_begin(&own, s, err))
		return false;
	ask_open(&a, s, Q_OUTBOX_FORGET, err);
	ask_int(&a, before_ms);
	return store_change_end(s, own, ask_run(&a), err);
}

bool outbox_waits(struct outbox_waits *out, struct store *s, struct err *err)
{
	struct ask a;

	*out = (struct outbox_waits){0};
	ask_open(&a, s, Q_OUTBOX_WAITS, err);
	if (ask_row(&a))
		*out = (struct outbox_waits){ask_int_at(&a, 0), ask_int_at(&a, 1)};
	return ask_close(&a);
}
