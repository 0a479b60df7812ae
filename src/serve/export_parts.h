/* serve/export_parts.h -- what the export's own files tell each other. Private. */
#pragma once
#include "serve/dump.h"
#include "serve/export.h"

/* Calls `fn` for each event that passes, oldest first; what it made in `arena` is gone at the
 * next. */
typedef bool export_event_fn(const struct event_row *row, struct store *s, struct arena *arena,
			     void *payload, struct err *err);
bool export_each(struct store *s, const struct event_query *filter, export_event_fn *fn,
		 void *payload, struct err *err) MUST_USE;

/* events.csv, articles.csv, history.csv and references.csv of a dump ... */
bool export_csv(struct dump *d, struct store *s, const struct event_query *filter,
		struct err *err) MUST_USE;
/* ... or the first alone. */
bool export_csv_events(struct sink *k, struct store *s, const struct event_query *filter,
		       struct err *err) MUST_USE;

/* What the locker holds, as a web archive; a gzip member a record unless --out ends in
 * ".warc". Documents that are damaged are told and left out. */
bool export_warc(struct sink *k, struct store *s, const struct export_options *o,
		 struct err *err) MUST_USE;

/* Appends an event as a row of events.csv, without line end. */
extern const char export_csv_head[];
void export_csv_event(struct buf *b, struct arena *arena, const struct event_row *r);
