/* cli/cmd_rejudge.c -- `tocsin rejudge`: the store's articles judged anew. */
#include <stdio.h>

#include "base/io.h"
#include "base/log.h"
#include "cli/common.h"
#include "flow/regroup.h"
#include "flow/rejudge.h"

static bool print(struct str json, void *payload, struct err *err)
{
	(void)payload;
	return io_print(json, err);
}

static void progress(int64_t done, void *payload)
{
	char text[80];

	(void)payload;
	snprintf(text, sizeof text, "%lld verdicts", (long long)done);
	log_progress(text);
}

/* One line for each label that an article lost: "12 incidents: 10 stay, 2 hazard". */
static void labels(const struct rejudge_summary *s)
{
	for (size_t was = 0; was < VERDICT_KINDS; was++) {
		char text[300] = "";
		int64_t all = 0;
		size_t len = 0;

		for (size_t is = 0; is < VERDICT_KINDS; is++) {
			all += s->label[was][is];
			if (is != was && s->label[was][is])
				len += (size_t)snprintf(
					text + len, sizeof text - len, ", %lld now %s",
					(long long)s->label[was][is], verdict_kind(is));
		}
		if (len)
			log_info("of %lld judged %s before, %lld stay%s", (long long)all,
				 verdict_kind(was), (long long)s->label[was][was], text);
	}
}

static void summary(const struct rejudge_summary *s, const struct options *o)
{
	bool take_over = options_flag(o, OPT_TAKE_OVER);

	log_progress("");
	labels(s);
	log_info("%lld verdicts made anew in %.1f s, %lld differ in what they state; %lld left as "
		 "they were; %lld written to %s",
		 (long long)s->articles, s->seconds, (long long)s->differ, (long long)s->left,
		 (long long)s->written, common_store(o));
	if (!take_over && s->differ)
		log_info("nothing was changed; --take-over does it");
}

/* Events follow from verdicts, so they are grouped anew as well. */
static bool group(const struct options *o, struct err *err)
{
	struct regroup_options options = {.db = str_of(options_text(o, OPT_DB)), .line = print};
	struct regroup_summary s;
	bool ok = regroup_run(&s, &options, err);

	if (ok)
		log_info("%lld stories grouped anew in %.1f s: %lld change%s of events",
			 (long long)s.stories, s.seconds, (long long)s.changes,
			 s.changes == 1 ? "" : "s");
	return ok;
}

int cmd_rejudge(const struct options *o)
{
	struct rejudge_options options = {.db = str_of(options_text(o, OPT_DB)),
					  .take_over = options_flag(o, OPT_TAKE_OVER),
					  .threads = (size_t)options_number(o, OPT_THREADS),
					  .line = print};
	struct rejudge_summary s;
	struct pack *pack;
	struct err err;
	bool ok;

	if (o->operand_count > 0)
		return common_usage("rejudge", "no operands");
	options.progress = options_flag(o, OPT_QUIET) ? NULL : progress;
	if (!common_pack(&pack, o, &err))
		return common_failed(&err);
	options.pack = pack;
	ok = rejudge_run(&s, &options, &err);
	if ((ok || s.written) && !options_flag(o, OPT_QUIET))
		summary(&s, o);
	ok = ok && (!options.take_over || group(o, &err)) && io_print_end(&err);
	pack_free(pack);
	return ok ? EXIT_DONE : common_failed(&err);
}
