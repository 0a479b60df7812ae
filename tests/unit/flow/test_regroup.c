/* Seeded simulations: reports and strays arrive, events merge, people decide, runs are broken
 * off, and then all is grouped anew by other weights; beside an oracle that only keeps lists.
 * TOCSIN_SIMULATIONS (12) says how many. */
#include "lib/test.h"

#include "flow/regroup.c"

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/decide.h"
#include "lib/dump.h"
#include "lib/fill.h"
#include "store/review.h"
#include "lib/opened.h"
#include "lib/refill.h"
#include "lib/season.h"
#include "store/store_parts.h"

#define ARRIVALS 40

static struct arena *arena;
static struct err err;

struct said { /* by somebody; articles are bits */
	uint64_t side[2];
	bool together, undone;
};

struct told {                     /* what the oracle knows */
	uint64_t event[ARRIVALS]; /* by article; 0: waits, or has not come */
	struct hash128 content[ARRIVALS];
	int arrived;
	struct said said[ARRIVALS];
	size_t decisions;
	uint64_t spoken; /* bits of articles on which an act of a person hangs */
};

struct house { /* a store and its grouper */
	struct store *store;
	struct grouper *grouper;
	struct nearness_model model;
	struct told told, durable;
	struct str id[ARRIVALS * 4]; /* that were ever given out */
	size_t ids, merged, recalled;
	int64_t changed;
	struct random random;
	uint64_t seed;
	const char *name;
};

static int setup(void **state)
{
	(void)state;
	scratch_make();
	arena = arena_new();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	scratch_remove();
	return 0;
}

static void restart(struct house *h)
{
	grouper_free(h->grouper);
	h->grouper = grouper_new_with(&h->model);
	refill(h->grouper, h->store);
	grouper_check(h->grouper);
}

static bool is_stray(int n)
{
	return n % 4 == 1;
}

/* A copy is of the report five before it. */
static bool is_copy(int n)
{
	return n > 8 && n % 9 == 0;
}

static void make(struct fill *f, struct story_term *term, uint64_t seed, int n)
{
	fill_nth(f, arena, n, is_stray(n) ? LABEL_UNRELATED : LABEL_INCIDENT);
	season_story(&f->story, term, seed, is_copy(n) ? n - 5 : n);
	f->outcome.story = &f->story;
}

/* -- what is so ------------------------------------------------------------------------------ */

static bool note_event(struct str url, int64_t event, void *payload)
{
	uint64_t *at = payload;
	int64_t n = 0;

	assert_true(str_int(&n, str_cut(url, sizeof "https://news.example/a" - 1, url.len)));
	assert_int_equal(at[n], 0);
	at[n] = (uint64_t)event;
	return true;
}

/* On the lists, unless a person split off what reports nothing. */
static void look_at(const struct house *h, const struct event_detail *d, bool off)
{
	bool reports = false;

	for (size_t i = 0; i < d->article_count; i++)
		reports = reports || !str_eq(d->article[i].label, STR("unrelated"));
	if (off == reports || d->article_count == 0)
		fail_msg("seed %d: event %.*s has %d articles and is %s the lists", (int)h->seed,
			 STR_ARG(d->row.id), (int)d->article_count, off ? "off" : "on");
}

/* Numbers of events by article. Sound, no article is lost, and every id leads to an event. */
static void look(uint64_t event[ARRIVALS], struct house *h)
{
	struct store_totals totals;
	struct event_detail d;
	bool off;

	if (!store_check(h->store, print_trouble, NULL, &err))
		fail_msg("seed %d: %s", (int)h->seed, err.text);
	memset(event, 0, ARRIVALS * sizeof *event);
	assert_true(store_each_url(h->store, note_event, event, &err));
	assert_true(store_totals(&totals, h->store, &err));
	assert_int_equal(totals.articles, h->told.arrived);
	for (int i = 0; i < h->told.arrived; i++)
		assert_true(is_stray(i) || event[i]);
	for (size_t i = 0; i < h->ids; i++) {
		if (!store_event_off(&d, &off, h->store, arena, h->id[i], &err) ||
		    (d.redirect.len &&
		     !store_event_off(&d, &off, h->store, arena, d.redirect, &err)))
			fail_msg("seed %d: %s", (int)h->seed, err.text);
		assert_true(d.redirect.len == 0);
		look_at(h, &d, off);
	}
}

