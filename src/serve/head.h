/* serve/head.h -- may the head of this request be believed? Pure.
 *
 * Two servers in a row must read the same bytes as the same requests; where they could differ
 * an attacker hides a second request in the first one's body (request smuggling). So whatever
 * can be read in two ways is refused, and the connection ends with the refusal. */
#pragma once
#include "serve/api.h"

struct head {
	enum method method;
	struct str name;             /* of the method, as sent */
	struct str target, version;  /* "/events?q=x", "HTTP/1.1" */
	const struct header *header; /* as they stand in the bytes that came, in their order */
	size_t count, more;          /* and so many that there was no place for */
	const char *end;             /* behind the last of those bytes; NULL: they are copies */
};

struct head_fault {
	int status;
	char detail[120];
};

/* False when it has to be refused. *last: better no other request is taken after it, as a body
 * in chunks ends where the client says, and an unknown method may be the middle of a body. */
bool head_check(struct head_fault *fault, bool *last, const struct head *h) MUST_USE;
/* The fault of a body that turns out to be over LIMIT_REQUEST. */
void head_too_long(struct head_fault *fault);
