/* cli/cmd_train.c -- `tocsin train` and `tocsin eval`. */
#include "base/io.h"
#include "base/limits.h"
#include "base/log.h"
#include "cli/cmd_drift.h"
#include "cli/common.h"
#include "events/bcubed.h"
#include "events/train_events.h"
#include "ingest/page_train.h"
#include "ingest/page_train_candidates.h"
#include "ingest/score.h"
#include "judge/eval.h"
#include "judge/train.h"
#include "judge/train_involvement.h"
#include "judge/train_vectors.h"

/* NULL when it is left out. */
static const char *given(const struct options *o, enum option option)
{
	const char *text = options_text(o, option);

	return *text ? text : NULL;
}

/* What stands behind the word "reports" holds reports told whole. */
static void list_files(struct train_options *train, const char **file, const struct options *o)
{
	size_t n = 0;

	train->clipped = SIZE_MAX;
	for (int i = 1; i < o->operand_count; i++) {
		if (train->clipped == SIZE_MAX && n && strcmp(o->operand[i], "reports") == 0)
			train->clipped = n;
		else
			file[n++] = o->operand[i];
	}
	train->file_count = n;
	if (train->clipped == SIZE_MAX)
		train->clipped = n;
}

static int train_labels(const struct options *o, const struct pack *pack)
{
	const char **file = memory_alloc((size_t)o->operand_count * sizeof *file);
	struct train_options train = {.file = file,
				      .pack = pack,
				      .precision = (double)options_number(o, OPT_PRECISION) / 100,
				      .facets_only = strcmp(o->operand[0], "facets") == 0,
				      .quick = options_flag(o, OPT_QUICK)};
	struct err err;
	bool fine;

	list_files(&train, file, o);
	train.report = given(o, OPT_REPORT);
	train.out = given(o, OPT_OUT);
	fine = (!train.out || io_make_folder(train.out, &err)) && train_run(&train, &err);
	memory_free(file);
	return fine ? EXIT_DONE : common_failed(&err);
}

static int train_words(const struct options *o)
{
	struct train_vectors_options train = {.text = o->operand[1],
					      .corpus = o->operand + 2,
					      .corpus_count = (size_t)o->operand_count - 2,
					      .out = options_text(o, OPT_OUT)};
	struct err err;

	if (!io_make_folder(train.out, &err) || !train_vectors(&train, &err))
		return common_failed(&err);
	return EXIT_DONE;
}

static int train_pages(const struct options *o, bool blocks)
{
	struct page_train_options train = {.list = o->operand[1]};
	struct err err;

	train.report = given(o, OPT_REPORT);
	train.out = given(o, OPT_OUT);
	return (blocks ? page_train : page_train_candidates)(&train, &err) ? EXIT_DONE
									   : common_failed(&err);
}

static int train_grouping(const struct options *o)
{
	struct train_events_options train = {.file = o->operand[1]};
	struct err err;

	train.report = given(o, OPT_REPORT);
	train.out = given(o, OPT_OUT);
	if (train.out && !io_make_folder(train.out, &err))
		return common_failed(&err);
	return train_events(&train, &err) ? EXIT_DONE : common_failed(&err);
}

static int train_part(const struct options *o, const struct pack *pack)
{
	struct train_involvement_options train = {
		.file = o->operand + 1, .file_count = (size_t)o->operand_count - 1, .pack = pack};
	struct err err;

	train.out = given(o, OPT_OUT);
	if (train.out && !io_make_folder(train.out, &err))
		return common_failed(&err);
	return train_involvement(&train, &err) ? EXIT_DONE : common_failed(&err);
}

static bool is_for_pack(const char *what)
{
	return strcmp(what, "labels") == 0 || strcmp(what, "facets") == 0 ||
	       strcmp(what, "involvement") == 0;
}

int cmd_train(const struct options *o)
{
	const char *what = o->operand_count ? o->operand[0] : "";
	struct pack *pack;
	struct err err;
	int status;

	if (strcmp(what, "vectors") == 0 && o->operand_count > 2 && *options_text(o, OPT_OUT))
		return train_words(o);
	if (strcmp(what, "blocks") == 0 && o->operand_count == 2)
		return train_pages(o, true);
	if (strcmp(what, "candidates") == 0 && o->operand_count == 2)
		return train_pages(o, false);
	if (strcmp(what, "events") == 0 && o->operand_count == 2)
		return train_grouping(o);
	if (!is_for_pack(what) || o->operand_count < 2)
		return common_usage(
			"train",
			"\"labels\", \"facets\" or \"involvement\" and labelled FILEs, or "
			"\"vectors\", a text of vectors, FILEs of articles and --out, or "
			"\"blocks\" or \"candidates\" and a list of pages, or \"events\" and "
			"a FILE of grouped articles");
	if (!common_pack(&pack, o, &err))
		return common_failed(&err);
	status = *what == 'i' ? train_part(o, pack) : train_labels(o, pack);
	pack_free(pack);
	return status;
}

/* Labels and facets judge the gold's own texts unless predictions are given. */
static bool eval_judge(struct buf *out, const struct options *o, bool labels, struct err *err)
{
	struct eval_options eval = {.gold = o->operand[1]};
	const char *facet = options_text(o, OPT_FACET);
	struct pack *pack = NULL;
	bool ok;

	if (*options_text(o, OPT_PRED))
		eval.predictions = options_text(o, OPT_PRED);
	else if (!common_pack(&pack, o, err))
		return false;
	eval.pack = pack;
	if (labels)
		ok = eval_labels(out, &eval, err);
	else
		ok = eval_facets(out, &eval, *facet ? facet : NULL, err);
	pack_free(pack);
	return ok;
}

int cmd_eval(const struct options *o)
{
	bool drift = o->operand_count == 1 && strcmp(o->operand[0], "drift") == 0;
	const char *what = o->operand_count == 2 ? o->operand[0] : "";
	const char *predictions = options_text(o, OPT_PRED);
	struct buf out;
	struct err err;
	bool ok;
	int status;

	buf_init(&out, LIMIT_RESPONSE);
	if (drift)
		ok = cmd_drift(&out, o, &err);
	else if (strcmp(what, "labels") == 0 || strcmp(what, "facets") == 0)
		ok = eval_judge(&out, o, *what == 'l', &err);
	else if (strcmp(what, "extract") == 0)
		ok = score_extract(&out, o->operand[1], predictions, &err);
	else if (strcmp(what, "events") == 0)
		ok = bcubed_eval(&out, o->operand[1], *predictions ? predictions : NULL, &err);
	else
		return common_usage("eval", "labels, facets, extract, events and GOLD, or drift");
	status = ok ? common_print(buf_view(&out)) : common_failed(&err);
	buf_free(&out);
	return status;
}
