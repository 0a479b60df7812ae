/* store/db_postgres.c -- the database seam on PostgreSQL, by libpq; the only file that knows it.
 *
 * Values travel in binary and are never pasted: whole numbers as int8, others as float8, so
 * that no statement depends on what type the server would guess. A statement that is asked once
 * goes in one round trip without a name; from its second time on it is prepared on the server.
 *
 * What a transaction writes and nobody waits for (run) goes out without waiting (libpq's pipeline
 * mode), up to PIPE_MOST statements; the next one that has an answer takes theirs along, in one
 * round trip. The first that failed is what that one fails with.
 *
 * Rows come one by one (libpq's single-row mode), so that a dump of the whole store needs the
 * memory of one row. A connection answers one statement at a time: when another one is asked
 * while rows are still coming, what is left of them is taken into memory first.
 *
 * One writer at a time, as with SQLite: a writing transaction begins by taking the writer's
 * turn, an advisory lock that ends with it, and a writing statement of its own is such a
 * transaction. So numbers and versions grow in the order of commits here, too. Readers wait
 * for nobody.
 *
 * A connection that is lost outside of a transaction is made anew, for at most as long as a
 * lock would be waited for, and what was asked is asked again when it only reads. Inside of one
 * everything fails with ERR_IO until it is rolled back: the server has kept nothing of it.
 *
 * Passwords: libpq reads them from the URL, PGPASSWORD, ~/.pgpass or a service file. What is
 * told of a connection is host and database, never the URL. */
#include "store/db.h"

#include <libpq-fe.h>
#include <poll.h>
#include <stdio.h>

#include "base/check.h"
#include "base/clock.h"
#include "base/limits.h"
#include "base/memory.h"
#include "store/db_postgres_parts.h"
#include "store/db_url.h"

#define OID_BOOL 16
#define OID_BYTEA 17
#define OID_INT8 20
#define OID_INT2 21
#define OID_INT4 23
#define OID_TEXT 25
#define OID_FLOAT8 701
#define OID_NUMERIC 1700

#define PIPE_MOST 128 /* results are some 100 bytes each, and a failure is told soon */
#define NAME_SIZE 48

struct statement;

struct handle {
	PGconn *conn;
	char *url; /* with its password */
	struct db_url shown;
	enum db_mode mode;
	int busy_ms, patience_ms;
	bool in_transaction, lost;   /* lost: together with a transaction */
	struct statement *streaming; /* whose rows are coming */
	unsigned names, connections; /* given to statements; made so far */
	unsigned listening;          /* the connection that LISTENs, by that count; 0 none */
	bool piped;                  /* something was sent whose answer nobody has waited for */
	int sent;
	char sent_name[PIPE_MOST + 1][NAME_SIZE];
};

enum stage { STAGE_READY, STAGE_COMING, STAGE_READ };

struct param { /* the value is `number` in network order, else `text` */
	Oid type;
	bool bound;
	char number[8];
	struct str text;
};

struct statement {
	struct handle *of;
	char *text;
	char name[NAME_SIZE], prepared[16];
	unsigned runs, connection; /* on which of the connections it was prepared */
	bool writes, plain;        /* plain: no values, no rows, perhaps several commands */
	struct param *param;
	size_t param_cap;
	int params;
	enum stage stage;
	PGresult *row;      /* the one at hand */
	PGresult **waiting; /* rows that had to make room for another statement */
	size_t waiting_cap, waiting_len, waiting_at;
	bool handed; /* a row was given out: it can not be asked again in silence */
};

/* -- what went wrong --------------------------------------------------------------------- */

static bool wrong(const struct handle *h, const char *what, const PGresult *r, struct err *err)
{
	const char *state = r ? PQresultErrorField(r, PG_DIAG_SQLSTATE) : NULL;
	const char *words = r ? PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY) : NULL;
	enum err_code code;
	size_t len;

	if (!words)
		words = PQerrorMessage(h->conn);
	code = db_postgres_fault(&words, state);
	len = strcspn(words, "\n");
	return err_set(err, code, "%s: %s%s%.*s", h->shown.text, what ? what : "", what ? ": " : "",
		       (int)len, len ? words : "");
}

