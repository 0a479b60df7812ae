/* judge/train_labels.c -- four one-vs-rest models a register, and what they are worth.
 *
 * Each example is scored by models of the folds it is not in. Those scores are
 * calibrated (judge/calibration.h), those of clipped items by the first file's items
 * alone, since only they have the priors of news, those of reports told whole by all
 * such files; rarer labels weigh more in the fit, which moves
 * the borders to where macro-F1 counts them alike, and costs a little honesty of
 * the probabilities (both are printed). For measuring, a fold's calibration is
 * fitted on the other folds, so nothing has seen what it is measured on.
 *
 * Which register a text is of (judge/registers.h) is learned too: the first file
 * against the reports that are told in several ways.
 *
 * Items that name no AI system are not scored, here as in the judge: they are
 * unrelated, with the shares of labels that such items have. */
#include "judge/train_labels.h"

#include <math.h>

#define UP 0.5   /* errors on a label cost (rest / label)^UP times as much */
#define RARE 0.5 /* weight of a label in calibration: (all / label)^RARE */
#define ABSTAIN_SHARE 0.25
#define SHARP 1.5 /* times the log odds of the manner: what lies between belongs to one, mostly */

static size_t outputs_of(const struct train_data *d)
{
	for (size_t i = 0; i < d->example.len; i++)
		if (d->example.at[i].whole)
			return REGISTER_OUTPUTS;
	return LABEL_COUNT;
}

/* A group has all labels on one matter: nothing but the manner sets it apart from news. */
static bool is_told_in_several_ways(const struct example *e)
{
	return !str_eq(e->group, e->id);
}

/* What one output shall say of an example; -1: it does not learn from it. */
static int8_t wanted(const struct example *e, size_t output)
{
	bool clipped = output < REGISTER_WHOLE;

	if (output == REGISTER_SHARE)
		return e->whole && is_told_in_several_ways(e) ? 1 : e->file == 0 ? 0 : -1;
	if (e->label == LABEL_COUNT || e->whole == clipped)
		return -1;
	return (size_t)e->label == (clipped ? output : output - REGISTER_WHOLE);
}

static void truth_of(int8_t *truth, struct train_linear_task *task, const struct train_data *d,
		     size_t output)
{
	double ones = 0, zeros = 0;

	for (size_t i = 0; i < d->example.len; i++) {
		truth[i] = wanted(&d->example.at[i], output);
		ones += truth[i] == 1;
		zeros += truth[i] == 0;
	}
	task->up = ones > 0 ? pow(zeros / ones, UP) : 1;
	task->levels = output != REGISTER_SHARE;
}

/* Leaves out one fold, and of the others all but a share. */
static void leave_out(int8_t *truth, const struct train_data *d, uint32_t fold, double share)
{
	for (size_t i = 0; i < d->example.len; i++) {
		const struct example *e = &d->example.at[i];
		double place = (double)(hash64(e->group, 99) % 1000) / 1000;

		if (train_data_fold(e, TRAIN_FOLDS) == fold || place >= share)
			truth[i] = -1;
	}
}

static void score_folds(struct train_labels_cv *cv, struct train_linear *t,
			const struct train_data *d, double share)
{
	int8_t *truth = memory_alloc(d->example.len + 1);
	float *weight = memory_alloc((train_linear_columns(t) + 1) * sizeof *weight);

	for (uint32_t fold = 0; fold < TRAIN_FOLDS; fold++) {
		for (size_t o = 0; o < cv->outputs; o++) {
			struct train_linear_task task = {.truth = truth, .cost = cv->cost};
			float bias;

			truth_of(truth, &task, d, o);
			leave_out(truth, d, fold, share);
			train_linear_fit(weight, &bias, t, &task);
			for (size_t i = 0; i < d->example.len; i++)
				if (train_data_fold(&d->example.at[i], TRAIN_FOLDS) == fold)
					cv->score[i][o] = train_linear_score(t, weight, bias, i);
		}
	}
	memory_free(weight);
	memory_free(truth);
}

/* Which examples the probabilities of a register are fitted to. */
static bool calibrates(const struct example *e, bool whole)
{
	return e->label != LABEL_COUNT && e->names_ai && (whole ? e->whole : e->file == 0);
}

/* Fits one register on its labelled items, all but those of `except`. */
static void calibrate_one(struct calibration *out, const struct train_labels_cv *cv,
			  const struct train_data *d, uint32_t except, bool whole)
{
	size_t n = 0, count[LABEL_COUNT] = {0};
	float *score = memory_alloc((d->example.len + 1) * LABEL_COUNT * sizeof *score);
	float *weight = memory_alloc((d->example.len + 1) * sizeof *weight);
	uint8_t *gold = memory_alloc(d->example.len + 1);

	for (size_t i = 0; i < d->example.len; i++) {
		const struct example *e = &d->example.at[i];

		if (!calibrates(e, whole) || train_data_fold(e, TRAIN_FOLDS) == except)
			continue;
		memcpy(score + n * LABEL_COUNT,
		       cv->score[i] + (whole ? REGISTER_WHOLE : REGISTER_CLIPPED),
		       LABEL_COUNT * sizeof *score);
		gold[n++] = (uint8_t)e->label;
		count[e->label]++;
	}
	for (size_t i = 0; i < n; i++)
		weight[i] = (float)pow((double)n / (double)count[gold[i]] / LABEL_COUNT, RARE);
	calibration_fit(out, &(struct calibration_data){.score = score,
							.gold = gold,
							.weight = weight,
							.n = n,
							.classes = LABEL_COUNT});
	memory_free(score);
	memory_free(weight);
	memory_free(gold);
}

