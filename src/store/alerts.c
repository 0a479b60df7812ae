/* store/alerts.c -- the life of an alert: made, confirmed, ended. What is news to it:
 * alerts_look.c. */
#include "store/alerts.h"

#include "base/limits.h"
#include "base/secret.h"
#include "store/alerts_known.h"
#include "store/search.h"
#include "store/store_parts.h"
#include "text/date.h"

#define HOUR_MS INT64_C(3600000)
#define MORNING_MS (7 * HOUR_MS) /* of UTC's day: when digests go out */

static const char *const channel_name[] = {"mail", "webhook", "feed"};
static const char *const pace_name[] = {"immediately", "daily", "weekly"};
static const char *const state_name[] = {"unconfirmed", "on", "off"};

struct str alerts_channel_name(enum alert_channel channel)
{
	return str_of(channel_name[channel]);
}

struct str alerts_pace_name(enum alert_pace pace)
{
	return str_of(pace_name[pace]);
}

struct str alerts_state_name(enum alert_state state)
{
	return str_of(state_name[state]);
}

/* The place of `name` among three; 3 when it is none of them. */
static int named(const char *const name[3], struct str s)
{
	int i = 0;

	while (i < 3 && !str_eq(s, str_of(name[i])))
		i++;
	return i;
}

bool alerts_channel_parse(enum alert_channel *out, struct str name)
{
	int n = named(channel_name, name);

	*out = (enum alert_channel)(n % 3);
	return n < 3;
}

bool alerts_pace_parse(enum alert_pace *out, struct str name)
{
	int n = named(pace_name, name);

	*out = (enum alert_pace)(n % 3);
	return n < 3;
}

void alerts_key(char out[ALERTS_KEY_SIZE], const struct alert *a, const char *purpose)
{
	secret_sign(out, a->secret, str_of(purpose));
}

int64_t alerts_next_ms(enum alert_pace pace, int64_t now_ms)
{
	int64_t day = (now_ms - MORNING_MS) / DATE_DAY_MS + 1; /* of the next morning */

	if (pace == ALERT_IMMEDIATELY)
		return now_ms;
	if (pace == ALERT_WEEKLY)
		while (day % 7 != 4) /* 1 January 1970 was a Thursday */
			day++;
	return day * DATE_DAY_MS + MORNING_MS;
}

/* -- rows ---------------------------------------------------------------------------- */

/* Reads the columns of Q_ALERT and its like, in their order. */
static void row(struct alert *out, struct ask *a, struct arena *arena)
{
	struct str *const text[] = {&out->id,     &out->secret,   &out->owner,
				    &out->reason, &out->receiver, &out->query};
	int64_t *const number[] = {&out->number, &out->made_ms, &out->confirmed_ms, &out->due_ms,
				   &out->seen};
	int at = 0, state;

	for (size_t i = 0; i < sizeof text / sizeof *text; i++)
		*text[i] = arena_copy(arena, ask_str_at(a, at++));
	for (size_t i = 0; i < sizeof number / sizeof *number; i++)
		*number[i] = ask_int_at(a, at++);
	(void)alerts_channel_parse(&out->channel, ask_str_at(a, at));
	(void)alerts_pace_parse(&out->pace, ask_str_at(a, at + 1));
	state = named(state_name, ask_str_at(a, at + 2));
	out->state = state < 3 ? (enum alert_state)state : ALERT_OFF;
}

static bool rows(struct alert **out, size_t *count, struct ask *a, struct arena *arena, size_t most)
{
	*out = ARENA_ARRAY(arena, struct alert, most);
	*count = 0;
	while (*count < most && ask_row(a))
		row(&(*out)[(*count)++], a, arena);
	return ask_close(a);
}

static bool one(struct alert *out, struct ask *a, struct arena *arena, struct err *err)
{
	bool found = ask_row(a);

	if (found)
		row(out, a, arena);
	if (!ask_close(a))
		return false;
	return found || err_set(err, ERR_MISSING, "there is no such alert");
}

bool alerts_find(struct alert *out, struct store *s, struct arena *arena, struct str id,
		 struct err *err)
{
	struct ask a;

	ask_open(&a, s, Q_ALERT, err);
	ask_str(&a, id);
	return one(out, &a, arena, err);
}

