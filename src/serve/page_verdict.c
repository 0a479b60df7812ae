/* serve/page_verdict.c -- one verdict: label and reason, chances, severity, a second
 * opinion where there is one, tags, and every quote behind them. */
#include "serve/page_verdict.h"

#include "judge/verdict.h"
#include "serve/page.h"
#include "serve/page_parts.h"

static void chances(struct html *h, struct call *c, const struct json *verdict)
{
	static const char *const label[] = {"incident", "hazard", "complementary", "unrelated"};
	const struct json *p = json_get(verdict, "probability");

	html_enter(h, "dl", "chances");
	for (size_t i = 0; i < 4; i++) {
		double share = json_num(json_get(p, label[i]), 0);

		html_open(h, "div");
		html_open(h, "dt");
		page_label(h, str_of(label[i]));
		html_end(h);
		html_open(h, "dd");
		html_open(h, "meter");
		html_attr_z(h, "min", "0");
		html_attr_z(h, "max", "1");
		html_attr_num(h, "value", share);
		html_attr(h, "aria-label", arena_fmt(c->arena, "Probability of %s", label[i]));
		html_end(h);
		html_z(h, " ");
		html_text(h, page_percent(c->arena, share));
		html_end(h);
		html_end(h);
	}
	html_end(h);
}

static void second_answer(struct html *h, struct call *c, const struct json *o, bool assessed)
{
	const struct json *evidence = json_get(o, "evidence");
	struct str chance = page_percent(c->arena, json_num(json_get(o, "probability"), 0));
	int64_t dropped = json_int(json_get(o, "quotes_dropped"), 0);

	html_enter(h, "p", "card-top");
	page_label(h, json_get_str(o, "label"));
	html_z(h, !assessed                                 ? " where the judge says nothing, "
		  : json_bool(json_get(o, "agrees"), false) ? " agrees with the judge, "
							    : " differs from the judge, ");
	html_text(h, chance);
	html_z(h, " sure by its own word");
	html_end(h);
	html_element(h, "p", "rationale", json_get_str(o, "rationale"));
	html_open(h, "ul");
	for (size_t i = 0; i < json_len(evidence); i++) {
		html_open(h, "li");
		html_element(h, "q", NULL, json_get_str(json_at(evidence, i), "quote"));
		html_end(h);
	}
	html_end(h);
	html_enter(h, "p", "muted");
	html_text(h,
		  arena_fmt(c->arena, "Model %.*s, prompt %.*s.", STR_ARG(json_get_str(o, "model")),
			    STR_ARG(json_get_str(o, "prompt"))));
	if (dropped)
		html_text(h, arena_fmt(c->arena, " %.*s of its own left out: not in the article.",
				       STR_ARG(page_plural(c->arena, dropped, "quote", "quotes"))));
	html_end(h);
}

/* What a language model said, where one was asked (flow/opinion.h). */
static void second_of(struct html *h, struct call *c, const struct json *o, bool assessed)
{
	struct str failed = json_get_str(o, "failed");

	if (!json_is_object(o))
		return;
	page_section(h, "second", STR("Second opinion"));
	html_element_z(h, "p", "disclaimer",
		       assessed ? "A language model was asked because the judge is unsure. The "
				  "verdict above is the judge's own, whatever it says."
				: "A language model was asked because the judge does not read "
				  "this language.");
	if (failed.len)
		html_element(h, "p", "muted",
			     arena_fmt(c->arena, "There is none: %.*s.", STR_ARG(failed)));
	else
		second_answer(h, c, o, assessed);
	html_end(h);
}

void page_verdict(struct html *h, struct call *c, struct proof *p)
{
	const struct json *v = p->at[0].verdict, *severity = json_get(v, "severity");
	bool assessed = json_bool(json_get(v, "assessed"), true);

	page_section(h, "why", STR("Verdict"));
	html_enter(h, "div", "card-top");
	/* verdicts from before 0004 have a label there */
	page_label(h, assessed ? json_get_str(v, "label") : STR(LABEL_NOT_ASSESSED));
	html_z(h, " ");
	proof_purpose(h, p, "label", STR("quotes"), STR(""));
	html_end(h);
	if (!assessed)
		html_element_z(h, "p", "disclaimer",
			       "Kept and counted, but not assessed: the judge does not read this "
			       "language, so no label, severity or tag is said of this article.");
	else if (json_bool(json_get(v, "abstain"), false))
		html_element_z(h, "p", "disclaimer",
			       "The judge is unsure here; a person should look at this one.");
	proof_reason(h, p, 0, json_get_str(v, "rationale"));
	if (assessed)
		chances(h, c, v);
	page_parts_severity(h, p, v,
			    json_is_object(severity) ? json_get_str(severity, "value")
						     : json_str(severity));
	page_parts_standing(h, p, v);
	html_end(h);
	second_of(h, c, json_get(v, "second_opinion"), assessed);
}

void page_verdict_rest(struct html *h, struct proof *p)
{
	const struct json *v = p->at[0].verdict;

	page_section(h, "what", STR("What it concerns"));
	page_parts_facets(h, p, json_get(v, "facets"));
	page_parts_names(h, v);
	page_parts_checks(h, json_get(v, "checks"));
	html_end(h);
	page_section(h, "quotes", STR("Evidence"));
	proof_evidence(h, p, 0, true);
	if (json_len(json_get(v, "evidence")) == 0)
		html_element_z(h, "p", "muted", "No quote supports a label here.");
	html_end(h);
}
