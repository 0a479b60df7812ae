/* flow/queue_nats.c -- the queue seam on NATS JetStream, by libnats; it and
 * queue_nats_link.c are the only files that know it.
 *
 * Streams, each with a version in its name, are made when they are not there and never deleted:
 * a cluster that has seen a name made anew may not come together again after a fault. When
 * something about them has to change, QUEUE_VERSION does.
 *
 *   documents   kept until they are forgotten, at most `window` of them: when the stream is full a
 *               put waits, which is what holds a fetcher back before slow workers and a clerk
 *   findings    gone once acked; no more of them than documents, so they need no bound
 *   dead        what was buried
 *   notes       the newest of each key
 *   bodies      what is too long for one message, in pieces; the message says where (a claim)
 *
 * What is put goes out without waiting. The server's answer comes to answered(), on a thread of
 * libnats: what was refused, and what had no answer for STALL_MS (answers of a leader that died
 * never come), is sent again under the same id, so that the server drops it when it has it
 * already; with ever longer pauses, since in an election each publish fails at once.
 *
 * That the server has answered means that the others have it in memory, not that it is on a disk:
 * whoever puts keeps what it was made of until the store has committed. */
#include "flow/queue_nats_parts.h"

#include <stdio.h>

#include "base/check.h"
#include "base/clock.h"
#include "base/hash.h"
#include "base/lock.h"
#include "base/log.h"
#include "base/memory.h"
#define PENDING_MOST 32 /* messages without an answer: 8 MB of documents */
#define STALL_MS 3000   /* without any answer: ask anew */
#define TAKE_MS 1000

static void answered(jsCtx *js, natsMsg *msg, jsPubAck *ack, jsPubAckErr *refused, void *at)
{
	struct nats *q = at;

	(void)js;
	(void)ack;
	lock_write(q->lock);
	if (refused) {
		snprintf(q->trouble, sizeof q->trouble, "%s (%d)",
			 refused->ErrText ? refused->ErrText : natsStatus_GetText(refused->Err),
			 (int)refused->ErrCode);
		VEC_PUSH(&q->again, msg);
		msg = NULL;
	} else {
		CHECK(q->out > 0);
		q->out--;
		q->answered_us = clock_ticks_us();
	}
	lock_release(q->lock);
	natsMsg_Destroy(msg);
}

static void nats_close(void *at)
{
	struct nats *q = at;

	if (!q)
		return;
	if (q->conn)
		natsConnection_FlushTimeout(q->conn, 2000); /* acks that are on their way */
	natsSubscription_Destroy(q->sub);
	natsConnection_Close(q->conn); /* no answer comes from here on */
	jsCtx_Destroy(q->js);
	natsConnection_Destroy(q->conn);
	natsOptions_Destroy(q->options);
	for (size_t i = 0; i < q->again.len; i++)
		natsMsg_Destroy(q->again.at[i]);
	VEC_FREE(&q->again);
	lock_free(q->lock);
	arena_free(q->arena);
	memory_free(q);
}

static bool nats_open(void **out, const struct queue_options *o, struct err *err)
{
	struct nats *q = memory_zalloc(sizeof *q);
	jsOptions js;
	natsStatus s;

	q->arena = arena_new();
	q->lock = lock_new();
	q->topic = o->topic;
	q->stop = o->stop;
	q->pause_ms = 10;
	if (!queue_url_parse(&q->url, q->arena, o->url, err) || !queue_nats_dial(q, err))
		goto failed;
	jsOptions_Init(&js);
	js.Wait = 5000;
	js.PublishAsync.MaxPending = PENDING_MOST;
	js.PublishAsync.StallWait = 1000;
	js.PublishAsync.AckHandler = answered;
	js.PublishAsync.AckHandlerClosure = q;
	s = natsConnection_JetStream(&q->js, q->conn, &js);
	if (s != NATS_OK) {
		queue_nats_wrong(q, "JetStream", s, 0, err);
		goto failed;
	}
	for (enum stream i = 0; i < STREAMS; i++)
		if (!queue_nats_made(q, i, err))
			goto failed;
	*out = q;
	return true;
failed:
	nats_close(q);
	return false;
}