bool alerts_by_number(struct alert *out, struct store *s, struct arena *arena, int64_t number,
		      struct err *err)
{
	struct ask a;

	ask_open(&a, s, Q_ALERT_BY_NUMBER, err);
	ask_int(&a, number);
	return one(out, &a, arena, err);
}

bool alerts_behind(struct alert **out, size_t *count, struct store *s, struct arena *arena,
		   size_t most, struct err *err)
{
	struct ask a;

	ask_open(&a, s, Q_ALERTS_BEHIND, err);
	ask_int(&a, store_version(s));
	ask_int(&a, (int64_t)most);
	return rows(out, count, &a, arena, most);
}

bool alerts_due(struct alert **out, size_t *count, struct store *s, struct arena *arena,
		int64_t now_ms, struct err *err)
{
	struct ask a;

	ask_open(&a, s, Q_ALERTS_DUE, err);
	ask_int(&a, now_ms);
	ask_int(&a, LIMIT_ALERT_ROUND);
	return rows(out, count, &a, arena, LIMIT_ALERT_ROUND);
}

bool alerts_put_off(struct store *s, int64_t now_ms, struct err *err)
{
	int64_t number;
	struct ask a;
	bool own;

	ask_open(&a, s, Q_ALERTS_IDLE_ONE, err);
	ask_int(&a, now_ms);
	if (!ask_one(&number, &a, 0))
		return false;
	if (!number)
		return true;
	if (!store_change_begin(&own, s, err))
		return false;
	ask_open(&a, s, Q_ALERTS_IDLE, err);
	ask_int(&a, now_ms);
	ask_int(&a, alerts_next_ms(ALERT_DAILY, now_ms));
	ask_int(&a, alerts_next_ms(ALERT_WEEKLY, now_ms));
	return store_change_end(s, own, ask_run(&a), err);
}

/* -- made, confirmed, ended ------------------------------------------------------------ */

static bool counted(int64_t *out, struct store *s, enum query_id query, struct str receiver,
		    int64_t since_ms, struct err *err)
{
	struct ask a;

	ask_open(&a, s, query, err);
	ask_str(&a, receiver);
	ask_int(&a, since_ms);
	return ask_one(out, &a, 0);
}

/* A mailbox must not be filled by somebody else's requests, nor the store. */
static bool may_add(struct store *s, const struct alert *a, struct err *err)
{
	int64_t lately, of_all, has;

	if (!counted(&lately, s, Q_ALERTS_LATELY, a->receiver, a->made_ms - 24 * HOUR_MS, err) ||
	    !counted(&of_all, s, Q_ALERTS_OF_ALL, STR(""), a->made_ms - HOUR_MS, err) ||
	    !counted(&has, s, Q_ALERTS_HAS, a->receiver, 0, err))
		return false;
	if (a->receiver.len && has >= LIMIT_ALERTS_RECEIVER)
		return err_set(err, ERR_LIMIT, "there are %lld alerts for that address already",
			       (long long)has);
	if (a->receiver.len && a->channel == ALERT_MAIL && lately >= LIMIT_ALERTS_DAY)
		return err_set(err, ERR_BUSY,
			       "%lld alerts were made for that address in a day; wait a day",
			       (long long)lately);
	if (of_all >= LIMIT_ALERTS_HOUR)
		return err_set(err, ERR_BUSY, "too many alerts were made this hour; try later");
	return true;
}

static bool add(struct alert *a, struct store *s, struct err *err)
{
	struct ask q;

	if (!may_add(s, a, err))
		return false;
	ask_open(&q, s, Q_ALERT_NEW, err);
	ask_str(&q, a->id);
	ask_str(&q, a->secret);
	ask_str(&q, a->owner);
	ask_str(&q, alerts_channel_name(a->channel));
	ask_str(&q, a->receiver);
	ask_str(&q, alerts_pace_name(a->pace));
	ask_str(&q, a->query);
	ask_int(&q, a->made_ms);
	return ask_one(&a->number, &q, 0);
}

bool alerts_add(struct alert *a, struct store *s, struct arena *arena, struct err *err)
{
	char id[SECRET_ID_SIZE];
	bool own;

	secret_id(id);
	a->id = arena_copy(arena, str_cut(str_of(id), 0, 16));
	a->secret = secret_new(arena);
	a->state = ALERT_UNCONFIRMED;
	if (!store_change_begin(&own, s, err))
		return false;
	return store_change_end(s, own, add(a, s, err), err);
}

