/* serve/page.c -- the frame: head, masthead, footer; and what a problem looks like.
 *
 * No inline style or script anywhere, so that the content policy can forbid both.
 * The theme is set by a small script in the head, before the first paint; without
 * JavaScript the system's preference counts. */
#include "serve/page.h"

#include "serve/assets.h"

static const struct {
	const char *path, *name;
} place[] = {{"/", "Events"},    {"/trends", "Trends"}, {"/map", "Map"},    {"/sources", "Sources"},
	     {"/try", "Try it"}, {"/submit", "Submit"}, {"/about", "About"}};

static void meta(struct html *h, const char *key, const char *name, struct str content)
{
	html_open(h, "meta");
	html_attr_z(h, key, name);
	html_attr(h, "content", content);
	html_end(h);
}

static void link_in_head(struct html *h, const char *rel, const char *type, struct str address)
{
	html_open(h, "link");
	html_attr_z(h, "rel", rel);
	if (type)
		html_attr_z(h, "type", type);
	html_href(h, "href", address);
	html_end(h);
}

static void script(struct html *h, struct str address, bool now)
{
	html_open(h, "script");
	html_href(h, "src", address);
	if (!now)
		html_flag(h, "defer");
	html_end(h);
}

static void preload_font(struct html *h, struct str address)
{
	html_open(h, "link");
	html_attr_z(h, "rel", "preload");
	html_attr_z(h, "as", "font");
	html_attr_z(h, "type", "font/woff2");
	html_flag(h, "crossorigin");
	html_href(h, "href", address);
	html_end(h);
}

/* Both feeds of what is on the page: readers find them by themselves. */
static void feeds(struct html *h, struct arena *a, struct str filter)
{
	const char *mark = filter.len ? "?" : "";

	link_in_head(h, "alternate", "application/atom+xml",
		     arena_fmt(a, "/feed.atom%s%.*s", mark, STR_ARG(filter)));
	link_in_head(h, "alternate", "application/feed+json",
		     arena_fmt(a, "/feed.json%s%.*s", mark, STR_ARG(filter)));
}

static void head_of(struct html *h, struct call *c, const struct page_head *head)
{
	struct arena *a = c->arena;

	html_open(h, "head");
	html_open(h, "meta");
	html_attr_z(h, "charset", "utf-8");
	html_end(h);
	meta(h, "name", "viewport", STR("width=device-width, initial-scale=1"));
	html_element(h, "title", NULL, head->title);
	meta(h, "name", "description", head->description);
	meta(h, "name", "color-scheme", STR("light dark"));
	if (head->unlisted)
		meta(h, "name", "robots", STR("noindex"));
	if (head->refresh_s)
		meta(h, "http-equiv", "refresh", arena_fmt(a, "%d", head->refresh_s));
	meta(h, "property", "og:title", head->title);
	meta(h, "property", "og:description", head->description);
	meta(h, "property", "og:site_name", STR("Tocsin"));
	meta(h, "property", "og:type", STR("website"));
	meta(h, "property", "og:url", page_absolute(c, head->path));
	link_in_head(h, "canonical", NULL, page_absolute(c, head->path));
	link_in_head(h, "icon", "image/svg+xml", assets_path(a, c, "bell.svg"));
	preload_font(h, STR("/assets/newsreader.woff2"));
	link_in_head(h, "stylesheet", NULL, assets_path(a, c, "app.css"));
	feeds(h, a, head->filter);
	if (head->style)
		link_in_head(h, "stylesheet", NULL, assets_path(a, c, head->style));
	if (head->json_path.len)
		link_in_head(h, "alternate", "application/json", head->json_path);
	script(h, assets_path(a, c, "theme.js"), true);
	script(h, assets_path(a, c, "app.js"), false);
	if (head->script)
		script(h, assets_path(a, c, head->script), false);
	if (head->json_ld.len)
		html_data(h, "application/ld+json", head->json_ld);
	html_end(h);
}

/* An alarm bell with its sound. */
static void bell(struct html *h)
{
	static const char *const path[] = {
		"M16 5.5c-4.6 0-7.4 3.4-7.4 8v4.6L6.2 22.4h19.6l-2.4-4.3v-4.6c0-4.6-2.8-8-7.4-8z",
		"M13.2 25.2a2.9 2.9 0 0 0 5.6 0", "M4.6 12.2c.3-2.6 1.4-4.9 3.1-6.6",
		"M27.4 12.2c-.3-2.6-1.4-4.9-3.1-6.6"};

	html_enter(h, "svg", "bell");
	html_attr_z(h, "viewBox", "0 0 32 32");
	html_attr_z(h, "aria-hidden", "true");
	for (size_t i = 0; i < sizeof path / sizeof *path; i++) {
		html_open(h, "path");
		html_attr_z(h, "d", path[i]);
		html_end(h);
	}
	html_end(h);
}

