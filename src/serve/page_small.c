/* serve/page_small.c -- badges, dates and marks.
 *
 * The mark stands where no report has a picture, or none are shown (--images none): a
 * glyph for the kind of harm, on arcs like the sound of a bell whose number and centre
 * follow from the id, so each event keeps its own. */
#include "base/hash.h"
#include "serve/page.h"
#include "text/date.h"
#include "text/url.h"

void page_section(struct html *h, const char *id, struct str title)
{
	html_enter(h, "section", id);
	html_attr_z(h, "aria-labelledby", id);
	html_open(h, "h2");
	html_attr_z(h, "id", id);
	html_text(h, title);
	html_end(h);
}

void page_scroll(struct html *h, const char *class, struct str label)
{
	html_enter(h, "div", class);
	html_attr_z(h, "tabindex", "0");
	html_attr_z(h, "role", "region");
	html_attr(h, "aria-label", label);
}

void page_columns(struct html *h, const char *const *name)
{
	html_open(h, "thead");
	html_open(h, "tr");
	for (; *name; name++) {
		html_open(h, "th");
		html_attr_z(h, "scope", "col");
		html_z(h, *name);
		html_end(h);
	}
	html_end(h);
	html_end(h);
}

void page_label(struct html *h, struct str label)
{
	static const struct {
		const char *label, *class, *text;
	} known[] = {{"incident", "badge incident", "Incident"},
		     {"hazard", "badge hazard", "Hazard"},
		     {"complementary", "badge complementary", "Complementary"},
		     {"unrelated", "badge unrelated", "Unrelated"},
		     {"not_assessed", "badge unrelated", "Not assessed"}};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (str_eq(label, str_of(known[i].label)))
			html_element_z(h, "span", known[i].class, known[i].text);
}

void page_severity(struct html *h, struct str severity)
{
	static const char *const rung[] = {"AI hazard", "Serious AI hazard", "AI incident",
					   "Serious AI incident", "AI disaster"};
	int at = 0;

	for (int i = 0; i < 5; i++)
		if (str_eq(severity, str_of(rung[i])))
			at = i + 1;
	html_enter(h, "span", "severity");
	if (at) {
		html_enter(h, "svg", at <= 2 ? "pips hazard" : "pips incident");
		html_attr_z(h, "viewBox", "0 0 34 10");
		html_attr_z(h, "aria-hidden", "true");
		for (int i = 0; i < 5; i++) {
			html_enter(h, "rect", i < at ? "on" : "off");
			html_attr_int(h, "x", i * 7);
			html_attr_int(h, "y", 8 - 2 * i);
			html_attr_int(h, "width", 5);
			html_attr_int(h, "height", 2 + 2 * i);
			html_attr_z(h, "rx", "1");
			html_end(h);
		}
		html_end(h);
	}
	html_element(h, "span", NULL, severity);
	html_end(h);
}

struct str page_day(struct arena *a, int64_t ms)
{
	static const char *const month[] = {"January",   "February", "March",    "April",
					    "May",       "June",     "July",     "August",
					    "September", "October",  "November", "December"};
	int y, m, d;

	if (!ms)
		return STR("");
	date_parts(ms, &y, &m, &d);
	return arena_fmt(a, "%d %s %d", d, month[m - 1], y);
}

void page_time(struct html *h, struct arena *a, int64_t ms)
{
	if (!ms) {
		html_element_z(h, "span", "muted", "date not stated");
		return;
	}
	html_open(h, "time");
	html_attr(h, "datetime", date_day(a, ms));
	html_text(h, page_day(a, ms));
	html_end(h);
}

struct str page_percent(struct arena *a, double share)
{
	return arena_fmt(a, "%.0f %%", share * 100);
}

struct str page_plural(struct arena *a, int64_t n, const char *one, const char *many)
{
	return arena_fmt(a, "%lld %s", (long long)n, n == 1 ? one : many);
}

struct str page_reports(struct arena *a, int64_t articles, int64_t publishers)
{
	struct str of = page_plural(a, articles, "article", "articles");
	struct str by = page_plural(a, publishers, "publisher", "publishers");

	if (articles == 1 || publishers == 0)
		return of;
	return publishers == articles ? arena_fmt(a, "%.*s from %.*s", STR_ARG(of), STR_ARG(by))
				      : arena_fmt(a, "%.*s, %.*s named", STR_ARG(of), STR_ARG(by));
}

void page_publisher(struct html *h, struct arena *a, struct str publisher, struct str url)
{
	struct str name = publisher.len ? publisher : url_site(a, url);

	if (name.len)
		html_element(h, "b", NULL, name);
}

struct str page_article_title(struct arena *a, struct str title, struct str url)
{
	struct str site = url_site(a, url);

	if (title.len)
		return title;
	return site.len ? arena_fmt(a, "Untitled, on %.*s", STR_ARG(site)) : STR("Untitled");
}

struct str page_absolute(struct call *c, struct str path)
{
	return arena_fmt(c->arena, "%.*s%.*s", STR_ARG(call_base(c)), STR_ARG(path));
}

