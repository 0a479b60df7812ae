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
#include "judge/matcher.h"
#include "judge/train_report.h"

#define REPORT_MAX MIB(4)
#define FACET_COST 0.07

#define QUICK_COST 0.1
static const double COST[] = {0.05, 0.1, 0.15};
#define COSTS (sizeof COST / sizeof *COST)

static const struct train_linear_options LABEL_OPTIONS = {
	.min_count = 2, .cue = 2, .level = 0.5F, .even = 0.5F};
static const struct train_linear_options FACET_OPTIONS = {.min_count = 10, .cue = 2, .even = 0.5F};
/* Some hundred examples teach few words: rare ones have to count, and what cues know more. */
#define FEW 1000
static const struct train_linear_options FEW_OPTIONS = {.min_count = 2, .cue = 4, .even = 0.5F};

struct run {
	const struct train_options *o;
	struct train_data d;
	struct train_linear *t;
	struct train_labels_cv labels;
	struct train_facets facets;
	struct buf text, csv;
};

static bool say(struct buf *text, struct err *err)
{
	bool fine = io_print(buf_view(text), err) && io_print_end(err);

	buf_clear(text);
	return fine;
}

static bool read_all(struct run *r, struct err *err)
{
	const struct train_options *o = r->o;
	struct matcher *matcher = o->pack ? matcher_new(o->pack) : NULL;
	bool fine = true;

	for (size_t f = 0; fine && f < o->file_count; f++) {
		size_t before = r->d.example.len;

		fine = train_data_read(&r->d, o->file[f], (uint32_t)f, o->pack, matcher, err);
		for (size_t i = before; i < r->d.example.len; i++)
			r->d.example.at[i].whole = f >= o->clipped;
		buf_fmt(&r->text, "%s: %zu examples%s%s\n", o->file[f], r->d.example.len - before,
			f ? "" : ", measured on", f >= o->clipped ? ", told whole" : "");
	}
	matcher_free(matcher);
	if (fine && r->d.example.len == 0)
		fine = err_set(err, ERR_INPUT, "no examples to train on");
	return fine;
}

/* -- labels ------------------------------------------------------------------------------ */

static bool choose_cost(struct run *r, struct err *err)
{
	bool fine = true;

	for (size_t i = 0; fine && i < (r->o->quick ? 1 : COSTS); i++) {
		struct train_labels_cv cv;
		double cost = r->o->quick ? QUICK_COST : COST[i];

		train_labels_cv(&cv, r->t, &r->d, cost, 1, r->o->precision);
		buf_fmt(&r->text, "cost %-6g macro_f1 %.4f accuracy %.3f ece %.4f\n", cost,
			eval_metrics_macro_f1(&cv.metrics), eval_metrics_accuracy(&cv.metrics),
			eval_metrics_ece(&cv.metrics));
		if (i == 0 || eval_metrics_macro_f1(&cv.metrics) >
				      eval_metrics_macro_f1(&r->labels.metrics)) {
			train_labels_cv_free(&r->labels);
			r->labels = cv;
		} else {
			train_labels_cv_free(&cv);
		}
		fine = say(&r->text, err);
	}
	return fine;
}

/* Rows without intervals: for the reader, not for the test of quality. */
static void tell_file(struct buf *csv, const char *path, const struct eval_metrics *m, double apart,
		      size_t two)
{
	struct str name = str_of(path);
	size_t slash = str_rchr(name, '/');

	if (slash != STR_NPOS) { /* "agents/train.jsonl": the folder says which */
		size_t above = str_rchr(str_cut(name, 0, slash), '/');

		name = str_cut(name, above == STR_NPOS ? 0 : above + 1, name.len);
	}
	buf_fmt(csv, "macro_f1,\"%.*s\",%.4f,,,%zu\n", STR_ARG(name), eval_metrics_macro_f1(m),
		m->n);
	buf_fmt(csv, "incident_against_hazard,\"%.*s\",%.4f,,,%zu\n", STR_ARG(name), apart, two);
}

/* A file may help both registers; its items are measured the same way in both places. */
static bool told_before(const struct train_options *o, size_t f)
{
	for (size_t i = 0; i < f; i++)
		if (strcmp(o->file[i], o->file[f]) == 0)
			return true;
	return false;
}

