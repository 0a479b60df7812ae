/* serve/aiid.c -- the fields of AIID's submission form, a report for each article.
 *
 * The form wants a report's full text; Tocsin does not republish articles, so `text` is null and
 * whoever submits fills it in. Lists are what reports say; AIID calls such parties alleged. */
#include "serve/aiid.h"

#include "serve/paper.h"
#include "text/date.h"

static void key(struct paper *p, const char *name, paper_fn *value)
{
	emit_key(p->e, name);
	value(p);
}

static void incident(struct paper *p)
{
	emit_key(p->e, "incident");
	emit_object(p->e);
	key(p, "incident_title", paper_title);
	key(p, "description", paper_summary);
	key(p, "incident_date", paper_first_day);
	key(p, "developers", paper_developers);
	key(p, "deployers", paper_deployers);
	key(p, "harmed_parties", paper_harmed);
	key(p, "implicated_systems", paper_systems);
	shape_aiid_ids(p->e, "incident_ids", p->s);
	emit_end(p->e);
}

static struct str domain_of(struct str url)
{
	size_t at = str_find(url, STR("://"));
	struct str host = at == STR_NPOS ? STR("") : str_cut(url, at + 3, url.len);
	size_t end = str_chr(host, '/');

	return end == STR_NPOS ? host : str_cut(host, 0, end);
}

static void report(struct paper *p, const struct article_row *a)
{
	struct emit *e = p->e;

	emit_object(e);
	emit_pair_or_null(e, "url", a->url);
	emit_pair_or_null(e, "source_domain", domain_of(a->url));
	emit_pair_or_null(e, "title", a->title);
	emit_key(e, "authors");
	if (a->author.len) {
		emit_array(e);
		emit_str(e, a->author);
		emit_end(e);
	} else {
		emit_null(e);
	}
	emit_pair_or_null(e, "date_published", date_known_day(p->arena, a->date_ms));
	emit_pair_or_null(e, "date_downloaded", date_known_day(p->arena, a->seen_ms));
	emit_pair_or_null(e, "image_url", a->image);
	emit_pair_or_null(e, "language", a->lang);
	emit_pair_or_null(e, "text", STR(""));
	emit_end(e);
}

bool aiid_submission(struct emit *e, struct arena *arena, const struct shape_source *s,
		     struct err *err)
{
	struct paper p;

	if (!paper_open(&p, e, arena, s, err))
		return false;
	emit_object(e);
	emit_pair(e, "form", STR("AI Incident Database, submission"));
	emit_pair(e, "event", p.row->id);
	incident(&p);
	emit_key(e, "reports");
	emit_array(e);
	for (size_t i = 0; i < s->event->article_count; i++)
		report(&p, &s->event->article[i]);
	emit_end(e);
	emit_pair(e, "editor_notes",
		  arena_fmt(arena, "Found by Tocsin as event %.*s; machine-made, check each field.",
			    STR_ARG(p.row->id)));
	emit_end(e);
	paper_close(&p);
	return true;
}