static bool gone(struct handle *h, const char *what, struct err *err)
{
	return err_set(err, ERR_IO, "%s: %s%sthe connection was lost%s", h->shown.text,
		       what ? what : "", what ? ": " : "",
		       h->in_transaction || h->lost ? ", and the transaction with it" : "");
}

/* libpq quotes what it does not understand of an address, passwords too: so it is not asked
 * to tell. */
static bool well_formed(struct handle *h, struct str url, struct err *err)
{
	PQconninfoOption *parsed = PQconninfoParse(h->url, NULL);
	struct str who = str_cut(url, 0, str_chr(url, '/'));

	if (!parsed || str_chr(who, '@') != str_rchr(who, '@')) {
		PQconninfoFree(parsed);
		return err_set(err, ERR_CONFIG,
			       "%s: the address is not well-formed; write "
			       "postgresql://USER@HOST:PORT/DATABASE, and %%40 for an @ in a name",
			       h->shown.text);
	}
	PQconninfoFree(parsed);
	return true;
}

/* -- connections ------------------------------------------------------------------------- */

static bool finished(struct handle *h, PGresult *r, const char *what, struct err *err)
{
	ExecStatusType status = PQresultStatus(r);
	bool ok = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK ||
		  status == PGRES_EMPTY_QUERY;

	if (!ok && PQstatus(h->conn) == CONNECTION_BAD)
		gone(h, what, err);
	else if (!ok)
		wrong(h, what, r, err);
	PQclear(r);
	return ok;
}

/* A writer's statements keep the plans that they got when the store was empty, where reading
 * a whole table seemed cheap: so they go by the index, always. What is long is packed by lz4
 * where the server has it: five times as fast as its own way, and read as often as written. */
static bool settings(struct handle *h, struct err *err)
{
	char text[600];
	const char *encoding = PQparameterStatus(h->conn, "server_encoding");

	if (!encoding || strcmp(encoding, "UTF8") != 0)
		return err_set(err, ERR_CONFIG, "%s: the database is in %s; make one in UTF8",
			       h->shown.text, encoding ? encoding : "no known encoding");
	snprintf(text, sizeof text,
		 "SET client_min_messages = warning; SET standard_conforming_strings = on; "
		 "SET jit = off; SET lock_timeout = %d; SET statement_timeout = %d; "
		 "SET default_transaction_read_only = %s; SET enable_seqscan = %s; "
		 "SELECT set_config(name, 'lz4', false) FROM pg_catalog.pg_settings "
		 "WHERE name = 'default_toast_compression' AND 'lz4' = ANY (enumvals)",
		 h->busy_ms, h->patience_ms, h->mode == DB_READ ? "on" : "off",
		 h->mode == DB_READ ? "on" : "off");
	return finished(h, PQexec(h->conn, text), NULL, err);
}

static void ignore_notice(void *payload, const PGresult *r)
{
	(void)payload;
	(void)r;
}

static bool dial(struct handle *h, struct err *err)
{
	static const char *const key[] = {"connect_timeout", "keepalives_idle",           "dbname",
					  "client_encoding", "fallback_application_name", NULL};
	const char *value[] = {"10", "30", h->url, "UTF8", "tocsin", NULL};

	PQfinish(h->conn);
	h->conn = PQconnectdbParams(key, value, 1);
	CHECK(h->conn);
	h->connections++;
	h->in_transaction = h->piped = false;
	h->sent = 0;
	h->streaming = NULL;
	PQsetNoticeReceiver(h->conn, ignore_notice, NULL);
	if (PQstatus(h->conn) == CONNECTION_OK)
		return settings(h, err);
	wrong(h, NULL, NULL, err);
	if (strstr(err->text, "authentication failed") || strstr(err->text, "no pg_hba.conf") ||
	    strstr(err->text, "no password supplied"))
		err->code = ERR_CONFIG;
	if (strstr(err->text, "database \"") && strstr(err->text, "does not exist"))
		err->code = ERR_MISSING;
	return false;
}