static void note_ids(struct house *h)
{
	struct event_query q = {.limit = LIMIT_PAGE_ROWS};
	struct event_page page;

	assert_true(store_events(&page, h->store, arena, &q, &err));
	for (size_t i = 0, k; i < page.count; i++) {
		for (k = 0; k < h->ids && !str_eq(h->id[k], page.row[i].id); k++)
			;
		if (k < h->ids)
			continue;
		assert_true(h->ids < sizeof h->id / sizeof *h->id);
		h->id[h->ids++] = page.row[i].id;
	}
}

static void assert_same_parts(const uint64_t *a, const uint64_t *b, int count)
{
	for (int i = 0; i < count; i++) {
		assert_int_equal(a[i] == 0, b[i] == 0);
		for (int k = 0; k < i; k++)
			assert_int_equal(a[i] && a[i] == a[k], b[i] && b[i] == b[k]);
	}
}

static void assert_decided(const struct house *h, const uint64_t *event)
{
	for (size_t d = 0; d < h->told.decisions; d++) {
		const struct said *s = &h->told.said[d];

		for (int i = 0; i < ARRIVALS && !s->undone; i++)
			for (int k = 0; k < ARRIVALS; k++) {
				if (!(s->side[0] >> i & 1) || !(s->side[!s->together] >> k & 1))
					continue;
				if ((event[i] == event[k]) != s->together)
					fail_msg("seed %d: decision %zu of a%d and a%d",
						 (int)h->seed, d, i, k);
			}
	}
}

/* -- arrivals -------------------------------------------------------------------------------- */

static void take(struct house *h, const struct fill *f)
{
	struct recall stray[GROUPER_RECALLS];
	size_t count = grouper_recall(stray, h->grouper, &f->story, f->placement.event);

	for (size_t i = 0; i < count; i++) {
		struct taking t = refill_taking(&stray[i], f);

		if (!store_take(h->store, arena, &t, &err))
			fail_msg("%s", err.text);
		assert_false(store_take(h->store, arena, &t, &err)); /* it waits no more */
		assert_int_equal(err.code, ERR_CONFLICT);
		grouper_take(h->grouper, &stray[i]);
		for (int n = 0; n < h->told.arrived; n++)
			if (hash128_eq(h->told.content[n], t.article))
				h->told.event[n] = f->placement.event;
		h->recalled++;
	}
}

/* The clerk's propose, commit, accept. */
static void arrive(struct house *h)
{
	struct story_term term[SEASON_TERMS];
	int n = h->told.arrived;
	struct told *t = &h->told;
	struct fill f;

	make(&f, term, h->seed, n);
	grouper_propose(&f.placement, h->grouper, &f.story);
	if (is_copy(n) && t->event[n - 5])
		assert_int_equal(f.placement.how, PLACED_REPRINT);
	assert_false(is_stray(n) && f.placement.how == PLACED_NEW);
	fill_commit(&f, h->store, arena);
	grouper_accept(h->grouper, &f.story, &f.placement);
	for (size_t i = 0; i < f.placement.merge_count; i++)
		for (int k = 0; k < n; k++)
			if (t->event[k] == f.placement.merge[i])
				t->event[k] = f.placement.event;
	h->merged += f.placement.merge_count;
	t->content[n] = f.article.content;
	t->event[n] = f.placement.event;
	t->arrived++;
	take(h, &f);
}

/* -- decisions ------------------------------------------------------------------------------- */

static uint64_t articles_of(const struct told *t, uint64_t event)
{
	uint64_t bits = 0;

	for (int i = 0; i < t->arrived; i++)
		bits |= (uint64_t)(event && t->event[i] == event) << i;
	return bits;
}

static struct str id_of(struct house *h, int n)
{
	struct article_row row;

	assert_true(store_article(&row, h->store, arena, arena_fmt(arena, "a%d", n), &err));
	return row.event;
}

/* Then there is nothing to be said of it. */
static bool is_off(struct house *h, int n)
{
	struct event_detail d;
	bool off;

	if (!store_event_off(&d, &off, h->store, arena, id_of(h, n), &err))
		fail_msg("seed %d: %s", (int)h->seed, err.text);
	return off;
}

