/* flow/queue_nats_link.c -- the way to JetStream: connection, streams, and bodies that are too
 * long for a message. */
#include "flow/queue_nats_parts.h"

#include <stdio.h>

#include "base/clock.h"
#include "base/hash.h"
#include "base/log.h"
#include "base/secret.h"

#define PIECE_MOST ((size_t)512 << 10)
#define HEADER_ROOM 4096 /* of a server's largest payload, for headers */

/* -- words ----------------------------------------------------------------------------------- */

static const char *const stream_word[STREAMS] = {"documents", "findings", "dead", "notes",
						 "bodies"};

const char *queue_nats_stream(char out[NAME_SIZE], const struct nats *q, enum stream s)
{
	snprintf(out, NAME_SIZE, "%.*s_%s_%s", STR_ARG(q->url.name), stream_word[s], QUEUE_VERSION);
	return out;
}

const char *queue_nats_subject(char out[NAME_SIZE], const struct nats *q, enum stream s)
{
	snprintf(out, NAME_SIZE, "%.*s.%s.%s", STR_ARG(q->url.name), QUEUE_VERSION, stream_word[s]);
	return out;
}

bool queue_nats_wrong(const struct nats *q, const char *what, natsStatus s, jsErrCode code,
		      struct err *err)
{
	natsStatus last = NATS_OK;
	const char *words = nats_GetLastError(&last);

	return err_set(err, ERR_IO, "%.*s: %s: %s (%d)", STR_ARG(q->url.shown), what,
		       words && *words && last == s ? words : natsStatus_GetText(s), (int)code);
}

bool queue_nats_missing(natsStatus s, jsErrCode code)
{
	return s == NATS_NOT_FOUND || code == JSNoMessageFoundErr;
}

bool queue_nats_stopped(const struct nats *q)
{
	return q->stop && atomic_load(q->stop);
}

/* Whether to try once more after such a pause; false: since `since_us` it was long enough. */
static bool may_wait(const struct nats *q, int64_t since_us, int64_t *pause_ms)
{
	int64_t most_ms = queue_nats_stopped(q) ? STOPPED_MS : GIVE_UP_MS;

	if (clock_ticks_us() - since_us > most_ms * 1000)
		return false;
	clock_sleep_ms(*pause_ms);
	*pause_ms = *pause_ms < 640 ? *pause_ms * 2 : 1000;
	return true;
}

/* -- connecting ------------------------------------------------------------------------ */

static void told(natsConnection *nc, natsSubscription *sub, natsStatus s, void *closure)
{
	(void)nc;
	(void)sub;
	(void)closure;
	log_debug("queue: %s", natsStatus_GetText(s));
}

static natsStatus secured(natsOptions *o, const struct queue_url *u)
{
	natsStatus s = NATS_OK;

	if (u->tls || u->ca || u->cert)
		s = natsOptions_SetSecure(o, true);
	if (s == NATS_OK && u->ca)
		s = natsOptions_LoadCATrustedCertificates(o, u->ca);
	if (s == NATS_OK && u->cert)
		s = natsOptions_LoadCertificatesChain(o, u->cert, u->key);
	if (s == NATS_OK && u->credentials)
		s = natsOptions_SetUserCredentialsFromFiles(o, u->credentials, NULL);
	if (s == NATS_OK && u->user)
		s = natsOptions_SetUserInfo(o, u->user, u->password);
	if (s == NATS_OK && u->token)
		s = natsOptions_SetToken(o, u->token);
	return s;
}

static natsStatus configured(struct nats *q)
{
	natsStatus s = natsOptions_Create(&q->options);

	if (s == NATS_OK)
		s = natsOptions_SetServers(q->options, q->url.server, (int)q->url.servers);
	if (s == NATS_OK)
		s = natsOptions_SetName(q->options, "tocsin");
	if (s == NATS_OK)
		s = natsOptions_SetTimeout(q->options, 5000);
	if (s == NATS_OK)
		s = natsOptions_SetMaxReconnect(q->options, -1);
	if (s == NATS_OK)
		s = natsOptions_SetReconnectWait(q->options, 250);
	if (s == NATS_OK)
		s = natsOptions_SetErrorHandler(q->options, told, NULL);
	return s == NATS_OK ? secured(q->options, &q->url) : s;
}

