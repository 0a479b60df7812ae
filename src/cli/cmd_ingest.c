/* cli/cmd_ingest.c -- `tocsin ingest`: the whole road once, with a progress line. */
#include <stdio.h>

#include "base/log.h"
#include "cli/common.h"
#include "flow/road.h"

static void progress(const struct road_summary *now, double share, void *payload)
{
	char bar[31], text[200];
	int filled = share > 0 ? (int)(share * 30 + 0.5) : 0;

	(void)payload;
	for (int i = 0; i < 30; i++)
		bar[i] = i < filled ? '#' : '.';
	bar[30] = '\0';
	snprintf(text, sizeof text, "[%s] %3d %%  %lld read, %lld events, %lld refused", bar,
		 share > 0 ? (int)(share * 100) : 0, (long long)now->documents,
		 (long long)now->events_new, (long long)now->refused);
	log_progress(text);
}

static void closing(const struct road_summary *s, const char *db)
{
	long long fresh = (long long)(s->documents - s->known - s->passed);

	log_progress("");
	log_info("%lld articles read in %.1f s (%lld known before, %lld refused)",
		 (long long)s->documents, s->seconds, (long long)s->known, (long long)s->refused);
	log_info("%lld new: %lld report an incident, %lld a hazard, %lld are complementary, "
		 "%lld unrelated, %lld not assessed (in languages that the pack does not know)",
		 fresh, (long long)s->incidents, (long long)s->hazards, (long long)s->complementary,
		 (long long)s->unrelated, (long long)s->not_assessed);
	if (s->passed)
		log_info("%lld pages of archives name no AI and were passed over",
			 (long long)s->passed);
	if (!db)
		log_info("nothing was kept: --dry-run");
	else
		log_info("%lld new events, %lld articles joined one, %lld merged into "
			 "another; all in %s",
			 (long long)s->events_new, (long long)s->joined, (long long)s->merged, db);
	if (s->stopped)
		log_info("stopped on request; the same command goes on where this one ended");
}

/* What the road needs beside its sources; what is open is in `road` even when it fails. */
static bool equip(struct road_options *road, struct pack **pack, struct reputation **reputation,
		  const struct options *o, struct err *err)
{
	if (!common_opinion(&road->opinion, o, err) || !common_reputation(reputation, o, err) ||
	    !common_pack(pack, o, err))
		return false;
	road->reputation = *reputation;
	road->pack = *pack;
	return true;
}

int cmd_ingest(const struct options *o)
{
	struct road_summary summary;
	struct road_options road = {.db = str_of(options_text(o, OPT_DB)),
				    .locker = str_of(options_text(o, OPT_LOCKER)),
				    .source = o->operand,
				    .source_count = (size_t)o->operand_count,
				    .format = common_format(o),
				    .threads = (size_t)options_number(o, OPT_THREADS),
				    .dry_run = options_flag(o, OPT_DRY_RUN),
				    .catch_signals = true};
	struct reputation *reputation = NULL;
	struct pack *pack = NULL;
	struct err err;
	bool ok;

	if (o->operand_count == 0)
		return common_usage("ingest",
				    "at least one SOURCE: a file, a folder or - for stdin");
	road.progress = options_flag(o, OPT_QUIET) ? NULL : progress;
	ok = equip(&road, &pack, &reputation, o, &err) && road_run(&summary, &road, &err);
	pack_free(pack);
	reputation_free(reputation);
	if (!ok) {
		log_progress("");
		opinion_close(road.opinion);
		return common_failed(&err);
	}
	closing(&summary, road.dry_run ? NULL : common_store(o));
	common_opinion_told(road.opinion);
	opinion_close(road.opinion);
	return summary.refused + summary.broken ? EXIT_REFUSED : EXIT_DONE;
}
