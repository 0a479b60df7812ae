/* serve/page_event.c -- one event: what is said of it, why it is labelled so, and
 * by which words of which article.
 *
 * The portrait (events/portrait) is the source of all that is said of the event as
 * a whole; the articles' verdicts give the quotes. Articles beyond PROOF_ARTICLES
 * are listed without quotes, so that the page stays readable for an event that the
 * whole world reported. */
#include "serve/page.h"
#include "serve/cite.h"
#include "serve/links.h"
#include "serve/event_order.h"
#include "serve/page_claims.h"
#include "serve/page_parts.h"
#include "serve/page_timeline.h"
#include "serve/page_reviewed.h"
#include "serve/picture.h"
#include "serve/route.h"
#include "serve/versions.h"
#include "text/date.h"

#define STEPS_SEEN 5 /* of the history, before "more"; the page shows ... */
#define STEPS 50     /* ... at most; /history has all */

struct whole {
	struct event_detail d;
	const struct json *portrait;
	struct proof proof;
	struct links links;
	size_t number[PROOF_ARTICLES]; /* article of each verdict in proof */
	const struct share_row *round_up;
	size_t round_ups;
	struct picture_row picture;
	struct picture_row beside[PROOF_ARTICLES]; /* of each verdict in proof */
};

static bool load(struct whole *w, struct call *c)
{
	struct err err;
	bool off;

	if (!store_event_off(&w->d, &off, c->store, c->arena, c->id, &err)) {
		call_error(c, &err);
		return false;
	}
	if (off) {
		page_reviewed_off(c, &w->d);
		return false;
	}
	if (w->d.redirect.len) {
		call_redirect(c, 308, call_event_path(c->arena, w->d.redirect));
		return false;
	}
	if (!links_load(&w->links, c, w->d.row.id))
		return false;
	if (!store_event_round_ups(&w->round_up, &w->round_ups, c->store, c->arena, w->d.row.id,
				   &err) ||
	    !picture_of_event(&w->picture, c, &w->d.row, &err) ||
	    !json_read(&w->portrait, c->arena, w->d.portrait, &err)) {
		call_error(c, &err);
		return false;
	}
	event_order(&w->d, c->arena, w->portrait);
	w->proof.arena = c->arena;
	for (size_t i = 0; i < w->d.article_count && w->proof.len < PROOF_ARTICLES; i++) {
		const struct article_row *a = &w->d.article[i];

		w->number[w->proof.len] = i;
		(void)!proof_add(&w->proof, a->verdict, a->title, a->publisher,
				 call_article_path(c->arena, a->id));
	}
	return true;
}

static bool load_beside(struct whole *w, struct call *c)
{
	struct err err;

	for (size_t n = 0; n < w->proof.len; n++)
		if (!picture_of_article(&w->beside[n], c, w->d.article[w->number[n]].image, &err)) {
			call_error(c, &err);
			return false;
		}
	return true;
}

/* Here the articles are at hand, so that those that name nobody are not counted as if they did. */
static struct str reports(struct arena *a, const struct event_detail *d)
{
	int64_t all = d->row.article_count, named = 0;
	struct str of = page_plural(a, all, "article", "articles");

	for (size_t i = 0; i < d->article_count; i++)
		named += d->article[i].publisher.len > 0;
	if ((int64_t)d->article_count < all || named == 0 || all == 1)
		return page_reports(a, all, d->row.publisher_count);
	if (named == all)
		return arena_fmt(
			a, "%.*s from %.*s", STR_ARG(of),
			STR_ARG(page_plural(a, d->row.publisher_count, "publisher", "publishers")));
	return arena_fmt(a, "%.*s, of which %lld name%s a publisher (%lld)", STR_ARG(of),
			 (long long)named, named == 1 ? "s" : "",
			 (long long)d->row.publisher_count);
}

static struct str dates(struct arena *a, const struct event_row *r)
{
	struct str from = page_day(a, r->first_ms), upto = page_day(a, r->last_ms);

	if (from.len == 0 || str_eq(from, upto))
		return from.len ? from : STR("date not stated");
	return arena_fmt(a, "%.*s to %.*s", STR_ARG(from), STR_ARG(upto));
}

static struct str harm_of(const struct whole *w)
{
	const struct json *harm = json_get(json_get(w->portrait, "facets"), "harm_types");

	return page_parts_value(json_at(harm, 0));
}

