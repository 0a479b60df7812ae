/* serve/page_login.c -- logging in and out, and setting a password by a link.
 *
 * A wrong name and a wrong password get the same answer after the same time. Wrong ones are
 * counted by account and by address; a right one forgets the account's count. */
#include "base/clock.h"
#include "base/limits.h"
#include "base/secret.h"
#include "serve/form.h"
#include "serve/guard.h"
#include "serve/notifier.h"
#include "serve/page.h"
#include "serve/route.h"
#include "store/outbox.h"

#define WINDOW_S 900

static void begin(struct html *h, struct call *c, const char *title, const char *path)
{
	struct page_head head = {.title = arena_fmt(c->arena, "%s - Tocsin", title),
				 .description = STR("For those who work on Tocsin's events."),
				 .path = str_of(path),
				 .here = ""};

	guard_form(c);
	page_begin(h, c, &head);
	html_element_z(h, "h1", NULL, title);
}

/* -- log in -------------------------------------------------------------------------------- */

/* Where to go on: a path of this site and nothing else. */
static struct str way_on(struct str to)
{
	if (to.len > 1 && to.len < 200 && to.at[0] == '/' && to.at[1] != '/' && to.at[1] != '\\' &&
	    str_chr(to, '\n') == STR_NPOS && str_chr(to, '\r') == STR_NPOS)
		return to;
	return STR("/account");
}

static void login(struct call *c, struct str to, struct str name, const char *trouble)
{
	struct html h;

	begin(&h, c, "Log in", "/login");
	if (trouble)
		form_trouble(&h, trouble);
	form_open(&h, c, STR("/login"), "try");
	form_hidden(&h, "to", to);
	form_field(&h, &(struct form_field){.name = "name",
					    .label = "Name or mail address",
					    .autocomplete = "username",
					    .value = name,
					    .most = 254,
					    .required = true});
	form_field(&h, &(struct form_field){.name = "password",
					    .label = "Password",
					    .type = "password",
					    .autocomplete = "current-password",
					    .most = LIMIT_PASSWORD,
					    .required = true});
	form_button(&h, "primary", "Log in");
	html_end(&h);
	html_enter(&h, "p", "muted");
	html_link(&h, NULL, STR("/reset"), STR("I do not know my password"));
	html_end(&h);
	page_end(&h, c);
}

void page_login(struct call *c)
{
	login(c, way_on(call_get(c, "to")), STR(""), NULL);
}

/* The account that these words open; number 0 none. False: trouble, a problem is set. */
static bool opens(struct account *out, struct call *c)
{
	struct str password = str_cut(call_field(c, "password"), 0, LIMIT_PASSWORD);
	struct account of;
	struct err err;

	*out = (struct account){0};
	if (!store_account(&of, c->store, c->arena, call_field(c, "name"), &err)) {
		if (err.code != ERR_MISSING) {
			call_error(c, &err);
			return false;
		}
		(void)secret_password_is(STR(""), password);
		return true;
	}
	if (!guard_may(c, &(struct guard_limit){"wrong password of account", of.name,
						LIMIT_LOGIN_ACCOUNT, WINDOW_S}))
		return false;
	if (secret_password_is(of.password, password) && !of.disabled)
		*out = of;
	else
		out->name = of.name;
	return true;
}

static void wrong(struct call *c, const struct account *of)
{
	if (!guard_try(c, &(struct guard_limit){"wrong password from address", STR(""),
						LIMIT_LOGIN_ADDRESS, WINDOW_S}) ||
	    (of->name.len &&
	     !guard_try(c, &(struct guard_limit){"wrong password of account", of->name,
						 LIMIT_LOGIN_ACCOUNT, WINDOW_S})))
		return;
	c->out->status = 403;
	login(c, way_on(call_field(c, "to")), call_field(c, "name"),
	      "That name and password do not belong together.");
}

void page_login_post(struct call *c)
{
	struct store *s;
	struct account of;
	struct str secret;
	struct err err;

	if (!guard_may(c, &(struct guard_limit){"wrong password from address", STR(""),
						LIMIT_LOGIN_ADDRESS, WINDOW_S}) ||
	    !opens(&of, c))
		return;
	if (!of.number) {
		wrong(c, &of);
		return;
	}
	if (!call_writer(&s, c))
		return;
	if (!store_session_begin(&secret, s, c->arena, of.number, clock_now_ms(), &err) ||
	    !store_attempt_forget(s, STR("wrong password of account"), of.name, &err) ||
	    (c->person.number && !store_session_end(s, c->secret, &err))) {
		call_error(c, &err);
		return;
	}
	guard_session(c, secret);
	call_redirect(c, 303, way_on(call_field(c, "to")));
}

void page_logout_post(struct call *c)
{
	struct store *s;
	struct err err;

	if (!call_writer(&s, c))
		return;
	if (!store_session_end(s, c->secret, &err)) {
		call_error(c, &err);
		return;
	}
	guard_session(c, STR(""));
	call_redirect(c, 303, STR("/"));
}

/* -- a new password -------------------------------------------------------------------------- */

