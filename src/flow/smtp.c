/* flow/smtp.c -- libcurl's SMTP, as ingest/fetch.c has its HTTP. */
#include "flow/smtp.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/check.h"
#include "base/memory.h"

#define CONNECT_MS 15000
#define PLAIN "smtp+plain://"

struct smtp {
	struct smtp_options options;
	CURL *curl;
	char url[700];
	char said[300];   /* the server's last line that says no */
	struct str bytes; /* what is left of the mail */
	bool whole;       /* all of it was handed over */
};

/* "127.0.0.1:25", "localhost", "[::1]:25" */
static bool is_loopback(struct str host)
{
	return str_starts(host, STR("127.")) || str_starts(host, STR("[::1]")) ||
	       str_eq(str_cut(host, 0, str_chr(host, ':')), STR("localhost"));
}

static bool address_of(struct smtp *s, const struct smtp_options *o, struct err *err)
{
	struct str server = str_of(o->server), host;
	bool plain = str_starts(server, STR(PLAIN));

	if (!plain && !str_starts(server, STR("smtp://")) && !str_starts(server, STR("smtps://")))
		return err_set(err, ERR_CONFIG,
			       "'%s' is no mail server; write smtp://HOST:PORT or smtps://HOST",
			       o->server);
	host = str_cut(server, str_find(server, STR("://")) + 3, server.len);
	while (str_ends(host, STR("/")))
		host = str_cut(host, 0, host.len - 1);
	if (!host.len || host.len > 300 || str_chr(host, '/') != STR_NPOS ||
	    str_chr(host, '@') != STR_NPOS)
		return err_set(err, ERR_CONFIG,
			       "a mail server is HOST:PORT and no more; its user is --mail-user");
	if (plain && o->user && !is_loopback(host))
		return err_set(
			err, ERR_CONFIG,
			"a password would go over the net in clear; use smtp:// or smtps://");
	snprintf(s->url, sizeof s->url, "%s://%.*s/%.*s",
		 str_starts(server, STR("smtps://")) ? "smtps" : "smtp", STR_ARG(host),
		 STR_ARG(o->domain));
	return true;
}

bool smtp_open(struct smtp **out, const struct smtp_options *o, struct err *err)
{
	struct smtp *s = memory_zalloc(sizeof *s);

	if (!address_of(s, o, err)) {
		memory_free(s);
		return false;
	}
	s->options = *o;
	CHECK(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK);
	s->curl = curl_easy_init();
	CHECK(s->curl);
	*out = s;
	return true;
}

void smtp_close(struct smtp *s)
{
	if (!s)
		return;
	curl_easy_cleanup(s->curl);
	curl_global_cleanup(); /* counts: only the last one cleans up */
	memory_free(s);
}

/* -- what curl calls ------------------------------------------------------------------- */

static size_t on_read(char *at, size_t size, size_t count, void *payload)
{
	struct smtp *s = payload;
	struct str piece = str_cut(s->bytes, 0, size * count);

	if (piece.len)
		memcpy(at, piece.at, piece.len);
	s->bytes = str_cut(s->bytes, piece.len, s->bytes.len);
	s->whole = s->bytes.len == 0;
	return piece.len;
}

static size_t on_line(char *at, size_t size, size_t count, void *payload)
{
	struct smtp *s = payload;
	struct str line = str_trim((struct str){at, size * count});

	if (!line.len || (line.at[0] != '4' && line.at[0] != '5'))
		return size * count;
	snprintf(s->said, sizeof s->said, "%.*s", STR_ARG(line));
	for (char *c = s->said; *c; c++)
		if ((unsigned char)*c < 0x20 || (unsigned char)*c >= 0x7f)
			*c = '?';
	return size * count;
}

static int on_progress(void *payload, curl_off_t down, curl_off_t down_now, curl_off_t up,
		       curl_off_t up_now)
{
	struct smtp *s = payload;

	(void)down;
	(void)down_now;
	(void)up;
	(void)up_now;
	return s->options.stop && atomic_load(s->options.stop);
}

/* -- one mail --------------------------------------------------------------------------- */

static void prepare_trust(struct smtp *s)
{
	const struct smtp_options *o = &s->options;
	bool plain = str_starts(str_of(o->server), STR(PLAIN));

	curl_easy_setopt(s->curl, CURLOPT_USE_SSL,
			 (long)(plain ? CURLUSESSL_NONE : CURLUSESSL_ALL));
	if (o->ca && *o->ca)
		curl_easy_setopt(s->curl, CURLOPT_CAINFO, o->ca);
	if (!o->user || !*o->user)
		return;
	curl_easy_setopt(s->curl, CURLOPT_USERNAME, o->user);
	curl_easy_setopt(s->curl, CURLOPT_PASSWORD,
			 o->key_variable && getenv(o->key_variable) ? getenv(o->key_variable) : "");
}

static void prepare(struct smtp *s, const char *from, struct curl_slist *to)
{
	CURL *c = s->curl;

	curl_easy_reset(c); /* keeps connections */
	curl_easy_setopt(c, CURLOPT_URL, s->url);
	curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl_easy_setopt(c, CURLOPT_PROXY, "");
	curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L); /* threads */
	curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
	curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, (long)s->options.timeout_ms);
	curl_easy_setopt(c, CURLOPT_MAIL_FROM, from);
	curl_easy_setopt(c, CURLOPT_MAIL_RCPT, to);
	curl_easy_setopt(c, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(c, CURLOPT_READFUNCTION, on_read);
	curl_easy_setopt(c, CURLOPT_READDATA, s);
	curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, on_line);
	curl_easy_setopt(c, CURLOPT_HEADERDATA, s);
	curl_easy_setopt(c, CURLOPT_XFERINFOFUNCTION, on_progress);
	curl_easy_setopt(c, CURLOPT_XFERINFODATA, s);
	curl_easy_setopt(c, CURLOPT_NOPROGRESS, 0L);
	prepare_trust(s);
}

/* A 5yz to the greeting or to a password is about us, not about this mail; one to its sender,
 * receiver or words is for ever. */
static enum smtp_end ending(struct smtp *s, CURLcode rc, struct err *err)
{
	bool about_mail = rc == CURLE_SEND_ERROR || s->whole;

	if (rc == CURLE_OK)
		return SMTP_SENT;
	if (rc == CURLE_ABORTED_BY_CALLBACK) {
		err_set(err, ERR_STOPPED, "stopped on request");
		return SMTP_STOPPED;
	}
	if (rc == CURLE_LOGIN_DENIED) {
		err_set(err, ERR_CONFIG, "the mail server does not accept user and password");
		return SMTP_LATER;
	}
	err_set(err, ERR_IO, "%s", s->said[0] ? s->said : curl_easy_strerror(rc));
	return s->said[0] == '5' && about_mail ? SMTP_REFUSED : SMTP_LATER;
}

enum smtp_end smtp_send(struct smtp *s, struct str from, struct str to, struct str bytes,
			struct err *err)
{
	struct curl_slist *list;
	char sender[300], receiver[300];
	CURLcode rc;

	snprintf(sender, sizeof sender, "<%.*s>", STR_ARG(from));
	snprintf(receiver, sizeof receiver, "<%.*s>", STR_ARG(to));
	list = curl_slist_append(NULL, receiver);
	CHECK(list);
	s->bytes = bytes;
	s->whole = false;
	s->said[0] = '\0';
	prepare(s, sender, list);
	rc = curl_easy_perform(s->curl);
	curl_slist_free_all(list);
	return ending(s, rc, err);
}
