/* serve/notice.c -- the words, three times. */
#include "serve/notice.h"

#include "base/limits.h"
#include "flow/mail.h"
#include "serve/html.h"
#include "serve/page.h"
#include "text/date.h"

#define LINE_MOST 300
/* Mail programs take a style element; whoever does not shows plain HTML. */
#define STYLE                                                                                      \
	"body{margin:0 auto;max-width:640px;padding:16px;font:17px Georgia,serif;color:#1d2433}"   \
	"h1{font-size:17px;font-weight:normal;margin:0}"                                           \
	"h2{font-size:20px;line-height:1.3;margin:24px 0 4px}p{margin:0 0 4px}"                    \
	".faint{color:#5a6274;font-size:14px}.foot{margin-top:32px}"

/* -- other people's words ------------------------------------------------------------------ */

static struct str kept(struct arena *a, struct buf *b)
{
	struct str s = arena_copy(a, buf_view(b));

	buf_free(b);
	return s;
}

static struct str line(struct arena *a, struct str s, size_t most)
{
	struct buf b;

	buf_init(&b, most + 8);
	mail_line(&b, s, most);
	return kept(a, &b);
}

static struct str label_word(struct str label)
{
	return str_eq(label, STR("incident")) ? STR("Incident")
	       : str_eq(label, STR("hazard")) ? STR("Hazard")
					      : STR("Complementary");
}

static bool is_changed(const struct alert_news *e)
{
	return e->was_label.len > 0;
}

/* "Hazard, AI hazard" */
static struct str standing(struct arena *a, struct str label, struct str severity)
{
	return arena_fmt(a, "%.*s, %.*s", STR_ARG(label_word(label)), STR_ARG(severity));
}

static struct str event_address(const struct notice *n, const struct event_row *r)
{
	return arena_fmt(n->arena, "%.*s%.*s", STR_ARG(n->base),
			 STR_ARG(call_event_path(n->arena, r->id)));
}

struct str notice_path(struct arena *a, const struct alert *alert, const char *purpose)
{
	char key[ALERTS_KEY_SIZE];

	alerts_key(key, alert, *purpose ? purpose : "manage");
	return arena_fmt(a, "/alerts/%.*s%s%s?key=%s", STR_ARG(alert->id), *purpose ? "/" : "",
			 purpose, key);
}

static struct str address(const struct notice *n, const char *purpose)
{
	return arena_fmt(n->arena, "%.*s%.*s", STR_ARG(n->base),
			 STR_ARG(notice_path(n->arena, n->alert, purpose)));
}

static struct str list_address(const struct notice *n)
{
	return arena_fmt(n->arena, "%.*s%.*s", STR_ARG(n->base),
			 STR_ARG(saved_path(n->arena, n->saved, "/")));
}

/* "Public interest, ..." as read in a sentence */
static struct str words(const struct notice *n)
{
	return line(n->arena, saved_words(n->arena, &n->saved->params), LINE_MOST);
}

static struct str how_often(const struct alert *a)
{
	return a->pace == ALERT_IMMEDIATELY ? STR("as soon as there is something")
	       : a->pace == ALERT_DAILY     ? STR("once a day at most")
					    : STR("once a week at most");
}

static struct str subject(const struct notice *n)
{
	const struct alert_page *p = n->page;
	const struct alert_news *e = &p->news[0];
	size_t changed = 0;

	for (size_t i = 0; i < p->count; i++)
		changed += is_changed(&p->news[i]);
	if (p->total == 1 && changed)
		return arena_fmt(n->arena, "Now %.*s, was %.*s: %.*s",
				 STR_ARG(standing(n->arena, e->event.label, e->event.severity)),
				 STR_ARG(standing(n->arena, e->was_label, e->was_severity)),
				 STR_ARG(line(n->arena, e->event.title, LINE_MOST)));
	if (p->total == 1)
		return arena_fmt(n->arena, "%.*s: %.*s", STR_ARG(label_word(e->event.label)),
				 STR_ARG(line(n->arena, e->event.title, LINE_MOST)));
	return arena_fmt(n->arena, "%lld events: %.*s", (long long)p->total, STR_ARG(words(n)));
}

/* "First reported 16 June 2025, 4 articles from 3 publishers, Malaysia" */
static struct str foot(const struct notice *n, const struct event_row *r)
{
	struct arena *a = n->arena;

	return arena_fmt(
		a, "First reported %.*s, %.*s%s%.*s",
		STR_ARG(r->first_ms ? page_day(a, r->first_ms) : STR("on a day not stated")),
		STR_ARG(page_reports(a, r->article_count, r->publisher_count)),
		r->country.len ? ", " : "", STR_ARG(line(a, r->country, LINE_MOST)));
}