static void calibrate(struct train_labels_calibration *out, const struct train_labels_cv *cv,
		      const struct train_data *d, uint32_t except)
{
	calibrate_one(&out->clipped, cv, d, except, false);
	if (cv->outputs == REGISTER_OUTPUTS)
		calibrate_one(&out->whole, cv, d, except, true);
}

/* One of each is added, so that none is impossible. */
static void count_unnamed(float share[LABEL_COUNT], const struct train_data *d, uint32_t except)
{
	float count[LABEL_COUNT] = {1, 1, 1, 1}, all = LABEL_COUNT;

	for (size_t i = 0; i < d->example.len; i++) {
		const struct example *e = &d->example.at[i];

		if (e->file != 0 || e->label == LABEL_COUNT || e->names_ai ||
		    train_data_fold(e, TRAIN_FOLDS) == except)
			continue;
		count[e->label]++;
		all++;
	}
	for (int l = 0; l < LABEL_COUNT; l++)
		share[l] = count[l] / all;
}

/* The slope and the level that calibration gives to an output. */
static void line_of(double *slope, double *offset, const struct train_labels_calibration *c,
		    size_t output)
{
	const struct calibration *from = output < REGISTER_WHOLE ? &c->clipped : &c->whole;

	*slope = output == REGISTER_SHARE ? SHARP : from->slope[output % LABEL_COUNT];
	*offset = output == REGISTER_SHARE ? 0 : from->offset[output % LABEL_COUNT];
}

static void probabilities(float p[LABEL_COUNT], const struct train_labels_calibration *c,
			  const float *score, size_t outputs)
{
	float z[REGISTER_OUTPUTS] = {0};

	for (size_t o = 0; o < outputs; o++) {
		double slope, offset;

		line_of(&slope, &offset, c, o);
		z[o] = (float)(slope * (double)score[o] + offset);
	}
	registers_mix(p, z, outputs);
}

static enum label decide_example(float *p, const struct train_labels_calibration *c,
				 const float *unnamed, const struct train_labels_cv *cv,
				 const struct train_data *d, size_t i)
{
	float all[LABEL_COUNT];
	int best = 0;

	if (!d->example.at[i].names_ai) {
		*p = unnamed[LABEL_UNRELATED];
		return LABEL_UNRELATED;
	}
	probabilities(all, c, cv->score[i], cv->outputs);
	for (int l = 1; l < LABEL_COUNT; l++)
		if (all[l] > all[best])
			best = l;
	*p = all[best];
	return (enum label)best;
}

static void decide_all(struct train_labels_cv *cv, const struct train_data *d)
{
	for (uint32_t fold = 0; fold < TRAIN_FOLDS; fold++) {
		struct train_labels_calibration c;
		float unnamed[LABEL_COUNT];

		calibrate(&c, cv, d, fold);
		count_unnamed(unnamed, d, fold);
		for (size_t i = 0; i < d->example.len; i++) {
			const struct example *e = &d->example.at[i];

			if (e->file != 0 || e->label == LABEL_COUNT ||
			    train_data_fold(e, TRAIN_FOLDS) != fold)
				continue;
			struct train_labels_said *s = &cv->said[cv->said_count++];

			s->gold = (uint8_t)e->label;
			s->names_ai = e->names_ai;
			s->said = (uint8_t)decide_example(&s->p, &c, unnamed, cv, d, i);
		}
	}
}

static void told(float *p, uint8_t *right, const struct train_labels_cv *cv)
{
	for (size_t i = 0; i < cv->said_count; i++) {
		p[i] = cv->said[i].p;
		right[i] = cv->said[i].gold == cv->said[i].said;
	}
}

double train_labels_share_for(const struct train_labels_cv *cv, double accuracy)
{
	float *p = memory_alloc((cv->said_count + 1) * sizeof *p);
	uint8_t *right = memory_alloc(cv->said_count + 1);
	double share;

	told(p, right, cv);
	calibration_abstain_for(&share, p, right, cv->said_count, accuracy);
	memory_free(p);
	memory_free(right);
	return share;
}

