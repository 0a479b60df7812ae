/* serve/oecd29.c -- 29 criteria, each with how well Tocsin can answer it.
 *
 * Criteria are in our words, in the eight groups of the paper (OECD, "Towards a common
 * reporting framework for AI incidents", 2025). "direct": Tocsin keeps it as such;
 * "approximate": something near it; "unmapped": nothing in the articles is kept that tells. */
#include "serve/oecd29.h"

#include "serve/paper.h"

static void submitter(struct paper *p)
{
	emit_z(p->e, "third party: a monitor of published reports, not involved in the event");
}

static void vulnerable(struct paper *p)
{
	const struct json *list = json_get(json_get(p->portrait, "facets"), "stakeholders");
	bool any = false;

	for (size_t i = 0; i < json_len(list); i++)
		if (str_eq(json_get_str(json_at(list, i), "value"), STR("Children")))
			any = true;
	if (any)
		emit_z(p->e, "Children");
	else
		emit_null(p->e);
}

#define META "incident metadata"
#define HARM "harm details"
#define PEOPLE "people and planet"
#define ECONOMY "economic context"
#define DATA "data and input"
#define MODEL "AI model"
#define TASK "task and output"
#define OTHER "other information"

static const struct paper_field criteria[] = {
	{META, "title", "direct", "title of the most central article", paper_title},
	{META, "description of the incident", "approximate",
	 "the deciding sentence of one article, quoted with its publisher", paper_summary},
	{META, "submitter's relation to the incident", "direct", "what Tocsin is", submitter},
	{META, "date of first known occurrence", "approximate",
	 "the day of the first report; the event may be older", paper_first_day},
	{META, "countries where it occurred", "approximate",
	 "countries that the articles are about", paper_countries},
	{META, "supporting material", "direct", "addresses of the articles", paper_sources},
	{META, "organisations that developed the AI system", "approximate",
	 "names with the role developer", paper_developers},
	{META, "organisations that deployed the AI system", "approximate",
	 "names with the role deployer", paper_deployers},
	{META, "name and version of the AI system", "approximate",
	 "the words that articles use for it; no version", paper_systems},
	{HARM, "severity", "direct", "rung of the OECD's ladder with its rule", paper_severity},
	{HARM, "harm types", "direct", "facet harm_types", paper_harm_types},
	{HARM, "quantification of harm", "approximate",
	 "people and money of the claims ledger, as stated", paper_figures},
	{HARM, "actual or potential harm", "direct", "label", paper_happened},
	{PEOPLE, "affected stakeholders", "direct", "facet stakeholders", paper_stakeholders},
	{PEOPLE, "AI principles concerned", "direct", "facet principles", paper_principles},
	{PEOPLE, "impact on human or fundamental rights", "approximate",
	 "the limb of the definition that is met; which right is not told", paper_rights},
	{PEOPLE, "vulnerable groups", "approximate",
	 "Children of facet stakeholders; other groups are not told apart", vulnerable},
	{ECONOMY, "industries", "direct", "facet industries", paper_industries},
	{ECONOMY, "business functions", "direct", "facet business_function", paper_functions},
	{ECONOMY, "critical functions or infrastructure", "approximate",
	 "the limb of the definition that is met", paper_infrastructure},
	{ECONOMY, "breadth of deployment", "unmapped", "not kept", NULL},
	{DATA, "relation to training data", "unmapped", "not kept", NULL},
	{DATA, "kind and collection of input data", "unmapped", "not kept", NULL},
	{MODEL, "relation to the AI model", "unmapped", "not kept", NULL},
	{MODEL, "how the model was built and evolves", "unmapped", "not kept", NULL},
	{TASK, "tasks of the AI system", "direct", "facet ai_task", paper_tasks},
	{TASK, "level of autonomy", "direct", "facet autonomy", paper_autonomy},
	{TASK, "several tasks or systems acting together", "unmapped", "not kept", NULL},
	{OTHER, "stage or cause: development, use, malfunction or misuse", "approximate",
	 "the role of the AI system in the verdict that speaks for the event", paper_role},
	{0}};

_Static_assert(sizeof criteria / sizeof *criteria == 29 + 1, "29 criteria and an end");

bool oecd29_report(struct emit *e, struct arena *arena, const struct shape_source *s,
		   struct err *err)
{
	struct paper p;

	if (!paper_open(&p, e, arena, s, err))
		return false;
	emit_object(e);
	emit_pair(e, "form", STR("OECD common reporting framework for AI incidents, 2025"));
	emit_pair(e, "event", p.row->id);
	paper_fields(&p, criteria);
	emit_end(e);
	paper_close(&p);
	return true;
}
