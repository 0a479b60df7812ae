/* cli/cmd_serve.c -- `tocsin serve`: the site until SIGINT or SIGTERM. */
#include <signal.h>

#include "base/limits.h"
#include "base/log.h"
#include "cli/common.h"
#include "serve/http.h"

/* Waits for one of the two signals; blocked before the server's threads start, so
 * that only this thread ever sees them. */
static void wait_for_stop(const sigset_t *stop)
{
	int got;

	while (sigwait(stop, &got) != 0)
		;
}

static int serve(const struct options *o, const struct pack *pack)
{
	struct http_options http = {.listen = str_of(options_text(o, OPT_LISTEN)),
				    .threads = (unsigned)options_number(o, OPT_THREADS)};
	struct api_options api = {.store_url = str_of(options_text(o, OPT_DB)), .pack = pack};
	struct http *server;
	struct err err;
	struct str host = http.listen;
	sigset_t stop;

	http.rate = options_number(o, OPT_RATE);
	api.trust_proxy = options_flag(o, OPT_TRUST_PROXY);
	if (http.rate > LIMIT_RATE)
		return common_usage("serve", "at most a million units with --rate");
	if (*options_text(o, OPT_WEB))
		api.web_folder = options_text(o, OPT_WEB);
	sigemptyset(&stop);
	sigaddset(&stop, SIGINT);
	sigaddset(&stop, SIGTERM);
	sigprocmask(SIG_BLOCK, &stop, NULL);
	if (!http_start(&server, &http, &api, &err))
		return common_failed(&err);
	host = str_cut(host, 0, str_rchr(host, ':'));
	log_info("serving %s on http://%.*s:%u", options_text(o, OPT_DB), STR_ARG(host),
		 http_port(server));
	wait_for_stop(&stop);
	log_info("stopping");
	http_stop(server);
	return EXIT_DONE;
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
