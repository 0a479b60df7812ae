/* serve/shape.c -- the table of forms. */
#include "serve/shape.h"

#include "judge/verdict.h"
#include "serve/aiid.h"
#include "serve/aim.h"
#include "serve/art73.h"
#include "serve/oecd29.h"

static const struct shape shape_row[] = {
	{"aim", aim_incident},
	{"oecd29", oecd29_report},
	{"aiid", aiid_submission},
	{"art73", art73_draft},
};

const struct shape *shape_named(struct str name)
{
	for (size_t i = 0; i < sizeof shape_row / sizeof *shape_row; i++)
		if (str_eq(name, str_of(shape_row[i].name)))
			return &shape_row[i];
	return NULL;
}

bool shape_is_told(struct str value)
{
	return value.len && !verdict_is_unknown(value);
}

void shape_aiid_ids(struct emit *e, const char *key, const struct shape_source *s)
{
	int64_t number;

	emit_key(e, key);
	emit_array(e);
	for (size_t i = 0; i < s->references; i++)
		if (str_eq(s->reference[i].archive, STR("AIID")) &&
		    str_int(&number, s->reference[i].id))
			emit_int(e, number);
	emit_end(e);
}

bool shape_load(struct shape_source *s, struct store *store, struct arena *arena, struct str id,
		struct err *err)
{
	struct event_detail *d = ARENA_NEW(arena, struct event_detail);

	*s = (struct shape_source){.event = d, .with_articles = true};
	return store_event(d, store, arena, id, err) &&
	       store_references(&s->reference, &s->references, store, arena, id, err);
}