static void tell_breadth(struct run *r)
{
	for (size_t f = 1; f < r->o->file_count; f++) {
		struct eval_metrics m;

		if (told_before(r->o, f))
			continue;
		train_labels_breadth(&m, &r->labels, &r->d, (uint32_t)f);
		size_t two;
		double apart = train_labels_two_way(&two, &r->labels, &r->d, (uint32_t)f);

		buf_fmt(&r->text,
			"%s: macro_f1 %.3f accuracy %.3f over %zu, incident against hazard "
			"%.3f over %zu\n",
			r->o->file[f], eval_metrics_macro_f1(&m), eval_metrics_accuracy(&m), m.n,
			apart, two);
		tell_file(&r->csv, r->o->file[f], &m, apart, two);
	}
}

static void tell_curve(struct run *r)
{
	for (int quarter = 1; quarter <= 3; quarter++) {
		struct train_labels_cv cv;

		train_labels_cv(&cv, r->t, &r->d, r->labels.cost, quarter / 4.0, 0);
		buf_fmt(&r->text, "with %d%% of the training items: macro_f1 %.4f\n", quarter * 25,
			eval_metrics_macro_f1(&cv.metrics));
		train_labels_cv_free(&cv);
	}
}

/* How much would have to go to a person for how much trust in the rest. */
static void tell_trust(struct run *r)
{
	static const double accuracy[] = {0.7, 0.75, 0.8, 0.85, 0.9, 0.95};

	for (size_t i = 0; i < sizeof accuracy / sizeof *accuracy; i++) {
		double share = train_labels_share_for(&r->labels, accuracy[i]);

		if (share < 1)
			buf_fmt(&r->text, "accuracy %.2f on the rest: abstain from %.0f %%\n",
				accuracy[i], 100 * share);
		else
			buf_fmt(&r->text, "accuracy %.2f on the rest: can not be had\n",
				accuracy[i]);
	}
}

static bool measure_labels(struct run *r, struct err *err)
{
	if (!choose_cost(r, err))
		return false;
	eval_metrics_print(&r->text, &r->labels.metrics);
	train_report_labels(&r->csv, &r->labels);
	tell_trust(r);
	tell_breadth(r);
	if (!r->o->quick)
		tell_curve(r);
	return say(&r->text, err);
}

/* -- facets ------------------------------------------------------------------------------ */

static double macro_f1(const struct train_facets *f, size_t facet)
{
	double sum = 0;
	size_t values = 0;

	for (size_t v = 0; v < f->count; v++) {
		if (f->facet[v] != facet)
			continue;
		sum += f->value_f1[v];
		values++;
	}
	return values ? sum / (double)values : 0;
}

static bool measure_facets(struct run *r, struct err *err)
{
	train_facets_cv(&r->facets, r->t, &r->d, FACET_COST);
	for (size_t f = 0; f < r->facets.facets; f++) {
		const struct train_facets_score *s = &r->facets.score[f];

		if (s->items == 0)
			continue; /* a pack may take the weights of some from the one it extends */
		buf_fmt(&r->text, "%.*s: micro_f1 %.4f macro_f1 %.4f over %zu", STR_ARG(s->name),
			s->micro_f1, macro_f1(&r->facets, f), s->items);
		if (s->multiple)
			buf_fmt(&r->text, ", cut at %.3f\n", s->threshold);
		else
			buf_z(&r->text, ", one value each\n");
	}
	train_report_facets(&r->csv, &r->facets);
	return say(&r->text, err);
}

/* -- writing ------------------------------------------------------------------------------- */

static bool provenance_of_data(struct emit *e, const struct run *r, struct err *err)
{
	emit_key(e, "data");
	emit_array(e);
	for (size_t f = 0; f < r->o->file_count; f++) {
		struct str path = str_of(r->o->file[f]);
		size_t slash = str_rchr(path, '/'), items = 0;
		char hash[HASH_HEX_SIZE];

		for (size_t i = 0; i < r->d.example.len; i++)
			items += r->d.example.at[i].file == f;
		if (!train_file_hash(hash, r->o->file[f], err))
			return false;
		emit_object(e);
		emit_pair(e, "file", str_cut(path, slash == STR_NPOS ? 0 : slash + 1, path.len));
		emit_pair_int(e, "items", (int64_t)items);
		emit_pair(e, "xxh128", str_of(hash));
		emit_end(e);
	}
	emit_end(e);
	emit_pair_int(e, "folds", TRAIN_FOLDS);
	return true;
}

