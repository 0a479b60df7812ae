/* serve/health.c -- for those who run it: alive, ready, and figures. */
#include "serve/metrics.h"
#include "serve/route.h"

void health_live(struct call *c)
{
	call_type(c, "text/plain; charset=utf-8");
	buf_z(&c->out->body, "ok\n");
}

void health_ready(struct call *c)
{
	struct store_totals t;
	struct err err;

	if (!store_totals(&t, c->store, &err)) {
		c->out->retry_s = 2;
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

void health_metrics(struct call *c)
{
	struct buf *b = &c->out->body;
	struct store_totals t;
	struct err err;

	if (!store_totals(&t, c->store, &err)) {
		call_error(c, &err);
		return;
	}
	call_type(c, "text/plain; version=0.0.4; charset=utf-8");
	gauge(b, "articles", "articles kept", t.articles);
	gauge(b, "events", "events", t.events);
	gauge(b, "incidents", "events that are incidents", t.incidents);
	gauge(b, "hazards", "events that are hazards", t.hazards);
	gauge(b, "refused_documents", "documents that were refused", t.refused);
	gauge(b, "sources", "sources that were read", t.sources);
	gauge(b, "store_version", "grows with each change of the store", store_version(c->store));
	if (c->options->metrics)
		metrics_print(b, c->options->metrics);
}