static void masthead(struct html *h, struct call *c, const char *here)
{
	html_enter(h, "a", "skip");
	html_href(h, "href", STR("#main"));
	html_z(h, "Skip to the content");
	html_end(h);
	html_enter(h, "header", "masthead");
	html_enter(h, "div", "wrap masthead-row");
	html_enter(h, "a", "brand");
	html_href(h, "href", STR("/"));
	bell(h);
	html_element_z(h, "span", NULL, "Tocsin");
	html_end(h);
	html_open(h, "nav");
	html_attr_z(h, "aria-label", "Main");
	for (size_t i = 0; i < sizeof place / sizeof *place; i++) {
		html_open(h, "a");
		html_href(h, "href", str_of(place[i].path));
		if (strcmp(here, place[i].path) == 0)
			html_attr_z(h, "aria-current", "page");
		html_z(h, place[i].name);
		html_end(h);
	}
	for (size_t i = 0; i < 2 && c->person.number; i++) {
		static const char *const own[] = {"/review", "/account"};

		if (i == 0 && c->person.role < ROLE_REVIEWER)
			continue;
		html_open(h, "a");
		html_href(h, "href", str_of(own[i]));
		if (strcmp(here, own[i]) == 0)
			html_attr_z(h, "aria-current", "page");
		html_text(h, i ? c->person.name : STR("Review"));
		html_end(h);
	}
	html_end(h);
	html_enter(h, "button", "theme");
	html_attr_z(h, "type", "button");
	html_attr_z(h, "id", "theme");
	html_flag(h, "hidden"); /* web/app.ts shows it: without JavaScript it does nothing */
	html_attr_z(h, "aria-label", "Dark theme");
	html_attr_z(h, "aria-pressed", "false");
	html_end(h);
	html_end(h);
	html_end(h);
}

void page_begin(struct html *h, struct call *c, const struct page_head *head)
{
	if (c->out->status == 500)
		call_type(c, "text/html; charset=utf-8");
	c->out->content_type = STR("text/html; charset=utf-8");
	html_begin(h, &c->out->body);
	html_open(h, "html");
	html_attr_z(h, "lang", "en");
	head_of(h, c, head);
	html_open(h, "body");
	masthead(h, c, head->here);
	html_enter(h, "main", "wrap");
	html_attr_z(h, "id", "main");
	html_attr_z(h, "tabindex", "-1");
}

void page_end(struct html *h, struct call *c)
{
	static const struct {
		const char *path, *name;
	} link[] = {{"/about", "Method and error rates"},
		    {"/data", "Data"},
		    {"/openapi.json", "API"},
		    {"/login", "Log in"},
		    {"/feed.atom", "Atom"},
		    {"/feed.json", "JSON Feed"},
		    {"/api/v1/stats/events.csv", "Monthly figures (CSV)"}};

	(void)c;
	html_end(h); /* main */
	html_enter(h, "footer", "foot");
	html_enter(h, "div", "wrap");
	html_element_z(
		h, "p", NULL,
		"Labels, reasons and summaries are made by a machine from published reports. "
		"They describe what was reported and accuse nobody.");
	html_enter(h, "p", "links");
	for (size_t i = 0; i < sizeof link / sizeof *link; i++) {
		html_link(h, NULL, str_of(link[i].path), str_of(link[i].name));
		html_z(h, " ");
	}
	html_element_z(h, "span", "version", "Tocsin " TOCSIN_VERSION);
	html_end(h);
	html_end(h);
	html_end(h);
	html_end(h); /* body */
	html_end(h); /* html */
}

void page_problem(struct call *c, int status, const char *parameter, const char *detail)
{
	struct page_head head = {.title = arena_fmt(c->arena, "%s - Tocsin", call_reason(status)),
				 .description = STR("Something is not as it should be."),
				 .path = c->req->path,
				 .here = ""};
	struct html h;

	page_begin(&h, c, &head);
	html_enter(&h, "section", "problem");
	html_element(&h, "p", "problem-code", arena_fmt(c->arena, "%d", status));
	html_element_z(&h, "h1", NULL,
		       status == 404  ? "Nothing here"
		       : status < 500 ? "That request does not fit"
				      : "The server is in trouble");
	html_enter(&h, "p", NULL);
	if (parameter) {
		html_element_z(&h, "code", NULL, parameter);
		html_z(&h, ": ");
	}
	html_z(&h, detail);
	html_z(&h, ".");
	html_end(&h);
	html_enter(&h, "p", NULL);
	html_link(&h, "button", STR("/"), STR("All events"));
	html_end(&h);
	html_end(&h);
	page_end(&h, c);
}