/* What passes the filters now. */
static bool baseline(struct buf *out, struct store *s, struct arena *arena,
		     const struct event_query *q, struct err *err)
{
	int64_t last = 0;
	struct select l;
	struct ask a;
	bool ok = false;

	select_open(&l, s);
	select_part(&l, P_ALERT_EVENTS);
	if (store_event_filters(&l, s, q, STR(""), err) &&
	    search_add(&l, arena, q->q, P_EVENT_SAYS, err)) {
		select_part(&l, P_ALERT_BY_NUMBER);
		select_ask(&a, &l, s, "what an alert knows", err);
		while (ask_row(&a))
			alerts_known_add(out, &last, ask_int_at(&a, 0), ask_str_at(&a, 1),
					 ask_str_at(&a, 2));
		ok = ask_close(&a);
	}
	select_free(&l);
	return ok && (buf_ok(out) || err_set(err, ERR_LIMIT, "the store has too many events"));
}

static bool begin(struct store *s, const struct alert *a, struct str known, int64_t now_ms,
		  struct err *err)
{
	struct ask q;

	ask_open(&q, s, Q_ALERT_BEGIN, err);
	ask_int(&q, a->number);
	ask_int(&q, now_ms);
	ask_int(&q, alerts_next_ms(a->pace, now_ms));
	ask_int(&q, store_version(s));
	ask_bytes(&q, known);
	return ask_run(&q);
}

bool alerts_begin(struct store *s, struct arena *arena, const struct alert *a,
		  const struct event_query *q, int64_t now_ms, struct err *err)
{
	struct buf known;
	bool own, ok;

	if (!store_change_begin(&own, s, err))
		return false;
	buf_init(&known, LIMIT_ALERT_KNOWN);
	ok = (a->channel == ALERT_FEED || baseline(&known, s, arena, q, err)) &&
	     begin(s, a, buf_view(&known), now_ms, err);
	buf_free(&known);
	return store_change_end(s, own, ok, err);
}

static bool run_for(struct store *s, enum query_id query, int64_t number, struct err *err)
{
	struct ask q;

	ask_open(&q, s, query, err);
	ask_int(&q, number);
	return ask_run(&q);
}

static bool end(struct store *s, const struct alert *a, struct str reason, struct err *err)
{
	struct ask q;

	ask_open(&q, s, Q_ALERT_END, err);
	ask_int(&q, a->number);
	ask_str(&q, reason);
	return ask_run(&q) && run_for(s, Q_ALERT_FORGET_EVENTS, a->number, err) &&
	       run_for(s, Q_ALERT_DROP, a->number, err);
}

bool alerts_end(struct store *s, const struct alert *a, struct str reason, struct err *err)
{
	bool own;

	if (!store_change_begin(&own, s, err))
		return false;
	return store_change_end(s, own, end(s, a, reason, err), err);
}

bool alerts_set_pace(struct store *s, const struct alert *a, enum alert_pace pace, int64_t now_ms,
		     struct err *err)
{
	struct ask q;
	bool own;

	if (!store_change_begin(&own, s, err))
		return false;
	ask_open(&q, s, Q_ALERT_PACE, err);
	ask_int(&q, a->number);
	ask_str(&q, alerts_pace_name(pace));
	ask_int(&q, alerts_next_ms(pace, now_ms));
	return store_change_end(s, own, ask_run(&q), err);
}

bool alerts_forget(struct store *s, int64_t before_ms, struct err *err)
{
	struct ask q;
	bool own;

	if (!store_change_begin(&own, s, err))
		return false;
	ask_open(&q, s, Q_ALERTS_FORGET, err);
	ask_int(&q, before_ms);
	return store_change_end(s, own, ask_run(&q), err);
}

bool alerts_messages(int64_t *out, struct store *s, const struct alert *a, int64_t since_ms,
		     struct err *err)
{
	struct ask q;

	ask_open(&q, s, Q_ALERT_MESSAGES, err);
	ask_int(&q, a->number);
	ask_int(&q, since_ms);
	return ask_one(out, &q, 0);
}