static void provenance_of_labels(struct emit *e, const struct train_labels_cv *cv)
{
	emit_pair_num(e, "cost", cv->cost, 3);
	emit_pair_num(e, "macro_f1", eval_metrics_macro_f1(&cv->metrics), 3);
	emit_pair_num(e, "accuracy", eval_metrics_accuracy(&cv->metrics), 3);
	emit_pair_num(e, "ece", eval_metrics_ece(&cv->metrics), 3);
	emit_pair_num(e, "accuracy_when_sure", cv->abstain_accuracy, 3);
}

static bool write_one(struct run *r, const char *name, struct err *err)
{
	struct buf told, bytes, path;
	struct emit e;
	bool labels = str_eq(str_of(name), STR("labels"));

	buf_init(&told, REPORT_MAX);
	buf_init(&bytes, LIMIT_FILE);
	buf_init(&path, LIMIT_FIELD);
	buf_fmt(&path, "%s/%s.weights", r->o->out, name);
	emit_open(&e, &told);
	emit_object(&e);
	bool fine = provenance_of_data(&e, r, err);

	if (labels)
		provenance_of_labels(&e, &r->labels);
	for (size_t f = 0; !labels && f < r->facets.facets; f++)
		if (r->facets.score[f].items)
			emit_pair_num(&e, arena_z(r->d.arena, r->facets.score[f].name),
				      r->facets.score[f].micro_f1, 3);
	if (fine) {
		emit_end(&e);
		if (labels)
			train_labels_write(&bytes, r->t, &r->d, &r->labels, buf_view(&told));
		else
			train_facets_write(&bytes, &r->facets, r->t, &r->d, buf_view(&told));
		fine = io_write(path.at, buf_view(&bytes), err);
	}
	buf_free(&told);
	buf_free(&bytes);
	buf_free(&path);
	return fine;
}

/* What the labels were learned from, for judge/drift.h; how sure the judge was is of unseen
 * folds. An item that names no AI is not scored, so it says nothing of either. */
static bool write_profile(struct run *r, struct err *err)
{
	struct buf bytes;
	bool fine;

	for (size_t i = 0; i < r->labels.said_count; i++)
		if (r->labels.said[i].names_ai)
			profile_add_verdict(r->d.profile, (enum label)r->labels.said[i].said,
					    (double)r->labels.said[i].p);
	buf_init(&bytes, LIMIT_FILE);
	profile_write(&bytes, r->d.profile);
	fine = io_write(arena_fmt(r->d.arena, "%s/labels.profile", r->o->out).at, buf_view(&bytes),
			err);
	buf_free(&bytes);
	return fine;
}

static bool do_labels(struct run *r, struct err *err)
{
	r->t = train_linear_new(&r->d, &LABEL_OPTIONS);
	buf_fmt(&r->text, "%zu features\n", train_linear_columns(r->t));
	bool fine = measure_labels(r, err) &&
		    (!r->o->out || (write_one(r, "labels", err) && write_profile(r, err)));

	train_linear_free(r->t);
	return fine;
}

static bool do_facets(struct run *r, struct err *err)
{
	r->t = train_linear_new(&r->d, r->d.example.len < FEW ? &FEW_OPTIONS : &FACET_OPTIONS);
	bool fine = measure_facets(r, err) &&
		    (!r->o->out || !r->facets.count || write_one(r, "facets", err));

	train_linear_free(r->t);
	return fine;
}

bool train_run(const struct train_options *o, struct err *err)
{
	struct run r = {.o = o};

	buf_init(&r.text, REPORT_MAX);
	buf_init(&r.csv, REPORT_MAX);
	train_report_head(&r.csv);
	bool fine =
		read_all(&r, err) && (o->facets_only || do_labels(&r, err)) && do_facets(&r, err);

	if (fine && o->report)
		fine = io_write(o->report, buf_view(&r.csv), err);
	train_labels_cv_free(&r.labels);
	train_facets_free(&r.facets);
	train_data_free(&r.d);
	buf_free(&r.text);
	buf_free(&r.csv);
	return fine;
}
