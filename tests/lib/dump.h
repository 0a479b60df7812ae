/* tests/lib/dump.h -- all that a store means, as one text, to compare two of them. */
#pragma once
#include <stdlib.h>

#include "base/buf.h"
#include "base/check.h"
#include "lib/anydb.h"

/* The content of the meaningful tables of the store, a line for each row. */
static inline void dump_store(struct buf *out, const char *url)
{
	static const struct query table[] = {
		{"articles",
		 "SELECT number || ' ' || id || ' ' || content || ' ' || date_ms || ' ' || label "
		 "|| "
		 "source || origin || url || title || verdict || text || seen_ms FROM articles "
		 "ORDER BY number",
		 NULL},
		{"stories",
		 "SELECT article || ' ' || settled || ' ' || hex(bytes) FROM stories ORDER BY "
		 "article",
		 "SELECT article || ' ' || settled || ' ' || encode(bytes, 'hex') FROM stories "
		 "ORDER BY article"},
		{"events",
		 "SELECT number || ' ' || id || ' ' || first_ms || ' ' || last_ms || label || "
		 "severity || country || probability || ' ' || article_count || ' ' || "
		 "publisher_count || ' ' || drawn || ' ' || changed || ' ' || redirect || title || "
		 "summary || facets || portrait FROM events ORDER BY number",
		 NULL},
		{"placements",
		 "SELECT article || ' ' || event || ' ' || share || how || similarity || nearest "
		 "FROM placements ORDER BY article, event",
		 NULL},
		{"facet_values",
		 "SELECT number || ' ' || facet || ' ' || value || ' ' || events FROM facet_values "
		 "ORDER BY number",
		 NULL},
		{"event_facets",
		 "SELECT value || ' ' || event FROM event_facets ORDER BY value, event", NULL},
		{"history",
		 "SELECT number || ' ' || event || ' ' || at_ms || what || who || detail FROM "
		 "history "
		 "ORDER BY number",
		 NULL},
		{"sources",
		 /* not how often its documents came: that counts visits */
		 "SELECT name || ' ' || position || ' ' || refused || ' ' || ai_articles || ' ' || "
		 "not_assessed || last_error || passed || ' ' || counted FROM sources ORDER BY "
		 "name",
		 NULL},
		{"refusals",
		 "SELECT number || source || origin || reason FROM refusals ORDER BY number", NULL},
		{"days",
		 "SELECT day || ' ' || articles || ' ' || ai_articles || ' ' || passed || ' ' || "
		 "not_assessed FROM days ORDER BY day",
		 NULL},
		{"site_days",
		 "SELECT s.name || ' ' || d.day || ' ' || d.articles || ' ' || d.ai_articles || "
		 "' ' || d.passed FROM site_days d JOIN sites s ON s.number = d.site "
		 "ORDER BY s.number, d.day",
		 NULL},
		{"sites",
		 "SELECT number || ' ' || name || ' ' || articles || ' ' || ai_articles || ' ' || "
		 "passed FROM sites ORDER BY number",
		 NULL},
		{"counters", "SELECT name || ' ' || value FROM counters ORDER BY name", NULL},
	};
	const struct db_ops *ops = anydb_ops();
	struct str rest = str_of(url);
	struct err err;
	void *db, *st;

	rest = str_cut(rest, strlen(anydb_is_postgres() ? "postgresql://" : "sqlite:"), rest.len);
	CHECK(ops->open(&db, rest, DB_READ, 1000, &err));
	for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
		buf_fmt(out, "-- %s\n", table[i].name);
		CHECK(ops->prepare(&st, db, &table[i], &err));
		while (ops->step(st, &err) == STEPPED_ROW) {
			buf_str(out, ops->column_str(st, 0));
			buf_char(out, '\n');
		}
		ops->finish(st);
	}
	ops->close(db);
	CHECK(buf_ok(out));
}
