/* serve/guard.c -- cookies, tokens, secrets of forms, and how often.
 *
 * One cookie, "tocsin": of a session, or (beginning with "form.") of a stranger who was shown a
 * form. The secret that a form hands back is the SHA-256 of that cookie with a word before it,
 * so nothing is stored for it and a page of another site can not know it; Origin is looked at
 * as well where a browser sends one. The cookie is HttpOnly and SameSite=Lax, and over TLS
 * Secure and named "__Host-tocsin", which no other host can set. It is new with each login, so
 * that a cookie planted before is worth nothing after.
 *
 * Behind a proxy (--trust-proxy) the address is the last that X-Forwarded-For names; else
 * that header is not believed. IPv6 addresses count by their /64. */
#include "serve/guard.h"

#include <stdio.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/secret.h"
#include "serve/route.h"

#define FORM_VALUE MIB(1)

static bool is_tls(struct call *c)
{
	return str_starts(call_base(c), STR("https:"));
}

static const char *cookie_name(struct call *c)
{
	return is_tls(c) ? "__Host-tocsin" : "tocsin";
}

static struct str cookie_of(struct call *c)
{
	struct str one, rest = api_header(c->req, "Cookie");
	struct str name = str_of(cookie_name(c));

	while (str_split(&one, &rest, ';')) {
		one = str_trim(one);
		if (str_starts(one, name) && one.len > name.len && one.at[name.len] == '=')
			return str_cut(one, name.len + 1, one.len);
	}
	return STR("");
}

static void set_cookie(struct call *c, struct str value, int64_t age_s)
{
	snprintf(c->out->cookie[0], sizeof c->out->cookie[0],
		 "%s=%.*s; Path=/; Max-Age=%lld; HttpOnly; SameSite=Lax%s", cookie_name(c),
		 STR_ARG(value), (long long)age_s, is_tls(c) ? "; Secure" : "");
}

static void give_secret(struct call *c, struct str secret)
{
	char hex[SECRET_HEX_SIZE];

	c->secret = secret;
	secret_sha256(hex, arena_fmt(c->arena, "form:%.*s", STR_ARG(secret)));
	c->csrf = arena_copy(c->arena, str_of(hex));
}

void guard_session(struct call *c, struct str secret)
{
	set_cookie(c, secret, secret.len ? LIMIT_SESSION : 0);
}

void guard_form(struct call *c)
{
	struct str secret;

	c->out->max_age_s = -1;
	c->out->etag[0] = '\0';
	if (c->secret.len)
		return;
	secret = arena_fmt(c->arena, "form.%.*s", STR_ARG(secret_new(c->arena)));
	give_secret(c, secret);
	set_cookie(c, secret, LIMIT_SESSION);
}

/* -- who asks ------------------------------------------------------------------------------ */

/* The keys of alerts are bearers too, and nobody's account. */
static bool by_token(const struct call *c)
{
	return !(c->route->sets & SET_KEY) &&
	       str_starts(api_header(c->req, "Authorization"), STR("Bearer "));
}

static bool who(struct call *c, struct err *err)
{
	struct str authorization = api_header(c->req, "Authorization");
	struct str cookie = cookie_of(c);
	int64_t now_ms = clock_now_ms();

	c->person = (struct person){.name = STR("")};
	if (by_token(c))
		return store_token_person(&c->person, c->store, c->arena,
					  str_trim(str_cut(authorization, 7, authorization.len)),
					  now_ms, err);
	if (!cookie.len || cookie.len > 100)
		return true;
	if (str_starts(cookie, STR("form."))) {
		give_secret(c, cookie);
		return true;
	}
	if (!store_session(&c->person, c->store, c->arena, cookie, now_ms, err))
		return false;
	if (c->person.number)
		give_secret(c, cookie);
	return true;
}

/* -- may they? ------------------------------------------------------------------------------- */

static bool to_login(struct call *c)
{
	struct buf b;

	if (c->route->answer != ANSWER_PAGE || c->req->method == METHOD_POST) {
		call_problem(c, 401, NULL,
			     "this is for people who are logged in, or programs with a token");
		return false;
	}
	buf_init(&b, KIB(8));
	buf_z(&b, "/login?to=");
	params_encode(&b, c->req->path);
	call_redirect(c, 303, buf_ok(&b) ? buf_view(&b) : STR("/login"));
	buf_free(&b);
	return false;
}