static void measure(struct train_labels_cv *cv)
{
	float *p = memory_alloc((cv->said_count + 1) * sizeof *p);
	uint8_t *right = memory_alloc(cv->said_count + 1);
	size_t kept = 0, good = 0;
	double ignored;

	told(p, right, cv);
	if (cv->precision > 0)
		cv->abstain =
			calibration_abstain_for(&ignored, p, right, cv->said_count, cv->precision);
	else
		cv->abstain =
			calibration_abstain(&ignored, p, right, cv->said_count, ABSTAIN_SHARE);
	for (size_t i = 0; i < cv->said_count; i++) {
		bool sure = p[i] >= cv->abstain;

		kept += sure;
		good += sure && right[i];
		eval_metrics_add(&cv->metrics, cv->said[i].gold, cv->said[i].said, (double)p[i],
				 !sure);
	}
	cv->abstain_accuracy = kept ? (double)good / (double)kept : 0;
	memory_free(p);
	memory_free(right);
}

void train_labels_cv(struct train_labels_cv *out, struct train_linear *t,
		     const struct train_data *d, double cost, double share, double precision)
{
	*out = (struct train_labels_cv){
		.cost = cost, .precision = precision, .outputs = outputs_of(d)};
	out->score = memory_zalloc((d->example.len + 1) * sizeof *out->score);
	out->said = memory_alloc((d->example.len + 1) * sizeof *out->said);
	score_folds(out, t, d, share);
	decide_all(out, d);
	measure(out);
	calibrate(&out->calibration, out, d, TRAIN_FOLDS);
	count_unnamed(out->unnamed, d, TRAIN_FOLDS);
}

void train_labels_cv_free(struct train_labels_cv *cv)
{
	memory_free(cv->score);
	memory_free(cv->said);
	cv->score = NULL;
	cv->said = NULL;
}

void train_labels_breadth(struct eval_metrics *out, const struct train_labels_cv *cv,
			  const struct train_data *d, uint32_t file)
{
	*out = (struct eval_metrics){0};
	for (size_t i = 0; i < d->example.len; i++) {
		const struct example *e = &d->example.at[i];
		float p;

		if (e->file != file || e->label == LABEL_COUNT)
			continue;
		enum label label = decide_example(&p, &cv->calibration, cv->unnamed, cv, d, i);

		eval_metrics_add(out, e->label, label, (double)p, p < cv->abstain);
	}
}

static bool leans_to_incident(const struct train_labels_cv *cv, const struct train_data *d,
			      size_t i)
{
	float p[LABEL_COUNT];

	if (!d->example.at[i].names_ai)
		return cv->unnamed[LABEL_INCIDENT] >= cv->unnamed[LABEL_HAZARD];
	probabilities(p, &cv->calibration, cv->score[i], cv->outputs);
	return p[LABEL_INCIDENT] >= p[LABEL_HAZARD];
}

double train_labels_two_way(size_t *items, const struct train_labels_cv *cv,
			    const struct train_data *d, uint32_t file)
{
	size_t right = 0;

	*items = 0;
	for (size_t i = 0; i < d->example.len; i++) {
		const struct example *e = &d->example.at[i];

		if (e->file != file || (e->label != LABEL_INCIDENT && e->label != LABEL_HAZARD))
			continue;
		++*items;
		right += leans_to_incident(cv, d, i) == (e->label == LABEL_INCIDENT);
	}
	return *items ? (double)right / (double)*items : 0;
}

void train_labels_write(struct buf *out, struct train_linear *t, const struct train_data *d,
			const struct train_labels_cv *cv, struct str provenance)
{
	static const char *const name[REGISTER_OUTPUTS] = {
		"incident",       "hazard",       "complementary",       "unrelated",
		"whole/incident", "whole/hazard", "whole/complementary", "whole/unrelated",
		"whole",
	};
	size_t columns = train_linear_columns(t), outputs = cv->outputs;
	int8_t *truth = memory_alloc(d->example.len + 1);
	float *one = memory_alloc((columns + 1) * sizeof *one);
	float *all = memory_alloc((columns + 1) * outputs * sizeof *all);
	struct linear_output output[REGISTER_OUTPUTS] = {0};

	for (size_t o = 0; o < outputs; o++) {
		struct train_linear_task task = {.truth = truth, .cost = cv->cost};
		double slope, offset;
		float bias;

		truth_of(truth, &task, d, o);
		train_linear_fit(one, &bias, t, &task);
		line_of(&slope, &offset, &cv->calibration, o);
		for (size_t c = 0; c < columns; c++)
			all[c * outputs + o] = (float)(slope * (double)one[c]);
		output[o].name = str_of(name[o]);
		output[o].bias = (float)(slope * (double)bias + offset);
	}
	linear_write(out, &(struct linear_draft){.name = STR("labels"),
						 .output = output,
						 .outputs = outputs,
						 .key = train_linear_keys(t),
						 .weight = all,
						 .rows = columns,
						 .abstain = cv->abstain,
						 .unnamed = cv->unnamed,
						 .dimensions = train_linear_dimensions(t),
						 .provenance = provenance});
	memory_free(truth);
	memory_free(one);
	memory_free(all);
}