/* Headlines are others' words, and are told whose. */
static void headline_of(struct html *h, const struct json *portrait)
{
	struct str who = json_get_str(portrait, "title_publisher");

	if (who.len == 0)
		return;
	html_enter(h, "p", "sayers");
	html_z(h, "Headline: ");
	html_text(h, who);
	html_end(h);
}

/* Whose it is stands under it, and leads to the report that it is from. */
static void picture(struct html *h, struct call *c, const struct picture_row *p)
{
	html_enter(h, "figure", "event-picture");
	picture_show(h, c->arena, p, PICTURE_LARGE);
	html_open(h, "figcaption");
	html_z(h, "Picture: ");
	html_link(h, NULL, call_article_path(c->arena, p->article),
		  p->publisher.len ? p->publisher : page_article_title(c->arena, p->title, p->url));
	html_end(h);
	html_end(h);
}

static void top(struct html *h, struct call *c, struct whole *w)
{
	const struct event_row *r = &w->d.row;

	html_enter(h, "p", "crumbs");
	html_link(h, NULL, STR("/"), STR("Events"));
	html_end(h);
	html_enter(h, "header", "event-top");
	if (w->picture.hash.len)
		picture(h, c, &w->picture);
	else
		page_mark(h, r->id, harm_of(w), r->label);
	html_open(h, "div");
	html_enter(h, "div", "card-top");
	page_label(h, r->label);
	html_z(h, " ");
	proof_purpose(h, &w->proof, "label",
		      json_get_str(w->portrait, "label_by").len
			      ? STR("set by a reviewer")
			      : arena_fmt(c->arena, "%.*s sure",
					  STR_ARG(page_percent(c->arena, r->probability))),
		      r->label);
	html_z(h, " ");
	page_severity(h, r->severity);
	html_end(h);
	html_open(h, "h1");
	html_attr_z(h, "dir", "auto");
	html_text(h, r->title);
	html_end(h);
	html_enter(h, "p", "card-foot");
	html_element(h, "span", NULL, dates(c->arena, r));
	if (r->country.len)
		html_element(h, "span", NULL, r->country);
	html_element(h, "span", NULL, reports(c->arena, &w->d));
	if (page_timeline_stage(r->stage).len)
		html_element(h, "span", NULL,
			     arena_fmt(c->arena, "stage: %.*s", STR_ARG(r->stage)));
	html_end(h);
	html_end(h);
	html_end(h);
	html_enter(h, "p", "event-summary");
	html_attr_z(h, "dir", "auto");
	html_text(h, r->summary);
	html_end(h);
	headline_of(h, w->portrait);
	html_enter(h, "p", "disclaimer");
	html_z(h,
	       "Made by a machine from published reports. It describes what they say and accuses "
	       "nobody; labels can be wrong. ");
	html_link(h, NULL, STR("/about#disclaimer"), STR("What this means"));
	html_end(h);
	page_reviewed(h, c, w->portrait);
	page_reviewed_ways(h, c, "event", r->id);
}

/* What stands on the page, in its order. */
static void contents(struct html *h, const struct whole *w)
{
	const struct {
		const char *path, *name;
		bool there;
	} part[] = {{"#why", "Why this label", true},
		    {"#what", "What it concerns", true},
		    {"#claims", "What the reports state",
		     json_len(json_get(w->portrait, "claims")) ||
			     json_len(json_get(w->portrait, "checks"))},
		    {"#articles", "Articles", true},
		    {"#related", "Related events", w->links.related_count > 0},
		    {"#cite", "Cite and share", true},
		    {"#archives", "In other archives", w->links.reference_count > 0},
		    {"#history", "History", true}};

	html_enter(h, "nav", "contents");
	html_attr_z(h, "aria-label", "On this page");
	html_open(h, "ul");
	for (size_t i = 0; i < sizeof part / sizeof *part; i++) {
		if (!part[i].there)
			continue;
		html_open(h, "li");
		html_link(h, NULL, str_of(part[i].path), str_of(part[i].name));
		html_end(h);
	}
	html_end(h);
	html_end(h);
}

static void tally(struct html *h, struct call *c, const struct whole *w)
{
	static const char *const label[] = {"incident", "hazard", "complementary"};
	size_t n[3] = {0};

	for (size_t i = 0; i < w->d.article_count; i++)
		for (size_t k = 0; k < 3; k++)
			n[k] += str_eq(w->d.article[i].label, str_of(label[k]));
	html_enter(h, "p", "tally-line");
	html_z(h, "Taken one by one, the articles say: ");
	for (size_t k = 0; k < 3; k++) {
		if (n[k] == 0)
			continue;
		html_element(h, "span", arena_fmt(c->arena, "key %s", label[k]).at,
			     arena_fmt(c->arena, "%zu %s", n[k], label[k]));
		html_z(h, " ");
	}
	html_end(h);
}

