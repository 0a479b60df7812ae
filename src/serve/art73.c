/* serve/art73.c -- what published reports can contribute to a serious-incident report.
 *
 * Regulation (EU) 2024/1689, Article 73: the provider of a high-risk AI system reports. A monitor
 * of the press is no provider and knows no provider's file, so most fields are unknown here and
 * say who knows. Whether Article 3(49) is met is a legal question: the field tells which of its
 * points resembles what is reported, and no more. */
#include "serve/art73.h"

#include "serve/paper.h"

/* Points of Article 3(49), by the limb of the OECD's definition that the judge found. */
static void point(struct paper *p)
{
	static const struct {
		const char *limb, *point;
	} like[] = {{"physical", "(a) death of a person or serious harm to health"},
		    {"infrastructure",
		     "(b) serious and irreversible disruption of critical infrastructure"},
		    {"rights", "(c) infringement of obligations that protect fundamental rights"},
		    {"other", "(d) serious harm to property or the environment"},
		    {NULL, NULL}};
	struct str limb = json_get_str(p->portrait, "limb");
	int i = 0;

	while (like[i].limb && !str_eq(limb, str_of(like[i].limb)))
		i++;
	if (like[i].limb && str_eq(p->row->label, STR("incident")))
		emit_z(p->e, like[i].point);
	else
		emit_null(p->e);
}

static void link_to_system(struct paper *p)
{
	struct str rationale = json_get_str(p->portrait, "rationale");

	if (rationale.len)
		emit_str(p->e, rationale);
	else
		emit_null(p->e);
}

#define ADMIN "administrative"
#define PROVIDER "provider"
#define SYSTEM "AI system"
#define INCIDENT "serious incident"
#define ACTION "analysis and action"
#define UNKNOWN "unknown"
#define PROVIDER_KNOWS "unknown to a monitor of the press; the provider knows"

static const struct paper_field fields[] = {
	{ADMIN, "market surveillance authority", UNKNOWN,
	 "of the Member State where the incident occurred; the provider knows", NULL},
	{ADMIN, "kind of report: initial, follow-up or final", UNKNOWN, PROVIDER_KNOWS, NULL},
	{ADMIN, "date of the report and reference", UNKNOWN, PROVIDER_KNOWS, NULL},
	{PROVIDER, "name", "reported",
	 "names with the role developer; a developer is not always "
	 "the provider in the Act's sense",
	 paper_developers},
	{PROVIDER, "address, contact, authorised representative", UNKNOWN, PROVIDER_KNOWS, NULL},
	{SYSTEM, "name", "reported", "the words that articles use for it", paper_systems},
	{SYSTEM, "version", UNKNOWN, PROVIDER_KNOWS, NULL},
	{SYSTEM, "registration in the EU database", UNKNOWN, PROVIDER_KNOWS, NULL},
	{SYSTEM, "intended purpose", UNKNOWN, PROVIDER_KNOWS, NULL},
	{SYSTEM, "high-risk area (Annex I or III)", UNKNOWN,
	 "a legal question; the industries that are reported may help", NULL},
	{SYSTEM, "industries", "reported", "facet industries", paper_industries},
	{SYSTEM, "tasks", "reported", "facet ai_task", paper_tasks},
	{SYSTEM, "deployer", "reported", "names with the role deployer", paper_deployers},
	{INCIDENT, "date of occurrence", UNKNOWN, PROVIDER_KNOWS, NULL},
	{INCIDENT, "date of the first published report", "reported", "the first article's day",
	 paper_first_day},
	{INCIDENT, "date when the provider became aware", UNKNOWN, PROVIDER_KNOWS, NULL},
	{INCIDENT, "place", "reported", "countries that the articles are about", paper_countries},
	{INCIDENT, "point of Article 3(49) that it resembles", "derived",
	 "the limb of the OECD's definition; whether the Act's is met is a legal question", point},
	{INCIDENT, "description", "reported",
	 "the deciding sentence of one article, quoted with its publisher", paper_summary},
	{INCIDENT, "persons affected, and losses", "reported",
	 "people and money of the claims ledger, as stated", paper_figures},
	{INCIDENT, "groups affected", "reported", "facet stakeholders", paper_stakeholders},
	{INCIDENT, "published sources", "reported", "addresses of the articles", paper_sources},
	{ACTION, "link between the AI system and the incident", "derived",
	 "why the machine labelled it so; the provider has to establish it", link_to_system},
	{ACTION, "root cause", UNKNOWN, PROVIDER_KNOWS, NULL},
	{ACTION, "corrective action taken or planned", UNKNOWN, PROVIDER_KNOWS, NULL},
	{ACTION, "risk that it recurs, other systems concerned", UNKNOWN, PROVIDER_KNOWS, NULL},
	{0}};

bool art73_draft(struct emit *e, struct arena *arena, const struct shape_source *s, struct err *err)
{
	struct paper p;

	if (!paper_open(&p, e, arena, s, err))
		return false;
	emit_object(e);
	emit_pair(e, "form",
		  STR("Regulation (EU) 2024/1689, Article 73: report of a serious "
		      "incident, draft"));
	emit_pair(e, "event", p.row->id);
	emit_pair(e, "title", p.row->title);
	emit_pair(e, "notice",
		  STR("Drafted by a machine from published reports. It accuses nobody and is no "
		      "report until the provider has completed and sent it."));
	paper_fields(&p, fields);
	emit_end(e);
	paper_close(&p);
	return true;
}
