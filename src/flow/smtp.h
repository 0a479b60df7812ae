/* flow/smtp.h -- hands a mail to a mail server (libcurl inside).
 *
 * The connection is kept from one mail to the next. A sender belongs to one thread at a
 * time. Make the first one before other threads start. No message holds the password, nor
 * what the server says to it. */
#pragma once
#include <stdatomic.h>

#include "base/err.h"
#include "base/str.h"

struct smtp_options { /* borrowed while the sender lives */
	/* smtp://HOST:PORT (STARTTLS or nothing), smtps://HOST:PORT, and, for a server on the
	 * same machine, smtp+plain://HOST:PORT */
	const char *server;
	const char *user;         /* NULL: none */
	const char *key_variable; /* names the environment variable with the password */
	const char *ca;           /* file of certificates to trust; NULL: the system's */
	struct str domain;        /* says hello as that */
	int64_t timeout_ms;
	const atomic_bool *stop; /* when it becomes true a mail is broken off; or NULL */
};

enum smtp_end {
	SMTP_SENT,
	SMTP_LATER, /* no connection, a broken one, or the server asks for patience (4yz) */
	SMTP_STOPPED,
	SMTP_REFUSED /* for ever: the server's 5yz to this mail; err holds its words */
};

struct smtp;
/* ERR_CONFIG when the server's address is none, or when a password would be sent in clear. */
bool smtp_open(struct smtp **out, const struct smtp_options *o, struct err *err) MUST_USE;
void smtp_close(struct smtp *s); /* NULL is fine */

/* `bytes` as mail_compose() made them. `err` is filled when it was not sent. */
enum smtp_end smtp_send(struct smtp *s, struct str from, struct str to, struct str bytes,
			struct err *err) MUST_USE;
