/* flow/postman_calls.c -- webhooks: signed, several at a time.
 *
 * A receiver that stalls holds up nobody but itself, until its time is over. The signature is
 * made anew for each try, with the time of it; the id of the message stays. Redirects are not
 * followed: an address that was checked must be the one that gets the words. */
#include <stdio.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/secret.h"
#include "flow/postman_parts.h"
#include "ingest/polite_host.h"
#include "store/alerts.h"
#include "text/url.h"

#define AT_A_TIME 16
#define ANSWER_MOST KIB(64) /* nobody reads it */

struct postman_call {
	struct arena *arena;
	struct outbox_item item;
	struct fetch_request request;
	const char *header[3];
};

static bool claim(struct outbox_item **out, size_t *count, struct postman *p, size_t most,
		  struct err *err)
{
	int64_t now_ms = clock_now_ms();
	struct outbox_claim c = {.kind = OUTBOX_WEBHOOK,
				 .now_ms = now_ms,
				 .until_ms = now_ms + (LIMIT_WEBHOOK_TIMEOUT + LIMIT_OUTBOX_LEASE) *
							      INT64_C(1000),
				 .most = most};

	arena_reset(p->arena);
	return outbox_claim(out, count, p->store, p->arena, &c, err);
}

static const char *signature(struct arena *arena, const struct alert *a, struct str body)
{
	char key[SECRET_HEX_SIZE], sum[SECRET_HEX_SIZE];
	long long now = (long long)(clock_now_ms() / 1000);

	alerts_key(key, a, "webhook");
	secret_sign(sum, str_of(key), arena_fmt(arena, "%lld.%.*s", now, STR_ARG(body)));
	return arena_z(arena, arena_fmt(arena, "Tocsin-Signature: t=%lld,v1=%s", now, sum));
}

/* False: there is no such alert, or no such address; `why` says so. */
static bool prepare(struct postman_call *call, struct postman *p, struct err *why)
{
	struct fetch_request *r = &call->request;
	struct alert alert;
	struct url parts;

	if (!alerts_by_number(&alert, p->store, call->arena, call->item.alert, why))
		return false;
	if (!url_parse(&parts, call->item.receiver))
		return err_set(why, ERR_INPUT, "no http:// or https:// address");
	call->header[0] = "Content-Type: application/json";
	call->header[1] = arena_z(call->arena, arena_fmt(call->arena, "Tocsin-Delivery: %.*s",
							 STR_ARG(call->item.id)));
	call->header[2] = signature(call->arena, &alert, call->item.text);
	*r = (struct fetch_request){
		.method = "POST",
		.url = arena_z(call->arena, call->item.receiver),
		.header = call->header,
		.header_count = 3,
		.body = call->item.text,
		.timeout_ms = LIMIT_WEBHOOK_TIMEOUT * INT64_C(1000),
		.max_bytes = ANSWER_MOST,
		.stop = p->options.stop,
		.public_only = !polite_host_is_listed(p->options.allow_private, &parts),
	};
	return true;
}

static struct postman_call *call_of(const struct outbox_item *item)
{
	struct postman_call *call = memory_zalloc(sizeof *call);
	struct arena *a = arena_new();

	call->arena = a;
	call->item = *item;
	call->item.id = arena_copy(a, item->id);
	call->item.receiver = arena_copy(a, item->receiver);
	call->item.text = arena_copy(a, item->text);
	return call;
}

static void call_free(struct postman_call *call)
{
	arena_free(call->arena);
	memory_free(call);
}

/* Settles a call that is over, and frees it. */
static bool settle(struct postman_tally *tally, struct postman *p, struct postman_call *call,
		   const struct postman_try *t, struct err *err)
{
	struct postman_try own = *t;
	bool ok;

	own.item = &call->item;
	ok = postman_settle(tally, p, &own, err);
	call_free(call);
	return ok;
}

