/* flow/mail.h -- one mail as bytes: RFC 5322, MIME, both as text and as HTML. Pure.
 *
 * Whatever is in a mail's fields, it stays one mail with these headers: what could end a
 * line is taken out of headers, bodies are quoted-printable, lines stay under 76 bytes. */
#pragma once
#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

struct mail {            /* borrowed; UTF-8 */
	struct str id;   /* letters and digits: what stands before @ in Message-ID */
	struct str from; /* "Tocsin <alerts@example.org>" or the address alone */
	struct str to;   /* an address */
	struct str subject;
	struct str text, html;  /* html "": text alone */
	struct str unsubscribe; /* http(s) address for one click; "" none */
	int64_t made_ms;
};

/* An address that a mail may go to: ASCII, no quotes, no comments, one @. */
bool mail_is_address(struct str s);
/* Somebody else's words as one line that ends somewhere: at most `most` bytes and an ellipsis,
 * no control characters, nothing that turns the reading direction around, no piles of marks. */
void mail_line(struct buf *out, struct str s, size_t most);
/* "Name <a@b>" or "a@b", taken apart; false when there is no such address in it. */
bool mail_sender(struct str *name, struct str *address, struct str from);

/* ERR_INPUT when an address is none. The same mail gives the same bytes. */
bool mail_compose(struct buf *out, const struct mail *m, struct err *err) MUST_USE;
