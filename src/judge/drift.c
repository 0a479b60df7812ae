/* judge/drift.c -- two profiles held side by side.
 *
 * With n and m articles two samples of one population have a PSI of about (bins - 1) (1/n +
 * 1/m) by chance (Yurdakul 2018), so that much is added to the bound of 0.25 before it
 * warns, and only where the judge has become less sure. Words warn where the share that
 * nobody knows is half as large again as with articles left out of training, and at least
 * five points larger. */
#include "judge/drift.h"

#include <math.h>

#define PSI_OTHER 0.25
#define WORDS_TIMES 1.5
#define WORDS_POINTS 0.05
#define LEAST_NOW 3 /* articles that must have a phrase */

static double sum(const double *count, size_t n)
{
	double all = 0;

	for (size_t i = 0; i < n; i++)
		all += count[i];
	return all;
}

/* Half an article more in each bin, so that an empty one has a logarithm. */
static double psi(const double *now, const double *then, size_t n)
{
	double all_now = sum(now, n) + 0.5 * (double)n, all_then = sum(then, n) + 0.5 * (double)n;
	double index = 0;

	for (size_t i = 0; i < n; i++) {
		double a = (now[i] + 0.5) / all_now, b = (then[i] + 0.5) / all_then;

		index += (a - b) * log(a / b);
	}
	return index;
}

static double psi_bound(const double *now, const double *then, size_t n)
{
	return PSI_OTHER + (double)(n - 1) * (1 / sum(now, n) + 1 / sum(then, n));
}

static double mean_bin(const double *count)
{
	double all = sum(count, PROFILE_BINS), at = 0;

	for (size_t i = 0; i < PROFILE_BINS; i++)
		at += (double)i * count[i];
	return all > 0 ? at / all : 0;
}

static double half(double a, double b)
{
	return a > 0 ? 0.5 * a * log2(2 * a / (a + b)) : 0;
}

static double cue_sum(const struct profile *p)
{
	double all = 0, n;
	struct str key;

	for (size_t i = 0; profile_at(&key, &n, p, PROFILE_CUE, i); i++)
		all += n;
	return all > 0 ? all : 1;
}

static double cues(const struct profile *now, const struct profile *then)
{
	double all_now = cue_sum(now), all_then = cue_sum(then), bits = 0, n;
	struct str key;

	for (size_t i = 0; profile_at(&key, &n, now, PROFILE_CUE, i); i++) {
		double a = n / all_now, b = profile_count(then, PROFILE_CUE, key) / all_then;

		bits += half(a, b) + half(b, a);
	}
	for (size_t i = 0; profile_at(&key, &n, then, PROFILE_CUE, i); i++)
		if (profile_count(now, PROFILE_CUE, key) <= 0)
			bits += half(n / all_then, 0);
	return bits;
}

void drift_of(struct drift *out, const struct profile *now, const struct profile *trained)
{
	const double *sure = profile_confidence(now), *was = profile_confidence(trained);

	*out = (struct drift){.articles = profile_articles(now)};
	out->enough = out->articles >= DRIFT_LEAST;
	out->unknown = profile_unknown(now, trained);
	out->unknown_trained = profile_unknown(trained, trained);
	out->confidence = psi(sure, was, PROFILE_BINS);
	out->labels = psi(profile_labels(now), profile_labels(trained), LABEL_COUNT);
	out->cues = cues(now, trained);
	out->words_warn = out->enough && out->unknown > WORDS_TIMES * out->unknown_trained &&
			  out->unknown > out->unknown_trained + WORDS_POINTS;
	out->confidence_warn = out->enough && sum(sure, PROFILE_BINS) >= DRIFT_LEAST &&
			       sum(was, PROFILE_BINS) >= DRIFT_LEAST &&
			       mean_bin(sure) < mean_bin(was) &&
			       out->confidence > psi_bound(sure, was, PROFILE_BINS);
}

static double part(double seen, double expected)
{
	return seen > 0 ? seen * log(seen / expected) : 0;
}

/* Of `a` in `n` articles against `b` in `m`; 0 when it is not more frequent now. */
static double likelihood(double a, double n, double b, double m)
{
	double share = (a + b) / (n + m);

	if (a / n <= b / m)
		return 0;
	return 2 * (part(a, n * share) + part(b, m * share) + part(n - a, n * (1 - share)) +
		    part(m - b, m * (1 - share)));
}

static size_t keep(struct drift_thing *out, size_t count, size_t most, const struct drift_thing *t)
{
	size_t at = count;

	while (at > 0 && out[at - 1].weight < t->weight)
		at--;
	if (at == most)
		return count;
	if (count < most)
		count++;
	for (size_t i = count - 1; i > at; i--)
		out[i] = out[i - 1];
	out[at] = *t;
	return count;
}

size_t drift_things(struct drift_thing *out, size_t most, const struct profile *now,
		    const struct profile *trained, enum profile_kind kind)
{
	double n = (double)profile_articles(now), m = (double)profile_articles(trained);
	struct drift_thing t = {.now = 0};
	size_t count = 0;

	for (size_t i = 0; profile_at(&t.key, &t.now, now, kind, i); i++) {
		if (t.now < LEAST_NOW)
			continue;
		t.trained = profile_count(trained, kind, t.key);
		t.weight = likelihood(t.now, n, t.trained, m);
		if (t.weight > 0)
			count = keep(out, count, most, &t);
	}
	return count;
}
