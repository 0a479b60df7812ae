/* serve/api_export.c -- one event in another house's form, to be kept as a file. */
#include "base/limits.h"
#include "serve/route.h"
#include "serve/shape.h"

void api_event_export(struct call *c)
{
	const struct shape *shape = shape_named(call_get(c, "format"));
	struct shape_source s;
	struct emit e;
	struct err err;

	if (!shape) {
		call_problem(c, 422, "format", "say which form: ?format=aim");
		return;
	}
	if (!shape_load(&s, c->store, c->arena, c->id, &err)) {
		call_error(c, &err);
		return;
	}
	if (s.event->redirect.len) {
		call_redirect(c, 308,
			      arena_fmt(c->arena, "/api/v1/events/%.*s/export?format=%s",
					STR_ARG(s.event->redirect), shape->name));
		return;
	}
	call_json(&e, c);
	if (!shape->write(&e, c->arena, &s, &err))
		call_error(c, &err);
}
