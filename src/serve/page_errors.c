/* serve/page_errors.c -- the measured error rates, sorted and put into words.
 *
 * They are those that were measured when this program was built
 * (tests/quality/results.csv, bundled with the site's files); when it was built without,
 * the page says so instead of showing a figure. No figure stands in this file. What a
 * group does not know stays visible in the last one, under its own name. */
#include "serve/page_errors.h"

#include <stdlib.h>

#include "serve/assets.h"
#include "serve/filter.h"
#include "serve/page.h"

#define ROWS 400 /* the file has some hundred */

enum group { GROUP_LABELS, GROUP_OTHERS, GROUP_TAGS, GROUP_VALUES, GROUP_READING, GROUP_COUNT };

struct rate {
	struct str measure, of, value, low, high, items;
	enum group group;
};

struct rates {
	struct rate at[ROWS];
	size_t len;
};

/* The file's names of measures, for people; another name stands as it is. */
static struct str measure_in_words(struct str name)
{
	static const char *const words[][2] = {
		{"macro_f1", "F1, all labels alike"},
		{"accuracy", "Share that is right"},
		{"ece", "Error of the probabilities (0 is best)"},
		{"f1", "F1"},
		{"accuracy_when_sure", "Share that is right where it is sure"},
		{"incident_against_hazard", "Incident told from hazard"},
		{"micro_f1", "F1, all values together"},
		{"false_alarms", "False alarms in news of 2004 (0 is best)"},
		{"segments_f1", "Texts of a page rightly kept or left out, F1"},
		{"grams_f1", "Words of an article, in fours, F1"},
		{"headline_right", "Headline that is right"},
		{"day_right", "Day that is right"},
		{"bcubed_f1", "Articles of an event found together, B-cubed F1"},
		{"fragmentation", "Pieces an event falls into (1 is best)"},
		{"hard_pairs", "Pairs that are easily mistaken, right"},
		{"quadruple_labels", "One happening told four ways: labels that are right"},
		{"quadruples_whole", "One happening told four ways: all four right"},
		{"pairs_flip", "Pairs that are told apart"},
	};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_eq(name, str_of(words[i][0])))
			return str_of(words[i][1]);
	return name;
}

static struct str of_in_words(struct str of)
{
	static const char *const words[][2] = {
		{"label", "the four labels"},
		{"page", "web pages"},
		{"events", "events"},
		{"agnews", "news of 2004"},
		{"apart", "different events"},
		{"together", "the same event"},
		{"training/pairs.jsonl", "contrasts, four of a kind"},
		{"labels/aiid_leads.jsonl", "first lines of AIID's articles"},
		{"labels/headlines.jsonl", "headlines of AIAAIC"},
		{"labels/tech.jsonl", "technology news"},
		{"labels/events_train.jsonl", "events of AIM, in our words"},
		{"agents/train.jsonl", "events about AI agents"},
		{"training/borders.jsonl", "texts of our own"},
		{"training/agents.jsonl", "our reports on agents"},
		{"training/agents2.jsonl", "our reports on agents, more"},
		{"training/health.jsonl", "our reports on health"},
		{"training/justice.jsonl", "our reports on justice"},
		{"training/media.jsonl", "our reports on media"},
		{"training/money.jsonl", "our reports on money"},
		{"training/rights.jsonl", "our reports on rights"},
		{"training/transport.jsonl", "our reports on transport"},
		{"training/work.jsonl", "our reports on work"},
		{"training/young.jsonl", "our reports on the young"},
		{"the same hands", "texts held back, by those who wrote the training set"},
		{"another hand", "texts held back, by another hand"},
		{"hedges and negations", "texts that differ in a hedge, a negation, a source"},
		{"mit/domain", "MIT's domains of risk"},
		{"mit/subdomain", "MIT's subdomains"},
		{"mit/entity", "MIT: who caused it"},
		{"mit/intent", "MIT: on purpose or not"},
		{"mit/timing", "MIT: before or after deployment"},
	};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_eq(of, str_of(words[i][0])))
			return str_of(words[i][1]);
	return str_of(filter_title(of));
}

static enum group group_of(const struct rate *r)
{
	static const char *const reading[] = {"page", "events", "agnews", "apart", "together"};
	static const char *const label[] = {"label", "incident", "hazard", "complementary",
					    "unrelated"};

	for (size_t i = 0; i < sizeof label / sizeof *label; i++)
		if (str_eq(r->of, str_of(label[i])))
			return GROUP_LABELS;
	for (size_t i = 0; i < sizeof reading / sizeof *reading; i++)
		if (str_eq(r->of, str_of(reading[i])))
			return GROUP_READING;
	if (str_ends(r->of, STR(".jsonl")) || str_starts(r->measure, STR("quadruple")) ||
	    str_eq(r->measure, STR("pairs_flip")))
		return GROUP_OTHERS;
	return str_eq(r->measure, STR("micro_f1")) ? GROUP_TAGS : GROUP_VALUES;
}

/* The next field of a line of CSV; quotes are doubled by nobody here. */
static struct str cell(struct str *line)
{
	struct str text = STR("");
	size_t quote;

