/* serve/cite.c -- a citation names the monitor as author, since it wrote the words.
 *
 * BibTeX: characters that TeX takes for commands are escaped, so that a title from
 * a stranger is text there too. */
#include "serve/cite.h"

#include "base/limits.h"
#include "serve/page.h"
#include "text/date.h"

static struct str tex(struct arena *a, struct str text)
{
	struct buf b;
	struct str s;

	buf_init(&b, LIMIT_FIELD * 4);
	for (size_t i = 0; i < text.len; i++) {
		if (strchr("{}\\", text.at[i])) {
			buf_char(&b, ' ');
			continue;
		}
		if (strchr("&%$#_~^", text.at[i]))
			buf_char(&b, '\\');
		buf_char(&b, text.at[i]);
	}
	s = arena_copy(a, buf_view(&b));
	buf_free(&b);
	return s;
}

static void copyable(struct html *h, const char *id, const char *name, struct str text)
{
	html_enter(h, "div", "copyable");
	html_enter(h, "p", "copy-head");
	html_element_z(h, "span", NULL, name);
	html_enter(h, "button", "copy");
	html_attr_z(h, "type", "button");
	html_flag(h, "hidden");
	html_attr_z(h, "data-copy", id);
	html_z(h, "Copy");
	html_end(h);
	html_end(h);
	html_open(h, "pre");
	html_attr_z(h, "id", id);
	html_attr_z(h, "tabindex", "0");
	html_text(h, text);
	html_end(h);
	html_end(h);
}

/* The same event in other houses' forms. */
static void forms(struct html *h, struct arena *a, struct str id)
{
	static const char *const form[][2] = {{"aim", "OECD AIM"},
					      {"oecd29", "OECD, 29 criteria"},
					      {"aiid", "AIID submission"},
					      {"art73", "EU AI Act, Article 73 (draft)"}};

	html_enter(h, "p", "muted");
	html_z(h, "In the form of: ");
	for (size_t i = 0; i < sizeof form / sizeof *form; i++) {
		html_z(h, i ? ", " : "");
		html_link(h, NULL,
			  arena_fmt(a, "/api/v1/events/%.*s/export?format=%s", STR_ARG(id),
				    form[i][0]),
			  str_of(form[i][1]));
	}
	html_end(h);
}

void cite_event(struct html *h, struct call *c, const struct event_row *r)
{
	struct arena *a = c->arena;
	struct str link = page_absolute(c, call_event_path(a, r->id));
	struct str year = str_cut(date_day(a, r->first_ms), 0, 4);

	page_section(h, "cite", STR("Cite and share"));
	copyable(h, "permalink", "Permalink", link);
	html_enter(h, "button", "copy");
	html_attr_z(h, "type", "button");
	html_attr_z(h, "id", "share");
	html_flag(h, "hidden"); /* web/small.ts shows it where the browser can share */
	html_z(h, "Share");
	html_end(h);
	html_enter(h, "details", NULL);
	html_element_z(h, "summary", NULL, "Citation");
	copyable(h, "plain", "Plain",
		 arena_fmt(a, "Tocsin. \"%.*s.\" Event %.*s, first reported %.*s. %.*s",
			   STR_ARG(r->title), STR_ARG(r->id), STR_ARG(page_day(a, r->first_ms)),
			   STR_ARG(link)));
	copyable(h, "bibtex", "BibTeX",
		 arena_fmt(a,
			   "@misc{tocsin-%.*s,\n  author = {{Tocsin}},\n  title = {%.*s},\n"
			   "  year = {%.*s},\n  note = {AI event %.*s, machine-made record},\n"
			   "  url = {%.*s}\n}",
			   STR_ARG(r->id), STR_ARG(tex(a, r->title)), STR_ARG(year), STR_ARG(r->id),
			   STR_ARG(link)));
	html_end(h);
	html_enter(h, "p", NULL);
	html_link(h, NULL, arena_fmt(a, "/api/v1/events/%.*s", STR_ARG(r->id)),
		  STR("This event as JSON"));
	html_end(h);
	forms(h, a, r->id);
	html_end(h);
}
