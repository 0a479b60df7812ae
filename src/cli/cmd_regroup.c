/* cli/cmd_regroup.c -- `tocsin regroup`: the store's stories grouped anew. */
#include "base/io.h"
#include "base/log.h"
#include "cli/common.h"
#include "flow/regroup.h"

static bool print(struct str json, void *payload, struct err *err)
{
	(void)payload;
	return io_print(json, err);
}

static const char *s_of(int64_t n)
{
	return n == 1 ? "" : "s";
}

static void summary(const struct regroup_summary *s, const char *db, bool dry_run)
{
	log_info("%lld stories grouped anew in %.1f s: %lld merge%s, %lld split%s, %lld move%s to "
		 "another event, %lld article%s taken in, %lld let go; %s %s",
		 (long long)s->stories, s->seconds, (long long)s->merges, s_of(s->merges),
		 (long long)s->splits, s_of(s->splits), (long long)s->moves, s_of(s->moves),
		 (long long)s->taken, s_of(s->taken), (long long)s->left,
		 dry_run ? "nothing was changed in" : "all in", db);
}

int cmd_regroup(const struct options *o)
{
	struct regroup_options options = {.db = str_of(options_text(o, OPT_DB)),
					  .dry_run = options_flag(o, OPT_DRY_RUN),
					  .line = print};
	struct regroup_summary sum;
	struct err err;
	bool ok;

	if (o->operand_count > 0)
		return common_usage("regroup", "no operands");
	ok = regroup_run(&sum, &options, &err) && io_print_end(&err);
	if (ok || sum.changes)
		summary(&sum, common_store(o), options.dry_run);
	return ok ? EXIT_DONE : common_failed(&err);
}
