/* ingest/warc_write.h -- records of WARC/1.1 (ISO 28500:2017), one after the other. Pure. */
#pragma once
#include "base/buf.h"

struct warc_write {
	const char *type;          /* "warcinfo", "response", "request", "metadata", "resource" */
	struct str id, concurrent; /* "urn:uuid:..."; the second "" none */
	struct str url, date, content_type; /* url "" none; date as 2025-06-16T10:00:00Z */
	struct str payload;                 /* SHA-256 in hex of what HTTP carries; "" none */
	struct str filename;                /* of a warcinfo; "" none */
	struct str block;
};

void warc_write(struct buf *out, const struct warc_write *r);

/* "urn:uuid:..." made of a name: the same name, the same id (RFC 9562, version 8). */
#define WARC_WRITE_ID_SIZE 46
void warc_write_id(char out[WARC_WRITE_ID_SIZE], struct str name);

/* The head of an answer as an archive's response record has it: HTTP/1.1, and what no longer
 * fits a body that was decoded is put aside as X-Archive-Orig-...; ends with the empty line. */
void warc_write_head(struct buf *out, struct str head, size_t body);
