/* serve/api_suggest.c -- what a search may be meant to be, while it is typed.
 *
 * A value leads to the list that it filters, with as many events as is said; an event
 * to its page. */
#include "serve/filter.h"
#include "serve/route.h"

static struct str address_of(struct call *c, const struct suggestion *s)
{
	static const struct params none = {.len = 0};

	if (s->id.len)
		return call_event_path(c->arena, s->id);
	return params_plus(c->arena, STR("/"), &none, s->kind, s->value);
}

static void suggestion(struct emit *e, struct call *c, const struct suggestion *s)
{
	emit_object(e);
	emit_pair(e, "kind", s->kind);
	emit_pair(e, "title", s->id.len ? STR("Event") : str_of(filter_one(s->kind)));
	emit_pair(e, "value", s->value);
	if (s->id.len)
		emit_pair(e, "label", s->label);
	else
		emit_pair_int(e, "events", s->events);
	emit_pair(e, "url", address_of(c, s));
	emit_end(e);
}

void api_suggest(struct call *c)
{
	const struct suggestion *s;
	size_t count;
	struct emit e;
	struct err err;

	if (!store_suggest(&s, &count, c->store, c->arena, call_get(c, "q"), &err)) {
		call_error(c, &err);
		return;
	}
	call_json(&e, c);
	emit_object(&e);
	emit_key(&e, "suggestions");
	emit_array(&e);
	for (size_t i = 0; i < count; i++)
		suggestion(&e, c, &s[i]);
	emit_end(&e);
	emit_end(&e);
}