/* Again and again, as long as a lock would be waited for. */
static bool dial_again(struct handle *h, struct err *err)
{
	int64_t upto = clock_ticks_us() + h->busy_ms * (int64_t)1000, pause_ms = 50;

	while (!dial(h, err)) {
		if (err->code != ERR_IO || clock_ticks_us() + pause_ms * 1000 > upto)
			return false;
		clock_sleep_ms(pause_ms);
		pause_ms = pause_ms < 800 ? pause_ms * 2 : 1000;
	}
	return true;
}

static void postgres_close(void *at)
{
	struct handle *h = at;

	if (!h)
		return;
	PQfinish(h->conn);
	memory_free(h->url);
	memory_free(h);
}

static bool postgres_open(void **out, struct str url, enum db_mode mode, int busy_ms,
			  struct err *err)
{
	struct str scheme = STR("postgresql://");
	struct handle *h = memory_zalloc(sizeof *h);

	h->url = memory_zalloc(scheme.len + url.len + 1);
	memcpy(h->url, scheme.at, scheme.len);
	memcpy(h->url + scheme.len, url.at, url.len);
	h->mode = mode;
	h->busy_ms = busy_ms;
	db_url_shown(&h->shown, str_of(h->url));
	if (!well_formed(h, url, err) || !dial(h, err)) {
		postgres_close(h);
		return false;
	}
	*out = h;
	return true;
}

/* -- running ------------------------------------------------------------------------------- */

/* The next result, NULL when there is none; a server that says nothing for longer than it may
 * take is taken for lost. */
static PGresult *next_result(struct handle *h)
{
	int64_t upto = clock_ticks_us() + (h->patience_ms + 5000) * (int64_t)1000;
	struct pollfd p = {.fd = PQsocket(h->conn), .events = POLLIN};

	while (h->patience_ms && PQisBusy(h->conn)) {
		int64_t left_ms = (upto - clock_ticks_us()) / 1000;

		if (left_ms <= 0) {
			h->lost = h->in_transaction;
			PQfinish(h->conn);
			h->conn = NULL;
			return NULL;
		}
		if (poll(&p, 1, (int)left_ms) > 0 && !PQconsumeInput(h->conn))
			break;
	}
	return PQgetResult(h->conn);
}

static bool is_word(const char *text, const char *word)
{
	return strncmp(text, word, strlen(word)) == 0;
}

static bool is_dead(const struct handle *h)
{
	return PQstatus(h->conn) == CONNECTION_BAD; /* of NULL, too */
}

/* What the connection tells of itself when a statement is through. */
static void note_state(struct handle *h)
{
	PGTransactionStatusType now = PQtransactionStatus(h->conn);

	if (is_dead(h))
		h->lost = h->in_transaction || h->lost;
	else
		h->in_transaction = now == PQTRANS_INTRANS || now == PQTRANS_INERROR;
}

/* -- what nobody waits for ----------------------------------------------------------------- */

static void note_sent(struct handle *h, const char *name)
{
	CHECK(h->piped && h->sent <= PIPE_MOST);
	snprintf(h->sent_name[h->sent++], NAME_SIZE, "%s", name);
}

/* The answer to one; a row can come, as the mode of single rows outlives its query. */
static bool collect_one(struct handle *h, const char *name, struct err *err)
{
	bool ok = true;
	PGresult *r;

	while ((r = next_result(h)) != NULL)
		if (PQresultStatus(r) == PGRES_SINGLE_TUPLE)
			PQclear(r);
		else
			ok = finished(h, r, name, err) && ok;
	return ok;
}