/* -- putting ---------------------------------------------------------------------------------- */

/* What had no answer for long is taken back, to be sent again. */
static void take_back(struct nats *q)
{
	natsMsgList list = {0};

	if (js_PublishAsyncGetPendingList(&list, q->js) != NATS_OK)
		return;
	lock_write(q->lock);
	for (int i = 0; i < list.Count; i++) {
		VEC_PUSH(&q->again, list.Msgs[i]);
		list.Msgs[i] = NULL;
	}
	q->answered_us = clock_ticks_us();
	lock_release(q->lock);
	natsMsgList_Destroy(&list);
}

static natsMsg *next_again(struct nats *q)
{
	natsMsg *msg = NULL;

	lock_write(q->lock);
	if (q->again.len)
		msg = q->again.at[--q->again.len];
	lock_release(q->lock);
	return msg;
}

static size_t again_len(struct nats *q)
{
	size_t len;

	lock_read(q->lock);
	len = q->again.len;
	lock_release(q->lock);
	return len;
}

static size_t out_len(struct nats *q)
{
	size_t len;

	lock_read(q->lock);
	len = q->out;
	lock_release(q->lock);
	return len;
}

static bool is_stalled(struct nats *q)
{
	bool stalled;

	lock_read(q->lock);
	stalled = clock_ticks_us() - q->answered_us > (int64_t)STALL_MS * 1000;
	lock_release(q->lock);
	return stalled;
}

/* False: it was not taken by the library, and is in `again`. */
static bool send_out(struct nats *q, natsMsg *msg)
{
	natsStatus s = js_PublishMsgAsync(q->js, &msg, NULL);

	if (s == NATS_OK)
		return true;
	lock_write(q->lock);
	snprintf(q->trouble, sizeof q->trouble, "%s", natsStatus_GetText(s));
	VEC_PUSH(&q->again, msg);
	lock_release(q->lock);
	return false;
}

/* One round: what failed before is sent again, after a pause that grows while it fails. */
static void send_again(struct nats *q)
{
	size_t left = again_len(q);

	if (out_len(q) > left && is_stalled(q)) {
		take_back(q);
		left = again_len(q);
	}
	if (!left) {
		q->pause_ms = 10;
		return;
	}
	clock_sleep_ms(q->pause_ms);
	q->pause_ms = q->pause_ms < 640 ? q->pause_ms * 2 : 1000;
	for (natsMsg *msg; left > 0 && (msg = next_again(q)) != NULL; left--)
		if (!send_out(q, msg))
			return;
}

static bool nats_put(void *at, const struct delivery *d, struct err *err)
{
	struct nats *q = at;
	int64_t told_us = clock_ticks_us(); /* what holds it back is told once a minute */
	char to[NAME_SIZE];
	natsMsg *msg = NULL;

	if (!queue_nats_message(&msg, q, queue_nats_subject(to, q, (enum stream)q->topic), d, err))
		return false;
	lock_write(q->lock);
	if (!q->out++)
		q->answered_us = clock_ticks_us();
	VEC_PUSH(&q->again, msg);
	lock_release(q->lock);
	if (again_len(q) == 1) { /* nothing stands before it */
		msg = next_again(q);
		if (msg)
			send_out(q, msg);
	}
	while (again_len(q) > 0 || out_len(q) >= PENDING_MOST) {
		if (queue_nats_stopped(q))
			return err_set(err, ERR_STOPPED, "asked to stop");
		if (clock_ticks_us() - told_us > 60000000) {
			log_info("%.*s takes no more for the moment: %s", STR_ARG(q->url.shown),
				 q->trouble);
			told_us = clock_ticks_us();
		}
		if (again_len(q) == 0 && !is_stalled(q))
			clock_sleep_ms(1);
		send_again(q);
	}
	q->pause_ms = 10;
	return true;
}