	if (!str_starts(*line, STR("\""))) {
		if (!str_split(&text, line, ','))
			return STR("");
		return str_trim(text);
	}
	text = str_cut(*line, 1, line->len);
	quote = str_chr(text, '"');
	quote = quote == STR_NPOS ? text.len : quote;
	*line = str_cut(text, quote + 2, text.len); /* the comma goes too */
	return str_trim(str_cut(text, 0, quote));
}

static void read(struct rates *out, struct str csv)
{
	struct str line;
	bool head = true;

	while (out->len < ROWS && str_split(&line, &csv, '\n')) {
		struct rate r;

		line = str_trim(line);
		if (line.len == 0 || line.at[0] == '#' || head) {
			head = head && (line.len == 0 || line.at[0] == '#');
			continue;
		}
		r.measure = cell(&line);
		r.of = cell(&line);
		r.value = cell(&line);
		r.low = cell(&line);
		r.high = cell(&line);
		r.items = cell(&line);
		r.group = group_of(&r);
		out->at[out->len++] = r;
	}
}

static void head(struct html *h)
{
	static const char *const column[] = {"Measure", "Of", "Value", "Low", "High", "Items"};

	html_open(h, "thead");
	html_open(h, "tr");
	for (size_t i = 0; i < sizeof column / sizeof *column; i++) {
		html_enter(h, "th", i < 2 ? NULL : "number");
		html_attr_z(h, "scope", "col");
		html_z(h, column[i]);
		html_end(h);
	}
	html_end(h);
	html_end(h);
}

static void row(struct html *h, struct arena *a, const struct rate *r)
{
	const struct str number[] = {r->value, r->low, r->high, r->items};

	html_open(h, "tr");
	html_open(h, "th");
	html_attr_z(h, "scope", "row");
	html_text(h, measure_in_words(r->measure));
	html_end(h);
	html_element(h, "td", NULL, of_in_words(arena_copy(a, r->of)));
	for (size_t i = 0; i < sizeof number / sizeof *number; i++)
		html_element(h, "td", "number", number[i]);
	html_end(h);
}

static bool is_there(const struct rates *rates, enum group group)
{
	for (size_t i = 0; i < rates->len; i++)
		if (rates->at[i].group == group)
			return true;
	return false;
}

static void table(struct html *h, struct arena *a, const struct rates *rates, enum group group,
		  const char *title)
{
	if (!is_there(rates, group))
		return;
	if (group == GROUP_VALUES) {
		html_enter(h, "details", "values");
		html_element_z(h, "summary", NULL, title);
	} else {
		html_element_z(h, "h3", NULL, title);
	}
	page_scroll(h, "scroll whole", str_of(title));
	html_open(h, "table");
	head(h);
	html_open(h, "tbody");
	for (size_t i = 0; i < rates->len; i++)
		if (rates->at[i].group == group)
			row(h, a, &rates->at[i]);
	html_end(h);
	html_end(h);
	html_end(h);
	if (group == GROUP_VALUES)
		html_end(h);
}

/* In percent; -1 when it was not measured. */
static double percent(const struct rates *rates, struct arena *a, const char *measure,
		      const char *of)
{
	for (size_t i = 0; i < rates->len; i++)
		if (str_eq(rates->at[i].measure, str_of(measure)) &&
		    str_eq(rates->at[i].of, str_of(of)))
			return strtod(arena_z(a, rates->at[i].value), NULL) * 100;
	return -1;
}

static void in_short(struct html *h, struct arena *a, const struct rates *rates)
{
	double right = percent(rates, a, "accuracy", "label");
	double sure = percent(rates, a, "accuracy_when_sure", "label");
	double alarms = percent(rates, a, "false_alarms", "agnews");

	if (right < 0)
		return;
	html_enter(h, "p", "in-short");
	html_text(h, arena_fmt(a,
			       "In short: of 100 news items that it had not seen, it "
			       "labels %.0f as a careful reader would",
			       right));
	if (sure >= 0)
		html_text(h, arena_fmt(a, "; where it says that it is sure, %.0f", sure));
	html_z(h, ".");
	if (alarms >= 0)
		html_text(h, arena_fmt(a,
				       " Of 1,000 ordinary news items it calls %.0f an incident or "
				       "a hazard.",
				       alarms * 10));
	html_end(h);
}

void page_errors(struct html *h, struct arena *a)
{
	struct rates *rates = ARENA_NEW(a, struct rates);

	read(rates, assets_file("results.csv"));
	html_open(h, "h2");
	html_attr_z(h, "id", "errors");
	html_z(h, "How often it is wrong");
	html_end(h);
	if (rates->len == 0) {
		html_element_z(h, "p", NULL,
			       "This copy of the program was built without measured figures.");
		return;
	}
	html_element_z(h, "p", NULL,
		       "A machine that labels reports makes mistakes of both kinds. These figures "
		       "were measured on news it was not trained on; 1 would be perfect where "
		       "nothing else is said. Low and high bound 95 % of what chance would give.");
	in_short(h, a, rates);
	table(h, a, rates, GROUP_LABELS, "Labels, on news");
	table(h, a, rates, GROUP_OTHERS, "Labels, on texts of other kinds");
	table(h, a, rates, GROUP_TAGS, "Tags");
	table(h, a, rates, GROUP_VALUES, "Each tag");
	table(h, a, rates, GROUP_READING, "Reading pages, telling events apart");
}
