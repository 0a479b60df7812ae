/* serve/api_watches.c -- alerts for programs, under the name that the API has for them.
 *
 * Elsewhere a saved search that notifies is an alert: `tocsin watch` polls sources, which is
 * another thing. Only the address says "watches", because clients were promised it. */
#include "base/json.h"
#include "base/limits.h"
#include "serve/alert_make.h"
#include "serve/route.h"
#include "text/date.h"

#define MESSAGES 20 /* of one alert that are told */

static void message(struct emit *e, struct call *c, const struct outbox_item *item)
{
	emit_object(e);
	emit_pair(e, "id", item->id);
	emit_pair(e, "state", item->state);
	emit_pair(e, "made", date_known_iso(c->arena, item->made_ms));
	emit_pair_or_null(e, "sent", date_known_iso(c->arena, item->sent_ms));
	emit_pair_int(e, "tries", item->tries);
	emit_pair_or_null(e, "reason", item->reason);
	emit_end(e);
}

static bool messages(struct emit *e, struct call *c, const struct alert *a, struct err *err)
{
	struct outbox_asked asked = {.all = true, .alert = a->number, .most = MESSAGES};
	struct outbox_item *item;
	size_t count;

	if (!outbox_list(&item, &count, c->store, c->arena, &asked, err))
		return false;
	emit_key(e, "messages");
	emit_array(e);
	for (size_t i = 0; i < count; i++)
		message(e, c, &item[i]);
	emit_end(e);
	return true;
}

/* Leaves the object open. */
static void watch(struct emit *e, struct call *c, const struct alert *a,
		  const struct saved *filters)
{
	emit_object(e);
	emit_pair(e, "id", a->id);
	emit_pair(e, "state", alerts_state_name(a->state));
	emit_pair_or_null(e, "reason", a->reason);
	emit_pair(e, "channel", alerts_channel_name(a->channel));
	emit_pair_or_null(e, "to", a->receiver);
	emit_pair(e, "pace", alerts_pace_name(a->pace));
	emit_pair(e, "filter", filters->text);
	emit_pair(e, "filter_words", saved_words(c->arena, &filters->params));
	emit_pair(e, "made", date_known_iso(c->arena, a->made_ms));
	emit_pair_or_null(e, "confirmed", date_known_iso(c->arena, a->confirmed_ms));
	emit_key(e, "feed");
	emit_str(e, saved_path(c->arena, filters, "/feed.atom"));
	emit_key(e, "feed_json");
	emit_str(e, saved_path(c->arena, filters, "/feed.json"));
}

/* The filter as an address has it, or as an object {"label":"incident","principles":[...]}. */
static struct str filter_of(struct call *c, const struct json *filter)
{
	struct str text = arena_copy(c->arena, json_str(filter));
	struct buf b;

	if (!json_is_object(filter))
		return str_starts(text, STR("?")) ? str_cut(text, 1, text.len) : text;
	buf_init(&b, LIMIT_REQUEST);
	for (size_t i = 0; i < json_len(filter); i++) {
		const struct json *value;
		struct str name = json_key(&value, filter, i);
		size_t count = json_is_array(value) ? json_len(value) : 1;

		for (size_t k = 0; k < count; k++) {
			const struct json *one = json_is_array(value) ? json_at(value, k) : value;

			buf_z(&b, b.len ? "&" : "");
			params_encode(&b, name);
			buf_char(&b, '=');
			params_encode(&b, json_text(c->arena, one));
		}
	}
	text = arena_copy(c->arena, buf_view(&b));
	buf_free(&b);
	return text;
}

/* What only whoever makes it gets to see. */
static void made(struct call *c, const struct alert *a, const struct saved *filters)
{
	char key[ALERTS_KEY_SIZE];
	struct emit e;

	call_json(&e, c);
	c->out->status = 201;
	watch(&e, c, a, filters);
	/* with it a mail's alert can be seen and ended, but not confirmed */
	alerts_key(key, a, "manage");
	emit_pair(&e, "key", arena_fmt(c->arena, "%.*s-%s", STR_ARG(a->id), key));
	emit_pair(&e, "manage",
		  arena_fmt(c->arena, "%.*s%.*s", STR_ARG(call_base(c)),
			    STR_ARG(notice_path(c->arena, a, ""))));
	if (a->channel == ALERT_WEBHOOK) {
		alerts_key(key, a, "webhook");
		emit_pair(&e, "secret", str_of(key));
	}
	emit_end(&e);
}

static const struct json *first_of(const struct json *root, const char *name, const char *other)
{
	const struct json *value = json_get(root, name);

	return value ? value : json_get(root, other);
}

void api_watch_make(struct call *c)
{
	struct alert_wish wish;
	struct saved filters;
	struct alert a;
	struct json *root;
	struct err err;

	if (!json_parse(&root, c->req->body, &err)) {
		call_problem(c, 400, NULL, "the body is no JSON: %s", err.text);
		return;
	}
	wish = (struct alert_wish){
		.filter = filter_of(c, first_of(root, "filter", "query")),
		.channel = arena_copy(c->arena, json_get_str(root, "channel")),
		.to = arena_copy(c->arena, json_get_str(root, "to")),
		.pace = arena_copy(c->arena, json_get_str(root, "pace")),
	};
	json_free(root);
	if (str_find(wish.to, STR("\n")) != STR_NPOS)
		call_problem(c, 422, "to", "that is no address");
	else if (alert_make(&a, &filters, c, &wish))
		made(c, &a, &filters);
}

static void told(struct call *c, const struct alert *a, const struct saved *filters, bool in_list)
{
	struct emit e;
	struct err err;

	call_json(&e, c);
	if (in_list) {
		emit_object(&e);
		emit_key(&e, "watches");
		emit_array(&e);
	}
	watch(&e, c, a, filters);
	if (!messages(&e, c, a, &err)) {
		call_error(c, &err);
		return;
	}
	emit_end(&e);
	if (in_list) {
		emit_end(&e);
		emit_end(&e);
	}
}

void api_watch(struct call *c)
{
	struct saved filters;
	struct alert a;

	if (alert_held(&a, &filters, c, "manage"))
		told(c, &a, &filters, false);
}

void api_watches(struct call *c)
{
	struct saved filters;
	struct alert a;

	if (alert_held(&a, &filters, c, "manage"))
		told(c, &a, &filters, true);
}

void api_watch_stop(struct call *c)
{
	struct saved filters;
	struct alert a;

	if (!alert_held(&a, &filters, c, "manage") || !alert_stop(c, &a))
		return;
	if (alert_held(&a, &filters, c, "manage"))
		told(c, &a, &filters, false);
}

/* The key names the alert, so the address need not. */
void api_watches_stop(struct call *c)
{
	api_watch_stop(c);
}
