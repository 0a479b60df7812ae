/* serve/shape.c -- the table of forms. */
#include "serve/shape.h"

#include "serve/aim.h"

static const struct shape shape_row[] = {
	{"aim", aim_incident},
};

const struct shape *shape_named(struct str name)
{
	for (size_t i = 0; i < sizeof shape_row / sizeof *shape_row; i++)
		if (str_eq(name, str_of(shape_row[i].name)))
			return &shape_row[i];
	return NULL;
}

bool shape_load(struct shape_source *s, struct store *store, struct arena *arena, struct str id,
		struct err *err)
{
	struct event_detail *d = ARENA_NEW(arena, struct event_detail);

	*s = (struct shape_source){.event = d, .with_articles = true};
	return store_event(d, store, arena, id, err) &&
	       store_references(&s->reference, &s->references, store, arena, id, err);
}
