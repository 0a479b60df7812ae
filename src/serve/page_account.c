/* serve/page_account.c -- one's own account: password, tokens, and the way out; and for
 * admins everybody's. */
#include "base/clock.h"
#include "base/limits.h"
#include "base/secret.h"
#include "serve/form.h"
#include "serve/guard.h"
#include "serve/page.h"
#include "serve/route.h"

static bool own(struct account *out, struct call *c)
{
	struct err err;

	if (store_account(out, c->store, c->arena, c->person.name, &err))
		return true;
	call_error(c, &err);
	return false;
}

static void way_out(struct html *h, struct call *c)
{
	form_open(h, c, STR("/logout"), "inline-form");
	form_button(h, "button", "Log out");
	html_end(h);
}

static struct str scopes(struct call *c, unsigned given)
{
	static const char *const name[] = {"read", "submit", "review", "admin"};
	struct str text = STR("");

	for (size_t i = 0; i < 4; i++)
		if (given & (1U << i))
			text = arena_fmt(c->arena, "%.*s%s%s", STR_ARG(text), text.len ? ", " : "",
					 name[i]);
	return text;
}

static void token_rows(struct html *h, struct call *c, const struct account_token *t, size_t count)
{
	html_enter(h, "ul", "plain tokens");
	for (size_t i = 0; i < count; i++) {
		html_open(h, "li");
		html_element(h, "b", NULL, t[i].name);
		html_element(h, "span", "muted",
			     arena_fmt(c->arena, " %.*s, made %.*s ",
				       STR_ARG(scopes(c, t[i].scopes)),
				       STR_ARG(page_day(c->arena, t[i].created_ms))));
		form_open(h, c, STR("/account/revoke"), "inline-form");
		form_hidden(h, "token", arena_fmt(c->arena, "%lld", (long long)t[i].number));
		html_enter(h, "button", "button");
		html_attr_z(h, "type", "submit");
		html_z(h, "Revoke ");
		html_element(h, "span", "sr", t[i].name);
		html_end(h);
		html_end(h);
		html_end(h);
	}
	html_end(h);
}

static void tokens(struct html *h, struct call *c, const struct account_token *t, size_t count)
{
	static const char *const scope[] = {"read", "read submit", "read submit review",
					    "read submit review admin", NULL};

	page_section(h, "tokens", STR("Tokens for programs"));
	html_element_z(
		h, "p", NULL,
		"A program sends one as \"Authorization: Bearer ...\". It never may more than "
		"you may.");
	if (count)
		token_rows(h, c, t, count);
	form_open(h, c, STR("/account/token"), "try");
	form_field(h, &(struct form_field){.name = "name",
					   .label = "What it is for",
					   .most = LIMIT_SOURCE_NAME,
					   .required = true});
	form_choice(h, &(struct form_choice){.name = "scopes",
					     .label = "What it may",
					     .value = scope,
					     .chosen = STR("read")});
	form_button(h, "primary", "Make a token");
	html_end(h);
	html_end(h);
}

static void password(struct html *h, struct call *c)
{
	page_section(h, "password-of", STR("Password"));
	form_open(h, c, STR("/account/password"), "try");
	form_whose(h, c->person.name);
	form_field(h, &(struct form_field){.name = "old",
					   .label = "The one you have",
					   .type = "password",
					   .autocomplete = "current-password",
					   .most = LIMIT_PASSWORD,
					   .required = true});
	form_field(h, &(struct form_field){
			      .name = "password",
			      .label = "The new one",
			      .type = "password",
			      .autocomplete = "new-password",
			      .help = "Ten letters or more. You are logged out everywhere.",
			      .most = LIMIT_PASSWORD,
			      .required = true});
	form_button(h, "primary", "Change it");
	html_end(h);
	html_end(h);
}

/* `secret`: of a token that was just made, shown this once; "" none. */
static void account(struct call *c, struct str secret, const char *trouble)
{
	struct page_head head = {.title = STR("Account - Tocsin"),
				 .description = STR("Your account."),
				 .path = STR("/account"),
				 .here = "/account"};
	const struct account_token *t;
	struct html h;
	struct err err;
	size_t count;

	if (!store_tokens(&t, &count, c->store, c->arena, c->person.number, &err)) {
		call_error(c, &err);
		return;
	}
	page_begin(&h, c, &head);
	html_element(&h, "h1", NULL, arena_fmt(c->arena, "Account %.*s", STR_ARG(c->person.name)));
	html_enter(&h, "p", "lead");
	html_text(&h,
		  arena_fmt(c->arena, "You are a %.*s.", STR_ARG(store_role_name(c->person.role))));
	html_end(&h);
	way_out(&h, c);
	if (trouble)
		form_trouble(&h, trouble);
	if (secret.len) {
		page_section(&h, "new-token", STR("Your new token"));
		html_element(&h, "pre", NULL, secret);
		html_element_z(&h, "p", NULL, "It is shown this once and kept as its hash only.");
		html_end(&h);
	}
	tokens(&h, c, t, count);
	password(&h, c);
	page_end(&h, c);
}

void page_account(struct call *c)
{
	account(c, STR(""), NULL);
}

static struct doer by_self(const struct call *c, const char *why)
{
	return (struct doer){.who = c->person.name, .why = str_of(why), .at_ms = clock_now_ms()};
}

