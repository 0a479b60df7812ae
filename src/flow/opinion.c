/* flow/opinion.c -- who is asked, when, and what is made of a failure.
 *
 * Two things go round in channels, and whoever took one owns it: the askers (one for
 * each call that may be under way: connection, buffers, a reading store), and the desk
 * with all that is shared, which nobody keeps while waiting.
 *
 * One more call is made when the first ended in a way that may pass: a timeout, a lost
 * connection, 429, 5xx. What the server answered in a wrong form is not asked again; at
 * temperature 0 it would say the same. A server that can not be understood counts for
 * the breaker, a model that invents quotes does not: its server works. */
#include "flow/opinion.h"

#include <stdlib.h>

#include "base/channel.h"
#include "base/check.h"
#include "base/clock.h"
#include "base/limits.h"
#include "base/memory.h"
#include "flow/opinion_gate.h"
#include "ingest/fetch.h"
#include "judge/opinion_answer.h"
#include "judge/opinion_prompt.h"
#include "text/date.h"

#define NAP_MS 50 /* between two looks at `stop` */

struct asker {
	struct fetch *fetch;
	struct buf request;
	struct store *store; /* NULL: none is attached */
};

struct desk {
	struct opinion_gate gate;
	struct opinion_tally tally;
};

struct opinion {
	struct opinion_options options;
	struct arena *arena;
	const char *address;
	const char *header[2];
	size_t header_count;
	struct asker *asker;
	struct channel *askers, *desks;
	struct desk desk;
};

enum reply_how { REPLY_ANSWER, REPLY_REFUSED, REPLY_AGAIN, REPLY_STOPPED };

/* How one call ended. */
struct reply {
	enum reply_how how;
	struct str words, failed;
	const char *result;
	int64_t retry_ms;
};

/* -- settings ---------------------------------------------------------------------- */

static bool is_between(int64_t n, int64_t least, int64_t most, const char *option, struct err *err)
{
	if (n >= least && n <= most)
		return true;
	return err_set(err, ERR_CONFIG, "--%s wants a number from %lld to %lld", option,
		       (long long)least, (long long)most);
}

/* The address is told in messages, so it may hold no password. */
static bool take_address(struct opinion *o, struct str url, struct err *err)
{
	size_t host = str_find(url, STR("://"));
	struct str rest = str_cut(url, host + 3, url.len);

	if (!str_starts(url, STR("http://")) && !str_starts(url, STR("https://")))
		return err_set(err, ERR_CONFIG,
			       "--opinion-url wants an address such as http://127.0.0.1:8080/v1");
	if (str_chr(str_cut(rest, 0, str_chr(rest, '/')), '@') != STR_NPOS)
		return err_set(err, ERR_CONFIG,
			       "--opinion-url may hold no user or password; see "
			       "--opinion-key-variable");
	while (str_ends(url, STR("/")))
		url.len--;
	o->address = arena_fmt(o->arena, "%.*s/chat/completions", STR_ARG(url)).at;
	return true;
}

static bool take_key(struct opinion *o, const char *variable, struct err *err)
{
	struct str key;

	o->header[o->header_count++] = "Content-Type: application/json";
	if (!*variable)
		return true;
	key = str_of(getenv(variable));
	if (key.len == 0)
		return err_set(err, ERR_CONFIG, "--opinion-key-variable names %s, which is not set",
			       variable);
	for (size_t i = 0; i < key.len; i++)
		if (key.at[i] <= ' ' || key.at[i] == 0x7f)
			return err_set(err, ERR_CONFIG,
				       "the environment variable %s holds no key: it has blanks or "
				       "control characters",
				       variable);
	o->header[o->header_count++] =
		arena_fmt(o->arena, "Authorization: Bearer %.*s", STR_ARG(key)).at;
	return true;
}

static bool settings(struct opinion *o, const struct opinion_options *options, struct err *err)
{
	o->options = *options;
	o->options.url = arena_copy(o->arena, options->url);
	o->options.model = arena_copy(o->arena, options->model);
	o->desk.gate.budget = options->budget;
	if (options->model.len == 0 || options->model.len > LIMIT_FIELD)
		return err_set(err, ERR_CONFIG, "--opinion-model wants the model's name");
	return is_between(options->timeout_s, 1, LIMIT_OPINION_TIMEOUT, "opinion-timeout", err) &&
	       is_between(options->concurrency, 1, LIMIT_OPINION_CONCURRENCY, "opinion-concurrency",
			  err) &&
	       is_between(options->budget, 0, INT64_MAX, "opinion-budget", err) &&
	       take_address(o, options->url, err) && take_key(o, options->key_variable, err);
}