/* Takes the answers to what was sent before; `err` is of the first that failed. */
static bool collect(struct handle *h, struct err *err)
{
	struct err later;
	bool ok = true;

	for (int i = 0; i < h->sent && !is_dead(h); i++)
		ok = collect_one(h, h->sent_name[i], ok ? err : &later) && ok;
	if (ok && is_dead(h))
		ok = gone(h, NULL, err);
	h->sent = 0;
	if (!ok)
		h->connections++; /* what was to be prepared may not have been */
	return ok;
}

/* All rows of the last statement are taken: the pipe is through. */
static void leave_pipe(struct handle *h)
{
	PGresult *r;

	if (!h->piped)
		return;
	h->piped = false;
	h->sent = 0;
	if (is_dead(h))
		return;
	r = next_result(h);
	CHECK(is_dead(h) || PQresultStatus(r) == PGRES_PIPELINE_SYNC);
	PQclear(r);
	CHECK(is_dead(h) || PQexitPipelineMode(h->conn));
}

/* Waits for what was sent, without asking for more. */
static bool settle(struct handle *h, struct err *err)
{
	bool ok = true;

	if (!h->piped)
		return true;
	if (is_dead(h) || !PQpipelineSync(h->conn))
		ok = gone(h, NULL, err);
	ok = ok && collect(h, err);
	leave_pipe(h);
	note_state(h);
	return ok;
}

/* One command that ends what was sent, in the same round trip. */
static bool run_last(struct handle *h, const char *text, const char *what, struct err *err)
{
	if (!PQsendQueryParams(h->conn, text, 0, NULL, NULL, NULL, NULL, 1))
		return gone(h, what, err);
	note_sent(h, what);
	return settle(h, err);
}

/* -- plain commands ------------------------------------------------------------------------ */

static bool run_waiting(struct handle *h, const char *text, const char *what, struct err *err)
{
	bool ok = PQsendQuery(h->conn, text), rolled_back = false;
	PGresult *r;

	if (!ok)
		gone(h, what, err);
	while (ok && (r = next_result(h)) != NULL) {
		rolled_back = strcmp(PQcmdStatus(r), "ROLLBACK") == 0;
		ok = finished(h, r, what, err);
	}
	if (ok && is_dead(h))
		ok = gone(h, what, err);
	while (!ok && !is_dead(h) && (r = next_result(h)) != NULL)
		PQclear(r);
	note_state(h);
	if (ok && rolled_back && strcmp(text, "COMMIT") == 0) /* so the server says it */
		return err_set(err, ERR_IO, "%s: %s: an earlier statement had failed",
			       h->shown.text, what);
	return ok;
}

/* Without values and rows, perhaps several commands. */
static bool run_plain(struct handle *h, const char *text, const char *what, struct err *err)
{
	if (h->piped && (strcmp(text, "COMMIT") == 0 || is_word(text, "RELEASE")))
		return run_last(h, text, what, err);
	if (!settle(h, err) && !is_word(text, "ROLLBACK"))
		return false;
	return run_waiting(h, text, what, err);
}

/* A beginning that waited for its turn in vain has begun all the same. */
static bool run_begin(struct handle *h, const char *text, const char *what, struct err *err)
{
	struct err ignored;

	if (run_plain(h, text, what, err))
		return true;
	if (h->in_transaction && !is_dead(h))
		(void)!run_plain(h, "ROLLBACK", what, &ignored);
	return false;
}

static void add_waiting(struct statement *st, PGresult *r)
{
	st->waiting = memory_array(st->waiting, &st->waiting_cap, st->waiting_len + 1,
				   sizeof *st->waiting);
	st->waiting[st->waiting_len++] = r;
}

/* Takes what is still coming into memory; errors come with it, as its last row. */
static void make_room(struct handle *h)
{
	struct statement *st = h->streaming;
	PGresult *r;

	if (!st)
		return;
	while ((r = next_result(h)) != NULL)
		add_waiting(st, r);
	if (is_dead(h))
		add_waiting(st, NULL);
	leave_pipe(h);
	h->streaming = NULL;
	note_state(h);
}

