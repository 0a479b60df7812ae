/* ingest/http_message.h -- one HTTP answer as archives keep it: head and body, as sent.
 *
 * Life     strings are borrowed from the message or from `work`. Pure but for that. */
#pragma once
#include "base/buf.h"
#include "base/err.h"
#include "ingest/inflate.h"

struct http_message {
	int status; /* 0: no status line, all of it is body */
	struct str content_type, location;
	struct str body; /* as sent */
	struct str transfer, encoding;
};

struct http_work { /* kept from message to message by whoever reads many */
	struct inflate *inflate;
	struct buf chunks, body, more;
};

/* "Name: value", both without blanks around them. False: the line has no colon. */
bool http_message_field(struct str *name, struct str *value, struct str line);

void http_message_head(struct http_message *out, struct str bytes);

/* The body without chunks and content encodings (gzip, deflate, br; others are an
 * error). A body that says chunked and is not, is taken as it is; one whose last chunk is missing
 * counts up to there. ERR_INPUT: damaged; ERR_LIMIT: more than LIMIT_PAGE. */
bool http_message_body(struct str *out, struct http_work *work, const struct http_message *m,
		       struct err *err) MUST_USE;

void http_work_init(struct http_work *w);
void http_work_free(struct http_work *w);
