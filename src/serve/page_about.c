/* serve/page_about.c -- what the labels mean, by which method they are found, and how
 * often that is wrong. */
#include "serve/page.h"
#include "serve/page_errors.h"
#include "serve/route.h"
#include "store/drift_kept.h"

static void paragraph(struct html *h, const char *text)
{
	html_element_z(h, "p", NULL, text);
}

static void heading(struct html *h, const char *id, const char *text)
{
	html_open(h, "h2");
	html_attr_z(h, "id", id);
	html_z(h, text);
	html_end(h);
}

static void definitions(struct html *h)
{
	static const char *const label[][2] = {
		{"incident",
		 "The report says, or credibly and specifically alleges, that an AI system's "
		 "development, use or malfunction has led to harm: to people's health, to "
		 "critical infrastructure, to rights, or to property, communities or the "
		 "environment."},
		{"hazard",
		 "No harm is reported yet, but a specific system, plan, weakness or near miss is, "
		 "and the report itself names a credible way to such harm."},
		{"complementary",
		 "It is about AI's risks, harms or governance, but mainly neither of the "
		 "two: laws, responses, research, opinion."},
		{"unrelated",
		 "Everything else, launches and markets included. These are counted and not "
		 "shown."},
		{"not_assessed",
		 "No label: the report is in a language that the judge has no words for. It is "
		 "kept and counted, and nothing is said of it."}};

	heading(h, "definitions", "The four labels");
	paragraph(
		h,
		"They follow the OECD's definitions of 2024, in our words. When two fit, the main "
		"point of the report decides.");
	html_enter(h, "dl", "definitions");
	for (size_t i = 0; i < sizeof label / sizeof *label; i++) {
		html_open(h, "div");
		html_open(h, "dt");
		page_label(h, str_of(label[i][0]));
		html_end(h);
		html_element_z(h, "dd", NULL, label[i][1]);
		html_end(h);
	}
	html_end(h);
	heading(h, "severity", "Severity");
	paragraph(
		h,
		"Five rungs, each given by a rule that the page names: AI hazard, serious AI "
		"hazard, "
		"AI incident, serious AI incident (death, serious injury, serious violation of "
		"rights, irreversible disruption), AI disaster (beyond a society's means to cope). "
		"Where a report does not tell, the page says \"not stated\" or \"not assessed\".");
	heading(h, "part", "AI's part, and harm done");
	paragraph(
		h,
		"Was AI really part of it, and who says so? Confirmed: those who made or used the "
		"system, an authority, or who examined it at first hand. Stated: the reports say "
		"so "
		"on their own word. Disputed: some say so and others deny it. Unverified: it is "
		"guessed or suspected. Denied: it was found not to be so. And was somebody harmed: "
		"told as done, alleged, shown in a test, or only thought possible? Both stand "
		"beside the label, with their quotes.");
}

static void method(struct html *h)
{
	static const char *const step[] = {
		"Cues: thousands of patterns find AI systems, harms, and the words that tell how "
		"sure the "
		"report is.",
		"Assertions: sentence by sentence, which system is linked to which harm, and is it "
		"said to "
		"have happened, feared, denied, prevented, or recalled as background?",
		"Models: small, linear and open to inspection, they weigh what was found and state "
		"how sure "
		"they are. Where they are unsure they say so.",
		"Reasons: sentences made from the assertions that decided, each resting on a quote "
		"from the "
		"report, byte for byte."};

	heading(h, "method", "How an article is judged");
	html_enter(h, "ol", "steps");
	for (size_t i = 0; i < sizeof step / sizeof *step; i++)
		html_element_z(h, "li", NULL, step[i]);
	html_end(h);
	paragraph(
		h,
		"Articles that speak of the same event are joined. The event takes the label that "
		"its articles support, weighted by how sure each verdict is; each article's own "
		"label stays visible beside it. The same article and the same rules give the same "
		"verdict, on any machine.");
}

static void others(struct html *h)
{
	heading(h, "others", "Made with the work of others");
	html_enter(h, "p", NULL);
	html_z(h, "Charts are drawn with uPlot (MIT), the map with d3-geo, topojson-client and "
		  "world-atlas (ISC), whose outlines are Natural Earth's (public domain); headings "
		  "are set in Newsreader (");
	html_link(h, NULL, STR("/assets/newsreader-OFL.txt"), STR("OFL 1.1"));
	html_z(h, "). ");
	html_link(h, NULL, STR("/assets/notice.txt"), STR("Their licences in full"));
	html_z(h, ".");
	html_end(h);
}

/* Said only when the last `tocsin eval drift` warned. */
static void drift(struct html *h, struct call *c)
{
	struct drift_kept d;
	struct err ignored;

	if (!store_drift(&d, c->store, &ignored) || d.warns == 0)
		return;
	html_enter(h, "p", "warning");
	html_text(h, arena_fmt(c->arena,
			       "The news has changed: in the last look at %lld reports about AI, "
			       "%.1f %% of the words were in nothing that the models learned from; "
			       "%.1f %% would be usual. Take labels with more doubt than the "
			       "figures above say.",
			       (long long)d.articles, (double)d.unknown / 1e4,
			       (double)d.unknown_trained / 1e4));
	html_end(h);
}

void page_about(struct call *c)
{
	struct page_head head = {.title = STR("About - Tocsin"),
				 .description =
					 STR("Method, definitions, error rates, disclaimers."),
				 .path = STR("/about"),
				 .here = "/about"};
	struct html h;

	page_begin(&h, c, &head);
	html_enter(&h, "div", "prose");
	html_element_z(&h, "h1", NULL, "About Tocsin");
	html_element_z(
		&h, "p", "lead",
		"A tocsin is a bell that is rung to warn. This one reads the news, finds what "
		"reports an AI system doing harm or nearly so, and shows by which words it came "
		"to that view.");
	heading(&h, "disclaimer", "What a label means, and what not");
	paragraph(
		&h,
		"Labels, reasons, tags and summaries are made by a machine. They describe what was "
		"published; they are not findings of fact and accuse nobody. Every statement "
		"points to the quotes it rests on, so that you can judge for yourself.");
	paragraph(
		&h,
		"Articles are kept for analysis and never republished: pages show titles, links, "
		"short quotes as evidence, and our own words. Whoever is named in an event can ask "
		"for a correction, which stays on record.");
	definitions(&h);
	method(&h);
	page_errors(&h, c->arena);
	drift(&h, c);
	heading(&h, "data", "Data and programs");
	html_enter(&h, "p", NULL);
	html_z(&h, "Everything on this site can be had as data: ");
	html_link(&h, NULL, STR("/openapi.json"), STR("the API's description"));
	html_z(&h, ", ");
	html_link(&h, NULL, STR("/api/v1/taxonomy"), STR("the taxonomy"));
	html_z(&h, ", ");
	html_link(&h, NULL, STR("/api/v1/stats/events.csv"), STR("monthly figures as CSV"));
	html_z(&h, ", and feeds for any filter. Tocsin is free software (Apache-2.0).");
	html_end(&h);
	others(&h);
	html_end(&h);
	page_end(&h, c);
}
