/* serve/page_alerts.c -- to be told of new events: make an alert, confirm, change, end it.
 *
 * Plain forms, so that all of it works without JavaScript. Links in mails lead to a page with
 * one button: programs that look at every link in a mail must not confirm or end anything.
 * The key in the address is what allows it; no login. */
#include "base/clock.h"
#include "base/limits.h"
#include "serve/alert_make.h"
#include "serve/filter.h"
#include "serve/form.h"
#include "serve/notifier.h"
#include "serve/page.h"
#include "serve/route.h"

#define MESSAGES 20

static void begin(struct html *h, struct call *c, const char *title)
{
	struct page_head head = {.title = arena_fmt(c->arena, "%s - Tocsin", title),
				 .description = STR("Be told of new events by mail, webhook or "
						    "feed."),
				 .path = STR("/alerts"),
				 .here = ""};

	page_begin(h, c, &head);
	html_element_z(h, "h1", NULL, title);
}

/* The filters as chips, with a way back to the list. */
static void filters(struct html *h, struct call *c, const struct saved *s)
{
	html_enter(h, "dl", "alert-filters");
	for (size_t i = 0; i < s->params.len; i++) {
		html_open(h, "div");
		html_element_z(h, "dt", NULL, filter_title(s->params.at[i].name));
		html_open(h, "dd");
		html_attr_z(h, "dir", "auto");
		html_text(h, s->params.at[i].value);
		html_end(h);
		html_end(h);
	}
	if (!s->params.len) {
		html_open(h, "div");
		html_element_z(h, "dt", NULL, "Filters");
		html_element_z(h, "dd", NULL, "none: all events");
		html_end(h);
	}
	html_end(h);
	html_open(h, "p");
	html_link(h, NULL, saved_path(c->arena, s, "/"), STR("See these events"));
	html_end(h);
}

/* -- the form ------------------------------------------------------------------------------- */

static void radio(struct html *h, const char *value, const char *text, bool checked, bool off)
{
	html_open(h, "label");
	html_open(h, "input");
	html_attr_z(h, "type", "radio");
	html_attr_z(h, "name", "channel");
	html_attr_z(h, "value", value);
	if (checked)
		html_flag(h, "checked");
	if (off)
		html_flag(h, "disabled");
	html_end(h);
	html_z(h, " ");
	html_z(h, text);
	html_end(h);
}

static void pace_select(struct html *h, enum alert_pace now)
{
	static const char *const text[] = {"As soon as there is something",
					   "Once a day, at 07:00 UTC", "Once a week, on Monday"};

	form_label(h, NULL, STR("pace"), "How often");
	html_open(h, "select");
	html_attr_z(h, "id", "pace");
	html_attr_z(h, "name", "pace");
	for (int i = 0; i < 3; i++)
		form_option(h, alerts_pace_name((enum alert_pace)i), str_of(text[i]),
			    i == (int)now);
	html_end(h);
}

static void form_begin(struct html *h, struct str action)
{
	html_enter(h, "form", "try alert-form");
	html_attr_z(h, "method", "post");
	html_href(h, "action", action);
}

static void form(struct html *h, struct call *c, const struct saved *s)
{
	bool mail = notifier_sends_mail(c->options->sending);

	form_begin(h, STR("/alerts"));
	form_hidden(h, "filter", s->text);
	html_open(h, "fieldset");
	html_element_z(h, "legend", NULL, "How to tell you");
	radio(h, "mail", mail ? "By mail" : "By mail (this server sends none)", mail, !mail);
	radio(h, "webhook", "By calling your webhook", !mail, false);
	radio(h, "feed", "Give me a feed instead", false, false);
	html_end(h);
	form_label(h, NULL, STR("to"), "Mail address, or address of the webhook");
	html_open(h, "input");
	html_attr_z(h, "id", "to");
	html_attr_z(h, "name", "to");
	html_attr_z(h, "autocomplete", "email");
	html_attr_z(h, "inputmode", "email");
	html_end(h);
	pace_select(h, ALERT_IMMEDIATELY);
	form_button(h, "primary", "Notify me of these");
	html_end(h);
}

