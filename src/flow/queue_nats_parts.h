/* flow/queue_nats_parts.h -- what the two files of the queue on JetStream share, and nobody else.
 */
#pragma once
#include <nats/nats.h>

#include "base/vec.h"
#include "flow/queue.h"
#include "flow/queue_url.h"

#define QUEUE_VERSION "v1"
#define SECOND_NS ((int64_t)1000000000)
#define GIVE_UP_MS 120000 /* a cluster without a leader for so long is told as an error */
#define STOPPED_MS 10000  /* ... and for so long once we were asked to stop */
#define BODY_MOST ((size_t)64 << 20)
#define H_REASON "Tocsin-Reason"
#define H_CLAIM "Tocsin-Claim" /* "KEY PIECES BYTES" */
#define H_ID "Nats-Msg-Id"
#define NAME_SIZE 160
#define LONG_NAME_SIZE (NAME_SIZE + 64)

/* The first ones as topics are numbered. */
enum stream { S_DOCUMENTS, S_FINDINGS, S_DEAD, S_NOTES, S_BODIES, STREAMS };

struct nats {
	struct arena *arena; /* of the address */
	struct queue_url url;
	enum queue_topic topic;
	const atomic_bool *stop;
	natsOptions *options;
	natsConnection *conn;
	jsCtx *js;
	natsSubscription *sub; /* made by the first take */
	size_t payload;        /* the longest body that goes as it is */
	int64_t failing_us;    /* since when nothing can be taken; 0: it can */
	/* what is under way; shared with the thread of libnats that brings answers */
	struct lock *lock;
	VEC(natsMsg *) again; /* to be sent anew */
	size_t out;           /* put and not kept yet, those in `again` too */
	int64_t answered_us;  /* when the last one was kept */
	char trouble[200];    /* what the last refusal said */
	int64_t pause_ms;     /* before sending again */
};

const char *queue_nats_stream(char out[NAME_SIZE], const struct nats *q, enum stream s);
const char *queue_nats_subject(char out[NAME_SIZE], const struct nats *q, enum stream s);
/* ERR_IO, with what libnats says. */
bool queue_nats_wrong(const struct nats *q, const char *what, natsStatus s, jsErrCode code,
		      struct err *err);
bool queue_nats_missing(natsStatus s, jsErrCode code); /* such an answer means: there is none */
bool queue_nats_stopped(const struct nats *q);
bool queue_nats_dial(struct nats *q, struct err *err) MUST_USE;
/* Makes it if it is not there. */
bool queue_nats_made(struct nats *q, enum stream which, struct err *err) MUST_USE;

bool queue_nats_message(natsMsg **out, struct nats *q, const char *to, const struct delivery *d,
			struct err *err) MUST_USE;
/* Until the server has it: for what is small or seldom. Takes the message. */
bool queue_nats_publish(struct nats *q, natsMsg *msg, struct err *err) MUST_USE;
/* The body that lies beside its message; ERR_MISSING: a piece of it is gone. */
bool queue_nats_aside(struct str *out, struct nats *q, struct arena *arena, struct str claim,
		      struct err *err) MUST_USE;
void queue_nats_remove_aside(struct nats *q, struct str claim);
