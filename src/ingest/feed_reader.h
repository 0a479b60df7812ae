/* ingest/feed_reader.h -- the two readers of feeds behind feed.c: XML and JSON. */
#pragma once
#include "ingest/feed.h"

struct feed_reader { /* one static instance for each */
	bool (*open)(void **state, struct arena *arena, struct str utf8, struct feed_head *head,
		     struct err *err);
	enum feed_pulled (*next)(struct feed_entry *out, void *state, struct arena *arena,
				 struct err *err);
	void (*close)(void *state);
};

extern const struct feed_reader feed_xml_reader, feed_json_reader;
