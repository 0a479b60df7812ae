/* flow/queue_url.c -- an address cut into its parts, each of them checked. */
#include "flow/queue_url.h"

#include "base/io.h"
#include "base/limits.h"

#define SCHEME "nats://"
#define SCHEME_TLS "tls://"

struct number {
	const char *key;
	int64_t *at, least, most, unit;
};
struct text {
	const char *key;
	const char **at;
};

static bool servers(struct queue_url *out, struct arena *arena, struct str hosts, struct err *err)
{
	struct str host;

	while (str_split(&host, &hosts, ',')) {
		if (!host.len || out->servers == QUEUE_SERVERS)
			return err_set(err, ERR_CONFIG,
				       "the queue's address names no host, or over %d: write "
				       "nats://HOST:PORT,HOST:PORT/NAME",
				       QUEUE_SERVERS);
		if (str_chr(host, '@') != STR_NPOS)
			return err_set(err, ERR_CONFIG,
				       "no user or password in the queue's address: others see it; "
				       "write ?user=NAME&password_file=FILE or ?credentials=FILE");
		out->server[out->servers++] =
			arena_fmt(arena, "%s%.*s", out->tls ? SCHEME_TLS : SCHEME, STR_ARG(host))
				.at;
	}
	return out->servers > 0 || err_set(err, ERR_CONFIG, "the queue's address names no host");
}

/* Names of streams and subjects are made of it. */
static bool name_is_fine(struct str name)
{
	for (size_t i = 0; i < name.len; i++) {
		char c = name.at[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		      c == '_'))
			return false;
	}
	return name.len > 0 && name.len <= 64;
}

/* The first line of a file. */
static bool secret(const char **out, struct arena *arena, const char *path, struct err *err)
{
	struct buf b;
	bool ok;

	buf_init(&b, LIMIT_FIELD);
	ok = io_read(&b, path, err);
	if (ok)
		*out = arena_z(arena, str_trim(buf_view(&b)));
	buf_free(&b);
	return ok;
}

static bool setting(struct queue_url *out, struct arena *arena, struct str pair, struct err *err)
{
	struct number number[] = {{"batch", &out->batch, 1, 4096, KIB(1)},
				  {"replicas", &out->replicas, 1, 5, 1},
				  {"window", &out->window, 1, 100000, 1},
				  {"ack_wait", &out->ack_wait_ms, 1, 3600, 1000},
				  {"duplicates", &out->duplicates_ms, 1, 86400, 1000}};
	struct text text[] = {{"ca", &out->ca},
			      {"cert", &out->cert},
			      {"key", &out->key},
			      {"credentials", &out->credentials},
			      {"user", &out->user}};
	size_t at = str_chr(pair, '=');
	struct str key = str_cut(pair, 0, at),
		   value = str_cut(pair, at == STR_NPOS ? at : at + 1, pair.len);
	int64_t n;

	for (size_t i = 0; i < sizeof number / sizeof *number; i++) {
		if (!str_eq(key, str_of(number[i].key)))
			continue;
		if (!str_int(&n, value) || n < number[i].least || n > number[i].most)
			return err_set(err, ERR_CONFIG,
				       "the queue's %s is a number from %lld to %lld",
				       number[i].key, (long long)number[i].least,
				       (long long)number[i].most);
		*number[i].at = n * number[i].unit;
		return true;
	}
	for (size_t i = 0; i < sizeof text / sizeof *text; i++)
		if (str_eq(key, str_of(text[i].key))) {
			*text[i].at = arena_z(arena, value);
			return true;
		}
	if (str_eq(key, STR("tls"))) {
		out->tls = str_eq(value, STR("1"));
		return true;
	}
	if (str_eq(key, STR("password_file")))
		return secret(&out->password, arena, arena_z(arena, value), err);
	if (str_eq(key, STR("token_file")))
		return secret(&out->token, arena, arena_z(arena, value), err);
	return err_set(err, ERR_CONFIG, "the queue's address has no setting \"%.*s\"",
		       STR_ARG(key));
}

bool queue_url_parse(struct queue_url *out, struct arena *arena, struct str url, struct err *err)
{
	struct str rest = url, pairs, pair, hosts;
	size_t at;

	*out = (struct queue_url){.name = STR("tocsin"),
				  .replicas = 1,
				  .window = 512,
				  .ack_wait_ms = 15000,
				  .duplicates_ms = 120000,
				  .batch = KIB(128)};
	out->tls = str_starts(rest, STR(SCHEME_TLS));
	if (!out->tls && !str_starts(rest, STR(SCHEME)))
		return err_set(err, ERR_CONFIG,
			       "the queue is at nats://HOST:PORT[,HOST:PORT]/NAME, and this is no "
			       "such address");
	rest = str_cut(rest, strlen(out->tls ? SCHEME_TLS : SCHEME), rest.len);
	at = str_chr(rest, '?');
	pairs = at == STR_NPOS ? STR_NONE : str_cut(rest, at + 1, rest.len);
	rest = str_cut(rest, 0, at);
	while (str_split(&pair, &pairs, '&'))
		if (pair.len && !setting(out, arena, pair, err))
			return false;
	at = str_chr(rest, '/');
	hosts = str_cut(rest, 0, at);
	if (at != STR_NPOS && at + 1 < rest.len)
		out->name = arena_copy(arena, str_cut(rest, at + 1, rest.len));
	if (!name_is_fine(out->name))
		return err_set(err, ERR_CONFIG,
			       "a queue's name has up to 64 letters, digits and underscores");
	if ((out->cert != NULL) != (out->key != NULL))
		return err_set(err, ERR_CONFIG, "a certificate and its key go together: cert, key");
	if ((out->user != NULL) != (out->password != NULL))
		return err_set(err, ERR_CONFIG, "user and password_file go together");
	out->shown = arena_fmt(arena, "nats://%.*s/%.*s",
			       STR_ARG(str_chr(hosts, '@') == STR_NPOS ? hosts : STR("")),
			       STR_ARG(out->name));
	return servers(out, arena, hosts, err);
}