/* A server may be just starting; one that knows us not will not know us later. */
bool queue_nats_dial(struct nats *q, struct err *err)
{
	int64_t since = clock_ticks_us(), pause_ms = 50;
	natsStatus s = configured(q);

	if (s != NATS_OK) {
		queue_nats_wrong(q, "its settings", s, 0, err);
		err->code = ERR_CONFIG;
		return false;
	}
	while ((s = natsConnection_Connect(&q->conn, q->options)) != NATS_OK)
		if (s == NATS_CONNECTION_AUTH_FAILED || s == NATS_SSL_ERROR ||
		    queue_nats_stopped(q) || clock_ticks_us() - since > 20000000 ||
		    !may_wait(q, since, &pause_ms))
			return queue_nats_wrong(q, "connecting", s, 0, err);
	q->payload = (size_t)natsConnection_GetMaxPayload(q->conn);
	q->payload = q->payload > HEADER_ROOM * 2 ? q->payload - HEADER_ROOM : HEADER_ROOM;
	return true;
}

/* -- streams --------------------------------------------------------------------------- */

static void stream_config(jsStreamConfig *c, const struct nats *q, enum stream s)
{
	jsStreamConfig_Init(c);
	c->Replicas = q->url.replicas;
	c->Storage = js_FileStorage;
	c->Duplicates = q->url.duplicates_ms * (SECOND_NS / 1000);
	if (s == S_DOCUMENTS) {
		c->MaxMsgs = q->url.window;
		c->Discard = js_DiscardNew;
	} else if (s == S_FINDINGS) {
		c->Retention = js_WorkQueuePolicy;
	} else if (s == S_NOTES) {
		c->MaxMsgsPerSubject = 1;
		c->MaxAge = 7 * 86400 * SECOND_NS;
	} else if (s == S_BODIES) {
		c->MaxAge = 3 * 86400 * SECOND_NS;
	}
	if (c->MaxAge && c->Duplicates > c->MaxAge)
		c->Duplicates = c->MaxAge;
}

static bool has_stream(struct nats *q, const char *name, natsStatus *s, jsErrCode *code)
{
	jsStreamInfo *info = NULL;

	*code = 0;
	*s = js_GetStreamInfo(&info, q->js, name, NULL, code);
	jsStreamInfo_Destroy(info);
	return *s == NATS_OK;
}

/* Two may make it at the same time: whoever comes second finds it. */
bool queue_nats_made(struct nats *q, enum stream which, struct err *err)
{
	int64_t since = clock_ticks_us(), pause_ms = 50;
	char name[NAME_SIZE], all[NAME_SIZE];
	const char *subjects[1] = {all};
	jsStreamInfo *info = NULL;
	jsStreamConfig c;
	jsErrCode code = 0;
	natsStatus s;

	queue_nats_stream(name, q, which);
	queue_nats_subject(all, q, which);
	if (which == S_NOTES || which == S_BODIES)
		strncat(all, ".>", sizeof all - strlen(all) - 1);
	stream_config(&c, q, which);
	c.Name = name;
	c.Subjects = subjects;
	c.SubjectsLen = 1;
	while (!has_stream(q, name, &s, &code)) {
		if (s == NATS_NOT_FOUND || code == JSStreamNotFoundErr) {
			s = js_AddStream(&info, q->js, &c, NULL, &code);
			jsStreamInfo_Destroy(info);
			info = NULL;
			if (s == NATS_OK)
				return true;
		}
		if (code == JSNotEnabledErr || code == JSNotEnabledForAccountErr ||
		    code == JSStreamReplicasNotSupportedErr || code == JSStreamSubjectOverlapErr ||
		    queue_nats_stopped(q) || !may_wait(q, since, &pause_ms)) {
			queue_nats_wrong(q, name, s, code, err);
			err->code = code ? ERR_CONFIG : ERR_IO;
			return false;
		}
	}
	return true;
}

/* -- publishing and long bodies ---------------------------------------------------------- */

static bool made(natsMsg **out, const struct nats *q, const char *to, const struct delivery *d,
		 struct err *err)
{
	char id[NAME_SIZE];
	natsStatus s =
		natsMsg_Create(out, to, NULL, d->body.len ? d->body.at : "", (int)d->body.len);

	snprintf(id, sizeof id, "%.*s", STR_ARG(d->id));
	if (s == NATS_OK && d->id.len)
		s = natsMsgHeader_Set(*out, H_ID, id);
	if (s == NATS_OK)
		return true;
	natsMsg_Destroy(*out);
	return queue_nats_wrong(q, "a message", s, 0, err);
}

/* Until the server has it: for what is small or seldom. */
bool queue_nats_publish(struct nats *q, natsMsg *msg, struct err *err)
{
	int64_t since = clock_ticks_us(), pause_ms = 20;
	jsPubOptions o;
	jsErrCode code;
	natsStatus s;

	jsPubOptions_Init(&o);
	o.MaxWait = 2000;
	do {
		code = 0;
		s = js_PublishMsg(NULL, q->js, msg, &o, &code);
	} while (s != NATS_OK && s != NATS_MAX_PAYLOAD && may_wait(q, since, &pause_ms));
	natsMsg_Destroy(msg);
	return s == NATS_OK || queue_nats_wrong(q, "publishing", s, code, err);
}

