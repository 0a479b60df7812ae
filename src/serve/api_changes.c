/* serve/api_changes.c -- what changed since somebody last asked.
 *
 * A copy is kept by asking with `next` of the answer before, for ever: a live event
 * replaces what the copy has under its id, a merged one leads to another id, one that is
 * gone is taken out. Doing a page again changes nothing. A page ends early when it has
 * grown large; `more` says whether there is something behind it now. */
#include "base/limits.h"
#include "serve/api_events.h"
#include "serve/links.h"
#include "serve/route.h"

/* Whole events on a page until it has so many bytes; the largest has some 1 MB. */
#define PAGE_BYTES MIB(4)

static bool whole(struct emit *e, struct call *c, struct str id)
{
	struct links links = {0};
	struct event_detail d;
	struct err err;

	if (!store_event(&d, c->store, c->arena, id, &err) ||
	    !store_references(&links.reference, &links.reference_count, c->store, c->arena, id,
			      &err)) {
		call_error(c, &err);
		return false;
	}
	emit_object(e);
	if (!api_events_whole(e, c, &d, &err)) {
		call_error(c, &err);
		return false;
	}
	links_archives_json(e, c, &links);
	emit_end(e);
	return true;
}

static bool change(struct emit *e, struct call *c, const struct change_row *r, bool full)
{
	bool live = !r->into.len && !r->gone;
	struct err err;

	emit_object(e);
	emit_pair(e, "id", r->row.id);
	emit_pair(e, "what", live ? STR("live") : r->gone ? STR("gone") : STR("merged"));
	if (r->into.len)
		emit_pair(e, "into", r->into);
	if (live) {
		emit_key(e, "event");
		if (full ? !whole(e, c, r->row.id) : !api_events_row(e, c, &r->row, &err)) {
			if (!full)
				call_error(c, &err);
			return false;
		}
	}
	emit_end(e);
	return true;
}

static void page(struct call *c, const struct change_page *p)
{
	bool full = call_get(c, "full").len > 0, more = p->more;
	struct str next = p->next;
	struct emit e;

	call_json(&e, c);
	emit_object(&e);
	emit_key(&e, "changes");
	emit_array(&e);
	for (size_t i = 0; i < p->count; i++) {
		if (!change(&e, c, &p->row[i], full))
			return;
		next = p->row[i].next;
		if (full && c->out->body.len > PAGE_BYTES && i + 1 < p->count) {
			more = true;
			break;
		}
	}
	emit_end(&e);
	if (p->total >= 0)
		emit_pair_int(&e, "total", p->total);
	emit_pair(&e, "next", next);
	emit_key(&e, "more");
	emit_bool(&e, more);
	emit_end(&e);
}

static void answer(struct call *c)
{
	struct change_query q = {.since = call_get(c, "since"),
				 .limit = (uint32_t)call_int(c, "limit", 20),
				 .counted = call_get(c, "counts").len > 0};
	struct change_page p;
	struct err err;

	if (!store_changes(&p, c->store, c->arena, &q, &err)) {
		if (err.code == ERR_INPUT)
			call_problem(c, 400, "since", "%s", err.text);
		else
			call_error(c, &err);
		return;
	}
	if (p.lost) {
		call_problem(c, 410, "since",
			     "since is of another store, or of a time that this one has not "
			     "reached; begin anew without it, with an empty copy");
		return;
	}
	page(c, &p);
}

/* Rows and whole events are of one view. */
void api_changes(struct call *c)
{
	struct err err;

	if (!store_begin(c->store, &err)) {
		call_error(c, &err);
		return;
	}
	answer(c);
	if (!store_end(c->store, &err))
		call_error(c, &err);
}