/* Somebody says that the events of two articles are one, or that one of them stands alone. */
static void decide(struct house *h)
{
	struct told *t = &h->told;
	int a = (int)random_below(&h->random, (uint32_t)t->arrived);
	int b = (int)random_below(&h->random, (uint32_t)t->arrived);
	struct decision d = {.who = STR("Ann"), .why = STR("I read both"), .at_ms = JUNE};
	struct str other = arena_fmt(arena, "a%d", b);
	uint64_t of_a = articles_of(t, t->event[a]), of_b = articles_of(t, t->event[b]);
	bool together = of_a != of_b;
	struct said *s = &t->said[t->decisions];

	if (!of_a || !of_b || a == b || is_off(h, a) || is_off(h, b))
		return;
	d.event = id_of(h, a);
	*s = (struct said){{of_a | of_b, 0}, true, false};
	if (!together)
		*s = (struct said){{UINT64_C(1) << b, of_b & ~(UINT64_C(1) << b)}, false, false};
	for (size_t i = 0; i < t->decisions; i++) {
		struct said *was = &t->said[i];
		uint64_t one = together ? of_a : s->side[0], two = together ? of_b : s->side[1];
		uint64_t w0 = was->side[0], w1 = was->together ? w0 : was->side[1];

		if (was->together != together &&
		    (((w0 & one) && (w1 & two)) || ((w0 & two) && (w1 & one))))
			was->undone = true;
	}
	if (!(together ? decide_merge(&other, h->store, arena, &d, id_of(h, b), &err)
		       : decide_split(&other, h->store, arena, &d, &other, 1, &err)))
		fail_msg("%s", err.text);
	t->decisions++;
	if (together) {
		for (int i = 0; i < t->arrived; i++)
			if (of_b >> i & 1)
				t->event[i] = t->event[a];
	} else {
		t->event[b] = UINT64_MAX;
	}
}

static void say(const struct house *h, struct act *a)
{
	struct acted done;

	a->by = (struct doer){.who = STR("Ann"), .why = STR("I read it"), .at_ms = JUNE};
	if (!store_act(&done, h->store, arena, a, &err))
		fail_msg("seed %d: %s", (int)h->seed, err.text);
}

/* Of each stray that is in an event a person says the label, or gives its event a title. */
static void speak(struct house *h)
{
	struct told *t = &h->told;

	for (int i = 0; i < t->arrived; i++) {
		uint64_t all = t->event[i] ? articles_of(t, t->event[i]) : 0;
		struct act a = {.name = STR("relabel"), .label = STR("hazard")};
		struct act edit = {.name = STR("edit"), .title = STR("Strays of a season")};
		bool label = i % 8 == 1;

		if (!is_stray(i) || !all || (!label && is_off(h, i)))
			continue;
		a.article = arena_fmt(arena, "a%d", i);
		edit.event = id_of(h, i);
		say(h, label ? &a : &edit);
		t->spoken |= label ? UINT64_C(1) << i : all & -all;
	}
}

/* -- a run ------------------------------------------------------------------------------------ */

/* All is durable, is what the oracle says, and goes by the store's numbers from here on. */
static void settle_down(struct house *h, bool and_decide)
{
	uint64_t event[ARRIVALS];

	assert_true(store_end(h->store, &err));
	if (and_decide)
		decide(h);
	look(event, h);
	assert_same_parts(h->told.event, event, h->told.arrived);
	assert_decided(h, event);
	memcpy(h->told.event, event, sizeof event);
	h->durable = h->told;
	note_ids(h);
	if (and_decide)
		restart(h);
}

/* As after a crash: what was not durable is gone. */
static void break_off(struct house *h)
{
	store_close(h->store);
	h->store = opened(h->name, DB_WRITE);
	h->told = h->durable;
	restart(h);
}

static void live(struct house *h, bool decisions)
{
	assert_true(store_begin(h->store, &err));
	while (h->told.arrived < ARRIVALS) {
		uint32_t chance = random_below(&h->random, 24);

		arrive(h);
		if (chance > 2)
			continue;
		if (chance == 2)
			break_off(h);
		else
			settle_down(h, decisions && chance == 1);
		assert_true(store_begin(h->store, &err));
	}
	settle_down(h, decisions);
}

