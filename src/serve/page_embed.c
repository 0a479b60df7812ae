/* serve/page_embed.c -- one chart of the page of trends, for pages of other sites.
 *
 * The only page that may stand in a frame (api.c). It has no script, no form, no cookie and
 * no font of its own: a heading, the picture, what its colours mean, and where it is from. */
#include "serve/assets.h"
#include "serve/page.h"
#include "serve/plot.h"
#include "serve/route.h"
#include "serve/trend.h"

static void head_of(struct html *h, struct call *c, const struct trend *t)
{
	html_open(h, "head");
	html_open(h, "meta");
	html_attr_z(h, "charset", "utf-8");
	html_end(h);
	html_open(h, "meta");
	html_attr_z(h, "name", "viewport");
	html_attr_z(h, "content", "width=device-width, initial-scale=1");
	html_end(h);
	html_open(h, "meta");
	html_attr_z(h, "name", "robots");
	html_attr_z(h, "content", "noindex");
	html_end(h);
	html_element(h, "title", NULL, arena_fmt(c->arena, "%s - Tocsin", t->kind->by));
	html_open(h, "link");
	html_attr_z(h, "rel", "stylesheet");
	html_href(h, "href", assets_path(c->arena, c, "embed.css"));
	html_end(h);
	html_open(h, "link");
	html_attr_z(h, "rel", "icon");
	html_attr_z(h, "type", "image/svg+xml");
	html_href(h, "href", assets_path(c->arena, c, "bell.svg"));
	html_end(h);
	html_end(h);
}

static void legend(struct html *h, struct call *c, const struct trend *t)
{
	html_enter(h, "ul", "keys");
	for (size_t i = 0; i < t->s.values; i++) {
		if (!t->shown[i])
			continue;
		html_open(h, "li");
		html_attr(h, "class", trend_look(c->arena, t, i));
		html_element_z(h, "span", "stroke", "");
		html_element(h, "span", "name", trend_name(t, i));
		html_end(h);
	}
	html_end(h);
}

static void source(struct html *h, struct call *c, const struct trend *t)
{
	html_enter(h, "p", "source");
	html_open(h, "a");
	html_href(h, "href", page_absolute(c, trend_path(c, "/trends", "theme", "")));
	html_attr_z(h, "target", "_blank");
	html_attr_z(h, "rel", "noopener");
	html_z(h, "Tocsin: AI incidents and hazards, as reported");
	html_end(h);
	if (t->s.months) {
		html_z(h, ", ");
		html_text(h, plot_month(c->arena, t->s.month[0].month));
		html_z(h, " to ");
		html_text(h, plot_month(c->arena, t->s.month[t->s.months - 1].month));
	}
	html_end(h);
}

void page_embed(struct call *c)
{
	struct trend t;
	struct html h;
	struct err err;

	if (!trend_ask(&t, c))
		return;
	if (!trend_load(&t, c, &err)) {
		call_error(c, &err);
		return;
	}
	call_type(c, "text/html; charset=utf-8");
	html_begin(&h, &c->out->body);
	html_open(&h, "html");
	html_attr_z(&h, "lang", "en");
	if (call_get(c, "theme").len)
		html_attr(&h, "data-theme", call_get(c, "theme"));
	head_of(&h, c, &t);
	html_open(&h, "body");
	html_open(&h, "main");
	html_element_z(&h, "h1", NULL, t.kind->by);
	html_element(&h, "p", "says", trend_says(c->arena, &t));
	if (t.s.months && t.s.values)
		trend_draw(&h, c, &t);
	else
		html_element_z(&h, "p", "empty", "No event passes these filters.");
	legend(&h, c, &t);
	source(&h, c, &t);
	html_end(&h);
	html_end(&h);
	html_end(&h);
}