/* A long body goes beside its message, in pieces under a name that nothing else has. */
static bool put_aside(char claim[NAME_SIZE], struct nats *q, struct str body, struct err *err)
{
	size_t most = q->payload < PIECE_MOST ? q->payload : PIECE_MOST, pieces = 0;
	char key[SECRET_ID_SIZE], to[LONG_NAME_SIZE], base[NAME_SIZE], id[64];
	struct delivery d = {0};
	natsMsg *msg = NULL;

	secret_id(key);
	for (size_t at = 0; at < body.len; at += most, pieces++) {
		snprintf(to, sizeof to, "%s.%s.%zu", queue_nats_subject(base, q, S_BODIES), key,
			 pieces);
		snprintf(id, sizeof id, "%s.%zu", key, pieces);
		d.id = str_of(id);
		d.body = str_cut(body, at, at + most);
		if (!made(&msg, q, to, &d, err) || !queue_nats_publish(q, msg, err))
			return false;
	}
	snprintf(claim, NAME_SIZE, "%s %zu %zu", key, pieces, body.len);
	return true;
}

bool queue_nats_message(natsMsg **out, struct nats *q, const char *to, const struct delivery *d,
			struct err *err)
{
	struct delivery small = *d;
	char claim[NAME_SIZE] = "";

	if (d->body.len > BODY_MOST)
		return err_set(err, ERR_LIMIT, "a message of %zu bytes; %zu are the most",
			       d->body.len, BODY_MOST);
	if (d->body.len > q->payload) {
		if (!put_aside(claim, q, d->body, err))
			return false;
		small.body = STR_NONE;
	}
	if (!made(out, q, to, &small, err))
		return false;
	if ((!claim[0] || natsMsgHeader_Set(*out, H_CLAIM, claim) == NATS_OK) &&
	    (!d->reason.len || natsMsgHeader_Set(*out, H_REASON, d->reason.at) == NATS_OK))
		return true;
	natsMsg_Destroy(*out);
	return err_set(err, ERR_IO, "%.*s: a header", STR_ARG(q->url.shown));
}

void queue_nats_remove_aside(struct nats *q, struct str claim)
{
	char to[LONG_NAME_SIZE], base[NAME_SIZE], name[NAME_SIZE];
	jsOptions o;

	snprintf(to, sizeof to, "%s.%.*s.>", queue_nats_subject(base, q, S_BODIES),
		 STR_ARG(str_cut(claim, 0, str_chr(claim, ' '))));
	jsOptions_Init(&o);
	o.Stream.Purge.Subject = to;
	(void)js_PurgeStream(q->js, queue_nats_stream(name, q, S_BODIES), &o,
			     NULL); /* or they age */
}

/* The body that lies beside it; false with ERR_MISSING: a piece of it is gone. */
bool queue_nats_aside(struct str *out, struct nats *q, struct arena *arena, struct str claim,
		      struct err *err)
{
	char to[LONG_NAME_SIZE], base[NAME_SIZE], name[NAME_SIZE];
	struct str rest = claim, key = str_word(&rest), number = str_word(&rest);
	int64_t pieces, bytes;
	jsErrCode code;
	size_t len = 0;
	char *body;

	if (!str_int(&pieces, number) || !str_int(&bytes, rest) || pieces < 1 || bytes < 0 ||
	    (size_t)bytes > BODY_MOST)
		return err_set(err, ERR_MISSING, "a body that lies nowhere");
	body = arena_bytes(arena, (size_t)bytes + 1);
	queue_nats_stream(name, q, S_BODIES);
	for (int64_t i = 0; i < pieces; i++) {
		natsMsg *msg = NULL;
		size_t piece;
		natsStatus s;

		snprintf(to, sizeof to, "%s.%.*s.%lld", queue_nats_subject(base, q, S_BODIES),
			 STR_ARG(key), (long long)i);
		s = js_GetLastMsg(&msg, q->js, name, to, NULL, &code);
		if (s != NATS_OK && queue_nats_missing(s, code))
			return err_set(err, ERR_MISSING, "a piece of its body is gone");
		if (s != NATS_OK)
			return queue_nats_wrong(q, "a piece of a body", s, code, err);
		piece = (size_t)natsMsg_GetDataLength(msg);
		if (piece <= (size_t)bytes - len)
			memcpy(body + len, natsMsg_GetData(msg), piece);
		len += piece;
		natsMsg_Destroy(msg);
		if (len > (size_t)bytes)
			break;
	}
	if (len != (size_t)bytes)
		return err_set(err, ERR_MISSING, "its body is not whole");
	*out = (struct str){body, len};
	return true;
}