static const char *value_of(const struct param *p)
{
	if (!p->bound)
		return NULL;
	if (p->type == OID_INT8 || p->type == OID_FLOAT8)
		return p->number;
	return p->text.len ? p->text.at : "";
}

/* On the second time, and once for each connection. */
static bool prepared(struct statement *st, const Oid *type, struct err *err)
{
	struct handle *h = st->of;

	if (st->prepared[0] && st->connection == h->connections)
		return true;
	snprintf(st->prepared, sizeof st->prepared, "s%u", ++h->names);
	st->connection = h->connections;
	if (h->piped) {
		note_sent(h, st->name);
		return PQsendPrepare(h->conn, st->prepared, st->text, st->params, type) ||
		       gone(h, st->name, err);
	}
	if (finished(h, PQprepare(h->conn, st->prepared, st->text, st->params, type), st->name,
		     err))
		return true;
	st->prepared[0] = '\0';
	note_state(h);
	return false;
}

#define PARAMS_MOST 300 /* of a list with all its filters: SELECT_VALUES_MAX */

/* Values are copied into what is sent. */
static bool send_values(struct statement *st, struct err *err)
{
	const char *value[PARAMS_MOST];
	int length[PARAMS_MOST], format[PARAMS_MOST];
	struct handle *h = st->of;
	Oid type[PARAMS_MOST];
	bool ok;

	for (int i = 0; i < st->params; i++) {
		const struct param *p = &st->param[i];

		value[i] = value_of(p);
		type[i] = p->type;
		format[i] = 1;
		length[i] = value[i] == p->number ? 8 : (int)p->text.len;
		if (p->type == OID_TEXT && str_chr(p->text, '\0') != STR_NPOS)
			return err_set(err, ERR_INPUT, "%s: %s: a text with a NUL in it",
				       h->shown.text, st->name);
	}
	if (st->runs++ == 0) {
		ok = PQsendQueryParams(h->conn, st->text, st->params, type, value, length, format,
				       1);
	} else {
		if (!prepared(st, type, err))
			return false;
		ok = PQsendQueryPrepared(h->conn, st->prepared, st->params, value, length, format,
					 1);
	}
	return ok || gone(h, st->name, err);
}

static bool submit(struct statement *st, struct err *err)
{
	struct handle *h = st->of;
	PGresult *r;

	if (!send_values(st, err))
		return false;
	if (h->piped && !PQpipelineSync(h->conn))
		return gone(h, st->name, err);
	if (h->piped && !collect(h, err)) {
		while ((r = next_result(h)) != NULL)
			PQclear(r);
		leave_pipe(h);
		note_state(h);
		return false;
	}
	CHECK(PQsetSingleRowMode(h->conn) || is_dead(h));
	st->stage = STAGE_COMING;
	h->streaming = st;
	return true;
}

/* A writing statement by itself is a transaction in its turn; it is through before its first
 * row is given out, so that what is told was kept. */
static bool run_alone(struct statement *st, struct err *err)
{
	struct handle *h = st->of;
	struct err ignored;
	bool ok = run_begin(h, "BEGIN; " DB_POSTGRES_TURN, st->name, err) && submit(st, err);

	if (!ok) {
		if (h->in_transaction && !is_dead(h))
			(void)!run_plain(h, "ROLLBACK", st->name, &ignored);
		return false;
	}
	make_room(h);
	for (size_t i = 0; ok && i < st->waiting_len; i++)
		ok = st->waiting[i] && PQresultStatus(st->waiting[i]) != PGRES_FATAL_ERROR;
	if (!ok && !is_dead(h))
		return run_plain(h, "ROLLBACK", st->name, &ignored); /* the rows tell */
	if (ok)
		return run_plain(h, "COMMIT", st->name, err);
	h->lost = false; /* it was ours */
	return true;
}