/* Which verdict of w->proof the event's reason was taken from; its len: none of them. */
static size_t deciding(const struct whole *w)
{
	struct str id = json_get_str(w->portrait, "rationale_article");
	size_t n = 0;

	while (n < w->proof.len && !str_eq(w->d.article[w->number[n]].id, id))
		n++;
	return n;
}

static void reason(struct html *h, struct call *c, struct whole *w)
{
	page_section(h, "why",
		     arena_fmt(c->arena, "Why this is labelled %s%.*s",
			       str_eq(w->d.row.label, STR("incident")) ? "an "
			       : str_eq(w->d.row.label, STR("hazard")) ? "a "
								       : "",
			       STR_ARG(w->d.row.label)));
	if (deciding(w) < w->proof.len)
		proof_reason(h, &w->proof, deciding(w), json_get_str(w->portrait, "rationale"));
	else
		html_element(h, "p", "rationale", json_get_str(w->portrait, "rationale"));
	html_enter(h, "div", "proofs");
	proof_purpose(h, &w->proof, "system", STR("the AI system"), STR(""));
	html_z(h, " ");
	proof_purpose(h, &w->proof, "harm", STR("the harm"), STR(""));
	html_end(h);
	tally(h, c, w);
	page_parts_severity(h, &w->proof, w->portrait, w->d.row.severity);
	page_parts_standing(h, &w->proof, w->portrait);
	html_end(h);
}

static void facets(struct html *h, struct whole *w)
{
	page_section(h, "what", STR("What it concerns"));
	page_parts_facets(h, &w->proof, json_get(w->portrait, "facets"));
	page_parts_names(h, w->portrait);
	html_end(h);
}

/* -- timeline and claims -------------------------------------------------------------------- */

/* A quote leads to its article on this page, or to the article's own when it is listed
 * without its verdict. */
static const struct page_claims_place *places(struct call *c, const struct whole *w)
{
	size_t count = w->d.article_count;
	struct page_claims_place *place =
		ARENA_ARRAY(c->arena, struct page_claims_place, count + 1);

	for (size_t i = 0; i < count; i++)
		place[i] = (struct page_claims_place){
			w->d.article[i].id, call_article_path(c->arena, w->d.article[i].id)};
	for (size_t n = 0; n < w->proof.len; n++)
		place[w->number[n]].path = arena_fmt(c->arena, "#a%zu", n + 1);
	return place;
}

static void timeline_and_claims(struct html *h, struct call *c, struct whole *w)
{
	const struct page_claims_place *place = places(c, w);
	size_t count = w->d.article_count;

	page_timeline(h, &w->proof, w->portrait, place, count);
	page_claims(h, &w->proof, w->portrait, place, count);
}

/* -- articles ---------------------------------------------------------------------------- */

/* "newspaper", "press release"; nothing of one that the table does not know. */
static void publisher_kind(struct html *h, const struct json *portrait, struct str publisher)
{
	const struct json *ranks = json_get(portrait, "publisher_ranks");

	for (size_t i = 0; i < json_len(ranks); i++) {
		struct str kind = json_get_str(json_at(ranks, i), "kind");

		if (str_eq(json_get_str(json_at(ranks, i), "publisher"), publisher) &&
		    !str_eq(kind, STR("unknown")))
			html_element(h, "span", NULL,
				     str_eq(kind, STR("press_release")) ? STR("press release")
									: kind);
	}
}

static void article_top(struct html *h, struct call *c, const struct whole *w,
			const struct article_row *a)
{
	html_enter(h, "p", "card-top");
	page_label(h, a->label);
	html_z(h, " ");
	html_enter(h, "span", "byline");
	page_publisher(h, c->arena, a->publisher, a->url);
	publisher_kind(h, w->portrait, a->publisher);
	page_time(h, c->arena, a->date_ms);
	if (a->lang.len)
		html_element(h, "span", NULL, page_language(a->lang));
	if (str_eq(a->how, STR("reprint")))
		html_element_z(h, "span", NULL, "reprint");
	html_end(h);
	html_end(h);
	html_open(h, "h3");
	html_attr_z(h, "dir", "auto");
	html_open(h, "a");
	if (call_web_address(a->url).len) {
		html_href(h, "href", a->url);
		html_attr_z(h, "rel", "noopener nofollow external");
	} else {
		html_href(h, "href", call_article_path(c->arena, a->id));
	}
	html_text(h, page_article_title(c->arena, a->title, a->url));
	html_end(h);
	html_end(h);
}

