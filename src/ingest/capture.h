/* ingest/capture.h -- a document as it was fetched, and the way back to the document.
 *
 * What is read again from its capture gives the same article: the bytes, what the server said
 * of them, what the feed said, the id and the place that it came with. Pure; strings are
 * borrowed from what it was made of, or in the arena. */
#pragma once
#include "ingest/source.h"

struct capture {
	enum document_kind kind;
	struct str url;       /* where the bytes came from in the end; "" unknown */
	struct str redirects; /* the addresses before that one, a line each; "" none */
	struct str head;      /* status line and headers as they came; "" it was no answer */
	struct str type;      /* Content-Type; "" unknown */
	struct str body;      /* as sent, its content encoding taken off */
	struct str entry;     /* of a page: what its feed said of it, as JSON; "" nothing */
	struct str id, origin, source;
	int64_t read_ms; /* when an archive's crawler read it; 0: at seen_ms */
	int64_t seen_ms; /* when it was settled */
	/* Of what a page said later: which version of that article; 0 and "": it is an article. */
	int64_t version;
	struct str article;
};

/* "page", "entry" ... */
extern const char *const capture_kind[];

/* Of a feed's entry the body is the entry as JSON. */
void capture_of(struct capture *out, struct arena *arena, const struct document *doc);
/* ERR_INPUT: the entry's JSON is none. */
bool capture_document(struct document *out, struct arena *arena, const struct capture *c,
		      struct err *err) MUST_USE;

/* All but the body as one object of JSON, as archives carry it in a metadata record; and back.
 * False: it is not one of ours. */
void capture_to_json(struct buf *out, const struct capture *c);
bool capture_from_json(struct capture *out, struct arena *arena, struct str json) MUST_USE;