/* A connection to work with. */
static bool ready(struct handle *h, const struct statement *st, struct err *err)
{
	make_room(h);
	if (h->lost)
		return gone(h, st->name, err);
	return !is_dead(h) || dial_again(h, err);
}

static bool gives_up(const struct statement *st)
{
	return st->plain && is_word(st->text, "ROLLBACK") && !is_word(st->text, "ROLLBACK TO");
}

static bool start_once(struct statement *st, struct err *err)
{
	struct handle *h = st->of;

	if (gives_up(st) && (h->lost || is_dead(h))) {
		h->lost = h->in_transaction = false;
		st->stage = STAGE_READ;
		return true;
	}
	if (!ready(h, st, err))
		return false;
	if (st->plain) {
		st->stage = STAGE_READ;
		return is_word(st->text, "BEGIN") ? run_begin(h, st->text, st->name, err)
						  : run_plain(h, st->text, st->name, err);
	}
	return st->writes && !h->in_transaction ? run_alone(st, err) : submit(st, err);
}

/* What only begins or only reads is tried a second time when the connection was found dead. */
static bool start(struct statement *st, struct err *err)
{
	struct handle *h = st->of;
	bool within = h->in_transaction || h->lost;

	if (start_once(st, err))
		return true;
	if (!is_dead(h) || ((within || (st->writes && !st->plain)) && !gives_up(st)))
		return false;
	h->lost = false;
	return start_once(st, err);
}

/* -- statements ---------------------------------------------------------------------------- */

static bool postgres_prepare(void **out, void *at, const struct query *q, struct err *err)
{
	static const char *const plain[] = {"BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE",
					    "SET ",  "DO ",    "LOCK ",    NULL};
	static const char *const writes[] = {"INSERT", "UPDATE", "DELETE", NULL};
	const char *text = q->postgres ? q->postgres : q->sqlite;
	struct statement *st = memory_zalloc(sizeof *st);
	size_t len = strlen(text) + 1;

	(void)err;
	st->of = at;
	st->text = memory_alloc(len);
	memcpy(st->text, text, len);
	snprintf(st->name, sizeof st->name, "%s", q->name);
	for (size_t i = 0; plain[i]; i++)
		st->plain = st->plain || is_word(text, plain[i]);
	for (size_t i = 0; writes[i]; i++)
		st->writes = st->writes || is_word(text, writes[i]);
	*out = st;
	return true;
}

static void postgres_reset(void *at)
{
	struct statement *st = at;
	PGresult *r;

	PQclear(st->row);
	st->row = NULL;
	while (st->waiting_at < st->waiting_len)
		PQclear(st->waiting[st->waiting_at++]);
	st->waiting_at = st->waiting_len = 0;
	if (st->of->streaming == st) {
		while ((r = next_result(st->of)) != NULL)
			PQclear(r);
		leave_pipe(st->of);
		st->of->streaming = NULL;
		note_state(st->of);
	}
	for (int i = 0; i < st->params; i++)
		st->param[i].bound = false;
	st->stage = STAGE_READY;
	st->handed = false;
}

static void postgres_finish(void *at)
{
	struct statement *st = at;

	if (!st)
		return;
	postgres_reset(st);
	memory_free(st->waiting);
	memory_free(st->param);
	memory_free(st->text);
	memory_free(st);
}

static struct param *place(struct statement *st, int index, Oid type)
{
	struct param *p;

	CHECK(index > 0 && index <= PARAMS_MOST);
	st->param = memory_array(st->param, &st->param_cap, (size_t)index, sizeof *st->param);
	while (st->params < index)
		st->param[st->params++] = (struct param){0};
	p = &st->param[index - 1];
	if (p->type != type) /* never so for statements that are kept */
		st->prepared[0] = '\0';
	p->type = type;
	p->bound = true;
	return p;
}