static bool nats_flush(void *at, struct err *err)
{
	struct nats *q = at;
	int64_t since = clock_ticks_us(), most_ms;
	jsPubOptions o;

	jsPubOptions_Init(&o);
	o.MaxWait = 200;
	while (out_len(q) > 0) {
		most_ms = queue_nats_stopped(q) ? STOPPED_MS : GIVE_UP_MS;
		if (clock_ticks_us() - since > most_ms * 1000)
			return err_set(err, ERR_BUSY, "%.*s keeps nothing since %lld s: %s",
				       STR_ARG(q->url.shown), (long long)most_ms / 1000,
				       q->trouble);
		if (again_len(q) == 0 && js_PublishAsyncComplete(q->js, &o) == NATS_OK &&
		    out_len(q))
			clock_sleep_ms(1); /* its last answer is just being taken */
		send_again(q);
	}
	return true;
}

/* -- taking ---------------------------------------------------------------------------- */

static bool subscribed(struct nats *q, struct err *err)
{
	static const char *const who[QUEUE_TOPICS] = {"workers", "clerk", "undertaker"};
	char name[NAME_SIZE], from[NAME_SIZE], durable[64];
	jsConsumerInfo *info = NULL;
	jsConsumerConfig c;
	jsSubOptions o;
	jsErrCode code = 0;
	natsStatus s;

	snprintf(durable, sizeof durable, "%s_%s", who[q->topic], QUEUE_VERSION);
	queue_nats_stream(name, q, (enum stream)q->topic);
	s = js_GetConsumerInfo(&info, q->js, name, durable, NULL, &code);
	if (s == NATS_NOT_FOUND || code == JSConsumerNotFoundErr) {
		jsConsumerConfig_Init(&c);
		c.Durable = durable;
		c.AckPolicy = js_AckExplicit;
		c.AckWait = q->url.ack_wait_ms * (SECOND_NS / 1000);
		c.MaxAckPending = q->url.window * 2;
		s = js_AddConsumer(&info, q->js, name, &c, NULL, &code);
	}
	jsConsumerInfo_Destroy(info);
	jsSubOptions_Init(&o);
	o.Stream = name;
	o.Consumer = durable;
	if (s == NATS_OK)
		s = js_PullSubscribe(&q->sub, q->js,
				     queue_nats_subject(from, q, (enum stream)q->topic), durable,
				     NULL, &o, &code);
	return s == NATS_OK || queue_nats_wrong(q, durable, s, code, err);
}

static struct str header(struct arena *arena, natsMsg *msg, const char *key)
{
	const char *value = NULL;

	return natsMsgHeader_Get(msg, key, &value) == NATS_OK ? arena_copy(arena, str_of(value))
							      : STR("");
}

/* Of a message that was taken or looked at. What is gone is an empty body: whoever takes it
 * finds that it is none. */
static bool filled(struct delivery *out, struct nats *q, struct arena *arena, natsMsg *msg,
		   struct err *err)
{
	out->id = header(arena, msg, H_ID);
	out->reason = header(arena, msg, H_REASON);
	out->claim = header(arena, msg, H_CLAIM);
	if (!out->claim.len) {
		out->body = arena_copy(arena, (struct str){natsMsg_GetData(msg),
							   (size_t)natsMsg_GetDataLength(msg)});
		return true;
	}
	return queue_nats_aside(&out->body, q, arena, out->claim, err) || err->code == ERR_MISSING;
}