#define DISCLAIMER                                                                                 \
	"Labels, reasons and summaries are made by a machine from published reports. They "        \
	"describe what was reported and accuse nobody."

/* -- text ------------------------------------------------------------------------------------ */

static void event_text(struct buf *b, const struct notice *n, const struct alert_news *e)
{
	const struct event_row *r = &e->event;

	buf_fmt(b, "%.*s\n", STR_ARG(line(n->arena, r->title, LINE_MOST)));
	if (is_changed(e))
		buf_fmt(b, "Now: %.*s. Was: %.*s.\n",
			STR_ARG(standing(n->arena, r->label, r->severity)),
			STR_ARG(standing(n->arena, e->was_label, e->was_severity)));
	else
		buf_fmt(b, "%.*s\n", STR_ARG(standing(n->arena, r->label, r->severity)));
	if (r->summary.len)
		buf_fmt(b, "%.*s\n", STR_ARG(line(n->arena, r->summary, 3 * LINE_MOST)));
	buf_fmt(b, "%.*s\n%.*s\n\n", STR_ARG(foot(n, r)), STR_ARG(event_address(n, r)));
}

static void text(struct buf *b, const struct notice *n)
{
	const struct alert_page *p = n->page;

	buf_fmt(b, "News for your alert on: %.*s\n\n", STR_ARG(words(n)));
	for (size_t i = 0; i < p->count; i++)
		event_text(b, n, &p->news[i]);
	if (p->total > (int64_t)p->count)
		buf_fmt(b, "And %lld more: %.*s\n\n", (long long)p->total - (long long)p->count,
			STR_ARG(list_address(n)));
	buf_fmt(b,
		"-- \n" DISCLAIMER "\n\nYou get this because you asked for it, %.*s.\n"
		"Change it: %.*s\nNo more of it: %.*s\n",
		STR_ARG(how_often(n->alert)), STR_ARG(address(n, "")), STR_ARG(address(n, "stop")));
}

/* -- HTML ------------------------------------------------------------------------------------ */

static void paragraph(struct html *h, const char *class, struct str s)
{
	html_enter(h, "p", class);
	html_attr_z(h, "dir", "auto");
	html_text(h, s);
	html_end(h);
}

static void begin_html(struct html *h, struct buf *b, struct str title)
{
	html_begin(h, b);
	html_open(h, "html");
	html_attr_z(h, "lang", "en");
	html_open(h, "head");
	html_open(h, "meta");
	html_attr_z(h, "charset", "utf-8");
	html_end(h);
	html_element(h, "title", NULL, title);
	html_element_z(h, "style", NULL, STYLE);
	html_end(h);
	html_open(h, "body");
}

static void event_html(struct html *h, const struct notice *n, const struct alert_news *e)
{
	const struct event_row *r = &e->event;

	html_open(h, "h2");
	html_attr_z(h, "dir", "auto");
	html_link(h, NULL, event_address(n, r), line(n->arena, r->title, LINE_MOST));
	html_end(h);
	html_open(h, "p");
	html_open(h, "b");
	html_text(h, standing(n->arena, r->label, r->severity));
	if (is_changed(e)) {
		html_z(h, "; was ");
		html_text(h, standing(n->arena, e->was_label, e->was_severity));
	}
	html_end(h);
	html_end(h);
	if (r->summary.len)
		paragraph(h, NULL, line(n->arena, r->summary, 3 * LINE_MOST));
	paragraph(h, "faint", foot(n, r));
}

static void feet(struct html *h, const struct notice *n)
{
	html_enter(h, "p", "faint foot");
	html_z(h, DISCLAIMER " You get this because you asked for it, ");
	html_text(h, how_often(n->alert));
	html_z(h, ". ");
	html_link(h, NULL, address(n, ""), STR("Change it"));
	html_z(h, " or ");
	html_link(h, NULL, address(n, "stop"), STR("no more of it"));
	html_z(h, ".");
	html_end(h);
	html_end(h); /* body */
	html_end(h); /* html */
}

static void html(struct buf *b, const struct notice *n, struct str title)
{
	const struct alert_page *p = n->page;
	struct html h;

	begin_html(&h, b, title);
	html_enter(&h, "h1", "faint");
	html_z(&h, "News for your alert on: ");
	html_link(&h, NULL, list_address(n), words(n));
	html_end(&h);
	for (size_t i = 0; i < p->count; i++)
		event_html(&h, n, &p->news[i]);
	if (p->total > (int64_t)p->count) {
		html_open(&h, "p");
		html_link(&h, NULL, list_address(n),
			  arena_fmt(n->arena, "And %lld more",
				    (long long)p->total - (long long)p->count));
		html_end(&h);
	}
	feet(&h, n);
}

