/* serve/alert_make.c -- who may make an alert, and who may change it.
 *
 * Anybody may make one: the address confirms it. Whoever holds its key may see, change and
 * end it; keys stand in the links of its mails and in the answer to whoever made it. */
#include "serve/alert_make.h"

#include "base/clock.h"
#include "base/limits.h"
#include "base/secret.h"
#include "flow/mail.h"
#include "ingest/address.h"
#include "ingest/polite_host.h"
#include "serve/notifier.h"
#include "text/url.h"

static bool wrong(struct call *c, const char *parameter, const char *what)
{
	call_problem(c, 422, parameter, "%s", what);
	return false;
}

/* "http://localhost:8080" is near "http://localhost", "http://localhost.example" is not. */
static bool is_near(struct str base, const char *near)
{
	size_t len = strlen(near);

	return str_starts(base, str_of(near)) && (base.len == len || base.at[len] == ':');
}

/* Where links in mails lead. Not by what the request says of itself: then anybody could have
 * mails sent that lead to a place of theirs. */
static struct str link_base(struct call *c)
{
	static const char *const near[] = {"http://127.0.0.1", "http://localhost", "http://[::1]"};
	const struct notifier_options *n = c->options->sending;
	struct str base = n ? n->public_url : STR("");

	for (size_t i = 0; !base.len && i < sizeof near / sizeof *near; i++)
		if (is_near(call_base(c), near[i]))
			base = call_base(c);
	return base;
}

static bool is_mailable(struct call *c, struct str to)
{
	if (!notifier_sends_mail(c->options->sending)) {
		call_problem(c, 501, "channel",
			     "this server sends no mail; take a webhook or a feed");
		return false;
	}
	if (!link_base(c).len) {
		call_problem(c, 501, "channel",
			     "this server was not told its --public-url, so its mails would lead "
			     "nowhere");
		return false;
	}
	return mail_is_address(to) || wrong(c, "to", "that is no mail address");
}

/* An address that is not public can be told here already when it is written as a number. */
static bool is_callable(struct call *c, struct str to)
{
	const struct notifier_options *n = c->options->sending;
	struct url parts;
	bool listed;

	if (!url_parse(&parts, to) || to.len > LIMIT_FETCH_URL)
		return wrong(c, "to", "a webhook is an address that begins with https://");
	if (parts.user.len)
		return wrong(c, "to", "an address with a user in it is not called");
	listed = n && polite_host_is_listed(n->post.allow_private, &parts);
	return listed || !address_is_private_name(parts.host) ||
	       wrong(c, "to", "that address is not one of the public internet");
}

static bool read_wish(struct alert *out, struct saved *filters, struct call *c,
		      const struct alert_wish *w)
{
	struct err err;

	*out = (struct alert){.receiver = str_trim(w->to),
			      .owner = STR(""),
			      .reason = STR(""),
			      .made_ms = clock_now_ms()};
	if (!saved_parse(filters, c->arena, c->taxonomy, w->filter, &err)) {
		call_problem(c, 422, "filter", "%s", err.text);
		return false;
	}
	out->query = filters->text;
	if (!alerts_channel_parse(&out->channel, w->channel))
		return wrong(c, "channel", "give mail, webhook or feed");
	if (!alerts_pace_parse(&out->pace, w->pace.len ? w->pace : STR("immediately")))
		return wrong(c, "pace", "give immediately, daily or weekly");
	if (out->channel == ALERT_MAIL)
		return is_mailable(c, out->receiver);
	if (out->channel == ALERT_WEBHOOK)
		return is_callable(c, out->receiver);
	return !out->receiver.len || wrong(c, "to", "a feed is sent nowhere; leave `to` out");
}

static bool put_confirm(struct store *s, struct call *c, const struct alert *a,
			const struct saved *filters, struct err *err)
{
	struct outbox_item item;

	notice_confirm(&item, &(struct notice){.arena = c->arena,
					       .alert = a,
					       .saved = filters,
					       .base = link_base(c),
					       .now_ms = a->made_ms});
	return outbox_put(s, &item, err);
}

static bool keep(struct alert *a, struct store *s, struct call *c, const struct saved *filters,
		 struct err *err)
{
	if (!alerts_add(a, s, c->arena, err))
		return false;
	if (a->channel == ALERT_MAIL)
		return put_confirm(s, c, a, filters, err);
	a->state = ALERT_ON;
	a->confirmed_ms = a->made_ms;
	a->due_ms = alerts_next_ms(a->pace, a->made_ms);
	return alerts_begin(s, c->arena, a, &filters->query, a->made_ms, err);
}

static void too_many(struct call *c, const struct err *err)
{
	if (err->code == ERR_BUSY || err->code == ERR_LIMIT)
		call_problem(c, 429, NULL, "%s", err->text);
	else
		call_error(c, err);
}

bool alert_make(struct alert *out, struct saved *filters, struct call *c,
		const struct alert_wish *w)
{
	struct store *s;
	struct err err;

	if (!read_wish(out, filters, c, w) || !call_writer(&s, c))
		return false;
	if (!store_begin(s, &err)) {
		call_error(c, &err);
		return false;
	}
	if (!keep(out, s, c, filters, &err)) {
		store_abandon(s);
		too_many(c, &err);
		return false;
	}
	if (!store_end(s, &err)) {
		call_error(c, &err);
		return false;
	}
	return true;
}

/* "ID-WORD" as the API gives it, or the word alone as links have it. */
static struct str sent_key(const struct call *c)
{
	struct str bearer = api_header(c->req, "Authorization");

	if (str_starts(bearer, STR("Bearer ")))
		return str_trim(str_cut(bearer, 7, bearer.len));
	return call_get(c, "key");
}

/* The alert of the address; where it names none, the one that the key names. */
static struct str named(const struct call *c, struct str *key)
{
	size_t dash = str_chr(*key, '-');
	struct str id = str_cut(*key, 0, dash == STR_NPOS ? 0 : dash);

	*key = dash == STR_NPOS ? *key : str_cut(*key, dash + 1, key->len);
	return c->id.len ? c->id : id;
}

bool alert_held(struct alert *out, struct saved *filters, struct call *c, const char *purpose)
{
	char key[ALERTS_KEY_SIZE];
	struct str sent = sent_key(c), id = named(c, &sent);
	struct err err;
	bool found = alerts_find(out, c->store, c->arena, id, &err);

	if (!found && err.code != ERR_MISSING) {
		call_error(c, &err);
		return false;
	}
	if (found)
		alerts_key(key, out, purpose);
	/* whether it is not there or not yours is nobody's business */
	if (!found || !secret_equal(str_of(key), sent)) {
		call_problem(c, 404, NULL,
			     "there is no alert with that address and key; has the link been "
			     "copied whole?");
		return false;
	}
	if (!saved_parse(filters, c->arena, NULL, out->query, &err)) {
		call_error(c, &err);
		return false;
	}
	return true;
}

bool alert_confirm(struct call *c, const struct alert *a, const struct saved *filters)
{
	struct store *s;
	struct err err;

	if (a->state != ALERT_UNCONFIRMED)
		return true;
	if (!call_writer(&s, c))
		return false;
	if (alerts_begin(s, c->arena, a, &filters->query, clock_now_ms(), &err))
		return true;
	call_error(c, &err);
	return false;
}

bool alert_stop(struct call *c, const struct alert *a)
{
	struct store *s;
	struct err err;

	if (a->state == ALERT_OFF)
		return true;
	if (!call_writer(&s, c))
		return false;
	if (alerts_end(s, a, STR("ended by whoever holds its key"), &err))
		return true;
	call_error(c, &err);
	return false;
}