static void article(struct html *h, struct call *c, const struct whole *w, size_t n)
{
	const struct article_row *a = &w->d.article[w->number[n]];
	const struct json *verdict = w->proof.at[n].verdict;
	double p = json_num(json_get(json_get(verdict, "probability"), arena_z(c->arena, a->label)),
			    -1);

	html_enter(h, "li", "source");
	html_attr(h, "id", arena_fmt(c->arena, "a%zu", n + 1));
	if (w->beside[n].hash.len && !str_eq(w->beside[n].hash, w->picture.hash)) {
		struct picture_row own = w->beside[n];

		own.publisher = a->publisher;
		own.url = a->url;
		picture_show(h, c->arena, &own, PICTURE_SMALL);
	}
	article_top(h, c, w, a);
	proof_reason(h, &w->proof, n, json_get_str(verdict, "rationale"));
	proof_evidence(h, &w->proof, n, false);
	html_enter(h, "p", "card-foot");
	if (p >= 0)
		html_element(h, "span", NULL,
			     arena_fmt(c->arena, "%.*s sure", STR_ARG(page_percent(c->arena, p))));
	html_link(h, NULL, call_article_path(c->arena, a->id), STR("The whole verdict"));
	versions_state(h, c->arena, a);
	html_end(h);
	html_end(h);
}

/* Where it is, who published it and when; the byline stays open for what else is to be said. */
static void begin_listed(struct html *h, struct call *c, const struct article_row *a)
{
	html_link(h, NULL, call_article_path(c->arena, a->id),
		  page_article_title(c->arena, a->title, a->url));
	html_z(h, " ");
	html_enter(h, "span", "byline");
	page_publisher(h, c->arena, a->publisher, a->url);
	page_time(h, c->arena, a->date_ms);
}

static void rest(struct html *h, struct call *c, const struct whole *w)
{
	size_t from = w->proof.len ? w->number[w->proof.len - 1] + 1 : 0;

	if (from >= w->d.article_count)
		return;
	html_element_z(h, "h3", NULL, "More articles");
	html_enter(h, "ul", "plain");
	for (; from < w->d.article_count; from++) {
		const struct article_row *a = &w->d.article[from];

		html_open(h, "li");
		page_label(h, a->label);
		html_z(h, " ");
		begin_listed(h, c, a);
		html_end(h);
		html_end(h);
	}
	html_end(h);
}

static void round_ups(struct html *h, struct call *c, const struct whole *w)
{
	if (!w->round_ups)
		return;
	html_element_z(h, "h3", NULL, "In round-ups");
	html_element_z(h, "p", "muted",
		       "These report other events as well, and are not counted with the articles.");
	html_enter(h, "ul", "plain");
	for (size_t i = 0; i < w->round_ups; i++) {
		const struct share_row *r = &w->round_up[i];

		html_open(h, "li");
		begin_listed(h, c,
			     &(struct article_row){.id = r->id,
						   .title = r->title,
						   .url = r->url,
						   .publisher = r->publisher,
						   .date_ms = r->date_ms});
		html_element(h, "span", NULL,
			     arena_fmt(c->arena, "%.*s of it is about this event",
				       STR_ARG(page_percent(c->arena, r->share))));
		html_end(h);
		html_end(h);
	}
	html_end(h);
}

static void articles(struct html *h, struct call *c, const struct whole *w)
{
	page_section(h, "articles", STR("Articles about this event"));
	html_enter(h, "ol", "source-list");
	for (size_t n = 0; n < w->proof.len; n++)
		article(h, c, w, n);
	html_end(h);
	rest(h, c, w);
	round_ups(h, c, w);
	html_end(h);
}

static void step(struct html *h, struct call *c, const struct history_row *r)
{
	html_open(h, "li");
	page_time(h, c->arena, r->at_ms);
	html_z(h, " ");
	html_element(h, "b", NULL, r->what);
	html_z(h, " ");
	html_element(h, "span", NULL, r->detail);
	html_z(h, " ");
	html_element(h, "span", "muted", arena_fmt(c->arena, "by %.*s", STR_ARG(r->who)));
	html_end(h);
}