static bool count_line(struct str json, void *payload, struct err *why)
{
	(void)why;
	for (size_t i = 0; i < json.len; i++)
		*(int *)payload += json.at[i] == '\n';
	return true;
}

static struct regroup_summary anew(struct house *h, const struct nearness_model *m, bool dry_run,
				   size_t batch)
{
	int lines = 0;
	struct regroup_options o = {.db = arena_fmt(arena, "%s", anydb_url(h->name)),
				    .dry_run = dry_run,
				    .batch = batch,
				    .model = m,
				    .line = count_line,
				    .payload = &lines};
	struct regroup_summary s;

	if (!regroup_run(&s, &o, &err))
		fail_msg("seed %d: %s", (int)h->seed, err.text);
	assert_true(lines >= s.changes && s.stories == h->told.arrived);
	s.seconds = 0;
	return s;
}

#ifdef TOCSIN_DEBUG
static int steps_left;

static void die_there(const char *place)
{
	(void)place;
	if (--steps_left == 0)
		_exit(9);
}

/* Killed at that step of grouping anew, if it comes so far. */
static void kill_at(struct house *h, const struct nearness_model *m, int step)
{
	pid_t child = fork();
	int status;

	if (child == 0) {
		steps_left = step;
		store_crash_point = die_there;
		anew(h, m, false, 1);
		_exit(0);
	}
	assert_true(child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status));
	assert_true(WEXITSTATUS(status) == 9 || WEXITSTATUS(status) == 0);
}
#else
static void kill_at(struct house *h, const struct nearness_model *m, int step)
{
	(void)h, (void)m, (void)step;
}
#endif

/* All stories once more, without a store. */
static void plainly(uint64_t event[ARRIVALS], const struct house *h, const struct nearness_model *m)
{
	struct grouper *g = grouper_new_with(m);
	uint64_t events = 0;
	int order[ARRIVALS], accepted = 0;

	memset(event, 0, ARRIVALS * sizeof *event);
	for (int n = 0; n < ARRIVALS; n++) {
		struct recall stray[GROUPER_RECALLS];
		struct story_term term[SEASON_TERMS];
		struct placement p;
		struct fill f;
		size_t count;

		make(&f, term, h->seed, n);
		grouper_propose(&p, g, &f.story);
		if (p.how == PLACED_NEW)
			p.event = ++events;
		grouper_accept(g, &f.story, &p);
		if (p.event)
			order[accepted++] = n;
		count = grouper_recall(stray, g, &f.story, p.event);
		for (size_t i = 0; i < count; i++) {
			grouper_take(g, &stray[i]);
			for (int k = 0; k < n; k++)
				if (hash128_eq(h->told.content[k], stray[i].article))
					order[accepted++] = k;
		}
	}
	for (int i = 0; i < accepted; i++)
		event[order[i]] = grouper_event_of(g, (size_t)i);
	grouper_free(g);
}

static void group_anew(struct house *h, bool decisions)
{
	static const float bar[] = {0.3F, 0.45F, 0.55F, 0.65F};
	struct nearness_model m = SEASON_MODEL;
	uint64_t event[ARRIVALS], wanted[ARRIVALS];
	struct regroup_summary would, did;
	int64_t version = store_version(h->store);

	if (!decisions)
		assert_int_equal(anew(h, &h->model, true, 0).changes, 0);
	m.join = bar[random_below(&h->random, 4)];
	m.stray = m.join + 0.1F * (float)random_below(&h->random, 3);
	would = anew(h, &m, true, 0);
	h->changed += would.changes;
	assert_int_equal(store_version(h->store), version);
	if (random_below(&h->random, 2)) {
		kill_at(h, &m, 1 + (int)random_below(&h->random, 40));
		look(event, h);
		assert_decided(h, event);
		anew(h, &m, false, 2);
	} else {
		did = anew(h, &m, false, 1 + random_below(&h->random, 5));
		assert_memory_equal(&would, &did, sizeof would);
	}
	look(event, h);
	note_ids(h);
	assert_decided(h, event);
	for (int i = 0; i < ARRIVALS; i++)
		assert_true(event[i] || !(h->told.spoken >> i & 1));
	if (!decisions) {
		plainly(wanted, h, &m);
		assert_same_parts(event, wanted, ARRIVALS);
	}
	assert_int_equal(anew(h, &m, false, 0).changes, 0);
	h->model = m;
	restart(h);
}