/* -- JSON -------------------------------------------------------------------------------------- */

static void event_json(struct emit *e, const struct notice *n, const struct alert_news *news)
{
	const struct event_row *r = &news->event;

	emit_object(e);
	emit_pair(e, "id", r->id);
	emit_pair(e, "news", is_changed(news) ? STR("changed") : STR("new"));
	emit_pair(e, "title", r->title);
	emit_pair(e, "summary", r->summary);
	emit_pair(e, "label", r->label);
	emit_pair(e, "severity", r->severity);
	emit_key(e, "was");
	if (is_changed(news)) {
		emit_object(e);
		emit_pair(e, "label", news->was_label);
		emit_pair(e, "severity", news->was_severity);
		emit_end(e);
	} else {
		emit_null(e);
	}
	emit_pair_or_null(e, "country", r->country);
	emit_pair_or_null(e, "first_date", date_known_day(n->arena, r->first_ms));
	emit_pair_or_null(e, "last_date", date_known_day(n->arena, r->last_ms));
	emit_pair_int(e, "articles", r->article_count);
	emit_pair_int(e, "publishers", r->publisher_count);
	emit_pair(e, "url", event_address(n, r));
	emit_end(e);
}

static void json(struct buf *b, const struct notice *n)
{
	const struct alert_page *p = n->page;
	struct emit e;

	emit_open(&e, b);
	emit_object(&e);
	emit_pair(&e, "alert", n->alert->id);
	emit_pair(&e, "filter", n->saved->text);
	emit_pair(&e, "made", date_iso(n->arena, n->now_ms));
	emit_pair_int(&e, "total", p->total);
	emit_key(&e, "events");
	emit_array(&e);
	for (size_t i = 0; i < p->count; i++)
		event_json(&e, n, &p->news[i]);
	emit_end(&e);
	emit_pair(&e, "list", list_address(n));
	emit_end(&e);
}

/* -- for the outbox -------------------------------------------------------------------- */

void notice_news(struct outbox_item *out, const struct notice *n)
{
	bool mail = n->alert->channel == ALERT_MAIL;
	struct buf first, second;

	*out = (struct outbox_item){.kind = mail ? OUTBOX_MAIL : OUTBOX_WEBHOOK,
				    .receiver = n->alert->receiver,
				    .subject = STR(""),
				    .html = STR(""),
				    .unsubscribe = STR(""),
				    .alert = n->alert->number,
				    .made_ms = n->now_ms};
	buf_init(&first, LIMIT_OUTBOX_MAIL);
	if (!mail) {
		json(&first, n);
		out->text = kept(n->arena, &first);
		return;
	}
	buf_init(&second, LIMIT_OUTBOX_MAIL);
	out->subject = subject(n);
	out->unsubscribe = address(n, "stop");
	text(&first, n);
	html(&second, n, out->subject);
	out->text = kept(n->arena, &first);
	out->html = kept(n->arena, &second);
}

#define CONFIRM_WORDS                                                                              \
	"Somebody, we hope you, asked this monitor of AI incidents to write to this address of "   \
	"events that pass these filters:"
#define CONFIRM_ELSE                                                                               \
	"If it was not you, do nothing: without the link no mail comes, and in two days your "     \
	"address is forgotten."

void notice_confirm(struct outbox_item *out, const struct notice *n)
{
	struct buf plain, rich;
	struct html h;

	*out = (struct outbox_item){.kind = OUTBOX_MAIL,
				    .receiver = n->alert->receiver,
				    .subject = STR("Confirm your alert"),
				    .unsubscribe = STR(""),
				    .alert = n->alert->number,
				    .made_ms = n->now_ms};
	buf_init(&plain, LIMIT_OUTBOX_MAIL);
	buf_fmt(&plain,
		CONFIRM_WORDS "\n\n    %.*s (%.*s)\n\nYes, begin: %.*s\n\n" CONFIRM_ELSE "\n",
		STR_ARG(words(n)), STR_ARG(how_often(n->alert)), STR_ARG(address(n, "confirm")));
	out->text = kept(n->arena, &plain);
	buf_init(&rich, LIMIT_OUTBOX_MAIL);
	begin_html(&h, &rich, out->subject);
	paragraph(&h, NULL, STR(CONFIRM_WORDS));
	paragraph(&h, NULL, words(n));
	paragraph(&h, "faint", how_often(n->alert));
	html_open(&h, "p");
	html_link(&h, NULL, address(n, "confirm"), STR("Yes, begin"));
	html_end(&h);
	paragraph(&h, "faint", STR(CONFIRM_ELSE));
	html_end(&h);
	html_end(&h);
	out->html = kept(n->arena, &rich);
}