static void history(struct html *h, struct call *c, const struct whole *w)
{
	size_t count = w->d.history_count;
	size_t first = count < STEPS_SEEN ? count : STEPS_SEEN;
	size_t last = count < STEPS ? count : STEPS;

	page_section(h, "history", STR("History"));
	html_open(h, "ol");
	for (size_t i = 0; i < first; i++)
		step(h, c, &w->d.history[i]);
	html_end(h);
	if (last > first) {
		html_open(h, "details");
		html_element(h, "summary", NULL, arena_fmt(c->arena, "%zu more", last - first));
		html_open(h, "ol");
		for (size_t i = first; i < last; i++)
			step(h, c, &w->d.history[i]);
		html_end(h);
		html_end(h);
	}
	html_enter(h, "p", NULL);
	html_link(h, NULL, arena_fmt(c->arena, "/api/v1/events/%.*s/history", STR_ARG(w->d.row.id)),
		  count > last ? arena_fmt(c->arena, "All %zu steps as JSON", count)
			       : STR("The history as JSON"));
	html_end(h);
	html_end(h);
}

/* -- the whole ----------------------------------------------------------------------------- */

static struct str json_ld(struct call *c, const struct whole *w)
{
	struct emit e;
	struct buf b;
	struct str s;

	buf_init(&b, c->out->body.max);
	emit_open(&e, &b);
	emit_object(&e);
	emit_pair(&e, "@context", STR("https://schema.org"));
	emit_pair(&e, "@type", STR("Report"));
	emit_pair(&e, "identifier", w->d.row.id);
	emit_pair(&e, "headline", w->d.row.title);
	emit_pair(&e, "abstract", w->d.row.summary);
	emit_pair(&e, "url", page_absolute(c, call_event_path(c->arena, w->d.row.id)));
	emit_pair(&e, "datePublished", date_day(c->arena, w->d.row.first_ms));
	emit_pair(&e, "dateModified", date_day(c->arena, w->d.row.last_ms));
	emit_key(&e, "keywords");
	emit_array(&e);
	emit_str(&e, w->d.row.label);
	emit_str(&e, w->d.row.severity);
	emit_end(&e);
	emit_key(&e, "isBasedOn");
	emit_array(&e);
	for (size_t i = 0; i < w->d.article_count && i < 20; i++) {
		const struct article_row *a = &w->d.article[i];

		emit_object(&e);
		emit_pair(&e, "@type", STR("NewsArticle"));
		emit_pair(&e, "headline", a->title);
		if (call_web_address(a->url).len)
			emit_pair(&e, "url", a->url);
		if (a->date_ms)
			emit_pair(&e, "datePublished", date_day(c->arena, a->date_ms));
		emit_end(&e);
	}
	emit_end(&e);
	emit_end(&e);
	s = arena_copy(c->arena, buf_view(&b));
	buf_free(&b);
	return s;
}

static void draw(struct call *c, struct whole *w)
{
	struct page_head head = {.here = "/", .path = call_event_path(c->arena, w->d.row.id)};
	struct html h;

	head.title = arena_fmt(c->arena, "%.*s - Tocsin", STR_ARG(w->d.row.title));
	head.description = w->d.row.summary;
	head.json_path = arena_fmt(c->arena, "/api/v1/events/%.*s", STR_ARG(w->d.row.id));
	head.json_ld = json_ld(c, w);
	page_begin(&h, c, &head);
	top(&h, c, w);
	html_enter(&h, "div", "event-columns");
	html_enter(&h, "div", "event-main");
	reason(&h, c, w);
	facets(&h, w);
	timeline_and_claims(&h, c, w);
	articles(&h, c, w);
	if (!page_reviewed_corrections(&h, c, w->d.row.id))
		return;
	links_section(&h, c, &w->links);
	html_end(&h);
	html_enter(&h, "aside", "event-side");
	html_attr_z(&h, "aria-label", "About this page");
	contents(&h, w);
	cite_event(&h, c, &w->d.row);
	links_archives(&h, c, &w->links);
	history(&h, c, w);
	html_end(&h);
	html_end(&h);
	page_end(&h, c);
}

void page_event(struct call *c)
{
	struct whole *w = ARENA_NEW(c->arena, struct whole);

	if (load(w, c) && load_beside(w, c))
		draw(c, w);
}