struct happened { /* in all runs */
	size_t merged, recalled, decided, spoken;
	int64_t changed;
};

static void simulate(struct happened *sum, uint64_t seed)
{
	static struct house h;
	bool decisions = seed % 2;

	h = (struct house){.seed = seed, .model = SEASON_MODEL, .name = "run.db"};
	random_seed(&h.random, seed);
	h.store = opened(h.name, DB_WRITE);
	restart(&h);
	live(&h, decisions);
	if (seed % 4 == 1)
		speak(&h);
	group_anew(&h, decisions);
	group_anew(&h, decisions); /* back, or on */
	sum->merged += h.merged;
	sum->recalled += h.recalled;
	sum->changed += h.changed;
	sum->decided += h.told.decisions;
	sum->spoken += (size_t)__builtin_popcountll(h.told.spoken);
	store_close(h.store);
	grouper_free(h.grouper);
	arena_reset(arena);
}

static void simulate_all(struct happened *sum, uint64_t first, uint64_t last)
{
	for (uint64_t seed = first; seed <= last; seed++) {
		simulate(sum, seed);
		anydb_remove("run.db");
	}
}

static uint64_t asked(const char *name, uint64_t otherwise)
{
	const char *text = getenv(name);

	return text ? strtoull(text, NULL, 10) : otherwise;
}

/* TOCSIN_SIMULATIONS: the last seed, 2000 in ./check --long; ..._FROM: the first. */
static void test_simulations(void **state)
{
	uint64_t first = asked("TOCSIN_SIMULATIONS_FROM", 1);
	uint64_t last = asked("TOCSIN_SIMULATIONS", 12), runs = last + 1 - first;
	struct happened sum = {0};

	(void)state;
	simulate_all(&sum, first, last);
	print_message("%d runs: %zu merges, %zu strays recalled, %zu decisions, %zu articles "
		      "spoken of, %d changes\n",
		      (int)runs, sum.merged, sum.recalled, sum.decided, sum.spoken,
		      (int)sum.changed);
	/* the runs do contain what they are for */
	assert_true(runs < 12 || (sum.merged * 4 > runs && sum.recalled > runs / 2 &&
				  sum.spoken > runs / 4 && sum.changed > (int64_t)runs));
}

/* An event that a person split off, and that reports nothing: it ended and was counted twice. */
static void test_seeds_that_failed(void **state)
{
	struct happened sum = {0};

	(void)state;
	simulate_all(&sum, 327, 327);
	simulate_all(&sum, 711, 711);
	simulate_all(&sum, 589, 589); /* an event that is off the lists got a title */
}

/* Nobody's plan is carried out on another store than it was made for. */
static bool write_between(struct str json, void *payload, struct err *why)
{
	struct house *h = payload;
	struct fill f;

	(void)json;
	fill_article(&f, arena, "late", "Late", "A piano fell.", JUNE, LABEL_UNRELATED);
	return store_commit(h->store, arena, &f.outcome, why) == COMMITTED;
}

static void test_stops_when_others_write(void **state)
{
	static struct house h;
	struct nearness_model m = SEASON_MODEL;
	struct regroup_options o = {.batch = 1, .model = &m, .line = write_between, .payload = &h};
	struct regroup_summary s;

	(void)state;
	h = (struct house){.seed = 6, .model = SEASON_MODEL, .name = "two.db"};
	random_seed(&h.random, 6);
	h.store = opened(h.name, DB_WRITE);
	restart(&h);
	live(&h, false);
	m.join = 0.65F;
	assert_true(anew(&h, &m, true, 0).changes > 1);
	o.db = arena_fmt(arena, "%s", anydb_url(h.name));
	assert_false(regroup_run(&s, &o, &err));
	assert_int_equal(err.code, ERR_CONFLICT);
	assert_int_equal(s.changes, 1);
	assert_sound(h.store);
	o.line = NULL;
	assert_true(regroup_run(&s, &o, &err));
	assert_true(s.changes > 0);
	store_close(h.store);
	grouper_free(h.grouper);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_simulations, setup, teardown),
		cmocka_unit_test_setup_teardown(test_seeds_that_failed, setup, teardown),
		cmocka_unit_test_setup_teardown(test_stops_when_others_write, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
