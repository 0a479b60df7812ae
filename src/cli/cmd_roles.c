/* cli/cmd_roles.c -- `tocsin fetcher`, `worker`, `clerk`: the road, spread over machines. */
#include <stdio.h>

#include "base/log.h"
#include "cli/common.h"
#include "flow/fetcher.h"
#include "flow/office.h"
#include "flow/stopping.h"
#include "flow/worker.h"

static bool queue_given(struct str *out, const struct options *o, struct err *err)
{
	*out = str_of(options_text(o, OPT_QUEUE));
	return out->len > 0 ||
	       err_set(err, ERR_CONFIG,
		       "which queue? --queue nats://HOST:PORT/NAME, or TOCSIN_QUEUE");
}

static void progress(const struct fetcher_summary *now, double share, void *payload)
{
	char text[120];

	(void)payload;
	snprintf(text, sizeof text, "%3d %%  %lld documents put, %lld messages", (int)(share * 100),
		 (long long)now->documents, (long long)now->messages);
	log_progress(text);
}

int cmd_fetcher(const struct options *o)
{
	struct fetcher_options f = {.lane = str_of(options_text(o, OPT_LANE)),
				    .source = o->operand,
				    .source_count = (size_t)o->operand_count,
				    .format = common_format(o)};
	struct fetcher_summary sum;
	struct err err;

	for (int i = 0; i < o->operand_count; i++)
		if (str_eq(str_of(o->operand[i]), STR("-")))
			return common_usage("fetcher", "files or folders: what the queue loses is "
						       "read again, and stdin can not be");
	if (o->operand_count == 0)
		return common_usage("fetcher", "at least one SOURCE: a file or a folder");
	f.progress = options_flag(o, OPT_QUIET) ? NULL : progress;
	stopping_catch(NULL, true);
	if (!queue_given(&f.queue, o, &err) || !fetcher_run(&sum, &f, &err)) {
		log_progress("");
		return common_failed(&err);
	}
	log_progress("");
	log_info("%lld documents in %lld messages were put (%lld could not be read)",
		 (long long)sum.documents, (long long)sum.messages, (long long)sum.refused);
	if (sum.stopped)
		log_info("stopped on request; the same command goes on behind what is settled");
	else
		log_info("all of it is settled");
	return sum.refused ? EXIT_REFUSED : EXIT_DONE;
}

int cmd_worker(const struct options *o)
{
	struct worker_options w = {.threads = (size_t)options_number(o, OPT_THREADS)};
	struct worker_summary sum;
	struct pack *pack = NULL;
	struct err err;
	bool ok;

	if (o->operand_count)
		return common_usage("worker", "no operand");
	stopping_catch(NULL, true);
	ok = queue_given(&w.queue, o, &err) && common_pack(&pack, o, &err);
	w.pack = pack;
	if (ok)
		log_info("judging with %.*s", STR_ARG(pack_id(pack)));
	ok = ok && worker_run(&sum, &w, &err);
	pack_free(pack);
	if (!ok)
		return common_failed(&err);
	log_info("%lld documents in %lld messages were read, %lld buried", (long long)sum.documents,
		 (long long)sum.messages, (long long)sum.buried);
	return EXIT_DONE;
}

int cmd_clerk(const struct options *o)
{
	struct office_options f = {.db = str_of(options_text(o, OPT_DB)),
				   .locker = str_of(options_text(o, OPT_LOCKER))};
	struct reputation *reputation = NULL;
	struct road_summary sum;
	struct pack *pack = NULL;
	struct err err;
	bool ok;

	if (o->operand_count)
		return common_usage("clerk", "no operand");
	stopping_catch(NULL, true);
	ok = queue_given(&f.queue, o, &err) && common_reputation(&reputation, o, &err) &&
	     common_pack(&pack, o, &err);
	f.pack = pack;
	f.reputation = reputation;
	ok = ok && office_run(&sum, &f, &err);
	pack_free(pack);
	reputation_free(reputation);
	if (!ok)
		return common_failed(&err);
	log_info("%lld documents settled (%lld known before, %lld refused, %lld passed over); %lld "
		 "new events, %lld articles joined one, %lld merged; all in %s",
		 (long long)sum.documents, (long long)sum.known, (long long)sum.refused,
		 (long long)sum.passed, (long long)sum.events_new, (long long)sum.joined,
		 (long long)sum.merged, common_store(o));
	return EXIT_DONE;
}
