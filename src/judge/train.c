/* judge/train.c -- the road of `tocsin train`: read, measure, fit, write.
 *
 * First what the models are worth (five folds, each strength of regularisation,
 * confusion, calibration, how much more data would help), then one fit on all
 * examples with the strength that did best, whose file carries those figures and
 * the hashes of the data as its provenance. Nothing is tuned on what is not
 * printed. */
#include "judge/train.h"

#include <stdio.h>

#include "base/emit.h"
#include "base/io.h"
#include "base/limits.h"
#include "judge/train_labels.h"

#define REPORT_MAX MIB(4)

static const double COST[] = {0.03, 0.1, 0.3};
#define COSTS (sizeof COST / sizeof *COST)

static const struct train_linear_options OPTIONS = {.min_count = 2, .shared = 0.7F, .level = 1};

static void words_alone(struct reading *out, void *payload, struct arena *arena,
                        const struct article *a)
{
	(void)payload;
	*out = (struct reading){.article = a};
	for (int f = 0; f < FIELD_COUNT; f++)
		words_of(&out->words[f], arena, a->field[f]);
}

static bool say(struct buf *text, struct err *err)
{
	bool fine = io_print(buf_view(text), err) && io_print_end(err);

	buf_clear(text);
	return fine;
}

static bool read_all(struct train_data *d, const struct train_options *o, struct buf *text,
                     struct err *err)
{
	for (size_t f = 0; f < o->file_count; f++) {
		size_t before = d->example.len;

		if (!train_data_read(d, o->file[f], (uint32_t)f, words_alone, NULL, err))
			return false;
		buf_fmt(text, "%-12s %6zu examples\n", f ? "helping" : "measured on",
		        d->example.len - before);
	}
	return d->example.len ? true : err_set(err, ERR_INPUT, "no examples to train on");
}

static bool choose_cost(struct train_labels_cv *best, struct train_linear *t,
                        const struct train_data *d, struct buf *text, struct err *err)
{
	bool have = false;

	for (size_t i = 0; i < COSTS; i++) {
		struct train_labels_cv cv;

		train_labels_cv(&cv, t, d, COST[i], 1);
		buf_fmt(text, "cost %-6g macro_f1 %.4f accuracy %.3f ece %.4f\n", COST[i],
		        eval_metrics_macro_f1(&cv.metrics), eval_metrics_accuracy(&cv.metrics),
		        eval_metrics_ece(&cv.metrics));
		if (!have || eval_metrics_macro_f1(&cv.metrics) >
		                 eval_metrics_macro_f1(&best->metrics)) {
			if (have)
				train_labels_cv_free(best);
			*best = cv;
			have = true;
		} else {
			train_labels_cv_free(&cv);
		}
		if (!say(text, err)) {
			train_labels_cv_free(best);
			return false;
		}
	}
	return true;
}

static void tell_breadth(struct buf *text, const struct train_labels_cv *cv,
                         const struct train_data *d, const struct train_options *o)
{
	for (size_t f = 1; f < o->file_count; f++) {
		struct eval_metrics m;

		train_labels_breadth(&m, cv, d, (uint32_t)f);
		buf_fmt(text, "%s: macro_f1 %.3f accuracy %.3f over %zu\n", o->file[f],
		        eval_metrics_macro_f1(&m), eval_metrics_accuracy(&m), m.n);
	}
}

static void tell_curve(struct buf *text, struct train_linear *t, const struct train_data *d,
                       double cost)
{
	for (int quarter = 1; quarter <= 3; quarter++) {
		struct train_labels_cv cv;

		train_labels_cv(&cv, t, d, cost, quarter / 4.0);
		buf_fmt(text, "with %d%% of the training items: macro_f1 %.4f\n", quarter * 25,
		        eval_metrics_macro_f1(&cv.metrics));
		train_labels_cv_free(&cv);
	}
}

static bool file_hash(char out[HASH_HEX_SIZE], const char *path, struct err *err)
{
	struct buf bytes;

	buf_init(&bytes, LIMIT_FILE);
	bool fine = io_read(&bytes, path, err);

	if (fine)
		hash128_hex(out, hash128(buf_view(&bytes)));
	buf_free(&bytes);
	return fine;
}

static bool provenance(struct buf *out, const struct train_options *o,
                       const struct train_labels_cv *cv, struct err *err)
{
	struct emit e;

	emit_open(&e, out);
	emit_object(&e);
	emit_key(&e, "data");
	emit_array(&e);
	for (size_t f = 0; f < o->file_count; f++) {
		struct str path = str_of(o->file[f]);
		size_t slash = str_rchr(path, '/');
		char hash[HASH_HEX_SIZE];

		if (!file_hash(hash, o->file[f], err))
			return false;
		emit_object(&e);
		emit_pair(&e, "file", str_cut(path, slash == STR_NPOS ? 0 : slash + 1, path.len));
		emit_pair(&e, "xxh128", str_of(hash));
		emit_end(&e);
	}
	emit_end(&e);
	emit_pair_num(&e, "cost", cv->cost, 3);
	emit_pair_int(&e, "folds", TRAIN_FOLDS);
	emit_pair_num(&e, "macro_f1", eval_metrics_macro_f1(&cv->metrics), 3);
	emit_pair_num(&e, "accuracy", eval_metrics_accuracy(&cv->metrics), 3);
	emit_pair_num(&e, "ece", eval_metrics_ece(&cv->metrics), 3);
	emit_pair_num(&e, "accuracy_when_sure", cv->abstain_accuracy, 3);
	emit_end(&e);
	return true;
}

static bool write_labels(const struct train_options *o, struct train_linear *t,
                         const struct train_data *d, const struct train_labels_cv *cv,
                         struct err *err)
{
	struct buf told, bytes;
	char path[4096];

	buf_init(&told, REPORT_MAX);
	buf_init(&bytes, LIMIT_FILE);
	snprintf(path, sizeof path, "%s/labels.weights", o->out);
	bool fine = provenance(&told, o, cv, err);

	if (fine) {
		train_labels_write(&bytes, t, d, cv, buf_view(&told));
		fine = io_write(path, buf_view(&bytes), err);
	}
	buf_free(&told);
	buf_free(&bytes);
	return fine;
}

static bool labels(const struct train_options *o, const struct train_data *d, struct buf *text,
                   struct err *err)
{
	struct train_linear *t = train_linear_new(d, &OPTIONS);
	struct train_labels_cv cv;

	buf_fmt(text, "%zu features\n", train_linear_columns(t));
	if (!choose_cost(&cv, t, d, text, err)) {
		train_linear_free(t);
		return false;
	}
	eval_metrics_print(text, &cv.metrics);
	tell_breadth(text, &cv, d, o);
	if (!o->quick)
		tell_curve(text, t, d, cv.cost);
	bool fine = say(text, err) && (!o->out || write_labels(o, t, d, &cv, err));

	train_labels_cv_free(&cv);
	train_linear_free(t);
	return fine;
}

bool train_run(const struct train_options *o, struct err *err)
{
	struct train_data d = {0};
	struct buf text;

	buf_init(&text, REPORT_MAX);
	bool fine = read_all(&d, o, &text, err) && labels(o, &d, &text, err);

	buf_free(&text);
	train_data_free(&d);
	return fine;
}
