/* ingest/feed_reader.h -- the two readers of feeds behind feed.c: XML and JSON. */
#pragma once
#include "ingest/feed.h"
#include "ingest/feed_record.h"

struct feed_reader { /* one static instance for each */
	/* `utf8` and `url` outlive the reader; what it learns of the feed goes to `head`. */
	bool (*open)(void **state, struct feed_record *head, struct str utf8, struct str url,
		     struct err *err);
	enum feed_pulled (*next)(struct feed_record *out, void *state, struct err *err);
	bool (*bent)(const void *state); /* something was ill-formed so far */
	void (*close)(void *state);
};

extern const struct feed_reader feed_xml_reader, feed_json_reader;
