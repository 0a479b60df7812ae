/* cli/cmd_watch.c -- `tocsin watch`: sources polled for ever, or once. */
#include "base/io.h"
#include "base/limits.h"
#include "base/log.h"
#include "cli/common.h"
#include "flow/watch.h"

static void closing(const struct watch_summary *s)
{
	const struct road_summary *r = &s->road;

	log_info("%lld polls (%lld failed): %lld entries, %lld new; %lld pages fetched, %lld "
		 "failed",
		 (long long)s->polls, (long long)s->failed, (long long)s->entries,
		 (long long)s->fresh, (long long)s->pages, (long long)s->pages_failed);
	if (s->looks.looks)
		log_info("%lld pages looked at again: %lld the same, %lld changed, %lld gone, %lld "
			 "behind a wall, %lld could not be told",
			 (long long)s->looks.looks, (long long)s->looks.same,
			 (long long)s->looks.versions, (long long)s->looks.gone,
			 (long long)s->looks.walls, (long long)s->looks.failed);
	log_info("%lld articles (%lld known before, %lld refused): %lld report an incident, %lld "
		 "a hazard, %lld are complementary, %lld unrelated, %lld not assessed",
		 (long long)r->documents, (long long)r->known, (long long)r->refused,
		 (long long)r->incidents, (long long)r->hazards, (long long)r->complementary,
		 (long long)r->unrelated, (long long)r->not_assessed);
	log_info("%lld new events, %lld articles joined one, %lld merged into another",
		 (long long)r->events_new, (long long)r->joined, (long long)r->merged);
}

static bool read_list(struct source_list *out, struct arena *a, const char *path, struct err *err)
{
	struct buf text;
	bool ok;

	buf_init(&text, LIMIT_FETCH_FEED);
	ok = io_read(&text, path, err) &&
	     source_list_read(out, a, arena_copy(a, buf_view(&text)), err);
	buf_free(&text);
	return ok;
}

static bool watch(const struct options *o, struct arena *a, struct watch_summary *sum,
		  struct err *err)
{
	const char *path = options_text(o, OPT_SOURCES);
	struct watch_options w = {.db = str_of(options_text(o, OPT_DB)),
				  .locker = str_of(options_text(o, OPT_LOCKER)),
				  .once = options_flag(o, OPT_ONCE),
				  .catch_signals = true};
	struct reputation *reputation;
	struct polite_options guest;
	struct source_list list;
	struct pack *pack;
	bool ok;

	if (!common_polite(&guest, o, err) || !common_images(&w.pictures, o, err) ||
	    !retention_parse(&w.keep, str_of(options_text(o, OPT_KEEP)), err))
		return false;
	w.allow_private = guest.allow_private;
	w.contact = guest.contact;
	w.pace_ms = guest.pace_ms;
	w.timeout_ms = guest.timeout_ms;
	if (*path) {
		if (!read_list(&list, a, path, err)) {
			err_at(err, path);
			return false;
		}
		w.list = &list;
	}
	if (!common_reputation(&reputation, o, err))
		return false;
	if (!common_pack(&pack, o, err)) {
		reputation_free(reputation);
		return false;
	}
	w.pack = pack;
	w.reputation = reputation;
	ok = watch_run(sum, &w, err);
	pack_free(pack);
	reputation_free(reputation);
	return ok;
}

int cmd_watch(const struct options *o)
{
	struct watch_summary sum;
	struct arena *a = arena_new();
	struct err err;
	bool ok;

	if (o->operand_count) {
		arena_free(a);
		return common_usage("watch", "no operands; sources stand in --sources FILE");
	}
	ok = watch(o, a, &sum, &err);
	arena_free(a);
	if (!ok)
		return common_failed(&err);
	closing(&sum);
	return options_flag(o, OPT_ONCE) && sum.failed + sum.road.refused ? EXIT_REFUSED
									  : EXIT_DONE;
}
