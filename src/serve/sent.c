/* serve/sent.c -- strangers' words: bounded, counted by address, kept as they are.
 *
 * A form has a field that people do not see ("website"); whoever fills it in is a program that
 * fills in everything, and is told that all went well. A stranger's text is held until a
 * reviewer has looked at it: a page has a publisher who answers for it, a text has nobody.
 * Submitters' texts, and addresses, are read without that. */
#include "serve/sent.h"

#include "base/clock.h"
#include "base/limits.h"
#include "serve/guard.h"
#include "serve/route.h"

static bool fits(struct call *c, const char *name, struct str value, size_t most)
{
	if (value.len <= most)
		return true;
	call_problem(c, 422, name, "at most %zu bytes, these are %zu", most, value.len);
	return false;
}

static bool is_web(struct str url)
{
	return (str_starts(url, STR("https://")) || str_starts(url, STR("http://"))) &&
	       str_chr(url, ' ') == STR_NPOS && url.len > 10;
}

static bool well(struct call *c, const struct submission *s)
{
	if (!fits(c, "url", s->url, LIMIT_FETCH_URL) || !fits(c, "title", s->title, LIMIT_TITLE) ||
	    !fits(c, "note", s->note, LIMIT_EDIT_SUMMARY) || !fits(c, "text", s->text, LIMIT_TEXT))
		return false;
	if (!s->url.len == !s->text.len) {
		call_problem(c, 422, "url", "give the address of a page or a text, one of them");
		return false;
	}
	if (s->url.len && c->options->no_fetch) {
		call_problem(c, 501, "url", "this server fetches no pages; send title and text");
		return false;
	}
	if (s->url.len && !is_web(s->url)) {
		call_problem(c, 422, "url", "an address begins with https:// or http://");
		return false;
	}
	return true;
}

bool sent_submission(struct submission *one, struct call *c)
{
	bool trusted = c->person.number && c->person.role >= ROLE_SUBMITTER &&
		       (c->person.scopes & SCOPE_SUBMIT);
	struct store *s;
	struct err err;

	one->at_ms = clock_now_ms();
	one->who = c->person.name;
	one->state = one->text.len && !trusted ? STR("held") : STR("waiting");
	if (!well(c, one) ||
	    (!trusted && !guard_try(c, &(struct guard_limit){"submission from address", STR(""),
							     LIMIT_SUBMISSIONS_HOUR, 3600})) ||
	    !call_writer(&s, c))
		return false;
	if (store_submit(one, s, c->arena, &err))
		return true;
	call_error(c, &err);
	return false;
}

bool sent_correction(struct correction *one, struct call *c)
{
	struct store *s;
	struct err err;

	one->at_ms = clock_now_ms();
	if (!fits(c, "name", one->name, 200) || !fits(c, "contact", one->contact, 254) ||
	    !fits(c, "what", one->what, LIMIT_EDIT_SUMMARY) ||
	    !fits(c, "why", one->why, LIMIT_EDIT_SUMMARY))
		return false;
	if (!one->name.len || !one->contact.len || !one->what.len || !one->why.len) {
		call_problem(c, 422, NULL,
			     "say who you are, how to reach you, what is wrong and why");
		return false;
	}
	if (!guard_try(c, &(struct guard_limit){"correction from address", STR(""),
						LIMIT_CORRECTIONS_HOUR, 3600}) ||
	    !call_writer(&s, c))
		return false;
	if (store_correction_ask(one, s, c->arena, &err))
		return true;
	call_error(c, &err);
	return false;
}
