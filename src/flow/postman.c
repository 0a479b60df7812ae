/* flow/postman.c -- mails, one at a time; and what a failed try costs. */
#include "flow/postman_parts.h"

#include "base/clock.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/memory.h"
#include "flow/mail.h"

static bool open_smtp(struct postman *p, struct err *err)
{
	const struct postman_options *o = &p->options;
	struct smtp_options s = {.server = o->mail_server,
				 .user = o->mail_user && *o->mail_user ? o->mail_user : NULL,
				 .key_variable = o->mail_key_variable,
				 .ca = o->mail_ca,
				 .timeout_ms = o->timeout_ms,
				 .stop = o->stop};

	if (!o->mail_server || !*o->mail_server)
		return true;
	if (!mail_sender(&p->mail_name, &p->mail_address, o->mail_from))
		return err_set(err, ERR_CONFIG,
			       "with a mail server goes --mail-from \"Name <address>\"; '%.*s' "
			       "is none",
			       STR_ARG(o->mail_from));
	s.domain =
		str_cut(p->mail_address, str_rchr(p->mail_address, '@') + 1, p->mail_address.len);
	return smtp_open(&p->smtp, &s, err);
}

bool postman_open(struct postman **out, const struct postman_options *o, struct err *err)
{
	struct store_options store = {.url = o->db, .mode = DB_WRITE};
	struct postman *p = memory_zalloc(sizeof *p);

	p->options = *o;
	p->arena = arena_new();
	p->pool = fetch_pool_new();
	buf_init(&p->bytes, LIMIT_OUTBOX_MAIL);
	if (!store_open(&p->store, &store, err) || !open_smtp(p, err)) {
		postman_close(p);
		return false;
	}
	*out = p;
	return true;
}

void postman_close(struct postman *p)
{
	if (!p)
		return;
	smtp_close(p->smtp);
	fetch_pool_free(p->pool);
	store_close(p->store);
	buf_free(&p->bytes);
	arena_free(p->arena);
	memory_free(p);
}

/* 5 s, 15 s, 45 s ... a day and a bit; a fifth of it by chance that depends on the message, so
 * that a thousand that failed together do not come back together. */
static int64_t next_ms(int64_t now_ms, int64_t tries, struct str id)
{
	int64_t wait_ms = LIMIT_OUTBOX_FIRST * INT64_C(1000);
	uint64_t dice = hash64(id, (uint64_t)tries);

	for (int64_t i = 1; i < tries && wait_ms < LIMIT_OUTBOX_LAST * INT64_C(1000); i++)
		wait_ms *= 3;
	if (wait_ms > LIMIT_OUTBOX_LAST * INT64_C(1000))
		wait_ms = LIMIT_OUTBOX_LAST * INT64_C(1000);
	return now_ms + wait_ms + (int64_t)(dice % (uint64_t)(wait_ms / 5));
}

static void count(struct postman_tally *tally, enum outbox_end end)
{
	if (end == OUTBOX_SENT)
		tally->sent++;
	else if (end == OUTBOX_DEAD)
		tally->dead++;
	else
		tally->later++;
}

bool postman_settle(struct postman_tally *tally, struct postman *p, const struct postman_try *t,
		    struct err *err)
{
	int64_t now_ms = clock_now_ms(), later_ms = next_ms(now_ms, t->item->tries, t->item->id);
	struct outbox_result r = {
		.number = t->item->number, .end = t->end, .at_ms = now_ms, .reason = t->reason};

	if (t->end == OUTBOX_LATER && t->item->tries >= LIMIT_OUTBOX_TRIES)
		r.end = OUTBOX_DEAD;
	else if (t->end == OUTBOX_LATER)
		r.at_ms = now_ms + t->wait_ms > later_ms ? now_ms + t->wait_ms : later_ms;
	if (r.end == OUTBOX_DEAD)
		log_warning("%.*s to %.*s is given up after %lld tries: %.*s", STR_ARG(t->item->id),
			    STR_ARG(t->item->receiver), (long long)t->item->tries,
			    STR_ARG(t->reason));
	count(tally, r.end);
	return outbox_settle(p->store, &r, err);
}

/* -- mails ------------------------------------------------------------------------------ */

static enum outbox_end send_mail(struct postman *p, const struct outbox_item *item, struct err *why)
{
	struct mail m = {.id = item->id,
			 .from = p->options.mail_from,
			 .to = item->receiver,
			 .subject = item->subject,
			 .text = item->text,
			 .html = item->html,
			 .unsubscribe = item->unsubscribe,
			 .made_ms = item->made_ms};

	buf_clear(&p->bytes);
	if (!mail_compose(&p->bytes, &m, why))
		return OUTBOX_DEAD;
	switch (smtp_send(p->smtp, p->mail_address, item->receiver, buf_view(&p->bytes), why)) {
	case SMTP_SENT:
		return OUTBOX_SENT;
	case SMTP_REFUSED:
		return OUTBOX_DEAD;
	case SMTP_STOPPED:
		return OUTBOX_GIVEN_BACK;
	case SMTP_LATER:
		break;
	}
	return OUTBOX_LATER;
}

static bool is_stopped(const struct postman *p)
{
	return p->options.stop && atomic_load(p->options.stop);
}

/* One at a time: a server that hangs must not outlast the claim of the mails behind. */
static bool next_mail(struct outbox_item **out, struct postman *p, struct err *err)
{
	int64_t now_ms = clock_now_ms();
	struct outbox_claim claim = {.kind = OUTBOX_MAIL,
				     .now_ms = now_ms,
				     .until_ms = now_ms + p->options.timeout_ms +
						 LIMIT_OUTBOX_LEASE * INT64_C(1000),
				     .most = 1};
	size_t n;

	arena_reset(p->arena);
	if (!outbox_claim(out, &n, p->store, p->arena, &claim, err))
		return false;
	if (!n)
		*out = NULL;
	return true;
}

bool postman_mails(struct postman_tally *tally, struct postman *p, struct err *err)
{
	while (p->smtp && !is_stopped(p)) {
		struct err why = {.text = ""};
		struct postman_try t;
		struct outbox_item *item;

		if (!next_mail(&item, p, err))
			return false;
		if (!item)
			return true;
		t = (struct postman_try){.item = item, .end = send_mail(p, item, &why)};
		t.reason = t.end == OUTBOX_SENT ? STR("") : str_of(why.text);
		if (!postman_settle(tally, p, &t, err))
			return false;
	}
	return true;
}
