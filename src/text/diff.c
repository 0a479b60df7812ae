/* text/diff.c -- Myers' greedy search, with what it needs to walk back kept for each step.
 *
 * Step d knows how far one comes with d words gone or come, on each diagonal; the last step
 * reaches the end, and the way back through the steps says which words they were. */
#include "text/diff.h"

#include "base/limits.h"
#include "text/words.h"

struct sides {
	const struct word *was, *now; /* without what both begin and end with */
	int n, m;
	bool *gone, *come;
};

/* How far along diagonal k (x - y) one comes from x by equal words. */
static int slide(const struct sides *s, int x, int k)
{
	while (x < s->n && x - k < s->m && s->was[x].hash == s->now[x - k].hash)
		x++;
	return x;
}

/* Whether step d comes to diagonal k from above (a word of the new text came). */
static bool from_above(const int *before, int d, int k)
{
	return k == -d || (k != d && before[k - 1 + d] < before[k + 1 + d]);
}

/* step[d] holds 2d + 3 places: diagonals -d-1 .. d+1 of what step d - 1 reached. */
static void walk_back(const struct sides *s, int *const *step, int d)
{
	int x = s->n, y = s->m;

	for (; d > 0; d--) {
		const int *before = step[d];
		int k = x - y;
		bool above = from_above(before + 1, d, k);
		int back = above ? k + 1 : k - 1, start = before[back + d + 1];

		if (above)
			s->come[start - back] = true;
		else
			s->gone[start] = true;
		x = start;
		y = start - back;
	}
}

/* False: it would take too many. */
static bool search(const struct sides *s, struct arena *a)
{
	int most = s->n + s->m < LIMIT_DIFF ? s->n + s->m : LIMIT_DIFF;
	int **step = ARENA_ARRAY(a, int *, (size_t)most + 1);
	int *reached = ARENA_ARRAY(a, int, 2 * (size_t)most + 5), *middle = reached + most + 2;

	for (int d = 0; d <= most; d++) {
		int *before = step[d] = ARENA_ARRAY(a, int, 2 * (size_t)d + 3);

		for (int k = -d - 1; k <= d + 1; k++)
			before[k + d + 1] = middle[k];
		for (int k = -d; k <= d; k += 2) {
			int x = 0;

			if (d > 0)
				x = from_above(before + 1, d, k) ? before[k + 1 + d + 1]
								 : before[k - 1 + d + 1] + 1;

			middle[k] = slide(s, x, k);
			if (k == s->n - s->m && middle[k] >= s->n) {
				walk_back(s, step, d);
				return true;
			}
		}
	}
	return false;
}

struct making {
	struct diff_run *run;
	size_t count;
};

static void add(struct making *m, enum diff_kind kind, const struct word *w)
{
	struct diff_run *last = m->count ? &m->run[m->count - 1] : NULL;

	if (last && last->kind == kind)
		last->upto = w->upto;
	else
		m->run[m->count++] = (struct diff_run){kind, w->from, w->upto};
}

static void make_runs(struct diff *out, struct arena *a, const struct words *was,
		      const struct words *now, const bool *gone, const bool *come)
{
	struct making m = {.run = ARENA_ARRAY(a, struct diff_run, was->len + now->len + 1)};
	size_t i = 0, j = 0;

	while (i < was->len || j < now->len) {
		if (i < was->len && gone[i]) {
			add(&m, DIFF_GONE, &was->at[i++]);
			out->gone++;
		} else if (j < now->len && come[j]) {
			add(&m, DIFF_COME, &now->at[j++]);
			out->come++;
		} else {
			add(&m, DIFF_SAME, &now->at[j++]);
			i++;
			out->same++;
		}
	}
	out->run = m.run;
	out->count = m.count;
}

void diff_words(struct diff *out, struct arena *a, struct str was, struct str now)
{
	struct arena *work = arena_new();
	struct words w[2];
	size_t head = 0, tail = 0;
	struct sides s;
	bool *gone, *come;

	*out = (struct diff){0};
	words_of(&w[0], work, was);
	words_of(&w[1], work, now);
	gone = ARENA_ARRAY(work, bool, w[0].len + 1);
	come = ARENA_ARRAY(work, bool, w[1].len + 1);
	while (head < w[0].len && head < w[1].len && w[0].at[head].hash == w[1].at[head].hash)
		head++;
	while (tail < w[0].len - head && tail < w[1].len - head &&
	       w[0].at[w[0].len - 1 - tail].hash == w[1].at[w[1].len - 1 - tail].hash)
		tail++;
	s = (struct sides){.was = w[0].at + head,
			   .now = w[1].at + head,
			   .n = (int)(w[0].len - head - tail),
			   .m = (int)(w[1].len - head - tail),
			   .gone = gone + head,
			   .come = come + head};
	if (!search(&s, work)) {
		for (int i = 0; i < s.n; i++)
			s.gone[i] = true;
		for (int i = 0; i < s.m; i++)
			s.come[i] = true;
	}
	make_runs(out, a, &w[0], &w[1], gone, come);
	arena_free(work);
}