void page_account_token(struct call *c)
{
	struct account_token t = {.name = call_field(c, "name"),
				  .by = by_self(c, "on the page of the account")};
	struct store *s;
	struct account of;
	struct str secret;
	struct err err;

	if (!own(&of, c) || !call_writer(&s, c))
		return;
	if (!t.name.len || !store_scope_parse(&t.scopes, call_field(c, "scopes"))) {
		c->out->status = 422;
		account(c, STR(""), "A token has a name, and something it may.");
	} else if (!store_token_new(&secret, s, c->arena, &of, &t, &err)) {
		call_error(c, &err);
	} else {
		account(c, secret, NULL);
	}
}

void page_account_revoke(struct call *c)
{
	struct doer by = by_self(c, "on the page of the account");
	int64_t number = 0;
	struct store *s;
	struct account of;
	struct err err;

	if (!own(&of, c) || !call_writer(&s, c))
		return;
	str_int(&number, call_field(c, "token"));
	if (!store_token_revoke(s, c->arena, &of, number, &by, &err))
		call_error(c, &err);
	else
		call_redirect(c, 303, STR("/account"));
}

void page_account_password(struct call *c)
{
	struct guard_limit limit = {"wrong password of account", c->person.name,
				    LIMIT_LOGIN_ACCOUNT, 900};
	struct str text = call_field(c, "password"), kept;
	struct doer by = by_self(c, "on the page of the account");
	struct store *s;
	struct account of;
	struct err err;

	if (!own(&of, c) || !guard_may(c, &limit) || !call_writer(&s, c))
		return;
	if (!secret_password_is(of.password, call_field(c, "old"))) {
		if (!guard_try(c, &limit))
			return;
		c->out->status = 403;
		account(c, STR(""), "That is not the password you have.");
	} else if (!store_password_fits(of.name, text, &err)) {
		c->out->status = 422;
		account(c, STR(""), err.text);
	} else if (!secret_password(&kept, c->arena, text, &err) ||
		   !store_account_password(s, c->arena, of.name, kept, &by, &err)) {
		call_error(c, &err);
	} else {
		guard_session(c, STR(""));
		call_redirect(c, 303, STR("/login"));
	}
}

/* -- for admins ----------------------------------------------------------------------------- */

static void one_account(struct html *h, struct call *c, const struct account *a)
{
	static const char *const role[] = {"reader", "submitter", "reviewer", "admin", NULL};
	struct str id = arena_fmt(c->arena, "role-%.*s", STR_ARG(a->name));

	html_open(h, "li");
	html_element(h, "b", NULL, a->name);
	html_element(
		h, "span", "muted",
		arena_fmt(c->arena, " %.*s%s", STR_ARG(a->mail), a->disabled ? ", disabled" : ""));
	form_open(h, c, STR("/accounts"), "inline-form");
	form_hidden(h, "name", a->name);
	form_choice(h, &(struct form_choice){
			       .name = "role",
			       .label = arena_z(c->arena, arena_fmt(c->arena, "Role of %.*s",
								    STR_ARG(a->name))),
			       .value = role,
			       .chosen = store_role_name(a->role),
			       .id = id});
	html_open(h, "label");
	html_open(h, "input");
	html_attr_z(h, "type", "checkbox");
	html_attr_z(h, "name", "disabled");
	html_attr_z(h, "value", "1");
	if (a->disabled)
		html_flag(h, "checked");
	html_end(h);
	html_z(h, " disabled");
	html_end(h);
	form_button(h, "button", "Change");
	html_end(h);
	html_end(h);
}

void page_accounts(struct call *c)
{
	struct page_head head = {.title = STR("Accounts - Tocsin"),
				 .description = STR("Who may submit, review and administer."),
				 .path = STR("/accounts"),
				 .here = ""};
	const struct account *a;
	struct html h;
	struct err err;
	size_t count;

	if (!store_accounts(&a, &count, c->store, c->arena, &err)) {
		call_error(c, &err);
		return;
	}
	page_begin(&h, c, &head);
	html_element_z(&h, "h1", NULL, "Accounts");
	html_enter(&h, "p", "lead");
	html_z(&h, "New ones are made in the shell: ");
	html_element_z(&h, "code", NULL, "tocsin user add NAME ROLE");
	html_end(&h);
	html_enter(&h, "ul", "plain accounts");
	for (size_t i = 0; i < count; i++)
		one_account(&h, c, &a[i]);
	html_end(&h);
	page_end(&h, c);
}

void page_accounts_post(struct call *c)
{
	struct doer by = by_self(c, "on the page of accounts");
	struct store *s;
	struct account a;
	struct err err;

	if (!call_writer(&s, c))
		return;
	if (!store_account(&a, s, c->arena, call_field(c, "name"), &err)) {
		call_error(c, &err);
		return;
	}
	a.disabled = call_field(c, "disabled").len > 0;
	if (!store_role_parse(&a.role, call_field(c, "role")))
		call_problem(c, 422, "role", "a role is reader, submitter, reviewer or admin");
	else if (str_eq(a.name, c->person.name))
		call_problem(c, 409, NULL, "your own role is changed by another admin");
	else if (!store_account_set(s, c->arena, &a, &by, &err))
		call_error(c, &err);
	else
		call_redirect(c, 303, STR("/accounts"));
}