struct str page_language(struct str lang)
{
	static const char *const known[][2] = {
		{"en", "English"},    {"de", "German"},     {"fr", "French"},
		{"es", "Spanish"},    {"it", "Italian"},    {"pt", "Portuguese"},
		{"nl", "Dutch"},      {"zh", "Chinese"},    {"ja", "Japanese"},
		{"ko", "Korean"},     {"ru", "Russian"},    {"ar", "Arabic"},
		{"pl", "Polish"},     {"sv", "Swedish"},    {"tr", "Turkish"},
		{"uk", "Ukrainian"},  {"id", "Indonesian"}, {"hi", "Hindi"},
		{"vi", "Vietnamese"}, {"cs", "Czech"},      {"no", "Norwegian"},
		{"da", "Danish"},     {"fi", "Finnish"},    {"el", "Greek"},
		{"he", "Hebrew"},     {"ro", "Romanian"},   {"hu", "Hungarian"},
		{"th", "Thai"}};

	struct str own = str_cut(lang, 0, str_chr(lang, '-')); /* "en-GB" is English, too */

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (str_eq(own, str_of(known[i][0])))
			return str_of(known[i][1]);
	return lang;
}

/* Drawn on 24 x 24 with strokes only. */
static const char *glyph_of(struct str harm)
{
	static const char *const known[][2] = {
		{"Human or fundamental rights", "M12 4v16M8 20h8M5 8h14M12 4l-7 4M12 4l7 4M5 "
						"8l-2.5 6a2.7 2.7 0 0 0 5 0zM19 8l-2.5 "
						"6a2.7 2.7 0 0 0 5 0z"},
		{"Public interest", "M3.5 9.5L12 4.5l8.5 5zM5 19.5h14M6.5 10v7M10.2 10v7M13.8 "
				    "10v7M17.5 10v7M4 21.5h16"},
		{"Economic/Property",
		 "M4 7c0-1.7 3.6-3 8-3s8 1.3 8 3-3.6 3-8 3-8-1.3-8-3zM4 7v10c0 1.7 3.6 3 8 3s8-1.3 "
		 "8-3V7M4 12c0 1.7 3.6 3 8 3s8-1.3 8-3"},
		{"Reputational", "M4 5.5h16v10.5h-8.5L7 20v-4H4zM8 9.2h8M8 12.3h5"},
		{"Psychological",
		 "M9 20v-3.2C6.4 16 4.8 13.7 4.8 10.8 4.8 7 7.8 4 12 4s7 2.8 7 6.5c0 "
		 ".8 1.3 2.3 1.3 3-.1.7-1.3.7-1.3 1.5 0 2-1 2.8-3.5 2.5V20M9.5 "
		 "10.5c0-2 4.5-2 4.5.3s-3.6 1.8-3.3-.2"},
		{"Physical (injury)", "M9.5 4h5v5.5H20v5h-5.5V20h-5v-5.5H4v-5h5.5z"},
		{"Physical (death)", "M2.5 13h5l2-6.5 3.5 11 2.5-7 1.2 2.5h4.8"},
		{"Environmental",
		 "M5 19C4 10.5 9.5 4.8 20 4.5 20 14.5 14.5 19.8 7 17.2M4 21c2-5 5.5-8.5 "
		 "10.5-11"},
		{"Other", "M6 12h.01M12 12h.01M18 12h.01"}};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (str_eq(harm, str_of(known[i][0])))
			return known[i][1];
	return "M12 5.5c-3.4 0-5.5 2.5-5.5 6v3.2L4.8 18h14.4l-1.7-3.3v-3.2c0-3.5"
	       "-2.1-6-5.5-6zM10 20.5a2.1 2.1 0 0 0 4 0";
}

static void arcs(struct html *h, struct str seed)
{
	uint64_t dice = hash64(seed, 7);
	int rings = 4 + (int)(dice % 3), step = 11 + (int)(dice / 3 % 6);
	int corner = (int)(dice / 32 % 4), skew = (int)(dice / 128 % 40);
	int x = corner & 1 ? 96 - skew : skew, y = corner & 2 ? 96 - skew / 2 : skew / 2;

	for (int i = 1; i <= rings; i++) {
		html_enter(h, "circle", "arc");
		html_attr_int(h, "cx", x);
		html_attr_int(h, "cy", y);
		html_attr_int(h, "r", i * step + (int)(dice / 8192 % 7));
		html_end(h);
	}
}

void page_mark(struct html *h, struct str seed, struct str harm, struct str label)
{
	html_enter(h, "svg",
		   str_eq(label, STR("incident")) ? "mark incident"
		   : str_eq(label, STR("hazard")) ? "mark hazard"
						  : "mark complementary");
	html_attr_z(h, "viewBox", "0 0 96 96");
	html_attr_z(h, "aria-hidden", "true");
	html_enter(h, "rect", "ground");
	html_attr_z(h, "width", "96");
	html_attr_z(h, "height", "96");
	html_end(h);
	arcs(h, seed);
	html_enter(h, "path", "glyph");
	html_attr_z(h, "transform", "translate(24 24) scale(2)");
	html_attr_z(h, "d", glyph_of(harm));
	html_end(h);
	html_end(h);
}