bool opinion_open(struct opinion **out, const struct opinion_options *options, struct err *err)
{
	struct opinion *o = memory_zalloc(sizeof *o);
	size_t n;

	o->arena = arena_new();
	if (!settings(o, options, err)) {
		opinion_close(o);
		return false;
	}
	n = (size_t)options->concurrency;
	o->asker = memory_zalloc(n * sizeof *o->asker);
	o->askers = channel_new(n);
	o->desks = channel_new(1);
	CHECK(channel_put(o->desks, &o->desk));
	for (size_t i = 0; i < n; i++) {
		o->asker[i].fetch = fetch_new();
		buf_init(&o->asker[i].request, LIMIT_LINE);
		CHECK(channel_put(o->askers, &o->asker[i]));
	}
	*out = o;
	return true;
}

static void drain(struct channel *c)
{
	if (!c)
		return;
	channel_close(c);
	while (channel_take(c))
		;
	channel_free(c);
}

void opinion_close(struct opinion *o)
{
	if (!o)
		return;
	drain(o->askers);
	drain(o->desks);
	for (int64_t i = 0; o->asker && i < o->options.concurrency; i++) {
		fetch_free(o->asker[i].fetch);
		buf_free(&o->asker[i].request);
		store_close(o->asker[i].store);
	}
	memory_free(o->asker);
	arena_free(o->arena);
	memory_free(o);
}

static struct opinion_time time_now(void)
{
	return (struct opinion_time){.day = clock_now_ms() / DATE_DAY_MS,
				     .ticks_ms = clock_ticks_us() / 1000};
}

bool opinion_attach(struct opinion *o, struct str db, struct err *err)
{
	struct store_options reading = {.url = db, .mode = DB_READ};

	for (int64_t i = 0; i < o->options.concurrency; i++)
		if (!store_open(&o->asker[i].store, &reading, err))
			return false;
	o->desk.gate.day = time_now().day;
	return store_opinion_calls(&o->desk.gate.used, o->asker[0].store, clock_now_ms(), err);
}

size_t opinion_threads(const struct opinion *o)
{
	return (size_t)o->options.concurrency;
}

/* -- one call ------------------------------------------------------------------------ */

static int64_t retry_ms(const struct asker *k)
{
	struct str text = fetch_header(k->fetch, "Retry-After");
	struct date date;
	int64_t n;

	if (str_int(&n, text))
		return n <= 0 ? 0 : n > LIMIT_OPINION_WAIT ? LIMIT_OPINION_WAIT * 1000 : n * 1000;
	if (!date_parse(&date, text) || date.ms <= clock_now_ms())
		return 0;
	return date.ms - clock_now_ms();
}

static void answered(struct reply *out, const struct asker *k, const struct fetch_result *got,
		     struct arena *arena)
{
	int status = got->status;

	if (status >= 200 && status < 300) {
		out->how = REPLY_REFUSED;
		if (opinion_answer_words(&out->words, &out->failed, arena, got->body))
			out->how = REPLY_ANSWER;
		else
			out->result = str_eq(out->failed, STR("not json")) ? "not json" : "schema";
		return;
	}
	out->how = status == 429 || status >= 500 ? REPLY_AGAIN : REPLY_REFUSED;
	out->failed = arena_fmt(arena, "status %d", status);
	out->result = status == 429 ? "status 429" : status >= 500 ? "status 5xx" : "other status";
	out->retry_ms = retry_ms(k);
}

static void failed(struct reply *out, enum reply_how how, const char *why)
{
	out->how = how;
	out->failed = str_of(why);
	out->result = why;
}

static void call(struct reply *out, struct opinion *o, struct asker *k, struct arena *arena,
		 const atomic_bool *stop)
{
	struct fetch_request request = {.method = "POST",
					.url = o->address,
					.header = o->header,
					.header_count = o->header_count,
					.body = buf_view(&k->request),
					.timeout_ms = o->options.timeout_s * 1000,
					.max_bytes = LIMIT_OPINION_ANSWER,
					.stop = stop};
	struct fetch_result got;
	struct err ignored; /* each kind has its short word */

	*out = (struct reply){0};
	switch (fetch_run(&got, k->fetch, &request, &ignored)) {
	case FETCHED:
		answered(out, k, &got, arena);
		break;
	case FETCHED_TOO_LATE:
		failed(out, REPLY_AGAIN, "timeout");
		break;
	case FETCHED_TOO_LARGE:
		failed(out, REPLY_REFUSED, "too large");
		break;
	case FETCHED_NOTHING:
		failed(out, REPLY_AGAIN, "no answer");
		break;
	case FETCHED_NOT:
		failed(out, REPLY_REFUSED, "no address");
		break;
	case FETCHED_STOPPED:
		out->how = REPLY_STOPPED;
	}
}

/* -- one article ---------------------------------------------------------------------- */

static bool is_stopped(const atomic_bool *stop)
{
	return stop && atomic_load(stop);
}