void page_alerts(struct call *c)
{
	struct saved s;
	struct html h;
	struct err err;

	if (!saved_parse(&s, c->arena, c->taxonomy, c->req->query, &err)) {
		call_problem(c, 400, NULL, "%s", err.text);
		return;
	}
	begin(&h, c, "Be told of new events");
	html_element_z(
		&h, "p", "lead",
		"An alert tells you of each event that passes these filters, once; and again "
		"only when its label or its severity has become another.");
	filters(&h, c, &s);
	form(&h, c, &s);
	html_element_z(
		&h, "p", "muted",
		"A mail address is asked to confirm first, and is used for nothing else. "
		"Every mail has a link that ends it. Calls of webhooks are signed; they go to "
		"public addresses only.");
	page_end(&h, c);
}

/* -- made ------------------------------------------------------------------------------------- */

static void term(struct html *h, const char *name, struct str value)
{
	html_open(h, "div");
	html_element_z(h, "dt", NULL, name);
	html_open(h, "dd");
	html_element(h, "code", NULL, value);
	html_end(h);
	html_end(h);
}

static void made_words(struct html *h, struct call *c, const struct alert *a, const struct saved *s)
{
	char key[ALERTS_KEY_SIZE];

	if (a->channel == ALERT_MAIL) {
		html_enter(h, "p", "lead");
		html_z(h, "A mail is on its way to ");
		html_element(h, "b", NULL, a->receiver);
		html_z(h, ". The alert begins when you follow the link in it, within two days.");
		html_end(h);
		return;
	}
	if (a->channel == ALERT_WEBHOOK) {
		html_element_z(h, "p", "lead",
			       "It has begun. Keep these two; they are shown this once.");
		html_enter(h, "dl", "alert-filters");
		alerts_key(key, a, "webhook");
		term(h, "Calls", a->receiver);
		term(h, "Secret of its signatures", str_of(key));
		html_end(h);
		html_open(h, "p");
		html_link(h, "button", notice_path(c->arena, a, ""), STR("The page of this alert"));
		html_z(h, " Keep its address: it is how to change or end the alert.");
		html_end(h);
		return;
	}
	html_element_z(h, "p", "lead", "Subscribe to one of these in your reader.");
	html_enter(h, "dl", "alert-filters");
	term(h, "Atom", page_absolute(c, saved_path(c->arena, s, "/feed.atom")));
	term(h, "JSON Feed", page_absolute(c, saved_path(c->arena, s, "/feed.json")));
	html_end(h);
}

void page_alerts_post(struct call *c)
{
	struct params form;
	struct alert_wish wish;
	struct saved s;
	struct alert a;
	struct html h;
	struct err err;

	if (!params_parse(&form, c->arena, c->req->body, LIMIT_FIELD, &err)) {
		call_problem(c, 400, NULL, "%s", err.text);
		return;
	}
	wish = (struct alert_wish){.filter = params_get(&form, STR("filter")),
				   .channel = params_get(&form, STR("channel")),
				   .to = params_get(&form, STR("to")),
				   .pace = params_get(&form, STR("pace"))};
	if (str_eq(wish.channel, STR("feed")))
		wish.to = STR("");
	if (!alert_make(&a, &s, c, &wish))
		return;
	begin(&h, c,
	      a.channel == ALERT_MAIL      ? "Look into your mailbox"
	      : a.channel == ALERT_WEBHOOK ? "Your alert is on"
					   : "Your feed");
	made_words(&h, c, &a, &s);
	filters(&h, c, &s);
	page_end(&h, c);
}

/* -- one alert ------------------------------------------------------------------------- */

static void messages(struct html *h, struct call *c, const struct outbox_item *item, size_t count)
{
	html_enter(h, "ul", "alert-messages");
	for (size_t i = 0; i < count; i++) {
		html_open(h, "li");
		page_time(h, c->arena, item[i].made_ms);
		html_z(h, ": ");
		html_text(h, item[i].state);
		if (item[i].tries > 1)
			html_text(h, arena_fmt(c->arena, ", %lld tries", (long long)item[i].tries));
		if (item[i].reason.len) {
			html_z(h, ", ");
			html_text(h, item[i].reason);
		}
		html_end(h);
	}
	html_end(h);
}

static void state_of(struct html *h, const struct alert *a)
{
	html_enter(h, "p", "lead");
	if (a->state == ALERT_ON)
		html_z(h, "This alert is on.");
	else if (a->state == ALERT_UNCONFIRMED)
		html_z(h, "This alert waits for its confirmation: a link in a mail.");
	else
		html_z(h, "This alert is off: ");
	if (a->state == ALERT_OFF) {
		html_text(h, a->reason);
		html_z(h, ".");
	} else if (a->receiver.len) {
		html_z(h, " It tells ");
		html_element(h, "b", NULL, a->receiver);
		html_z(h, ".");
	}
	html_end(h);
}

