/* cli/cmd_serve.c -- `tocsin serve`: the site until SIGINT or SIGTERM. */
#include <signal.h>

#include "base/limits.h"
#include "base/log.h"
#include "cli/common.h"
#include "serve/http.h"
#include "serve/trier.h"

static sigset_t stopping(void)
{
	sigset_t stop;

	sigemptyset(&stop);
	sigaddset(&stop, SIGINT);
	sigaddset(&stop, SIGTERM);
	return stop;
}

/* Blocked before any other thread starts, so that only this one ever sees them. */
static void block_signals(void)
{
	sigset_t stop = stopping();

	sigprocmask(SIG_BLOCK, &stop, NULL);
}

static void wait_for_stop(void)
{
	sigset_t stop = stopping();
	int got;

	while (sigwait(&stop, &got) != 0)
		;
}

/* A store that can only be read is served all the same; not so when mails were asked for.
 * Without --public-url links lead to where we listen. */
static bool start_notifier(struct notifier **out, const struct notifier_options *o, struct str here,
			   struct err *err)
{
	struct notifier_options own = *o;

	if (!own.public_url.len)
		own.public_url = here;
	if (notifier_start(out, &own, err))
		return true;
	if (*o->post.mail_server)
		return false;
	log_warning("no mails and no webhooks are sent: %s", err->text);
	*out = NULL;
	return true;
}

static int answer_until_stopped(const struct options *o, const struct http_options *http,
				const struct api_options *api)
{
	struct notifier *notifier = NULL;
	struct str listen = http->listen, here;
	struct http *server;
	struct err err;

	if (!http_start(&server, http, api, &err))
		return common_failed(&err);
	here = arena_fmt(o->arena, "http%s://%.*s:%u", *http->tls_cert ? "s" : "",
			 STR_ARG(str_cut(listen, 0, str_rchr(listen, ':'))), http_port(server));
	if (!start_notifier(&notifier, api->sending, here, &err)) {
		http_stop(server);
		return common_failed(&err);
	}
	log_info("serving %s on %.*s", common_store(o), STR_ARG(here));
	wait_for_stop();
	log_info("stopping");
	notifier_stop(notifier);
	http_stop(server);
	return EXIT_DONE;
}

static int serve(const struct options *o, const struct pack *pack)
{
	struct http_options http = {.listen = str_of(options_text(o, OPT_LISTEN)),
				    .threads = (unsigned)options_number(o, OPT_THREADS),
				    .tls_cert = options_text(o, OPT_TLS_CERT),
				    .tls_key = options_text(o, OPT_TLS_KEY)};
	struct api_options api = {.store_url = str_of(options_text(o, OPT_DB)), .pack = pack};
	struct notifier_options sending;
	struct polite_options guest;
	struct trier *trier = NULL;
	struct err err;
	int status;

	api.read_url = str_of(options_text(o, OPT_DB_READ));
	if (*options_text(o, OPT_DUMPS))
		api.dumps = options_text(o, OPT_DUMPS);
	http.rate = options_number(o, OPT_RATE);
	api.trust_proxy = options_flag(o, OPT_TRUST_PROXY);
	if (http.rate > LIMIT_RATE)
		return common_usage("serve", "at most a million units with --rate");
	if (*options_text(o, OPT_WEB))
		api.web_folder = options_text(o, OPT_WEB);
	block_signals();
	api.sending = &sending;
	api.no_fetch = options_flag(o, OPT_NO_FETCH);
	if (!common_images(&api.pictures, o, &err) || !common_notifier(&sending, o, &err) ||
	    !common_polite(&guest, o, &err) ||
	    (!api.no_fetch && !trier_start(&trier, &guest, &err)))
		return common_failed(&err);
	api.tried = trier ? trier_table(trier) : NULL;
	status = answer_until_stopped(o, &http, &api);
	trier_stop(trier);
	return status;
}

int cmd_serve(const struct options *o)
{
	struct pack *pack;
	struct err err;
	int status;

	if (o->operand_count)
		return common_usage("serve", "no operands");
	if (!common_pack(&pack, o, &err))
		return common_failed(&err);
	status = serve(o, pack);
	pack_free(pack);
	return status;
}
