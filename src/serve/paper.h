/* serve/paper.h -- reporting forms as tables: a row for each field, with what it is made of.
 *
 * A field says how well it fits ("direct", "approximate", "unmapped") and holds its value, or
 * null where the articles do not state it. Private to the forms (oecd29.c, art73.c, aiid.c). */
#pragma once
#include "base/json.h"
#include "serve/shape.h"

struct paper {
	struct emit *e;
	struct arena *arena;
	const struct shape_source *s;
	const struct event_row *row;
	const struct json *portrait;
};

typedef void paper_fn(struct paper *p); /* writes one JSON value */
struct paper_field {
	const char *section, *name, *mapping, *made_of;
	paper_fn *value; /* NULL: null */
};

/* Writes "fields":[...] with numbers from 1. `rows` ends with a NULL name. */
void paper_fields(struct paper *p, const struct paper_field *rows);

/* Opens the portrait; close it with paper_close. ERR_INPUT. */
bool paper_open(struct paper *p, struct emit *e, struct arena *arena, const struct shape_source *s,
		struct err *err) MUST_USE;
void paper_close(struct paper *p);

/* Values; each null when there is none. */
paper_fn paper_title, paper_summary, paper_first_day, paper_countries, paper_sources,
	paper_developers, paper_deployers, paper_harmed, paper_systems, paper_severity,
	paper_harm_types, paper_stakeholders, paper_principles, paper_industries, paper_functions,
	paper_tasks, paper_autonomy, paper_figures, paper_rights, paper_infrastructure, paper_role,
	paper_happened;