void page_reset(struct call *c)
{
	struct html h;

	begin(&h, c, "A new password", "/reset");
	if (!notifier_sends_mail(c->options->sending)) {
		html_element_z(&h, "p", "lead",
			       "This server sends no mail. Ask whoever runs it for a link.");
		page_end(&h, c);
		return;
	}
	html_element_z(&h, "p", "lead",
		       "A link to set a new password is sent to the mail address of your account.");
	form_open(&h, c, STR("/reset"), "try");
	form_field(&h, &(struct form_field){.name = "mail",
					    .label = "Mail address",
					    .type = "email",
					    .autocomplete = "email",
					    .most = 254,
					    .required = true});
	form_button(&h, "primary", "Send me the link");
	html_end(&h);
	page_end(&h, c);
}

/* Link and mail in one transaction: flow/postman.c sends it from the store. */
static bool mail_link(struct call *c, struct store *s, const struct account *of, struct err *err)
{
	struct outbox_item mail = {.kind = OUTBOX_MAIL,
				   .receiver = of->mail,
				   .subject = STR("Your password at Tocsin"),
				   .html = STR(""),
				   .unsubscribe = STR(""),
				   .made_ms = clock_now_ms()};
	struct str secret, base = c->options->sending->public_url;
	bool ok;

	if (!store_begin(s, err))
		return false;
	ok = store_reset_begin(&secret, s, c->arena, of->number, mail.made_ms, err);
	if (ok) {
		mail.text = arena_fmt(c->arena,
				      "Somebody, perhaps you, asked for a new password of the "
				      "account %.*s.\n\nIt is set here, once and within an hour:\n"
				      "%.*s/reset/%.*s\n\nIf it was not you, do nothing: the old "
				      "one stays.\n",
				      STR_ARG(of->name), STR_ARG(base.len ? base : call_base(c)),
				      STR_ARG(secret));
		ok = outbox_put(s, &mail, err);
	}
	if (ok)
		return store_end(s, err);
	store_abandon(s);
	return false;
}

/* The answer does not tell whether there is such an account. */
static bool send_link(struct call *c, struct str mail)
{
	struct store *s;
	struct account of;
	struct err err;

	if (!call_writer(&s, c))
		return false;
	if (!store_account(&of, s, c->arena, mail, &err) || of.disabled || !str_eq(of.mail, mail))
		return true;
	if (mail_link(c, s, &of, &err))
		return true;
	call_error(c, &err);
	return false;
}

void page_reset_post(struct call *c)
{
	struct html h;

	if (!notifier_sends_mail(c->options->sending)) {
		call_problem(c, 501, NULL, "this server sends no mail; ask whoever runs it");
		return;
	}
	if (!guard_try(c, &(struct guard_limit){"new password from address", STR(""),
						LIMIT_CORRECTIONS_HOUR, 3600}) ||
	    !send_link(c, call_field(c, "mail")))
		return;
	begin(&h, c, "A new password", "/reset");
	html_element_z(&h, "p", "lead",
		       "If an account has that address, a link is on its way. It is good once and "
		       "for an hour.");
	page_end(&h, c);
}

static bool whose(struct str *name, struct call *c)
{
	struct err err;

	if (!store_reset_of(name, c->store, c->arena, c->id, clock_now_ms(), &err)) {
		call_error(c, &err);
		return false;
	}
	if (name->len)
		return true;
	call_problem(c, 404, NULL, "this link was used, or is older than an hour; ask for another");
	return false;
}

static void new_password(struct call *c, struct str name, const char *trouble)
{
	struct html h;

	begin(&h, c, "Set a password", "/reset");
	if (trouble)
		form_trouble(&h, trouble);
	html_element(&h, "p", "lead", arena_fmt(c->arena, "For the account %.*s.", STR_ARG(name)));
	form_open(&h, c, arena_fmt(c->arena, "/reset/%.*s", STR_ARG(c->id)), "try");
	form_whose(&h, name);
	form_field(&h, &(struct form_field){.name = "password",
					    .label = "New password",
					    .type = "password",
					    .autocomplete = "new-password",
					    .help = "Ten letters or more; a few words are better.",
					    .most = LIMIT_PASSWORD,
					    .required = true});
	form_button(&h, "primary", "Set it");
	html_end(&h);
	page_end(&h, c);
}

void page_reset_link(struct call *c)
{
	struct str name;

	if (whose(&name, c))
		new_password(c, name, NULL);
}

void page_reset_link_post(struct call *c)
{
	struct str name, kept, password = call_field(c, "password");
	struct doer by = {.why = STR("by a link"), .at_ms = clock_now_ms()};
	struct store *s;
	struct err err;

	if (!whose(&name, c) || !call_writer(&s, c))
		return;
	by.who = name;
	if (!store_password_fits(name, password, &err)) {
		c->out->status = 422;
		new_password(c, name, err.text);
		return;
	}
	if (!secret_password(&kept, c->arena, password, &err) ||
	    !store_account_password(s, c->arena, name, kept, &by, &err)) {
		call_error(c, &err);
		return;
	}
	call_redirect(c, 303, STR("/login"));
}