static int64_t patience_ms(const struct fetch_done *done)
{
	int64_t seconds = 0;

	if (!str_int(&seconds, fetch_header(done->fetch, "Retry-After")) || seconds < 0)
		return 0;
	return (seconds < LIMIT_RETRY_AFTER ? seconds : LIMIT_RETRY_AFTER) * 1000;
}

static struct postman_try try_of(struct arena *arena, const struct fetch_done *done)
{
	int status = done->result.status;
	struct postman_try t = {.end = OUTBOX_LATER, .reason = str_of(done->err.text)};

	if ((done->how == FETCHED || done->how == FETCHED_TOO_LARGE) && status >= 200 &&
	    status < 300)
		return (struct postman_try){.end = OUTBOX_SENT, .reason = STR("")};
	if (done->how == FETCHED_STOPPED)
		t.end = OUTBOX_GIVEN_BACK;
	if (done->how == FETCHED_NOT || done->result.trouble == FETCH_PRIVATE || status == 410)
		t.end = OUTBOX_DEAD;
	if (done->how == FETCHED)
		t.reason = arena_fmt(arena, "answered %d%s", status,
				     status >= 300 && status < 400 ? ", which is not followed"
				     : status == 410               ? ", gone: the alert is off"
								   : "");
	t.wait_ms = done->how == FETCHED ? patience_ms(done) : 0;
	return t;
}

/* 410 Gone says that nobody is there any more, and that we need not come back. */
static bool end_alert(struct postman *p, const struct postman_call *call, struct err *err)
{
	struct alert a;

	return alerts_by_number(&a, p->store, call->arena, call->item.alert, err) &&
	       alerts_end(p->store, &a, STR("its webhook answered 410 Gone"), err);
}

static bool came(struct postman_tally *tally, struct postman *p, const struct fetch_done *done,
		 struct err *err)
{
	struct postman_call *call = done->ticket;
	struct postman_try t = try_of(call->arena, done);
	int64_t number = call->item.alert;
	struct postman_call gone = {.arena = p->arena, .item = {.alert = number}};

	arena_reset(p->arena);
	if (!settle(tally, p, call, &t, err))
		return false;
	return done->result.status != 410 || end_alert(p, &gone, err);
}

/* As many as there is room for; says how many are under way. */
static bool start(size_t *busy, struct postman_tally *tally, struct postman *p, struct err *err)
{
	struct outbox_item *item;
	size_t count;

	if (!claim(&item, &count, p, AT_A_TIME - *busy, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		struct postman_call *call = call_of(&item[i]);
		struct err why;

		if (prepare(call, p, &why)) {
			fetch_pool_start(p->pool, &call->request, call);
			++*busy;
		} else {
			struct postman_try t = {.end = OUTBOX_DEAD, .reason = str_of(why.text)};

			if (!settle(tally, p, call, &t, err))
				return false;
		}
	}
	return true;
}

/* What is under way when all ends will be tried again. */
static void give_back(struct postman_tally *tally, struct postman *p)
{
	struct postman_try t = {.end = OUTBOX_GIVEN_BACK, .reason = STR("")};
	struct postman_call *call;
	struct err ignored; /* its claim runs out by itself */

	while ((call = fetch_pool_drop(p->pool)) != NULL)
		(void)!settle(tally, p, call, &t, &ignored);
}

bool postman_webhooks(struct postman_tally *tally, struct postman *p, struct err *err)
{
	size_t busy = 0;
	bool ok = true;

	do {
		struct fetch_done done;

		if (p->options.stop && atomic_load(p->options.stop))
			break;
		if (busy < AT_A_TIME && !start(&busy, tally, p, err)) {
			ok = false;
			break;
		}
		if (busy && fetch_pool_next(&done, p->pool, 200)) {
			busy--;
			ok = came(tally, p, &done, err);
		}
	} while (ok && busy);
	give_back(tally, p);
	return ok;
}