/* For a while a cluster may be without a leader; longer, and it may have lost its streams. */
static bool nothing(struct nats *q, natsStatus s, jsErrCode code, struct err *err)
{
	if (s == NATS_TIMEOUT) {
		q->failing_us = 0;
		return err_set(err, ERR_BUSY, "nothing came");
	}
	queue_nats_wrong(q, "taking", s, code, err);
	if (!q->failing_us)
		q->failing_us = clock_ticks_us();
	if (clock_ticks_us() - q->failing_us < 10000000) {
		err->code = ERR_BUSY;
		clock_sleep_ms(200);
	}
	return false;
}

static bool nats_take(struct delivery *out, void *at, struct arena *arena, struct err *err)
{
	struct nats *q = at;
	natsMsgList list = {0};
	jsMsgMetaData *meta = NULL;
	jsErrCode code = 0;
	natsStatus s;
	natsMsg *msg;

	if (!q->sub && !subscribed(q, err)) {
		err->code = ERR_BUSY;
		clock_sleep_ms(200);
		return false;
	}
	s = natsSubscription_Fetch(&list, q->sub, 1, TAKE_MS, &code);
	if (list.Count < 1) {
		natsMsgList_Destroy(&list);
		return nothing(q, s, code, err);
	}
	q->failing_us = 0;
	msg = list.Msgs[0];
	list.Msgs[0] = NULL;
	natsMsgList_Destroy(&list);
	*out = (struct delivery){.handle = msg};
	s = natsMsg_GetMetaData(&meta, msg);
	if (s == NATS_OK) {
		out->sequence = meta->Sequence.Stream;
		out->attempt = (uint32_t)meta->NumDelivered;
		jsMsgMetaData_Destroy(meta);
	}
	if (s == NATS_OK && filled(out, q, arena, msg, err))
		return true;
	natsMsg_NakWithDelay(msg, 1000, NULL);
	natsMsg_Destroy(msg);
	err->code = ERR_BUSY;
	return false;
}

static void nats_touch(void *at, const struct delivery *d)
{
	(void)at;
	(void)natsMsg_InProgress(d->handle, NULL); /* else it comes twice, which is allowed */
}

static bool nats_ack(void *at, struct delivery *d, struct err *err)
{
	struct nats *q = at;
	natsStatus s = natsMsg_Ack(d->handle, NULL);

	natsMsg_Destroy(d->handle);
	d->handle = NULL;
	if (s == NATS_OK && q->topic == QUEUE_FINDINGS && d->claim.len)
		queue_nats_remove_aside(q, d->claim);
	return s == NATS_OK || queue_nats_wrong(q, "acknowledging", s, 0, err);
}

static void nats_nak(void *at, struct delivery *d)
{
	uint32_t doubled = d->attempt < 7 ? d->attempt : 7;

	(void)at;
	natsMsg_NakWithDelay(d->handle, (int64_t)250 << doubled, NULL); /* ms: 0.5 s to 32 s */
	natsMsg_Destroy(d->handle);
	d->handle = NULL;
}

static bool bury_body(struct nats *q, const struct delivery *d, struct err *err)
{
	char to[NAME_SIZE], id[64];
	struct delivery dead = *d;
	natsMsg *msg = NULL;

	snprintf(id, sizeof id, "dead-%d-%llu-%016llx", (int)q->topic,
		 (unsigned long long)d->sequence, (unsigned long long)hash64(d->body, 0));
	dead.id = str_of(id);
	return queue_nats_message(&msg, q, queue_nats_subject(to, q, S_DEAD), &dead, err) &&
	       queue_nats_publish(q, msg, err);
}

static bool nats_bury(void *at, struct delivery *d, struct err *err)
{
	return bury_body(at, d, err) && (!d->handle || nats_ack(at, d, err));
}

static void nats_finish(void *at)
{
	(void)at;
}

/* -- beside the road ------------------------------------------------------------------- */