static void postgres_bind_int(void *at, int index, int64_t value)
{
	db_postgres_put(place(at, index, OID_INT8)->number, (uint64_t)value);
}

static void postgres_bind_num(void *at, int index, double value)
{
	uint64_t bits;

	memcpy(&bits, &value, sizeof bits);
	db_postgres_put(place(at, index, OID_FLOAT8)->number, bits);
}

static void postgres_bind_str(void *at, int index, struct str value)
{
	place(at, index, OID_TEXT)->text = value;
}

static void postgres_bind_bytes(void *at, int index, struct str value)
{
	place(at, index, OID_BYTEA)->text = value;
}

/* The next of what the statement gives, from memory or from the server. */
static PGresult *take(struct statement *st)
{
	if (st->waiting_at < st->waiting_len)
		return st->waiting[st->waiting_at++];
	return st->of->streaming == st ? next_result(st->of) : NULL;
}

/* No row any more: `r`, which is not NULL unless the connection was lost, says why. */
static enum stepped end(struct statement *st, PGresult *r, struct err *err)
{
	bool streamed = st->of->streaming == st, ok;

	if (r)
		ok = finished(st->of, r, st->name, err);
	else
		ok = gone(st->of, st->name, err);
	while (streamed && (r = next_result(st->of)) != NULL)
		PQclear(r);
	if (streamed) {
		leave_pipe(st->of);
		st->of->streaming = NULL;
		note_state(st->of);
	}
	st->stage = STAGE_READ;
	return ok ? STEPPED_DONE : STEPPED_ERROR;
}

static enum stepped postgres_step(void *at, struct err *err)
{
	struct statement *st = at;
	bool again = !st->writes && !st->of->in_transaction;
	enum stepped stepped;
	PGresult *r;

	if (st->stage == STAGE_READY && !start(st, err)) {
		st->stage = STAGE_READ;
		return STEPPED_ERROR;
	}
	if (st->stage == STAGE_READ)
		return STEPPED_DONE;
	PQclear(st->row);
	st->row = NULL;
	r = take(st);
	if (r && PQresultStatus(r) == PGRES_SINGLE_TUPLE) {
		st->row = r;
		st->handed = true;
		return STEPPED_ROW;
	}
	stepped = end(st, r, err);
	if (stepped != STEPPED_ERROR || !again || st->handed || !is_dead(st->of))
		return stepped;
	st->of->lost = false; /* it was found dead: asked again, once, of a new one */
	st->handed = true;
	st->stage = STAGE_READY;
	return postgres_step(st, err);
}

/* Sent, and not waited for. */
static bool defer(struct statement *st, struct err *err)
{
	struct handle *h = st->of;

	make_room(h);
	if (h->lost || is_dead(h)) {
		note_state(h);
		return gone(h, st->name, err);
	}
	if (!h->piped && !PQenterPipelineMode(h->conn))
		return gone(h, st->name, err);
	h->piped = true;
	if (st->plain && !PQsendQueryParams(h->conn, st->text, 0, NULL, NULL, NULL, NULL, 1))
		return gone(h, st->name, err);
	if (!st->plain && !send_values(st, err))
		return false;
	note_sent(h, st->name);
	return h->sent < PIPE_MOST || settle(h, err);
}

static bool postgres_run(void *at, struct err *err)
{
	struct statement *st = at;
	bool later = st->writes || (st->plain && is_word(st->text, "SAVEPOINT"));
	enum stepped stepped;

	if (later && st->of->in_transaction && st->stage == STAGE_READY) {
		st->stage = STAGE_READ;
		return defer(st, err);
	}
	while ((stepped = postgres_step(st, err)) == STEPPED_ROW)
		;
	return stepped == STEPPED_DONE;
}

/* -- what a row holds ---------------------------------------------------------------------- */

