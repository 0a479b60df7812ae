/* cli/cmd_judge.c -- `tocsin judge` and `tocsin extract`: lines in input order. */
#include "base/io.h"
#include "base/log.h"
#include "cli/common.h"
#include "flow/parallel.h"

static bool print_line(struct str json, void *payload, struct err *err)
{
	(void)payload;
	return io_print(json, err) && io_print(STR("\n"), err);
}

static int lines(const struct options *o, const struct pack *pack, struct opinion *opinion)
{
	struct parallel_options run = {.pack = pack,
				       .source = o->operand,
				       .source_count = (size_t)o->operand_count,
				       .format = common_format(o),
				       .threads = (size_t)options_number(o, OPT_THREADS),
				       .opinion = opinion,
				       .line = print_line};
	struct parallel_summary summary;
	struct err err;

	if (!parallel_run(&summary, &run, &err) || !io_print_end(&err))
		return common_failed(&err);
	common_opinion_told(opinion);
	if (summary.refused + summary.broken)
		log_info("%lld done, %lld refused, %lld sources not read to their end",
			 (long long)summary.documents, (long long)summary.refused,
			 (long long)summary.broken);
	return summary.refused + summary.broken ? EXIT_REFUSED : EXIT_DONE;
}

int cmd_judge(const struct options *o)
{
	struct opinion *opinion;
	struct pack *pack;
	struct err err;
	int status;

	if (o->operand_count == 0)
		return common_usage("judge", "at least one FILE (- is standard input)");
	if (!common_opinion(&opinion, o, &err))
		return common_failed(&err);
	if (!common_pack(&pack, o, &err)) {
		opinion_close(opinion);
		return common_failed(&err);
	}
	status = lines(o, pack, opinion);
	pack_free(pack);
	opinion_close(opinion);
	return status;
}

int cmd_extract(const struct options *o)
{
	if (o->operand_count == 0)
		return common_usage("extract", "at least one FILE (- is standard input)");
	return lines(o, NULL, NULL);
}
