/* flow/queue_url.h -- where the queue across machines is, and how it is to be. Pure but for
 * the files with secrets, which are read as it is parsed.
 *
 *   nats://HOST:PORT,HOST:PORT.../NAME?replicas=3&credentials=FILE
 *
 * NAME ("tocsin") keeps several houses on one cluster apart. Behind the question mark:
 * replicas (of what is kept, 1 to 5; 1), window (messages of documents that are under way, 512),
 * ack_wait (seconds until a message whose taker died comes back, 15), duplicates (seconds in which
 * an id is known again, 120), batch (KB of documents in one message, 128), tls=1 (or tls:// as
 * scheme), ca, cert, key (PEM files), credentials (a .creds file), user and password_file,
 * token_file. Secrets stand in files, as others on the machine see arguments; what is told of an
 * address is its hosts and name. */
#pragma once
#include "base/arena.h"
#include "base/err.h"

#define QUEUE_SERVERS 8

struct queue_url {
	const char *server[QUEUE_SERVERS]; /* "nats://HOST:PORT" */
	size_t servers;
	struct str name, shown; /* shown: what may be told */
	int64_t replicas, window, ack_wait_ms, duplicates_ms, batch;
	bool tls;
	const char *ca, *cert, *key, *credentials, *user, *password, *token; /* NULL: none */
};

bool queue_url_parse(struct queue_url *out, struct arena *arena, struct str url,
		     struct err *err) MUST_USE;