static int64_t postgres_column_int(void *at, int column)
{
	const PGresult *row = ((struct statement *)at)->row;
	const char *value = PQgetvalue(row, 0, column);

	if (PQgetisnull(row, 0, column))
		return 0;
	switch (PQftype(row, column)) {
	case OID_INT8:
		return (int64_t)db_postgres_get(value, 8);
	case OID_INT4:
		return (int32_t)db_postgres_get(value, 4);
	case OID_INT2:
		return (int16_t)db_postgres_get(value, 2);
	case OID_BOOL:
		return value[0] != 0;
	case OID_NUMERIC:
		return db_postgres_whole(value);
	default:
		CHECK(PQftype(row, column) == OID_INT8); /* our statements ask for no other kind */
		return 0;
	}
}

static double postgres_column_num(void *at, int column)
{
	const PGresult *row = ((struct statement *)at)->row;
	uint64_t bits;
	double value;

	if (PQgetisnull(row, 0, column))
		return 0;
	if (PQftype(row, column) != OID_FLOAT8)
		return (double)postgres_column_int(at, column);
	bits = db_postgres_get(PQgetvalue(row, 0, column), 8);
	memcpy(&value, &bits, sizeof value);
	return value;
}

static struct str postgres_column_str(void *at, int column)
{
	const PGresult *row = ((struct statement *)at)->row;
	int len = PQgetlength(row, 0, column);
	Oid type = PQftype(row, column);

	CHECK(type != OID_INT8 && type != OID_INT4 && type != OID_FLOAT8 && type != OID_NUMERIC);
	return (struct str){len ? PQgetvalue(row, 0, column) : "", (size_t)len};
}

/* -- the database as a whole --------------------------------------------------------------- */

static bool postgres_exec(void *at, const char *sql, struct err *err)
{
	struct statement st = {.of = at, .name = "exec"};

	return ready(at, &st, err) && run_plain(at, sql, NULL, err);
}

static bool postgres_patience(void *at, int most_ms, struct err *err)
{
	struct handle *h = at;

	h->patience_ms = most_ms;
	return settings(h, err);
}

/* sql/0041_notify.postgres.sql names the channel. */
static bool postgres_listen(void *at, struct err *err)
{
	struct handle *h = at;

	if (!postgres_exec(h,
			   "DO $$ BEGIN EXECUTE format('LISTEN %I', "
			   "'tocsin_' || md5(current_schema())); END $$",
			   err))
		return false;
	h->listening = h->connections;
	return true;
}

static enum heard postgres_hear(void *at, int wait_ms)
{
	struct handle *h = at;
	struct pollfd p = {.fd = PQsocket(h->conn), .events = POLLIN};
	PGnotify *told;
	bool any = false;

	if (is_dead(h) || h->listening != h->connections)
		return HEARD_LOST;
	told = PQnotifies(h->conn); /* it may have come with an answer */
	if (!told && poll(&p, 1, wait_ms) > 0) {
		if (!PQconsumeInput(h->conn))
			return HEARD_LOST;
		told = PQnotifies(h->conn);
	}
	for (; told; told = PQnotifies(h->conn)) {
		any = true;
		PQfreemem(told);
	}
	return any ? HEARD_CHANGE : HEARD_NOTHING;
}

const struct db_ops db_postgres = {
	.name = "postgres",
	.open = postgres_open,
	.close = postgres_close,
	.exec = postgres_exec,
	.has_table = db_postgres_has_table,
	.columns = db_postgres_columns,
	.backup = db_postgres_backup,
	.check = db_postgres_check,
	.patience = postgres_patience,
	.listen = postgres_listen,
	.hear = postgres_hear,
	.prepare = postgres_prepare,
	.finish = postgres_finish,
	.bind_int = postgres_bind_int,
	.bind_num = postgres_bind_num,
	.bind_str = postgres_bind_str,
	.bind_bytes = postgres_bind_bytes,
	.step = postgres_step,
	.run = postgres_run,
	.column_int = postgres_column_int,
	.column_num = postgres_column_num,
	.column_str = postgres_column_str,
	.reset = postgres_reset,
};