/* Until a call may be made, or never: then *why. False: stopped. */
static bool wait_for_turn(const char **why, struct opinion *o, const atomic_bool *stop)
{
	enum opinion_may may;
	int64_t wait_ms;

	for (;;) {
		struct desk *d = channel_take(o->desks);

		may = opinion_gate_ask(&wait_ms, &d->gate, time_now());
		CHECK(channel_put(o->desks, d));
		if (may != OPINION_WAIT)
			break;
		clock_sleep_ms(wait_ms < NAP_MS ? wait_ms : NAP_MS);
		if (is_stopped(stop))
			return false;
	}
	*why = may == OPINION_GO ? NULL : may == OPINION_SHUT ? "breaker open" : "budget";
	return true;
}

static void tell_gate(struct opinion *o, const struct reply *r)
{
	struct desk *d = channel_take(o->desks);

	if (r->how == REPLY_ANSWER)
		opinion_gate_good(&d->gate);
	else
		opinion_gate_bad(&d->gate, time_now(), r->retry_ms);
	CHECK(channel_put(o->desks, d));
}

/* Calls until there is an answer or no sense in another call. False: stopped. */
static bool converse(struct reply *out, int64_t *calls, struct opinion *o, struct asker *k,
		     struct arena *arena, const atomic_bool *stop)
{
	const char *why = NULL;

	*out = (struct reply){.how = REPLY_AGAIN};
	while (*calls < LIMIT_OPINION_TRIES && out->how == REPLY_AGAIN) {
		if (!wait_for_turn(&why, o, stop))
			return false;
		if (why && *calls == 0)
			failed(out, REPLY_REFUSED, why);
		if (why) /* else the first call's failure says more */
			return true;
		++*calls;
		call(out, o, k, arena, stop);
		if (out->how == REPLY_STOPPED)
			return false;
		tell_gate(o, out);
	}
	return true;
}

/* What the words come to; `note` and f->second are set. */
static void read_words(struct finding *f, struct arena *arena, struct str words,
		       const char *if_good)
{
	struct opinion_note *n = &f->note;

	if (opinion_answer_read(&f->second, arena, &f->article, words)) {
		n->result = if_good;
		n->answer = words;
	} else {
		n->result = str_eq(f->second.failed, STR("not json")) ? "not json" : "schema";
	}
	n->quotes_dropped = f->second.quotes_dropped;
}

enum found { FOUND_NOTHING, FOUND_ANSWER, FOUND_KNOWN };

/* A store that can not be read now costs a call, not the article. */
static enum found look_up(struct finding *f, struct asker *k, struct arena *arena)
{
	struct str words;
	struct err ignored;
	bool known = false;

	if (!k->store)
		return FOUND_NOTHING;
	if (store_knows(&known, k->store, f->article.content, &ignored) && known)
		return FOUND_KNOWN;
	if (!store_opinion(&words, k->store, arena, f->article.content, &f->note, &ignored) ||
	    words.len == 0)
		return FOUND_NOTHING;
	read_words(f, arena, words, "from cache");
	f->note.answer = STR(""); /* it is there already */
	if (f->second.failed.len == 0)
		return FOUND_ANSWER;
	f->note.quotes_dropped = 0; /* kept by a program that was less strict: forget it */
	return FOUND_NOTHING;
}

static void count(struct opinion *o, const struct opinion_note *n)
{
	struct desk *d = channel_take(o->desks);

	d->tally.asked++;
	d->tally.calls += n->calls;
	d->tally.quotes_dropped += n->quotes_dropped;
	d->tally.answered += str_eq(str_of(n->result), STR("answered"));
	d->tally.from_cache += str_eq(str_of(n->result), STR("from cache"));
	CHECK(channel_put(o->desks, d));
}

static bool ask_server(struct finding *f, struct opinion *o, struct asker *k, struct arena *arena,
		       const atomic_bool *stop)
{
	struct reply reply;

	buf_clear(&k->request);
	opinion_prompt(&k->request, &f->article, o->options.model);
	if (!converse(&reply, &f->note.calls, o, k, arena, stop))
		return false;
	if (reply.how == REPLY_ANSWER) {
		read_words(f, arena, reply.words, "answered");
		return true;
	}
	f->second = (struct second_opinion){.failed = reply.failed};
	f->note.result = reply.result;
	return true;
}

bool opinion_ask(struct opinion *o, struct arena *arena, struct finding *f, const atomic_bool *stop)
{
	struct asker *k = channel_take(o->askers);
	enum found found;
	bool ok = true;

	f->note = (struct opinion_note){
		.model = o->options.model, .prompt = STR(OPINION_PROMPT), .at_ms = clock_now_ms()};
	found = look_up(f, k, arena);
	if (found == FOUND_NOTHING)
		ok = ask_server(f, o, k, arena, stop);
	CHECK(channel_put(o->askers, k));
	if (!ok || found == FOUND_KNOWN) {
		f->note = (struct opinion_note){0};
		return ok;
	}
	f->second.model = f->note.model;
	f->second.prompt = f->note.prompt;
	f->verdict.second = &f->second;
	count(o, &f->note);
	return true;
}

void opinion_tally(struct opinion_tally *out, struct opinion *o)
{
	struct desk *d = channel_take(o->desks);

	*out = d->tally;
	CHECK(channel_put(o->desks, d));
}