static void shown(struct call *c, const struct alert *a, const struct saved *s)
{
	struct outbox_asked asked = {.all = true, .alert = a->number, .most = MESSAGES};
	struct outbox_item *item;
	size_t count;
	struct html h;
	struct err err;

	if (!outbox_list(&item, &count, c->store, c->arena, &asked, &err)) {
		call_error(c, &err);
		return;
	}
	begin(&h, c, "Your alert");
	state_of(&h, a);
	if (a->state != ALERT_OFF)
		filters(&h, c, s);
	if (a->state == ALERT_ON && a->channel != ALERT_FEED) {
		form_begin(&h, notice_path(c->arena, a, ""));
		pace_select(&h, a->pace);
		form_button(&h, "primary", "Change");
		html_end(&h);
	}
	if (a->state != ALERT_OFF) {
		html_open(&h, "p");
		html_link(&h, "button quiet", notice_path(c->arena, a, "stop"),
			  STR("No more of it"));
		html_end(&h);
	}
	if (count) {
		page_section(&h, "messages", STR("Its last messages"));
		messages(&h, c, item, count);
		html_end(&h);
	}
	page_end(&h, c);
}

void page_alert(struct call *c)
{
	struct saved s;
	struct alert a;

	if (alert_held(&a, &s, c, "manage"))
		shown(c, &a, &s);
}

void page_alert_post(struct call *c)
{
	struct params form;
	enum alert_pace pace;
	struct store *writer;
	struct saved s;
	struct alert a;
	struct err err;

	if (!alert_held(&a, &s, c, "manage"))
		return;
	if (!params_parse(&form, c->arena, c->req->body, LIMIT_FIELD, &err) ||
	    !alerts_pace_parse(&pace, params_get(&form, STR("pace")))) {
		call_problem(c, 422, "pace", "give immediately, daily or weekly");
		return;
	}
	if (!call_writer(&writer, c))
		return;
	if (!alerts_set_pace(writer, &a, pace, clock_now_ms(), &err)) {
		call_error(c, &err);
		return;
	}
	if (alert_held(&a, &s, c, "manage"))
		shown(c, &a, &s);
}

/* -- from a mail ----------------------------------------------------------------------- */

static void ask(struct call *c, const struct alert *a, const struct saved *s, bool stop)
{
	struct html h;

	begin(&h, c, stop ? "No more of this?" : "Begin?");
	filters(&h, c, s);
	form_begin(&h, notice_path(c->arena, a, stop ? "stop" : "confirm"));
	form_button(&h, "primary", stop ? "End this alert" : "Yes, notify me of these");
	html_end(&h);
	page_end(&h, c);
}

static void done(struct call *c, const char *title, const char *words)
{
	struct html h;

	begin(&h, c, title);
	html_element_z(&h, "p", "lead", words);
	html_open(&h, "p");
	html_link(&h, "button", STR("/"), STR("All events"));
	html_end(&h);
	page_end(&h, c);
}

#define OFF "This alert is off", "It has ended and tells nothing any more."
#define ON "Your alert is on", "From now on you are told. Every mail has a link that ends it."

void page_alert_confirm(struct call *c)
{
	struct saved s;
	struct alert a;

	if (!alert_held(&a, &s, c, "confirm"))
		return;
	if (a.state == ALERT_OFF)
		done(c, OFF);
	else if (a.state == ALERT_ON)
		done(c, ON);
	else
		ask(c, &a, &s, false);
}

void page_alert_confirm_post(struct call *c)
{
	struct saved s;
	struct alert a;

	if (!alert_held(&a, &s, c, "confirm"))
		return;
	if (a.state == ALERT_OFF)
		done(c, OFF);
	else if (alert_confirm(c, &a, &s))
		done(c, ON);
}

void page_alert_stop(struct call *c)
{
	struct saved s;
	struct alert a;

	if (!alert_held(&a, &s, c, "stop"))
		return;
	if (a.state == ALERT_OFF)
		done(c, OFF);
	else
		ask(c, &a, &s, true);
}

void page_alert_stop_post(struct call *c)
{
	struct saved s;
	struct alert a;

	if (alert_held(&a, &s, c, "stop") && alert_stop(c, &a))
		done(c, OFF);
}