static bool nats_forget(void *at, const struct delivery *d, struct err *err)
{
	struct nats *q = at;
	char name[NAME_SIZE];
	jsErrCode code = 0;
	natsStatus s = js_DeleteMsg(q->js, queue_nats_stream(name, q, (enum stream)q->topic),
				    d->sequence, NULL, &code);

	if (d->claim.len)
		queue_nats_remove_aside(q, d->claim);
	return s == NATS_OK || queue_nats_missing(s, code) || code == JSSequenceNotFoundErr ||
	       code == JSStreamMsgDeleteFailed || queue_nats_wrong(q, "forgetting", s, code, err);
}

static bool nats_look(struct delivery *out, void *at, struct arena *arena, uint64_t sequence,
		      struct err *err)
{
	struct nats *q = at;
	char name[NAME_SIZE];
	natsMsg *msg = NULL;
	jsErrCode code = 0;
	natsStatus s = js_GetMsg(&msg, q->js, queue_nats_stream(name, q, (enum stream)q->topic),
				 sequence, NULL, &code);
	bool ok;

	if (s != NATS_OK) {
		queue_nats_wrong(q, "looking", s, code, err);
		if (queue_nats_missing(s, code))
			err->code = ERR_MISSING;
		return false;
	}
	*out = (struct delivery){.sequence = sequence, .put_ms = natsMsg_GetTime(msg) / 1000000};
	ok = filled(out, q, arena, msg, err);
	natsMsg_Destroy(msg);
	return ok;
}

static bool nats_extent(uint64_t *from, uint64_t *upto, uint64_t *count, void *at, struct err *err)
{
	struct nats *q = at;
	char name[NAME_SIZE];
	jsStreamInfo *info = NULL;
	jsErrCode code = 0;
	natsStatus s = js_GetStreamInfo(
		&info, q->js, queue_nats_stream(name, q, (enum stream)q->topic), NULL, &code);

	if (s != NATS_OK)
		return queue_nats_wrong(q, name, s, code, err);
	*from = info->State.FirstSeq;
	*upto = info->State.LastSeq;
	*count = info->State.Msgs;
	jsStreamInfo_Destroy(info);
	return true;
}

static bool nats_note(void *at, const char *key, struct str text, struct err *err)
{
	char to[LONG_NAME_SIZE], base[NAME_SIZE];
	struct delivery d = {.body = text};
	natsMsg *msg = NULL;

	snprintf(to, sizeof to, "%s.%s", queue_nats_subject(base, at, S_NOTES), key);
	return queue_nats_message(&msg, at, to, &d, err) && queue_nats_publish(at, msg, err);
}

static bool nats_noted(struct str *out, void *at, struct arena *arena, const char *key,
		       struct err *err)
{
	struct nats *q = at;
	char to[LONG_NAME_SIZE], name[NAME_SIZE];
	natsMsg *msg = NULL;
	jsErrCode code = 0;
	natsStatus s;

	snprintf(to, sizeof to, "%s.%s", queue_nats_subject(name, q, S_NOTES), key);
	s = js_GetLastMsg(&msg, q->js, queue_nats_stream(name, q, S_NOTES), to, NULL, &code);
	if (s != NATS_OK) {
		queue_nats_wrong(q, "a note", s, code, err);
		if (queue_nats_missing(s, code))
			err->code = ERR_MISSING;
		return false;
	}
	*out = arena_copy(arena,
			  (struct str){natsMsg_GetData(msg), (size_t)natsMsg_GetDataLength(msg)});
	natsMsg_Destroy(msg);
	return true;
}

const struct queue_ops queue_nats = {
	.scheme = "nats:",
	.open = nats_open,
	.close = nats_close,
	.put = nats_put,
	.flush = nats_flush,
	.take = nats_take,
	.touch = nats_touch,
	.ack = nats_ack,
	.nak = nats_nak,
	.bury = nats_bury,
	.finish = nats_finish,
	.forget = nats_forget,
	.look = nats_look,
	.extent = nats_extent,
	.note = nats_note,
	.noted = nats_noted,
};
