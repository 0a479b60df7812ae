/* serve/notifier.h -- tells those who asked to be told, and sends all that waits.
 *
 * Three things, over and over: which events are news to which alerts (that goes to the
 * outbox), calls of webhooks, mails. `tocsin serve` does them on two threads of their own,
 * mails apart, because a mail server may hang; `tocsin alerts send` does each once. Several
 * programs may do it on one store: each message is made by one of them.
 *
 * The clock is base/clock.h, so that tests can have it any day. */
#pragma once
#include "flow/postman.h"

struct notifier_options { /* borrowed while the notifier runs; post.stop is its own */
	struct postman_options post;
	struct str public_url; /* "https://tocsin.example.org": for links */
};

bool notifier_sends_mail(const struct notifier_options *o); /* NULL: no */

struct notifier_tally {
	int64_t told; /* messages of alerts that were put into the outbox */
	struct postman_tally mails, webhooks;
};

/* Threads that go on until they are stopped; a store that fails is told and tried again. */
struct notifier;
bool notifier_start(struct notifier **out, const struct notifier_options *o,
		    struct err *err) MUST_USE;
void notifier_stop(struct notifier *n); /* breaks off what is under way; NULL is fine */

bool notifier_once(struct notifier_tally *out, const struct notifier_options *o,
		   struct err *err) MUST_USE;
