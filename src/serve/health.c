/* serve/health.c -- for those who run it: alive, ready, and figures. */
#include "base/clock.h"
#include "serve/metrics.h"
#include "serve/replica.h"
#include "serve/route.h"
#include "store/drift_kept.h"
#include "store/dump.h"
#include "store/outbox.h"

void health_live(struct call *c)
{
	call_type(c, "text/plain; charset=utf-8");
	buf_z(&c->out->body, "ok\n");
}

void health_ready(struct call *c)
{
	struct store_totals t;
	struct err err;

	if (c->options->metrics && metrics_is_stopping(c->options->metrics)) {
		c->out->retry_s = 5;
		call_problem(c, 503, NULL, "the server is going down");
		return;
	}
	if (!store_totals(&t, c->store, &err)) {
		c->out->retry_s = 2;
		c->out->store_failed = true;
		call_problem(c, 503, NULL, "the store does not answer: %s", err.text);
		return;
	}
	call_type(c, "text/plain; charset=utf-8");
	buf_z(&c->out->body, "ready\n");
}

static void gauge(struct buf *b, const char *name, const char *help, int64_t value)
{
	buf_fmt(b, "# HELP tocsin_%s %s\n# TYPE tocsin_%s gauge\ntocsin_%s %lld\n", name, help,
		name, name, (long long)value);
}

static void counter(struct buf *b, const char *name, const char *help)
{
	buf_fmt(b, "# HELP tocsin_second_opinion%s %s\n# TYPE tocsin_second_opinion%s counter\n",
		name, help, name);
}

/* One of the counts that are no result has a name of its own, 0 when it never came. */
static void one_count(struct buf *b, const struct opinion_count *count, size_t n, const char *what,
		      const char *name)
{
	long long number = 0;

	for (size_t i = 0; i < n; i++)
		if (str_eq(count[i].what, str_of(what)))
			number = (long long)count[i].number;
	buf_fmt(b, "tocsin_second_opinion%s %lld\n", name, number);
}

/* Asking is done by `tocsin ingest`, so these come from the store. */
static void opinions(struct buf *b, const struct opinion_count *count, size_t n)
{
	counter(b, "s_asked_total", "articles that were wanted a second opinion of");
	one_count(b, count, n, "asked", "s_asked_total");
	counter(b, "_calls_total", "calls made to a model's server");
	one_count(b, count, n, "calls", "_calls_total");
	counter(b, "_quotes_dropped_total", "quotes that are not in the article");
	one_count(b, count, n, "quotes dropped", "_quotes_dropped_total");
	counter(b, "s_total", "what came of asking: answered, from cache, or why not");
	for (size_t i = 0; i < n; i++)
		if (!str_eq(count[i].what, STR("asked")) && !str_eq(count[i].what, STR("calls")) &&
		    !str_eq(count[i].what, STR("quotes dropped")))
			buf_fmt(b, "tocsin_second_opinions_total{result=\"%.*s\"} %lld\n",
				STR_ARG(count[i].what), (long long)count[i].number);
}

static void build(struct buf *b)
{
	buf_fmt(b,
		"# HELP tocsin_build_info the program that answers\n"
		"# TYPE tocsin_build_info gauge\n"
		"tocsin_build_info{version=\"%s\",schema=\"%lld\"} 1\n",
		TOCSIN_VERSION, (long long)store_schema());
}

/* What waits to be polled is the only queue of one machine. */
static bool sources(struct buf *b, struct call *c, struct err *err)
{
	int64_t now = clock_now_ms(), last = 0, due = 0, failing = 0, watched = 0;
	const struct source_row *row;
	size_t count;

	if (!store_sources(&row, &count, c->store, c->arena, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		if (row[i].last_ms > last)
			last = row[i].last_ms;
		if (!row[i].watched.name.len)
			continue;
		watched++;
		failing += row[i].watched.failures > 0;
		due += row[i].watched.next_try_ms <= now;
	}
	gauge(b, "sources_watched", "sources that are polled", watched);
	gauge(b, "sources_failing", "of them those whose last poll failed", failing);
	gauge(b, "queue_sources_due", "of them those that wait to be polled", due);
	gauge(b, "last_ingest_time_seconds", "when a document came last, in seconds since 1970",
	      last / 1000);
	return true;
}

/* What `tocsin eval drift` found last; nothing before it ran. Shares in millionths. */
static bool drift(struct buf *b, struct call *c, struct err *err)
{
	struct drift_kept d;

	if (!store_drift(&d, c->store, err))
		return false;
	if (d.at_ms == 0)
		return true;
	gauge(b, "drift_time_seconds", "when drift was measured, in seconds since 1970",
	      d.at_ms / 1000);
	gauge(b, "drift_articles", "articles it was measured on", d.articles);
	gauge(b, "drift_unknown_words_ppm", "their words that training did not have, per million",
	      d.unknown);
	gauge(b, "drift_unknown_words_trained_ppm", "the same, of articles left out of training",
	      d.unknown_trained);
	gauge(b, "drift_confidence_psi_ppm", "shift of confidence (PSI), per million",
	      d.confidence);
	gauge(b, "drift_labels_psi_ppm", "shift of labels (PSI), per million", d.labels);
	gauge(b, "drift_cues_bits_ppm", "divergence of cues (Jensen-Shannon), per million",
	      d.cues);
	gauge(b, "drift_warnings", "1: of words, 2: of confidence, 3: of both", d.warns);
	return true;
}

void health_metrics(struct call *c)
{
	struct buf *b = &c->out->body;
	struct opinion_count count[STORE_OPINION_COUNTS];
	struct outbox_waits waits;
	struct store_totals t;
	struct err err;
	size_t counts;

	if (!store_totals(&t, c->store, &err) ||
	    !store_opinion_counts(count, &counts, c->store, c->arena, &err) ||
	    !outbox_waits(&waits, c->store, &err)) {
		call_error(c, &err);
		return;
	}
	call_type(c, "text/plain; version=0.0.4; charset=utf-8");
	gauge(b, "articles", "articles kept", t.articles);
	gauge(b, "articles_not_assessed", "articles in languages that nobody judges here",
	      t.not_assessed);
	gauge(b, "passed_pages", "pages of archives that name no AI", t.passed);
	gauge(b, "events", "events", t.events);
	gauge(b, "incidents", "events that are incidents", t.incidents);
	gauge(b, "hazards", "events that are hazards", t.hazards);
	gauge(b, "refused_documents", "documents that were refused", t.refused);
	gauge(b, "sources", "sources that were read", t.sources);
	if (c->options->replica)
		gauge(b, "replica_up", "does the copy for readers answer?",
		      replica_is_up(c->options->replica));
	gauge(b, "store_version", "grows with each change of the store", store_version(c->store));
	build(b);
	if (!sources(b, c, &err) || !drift(b, c, &err)) {
		call_error(c, &err);
		return;
	}
	opinions(b, count, counts);
	gauge(b, "outbox_waiting", "mails and calls of webhooks that wait to be sent",
	      waits.waiting);
	gauge(b, "outbox_dead", "those that were given up, till somebody decides", waits.dead);
	if (c->options->metrics)
		metrics_print(b, c->options->metrics);
}
