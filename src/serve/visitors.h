/* serve/visitors.h -- open connections: how many one address has, and how long each may take.
 *
 * A server that waits for whoever is slow can be held up by anybody. So each connection has a
 * moment until which its request must be whole, or its answer taken; a thread of its own cuts
 * those that are over it, and when it gets crowded those that have asked nothing for a while.
 * Knows sockets, nothing of HTTP. Threads: any. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>

struct visitors;
struct visitor; /* one connection; NULL is fine everywhere: one that nobody watches */

struct visitors_options {
	unsigned most;    /* connections at once that the server takes */
	bool one_address; /* all come from a proxy: then none is too many for an address */
};

struct visitors *visitors_new(const struct visitors_options *o);
void visitors_free(struct visitors *v); /* after the last has left; NULL is fine */

/* May one more of that address come in? This machine always may. */
bool visitors_admit(const struct visitors *v, const struct sockaddr *from);

/* The socket stays its owner's, who calls visitor_leave() before it is closed. */
struct visitor *visitor_enter(struct visitors *v, int fd, const struct sockaddr *from);
void visitor_leave(struct visitors *v, struct visitor *one);

/* What is waited for from now on: a request's head; its body, `got` bytes of it here, begun at
 * `begun_us`; that the answer of so many bytes is taken, -1: for ever. */
void visitor_asks(struct visitor *one);
void visitor_sends(struct visitor *one, int64_t begun_us, uint64_t got);
void visitor_takes(struct visitor *one, int64_t bytes);
/* It was refused while it was still sending: what it sends is read for a while after it left,
 * or the closed socket would take back the answer. */
void visitor_refused(struct visitor *one);