static bool has_role(struct call *c)
{
	unsigned sets = c->route->sets;
	enum role least = sets & SET_ADMIN      ? ROLE_ADMIN
			  : sets & SET_REVIEWER ? ROLE_REVIEWER
						: ROLE_READER;
	unsigned scope = sets & SET_ADMIN      ? SCOPE_ADMIN
			 : sets & SET_REVIEWER ? SCOPE_REVIEW
					       : SCOPE_READ;

	if (!(sets & (SET_PERSON | SET_REVIEWER | SET_ADMIN)))
		return true;
	if (!c->person.number)
		return to_login(c);
	if (c->person.role >= least && (c->person.scopes & scope))
		return true;
	call_problem(c, 403, NULL, "this is for %ss%s; you are a %.*s",
		     arena_z(c->arena, store_role_name(least)),
		     by_token(c) ? " and a token with that scope" : "",
		     STR_ARG(store_role_name(c->person.role)));
	return false;
}

/* A browser says where a POST comes from; others say nothing. */
static bool is_from_here(struct call *c)
{
	struct str origin = api_header(c->req, "Origin");

	return !origin.len || str_eq(origin, call_base(c));
}

static bool secret_fits(struct call *c, struct str given)
{
	if (c->csrf.len && secret_equal(given, c->csrf) && is_from_here(c))
		return true;
	call_problem(
		c, 403, NULL,
		"this form is too old or not ours; go back, load the page anew and send it again");
	return false;
}

static bool read_form(struct call *c)
{
	struct err err;

	if (!str_starts(api_header(c->req, "Content-Type"),
			STR("application/x-www-form-urlencoded"))) {
		call_problem(c, 415, NULL, "send the form as application/x-www-form-urlencoded");
		return false;
	}
	if (params_parse(&c->form, c->arena, c->req->body, FORM_VALUE, &err))
		return true;
	call_problem(c, 400, NULL, "%s", err.text);
	return false;
}

/* Of the page's form, or of the program's header. */
static bool is_meant(struct call *c)
{
	if ((c->req->method != METHOD_POST && c->req->method != METHOD_DELETE) ||
	    (c->route->sets & (SET_PURE | SET_KEY)))
		return true;
	if (c->route->answer == ANSWER_PAGE)
		return read_form(c) && secret_fits(c, call_field(c, "csrf"));
	if (by_token(c) || !c->person.number)
		return true;
	return secret_fits(c, api_header(c->req, "X-CSRF-Token"));
}

bool guard_check(struct call *c)
{
	struct err err;

	if (c->route->sets & SET_PRIVATE)
		c->out->for_all = false;
	if (c->route->sets & SET_ASSET)
		return true;
	if (!who(c, &err)) {
		call_error(c, &err);
		return false;
	}
	if (by_token(c) && !c->person.number) {
		call_problem(c, 401, NULL, "that token is not known, has run out or was revoked");
		return false;
	}
	return has_role(c) && is_meant(c);
}

/* -- how often --------------------------------------------------------------------------------- */

/* The first half of an IPv6 address: whoever has one has all of the other half. */
static struct str network(struct str address)
{
	size_t colons = 0;

	for (size_t i = 0; i < address.len; i++) {
		if (address.at[i] != ':')
			continue;
		if (i + 1 < address.len && address.at[i + 1] == ':')
			return str_cut(address, 0, i);
		if (++colons == 4)
			return str_cut(address, 0, i);
	}
	return address;
}

static struct str client(struct call *c)
{
	return network(str_cut(call_client(c), 0, 64));
}

static struct attempt attempt(struct call *c, const struct guard_limit *l)
{
	return (struct attempt){.what = str_of(l->what),
				.who = l->who.len ? l->who : client(c),
				.most = l->most,
				.window_ms = l->window_s * 1000,
				.now_ms = clock_now_ms()};
}

static bool wait(struct call *c, struct store *s, const struct guard_limit *l)
{
	struct attempt a = attempt(c, l);
	int64_t wait_ms;
	struct err err;

	if (!store_attempt_wait(&wait_ms, s, &a, &err)) {
		call_error(c, &err);
		return false;
	}
	if (!wait_ms)
		return true;
	c->out->retry_s = (int)(wait_ms / 1000) + 1;
	call_problem(c, 429, NULL, "that was too often; try again in %lld minutes",
		     (long long)(wait_ms / 60000 + 1));
	return false;
}

bool guard_may(struct call *c, const struct guard_limit *l)
{
	return wait(c, c->store, l);
}

bool guard_try(struct call *c, const struct guard_limit *l)
{
	struct attempt a = attempt(c, l);
	struct store *s;
	struct err err;

	if (!call_writer(&s, c) || !wait(c, s, l))
		return false;
	if (store_attempt_count(s, &a, &err))
		return true;
	call_error(c, &err);
	return false;
}
