/* Join or new, reprints, forgetting, stories that survive packing; and 2,000 seeded runs
 * of arrivals, reprints, merges (made or dropped) and forgetting beside a plain oracle. */
#include "lib/test.h"

#include "events/grouper.c"

static struct err err;

static void make(struct story *out, struct arena *a, const char *title, const char *text,
		 const char *day)
{
	struct article x;
	struct str json = arena_fmt(a, "{\"title\":\"%s\",\"text\":\"%s\",\"date\":\"%s\"}", title,
				    text, day);

	assert_true(article_from_json(&x, a, json, STR("test"), &err));
	story_of(out, a, &x, NULL);
}

static const char CAR[] =
	"A self-driving Uber car struck and killed Elaine Herzberg, 49, as she crossed a street in "
	"Tempe, Arizona, on Sunday night. Rafaela Vasquez sat behind the wheel of the Volvo.";
static const char CAR_AGAIN[] =
	"Police in Tempe say that Elaine Herzberg was pushing a bicycle when the Uber test car, a "
	"Volvo, hit her at 38 miles an hour. Vasquez was at the wheel in the Arizona city.";
static const char ROBOT[] =
	"A chess robot broke the finger of a seven-year-old boy at the Moscow Open, said Sergey "
	"Lazarev, president of the Moscow Chess Federation. The robot had been rented.";

static uint64_t settle(struct grouper *g, const struct story *s, uint64_t fresh, enum placed *how)
{
	struct placement p;

	grouper_propose(&p, g, s);
	*how = p.how;
	if (!p.event)
		p.event = fresh;
	grouper_accept(g, s, &p);
	grouper_check(g);
	return p.event;
}

static void test_join_new_and_reprint(void **state)
{
	struct arena *a = arena_new();
	struct grouper *g = grouper_new();
	struct story s;
	enum placed how;

	(void)state;
	make(&s, a, "Self-driving Uber kills woman in Arizona", CAR, "2018-03-19");
	assert_int_equal(settle(g, &s, 11, &how), 11);
	assert_int_equal(how, PLACED_NEW);
	make(&s, a, "Chess robot breaks boy's finger", ROBOT, "2022-07-24");
	assert_int_equal(settle(g, &s, 12, &how), 12);
	make(&s, a, "Uber car did not brake before it killed Herzberg", CAR_AGAIN, "2018-03-21");
	assert_int_equal(settle(g, &s, 13, &how), 11);
	assert_int_equal(how, PLACED_JOINED);
	make(&s, a, "Another headline", ROBOT, "2022-07-25");
	assert_int_equal(settle(g, &s, 14, &how), 12);
	assert_int_equal(how, PLACED_REPRINT);
	grouper_free(g);
	arena_free(a);
}

static void test_proposing_changes_nothing(void **state)
{
	struct arena *a = arena_new();
	struct grouper *g = grouper_new();
	struct placement one, two;
	struct story s;
	enum placed how;

	(void)state;
	make(&s, a, "Self-driving Uber kills woman in Arizona", CAR, "2018-03-19");
	settle(g, &s, 1, &how);
	make(&s, a, "Uber car did not brake", CAR_AGAIN, "2018-03-21");
	grouper_propose(&one, g, &s);
	for (int i = 0; i < 3; i++) {
		grouper_propose(&two, g, &s);
		assert_memory_equal(&one, &two, sizeof one);
	}
	grouper_check(g);
	grouper_free(g);
	arena_free(a);
}

static void test_forgetting(void **state)
{
	struct arena *a = arena_new();
	struct grouper *g = grouper_new();
	struct story s;
	enum placed how;

	(void)state;
	make(&s, a, "Self-driving Uber kills woman in Arizona", CAR, "2018-03-19");
	settle(g, &s, 1, &how);
	make(&s, a, "Chess robot breaks boy's finger", ROBOT, "2022-07-24");
	settle(g, &s, 2, &how);
	grouper_forget_before(g, 1577836800000); /* 2020 */
	grouper_check(g);
	assert_int_equal(window_count(g->window), 1);
	make(&s, a, "Uber car did not brake", CAR_AGAIN, "2018-03-21");
	assert_int_equal(settle(g, &s, 3, &how), 3);
	make(&s, a, "Robot again", ROBOT, "2022-07-25");
	assert_int_equal(settle(g, &s, 4, &how), 2);
	grouper_forget_before(g, INT64_MAX);
	grouper_check(g);
	assert_int_equal(window_count(g->window), 0);
	grouper_free(g);
	arena_free(a);
}

/* A window refilled from packed stories places the next one alike. */
static void test_packed_stories(void **state)
{
	struct arena *a = arena_new();
	struct grouper *g = grouper_new(), *again = grouper_new();
	struct placement p = {.event = 5}, one, two;
	struct story s, back;
	struct buf bytes;

	(void)state;
	buf_init(&bytes, 1 << 16);
	make(&s, a, "Self-driving Uber kills woman in Arizona", CAR, "2018-03-19");
	story_pack(&bytes, &s);
	assert_true(story_unpack(&back, a, buf_view(&bytes)));
	assert_true(hash128_eq(back.article, s.article) && back.term_count == s.term_count);
	assert_memory_equal(back.term, s.term, s.term_count * sizeof *s.term);
	grouper_accept(g, &s, &p);
	grouper_accept(again, &back, &p);
	make(&s, a, "Uber car did not brake", CAR_AGAIN, "2018-03-21");
	grouper_propose(&one, g, &s);
	grouper_propose(&two, again, &s);
	assert_memory_equal(&one, &two, sizeof one);
	for (size_t i = 0; i < bytes.len; i++) { /* any damage is seen */
		bytes.at[i] ^= 0x20;
		assert_false(story_unpack(&back, a, buf_view(&bytes)));
		bytes.at[i] ^= 0x20;
	}
	assert_false(story_unpack(&back, a, str_cut(buf_view(&bytes), 0, bytes.len - 1)));
	assert_false(story_unpack(&back, a, STR("")));
	buf_free(&bytes);
	grouper_free(g);
	grouper_free(again);
	arena_free(a);
}

/* -- beside an oracle ----------------------------------------------------------------------- */

#define RUNS 2000
#define ARRIVALS 24
#define TERMS 18

struct told { /* what the oracle knows: where every story is, in order of acceptance */
	struct story story[ARRIVALS];
	struct story_term term[ARRIVALS][TERMS];
	uint64_t event[ARRIVALS];
	size_t len;
};

static const struct nearness_model MODEL = {
	.bias = -3,
	.weight = {[NEARNESS_TERMS] = 4, [NEARNESS_AMONG] = 4, [NEARNESS_APART] = -0.1F},
	.join = 0.45F};

static int by_hash(const void *a, const void *b)
{
	const struct story_term *x = a, *y = b;

	return x->term < y->term ? -1 : x->term > y->term;
}

/* Words of its event (two of five events share half of theirs), some of its own. */
static void draw_story(struct told *t, struct random *r, uint64_t id)
{
	struct story *s = &t->story[t->len];
	struct story_term *term = t->term[t->len];
	uint32_t event = random_below(r, 5), noise = 1 + random_below(r, 6);

	*s = (struct story){.article = {id, id}, .term = term, .term_count = TERMS};
	s->date_ms = (int64_t)(1 + id) * 86400000;
	s->fingerprint = (struct fingerprint){.exact = {7, id}, .words = 200};
	for (size_t i = 0; i < TERMS; i++) {
		uint64_t base = i % 2 == 0 && event > 2 ? 3 : event;
		bool own = random_below(r, 10) < noise;
		uint64_t key[2] = {own ? 100 + id : base, i};

		term[i].term = hash64((struct str){(char *)key, sizeof key}, 1);
		term[i].weight = 1 + (float)random_below(r, 8) / STORY_STEPS;
		term[i].kind = (uint8_t)(i % STORY_KINDS);
		term[i].place = i < 3 ? STORY_IN_TITLE : 0;
	}
	qsort(term, TERMS, sizeof *term, by_hash);
}

static float pair_of(const struct grouper *g, const struct window_worth *worth, size_t terms,
		     const struct story *s, uint32_t other)
{
	struct nearness_asked *a = nearness_asked_new();
	float feature[NEARNESS_COUNT];

	nearness_ask(a, worth, terms, s->date_ms, s->fingerprint.words);
	nearness_features(feature, a, g->window, other);
	nearness_asked_free(a);
	return nearness_of(&MODEL, feature);
}

/* Mean nearness of the story (or, with `home`, of all stories of that event and it). */
static float mean_of(const struct grouper *g, const struct told *t, const struct story *s,
		     uint64_t event, uint64_t home)
{
	struct window_worth worth[LIMIT_STORY_TERMS];
	float sum = 0;
	size_t n = 0;

	for (uint32_t i = 0; i < t->len; i++) {
		if (t->event[i] != event)
			continue;
		window_weigh(worth, g->window, s);
		sum += pair_of(g, worth, s->term_count, s, i);
		n++;
		for (uint32_t k = 0; k < t->len; k++) {
			if (t->event[k] != home)
				continue;
			window_weigh_stored(worth, g->window, k);
			sum += pair_of(g, worth, TERMS, &t->story[k], i);
			n++;
		}
	}
	return sum / (float)n;
}

/* Larger events are sampled, which the oracle does not. */
static bool all_compared(const struct told *t)
{
	for (size_t i = 0; i < t->len; i++) {
		size_t stories = 0;

		for (size_t k = 0; k < t->len; k++)
			stories += t->event[k] == t->event[i];
		if (stories > PAIRED_MOST)
			return false;
	}
	return true;
}

static bool first_of_event(const struct told *t, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (t->event[k] == t->event[i])
			return false;
	return true;
}

/* Everything compared with everything says the same as the proposal. */
static void check_proposal(const struct grouper *g, const struct told *t, const struct story *s,
			   const struct placement *p)
{
	uint64_t home = 0, oldest;
	size_t merges = 0;
	float best = MODEL.join;

	for (size_t i = 0; i < t->len; i++) {
		float mean = first_of_event(t, i) ? mean_of(g, t, s, t->event[i], 0) : -1;

		if (mean >= best) {
			best = mean;
			home = t->event[i];
		}
	}
	assert_int_equal(p->how, home ? PLACED_JOINED : PLACED_NEW);
	oldest = home;
	for (size_t i = 0; home && i < t->len; i++)
		if (first_of_event(t, i) && t->event[i] != home &&
		    mean_of(g, t, s, t->event[i], 0) >= MODEL.join &&
		    mean_of(g, t, s, t->event[i], home) >= MODEL.join) {
			merges++;
			oldest = t->event[i] < oldest ? t->event[i] : oldest;
		}
	assert_int_equal(p->event, oldest);
	assert_int_equal(p->merge_count, merges);
	for (size_t i = 0; i < p->merge_count; i++)
		assert_true(p->merge[i] > p->event);
}

static void accept_told(struct grouper *g, struct told *t, const struct placement *p)
{
	grouper_accept(g, &t->story[t->len], p);
	for (size_t i = 0; i < p->merge_count; i++)
		for (size_t k = 0; k < t->len; k++)
			if (t->event[k] == p->merge[i])
				t->event[k] = p->event;
	t->event[t->len++] = p->event;
}

static void forget_told(struct grouper *g, struct told *t, int64_t date_ms)
{
	size_t kept = 0;

	for (size_t i = 0; i < t->len; i++) {
		if (t->story[i].date_ms < date_ms)
			continue;
		memcpy(t->term[kept], t->term[i], sizeof t->term[i]);
		t->story[kept] = t->story[i];
		t->story[kept].term = t->term[kept];
		t->event[kept++] = t->event[i];
	}
	t->len = kept;
	grouper_forget_before(g, date_ms);
}

static size_t run_beside(uint64_t seed)
{
	static struct told t;
	struct grouper *g = grouper_new_with(&MODEL);
	struct random r;
	uint64_t events = 0; /* the last number given */
	size_t merged = 0;

	random_seed(&r, seed);
	t.len = 0;
	for (uint64_t id = 0; id < ARRIVALS; id++) {
		struct placement p, again;
		bool reprint = t.len > 0 && random_below(&r, 8) == 0;

		draw_story(&t, &r, id);
		if (reprint) {
			size_t of = random_below(&r, (uint32_t)t.len);

			memcpy(t.term[t.len], t.term[of], sizeof t.term[of]);
			t.story[t.len].fingerprint = t.story[of].fingerprint;
		}
		grouper_propose(&p, g, &t.story[t.len]);
		grouper_propose(&again, g, &t.story[t.len]);
		assert_memory_equal(&p, &again, sizeof p);
		if (reprint)
			assert_int_equal(p.how, PLACED_REPRINT);
		else if (all_compared(&t))
			check_proposal(g, &t, &t.story[t.len], &p);
		if (!p.event)
			p.event = ++events;
		if (random_below(&r, 4) == 0)
			p.merge_count = 0; /* as one who cannot make it durable */
		merged += p.merge_count;
		accept_told(g, &t, &p);
		if (random_below(&r, 40) == 0)
			forget_told(g, &t, t.story[random_below(&r, (uint32_t)t.len)].date_ms);
		for (size_t i = 0; i < t.len; i++)
			assert_int_equal(grouper_event_of(g, i), t.event[i]);
	}
	grouper_check(g);
	assert_int_equal(window_count(g->window), t.len);
	grouper_free(g);
	return merged;
}

static void test_beside_an_oracle(void **state)
{
	size_t merged = 0;

	(void)state;
	for (uint64_t seed = 1; seed <= RUNS; seed++)
		merged += run_beside(seed);
	assert_true(merged > RUNS / 10); /* the runs do contain what they are for */
}

/* Two events whose bridge came last are one, under the older number. */
static void test_merging(void **state)
{
	static struct told t;
	struct grouper *g = grouper_new_with(&MODEL);
	struct placement p = {.event = 9};
	struct random r;

	(void)state;
	random_seed(&r, 4);
	t.len = 0;
	for (uint64_t id = 0; id < 2; id++) { /* alike, but taken for two */
		draw_story(&t, &r, id);
		memcpy(t.term[t.len], t.term[0], sizeof t.term[0]);
		accept_told(g, &t, &p);
		p.event = 4;
	}
	draw_story(&t, &r, 2);
	memcpy(t.term[2], t.term[0], sizeof t.term[0]);
	grouper_propose(&p, g, &t.story[2]);
	assert_int_equal(p.event, 4);
	assert_int_equal(p.merge_count, 1);
	assert_int_equal(p.merge[0], 9);
	accept_told(g, &t, &p);
	grouper_check(g);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(grouper_event_of(g, i), 4);
	p.merge[0] = 9; /* once more, as after a restart: nothing is left to move */
	draw_story(&t, &r, 3);
	accept_told(g, &t, &p);
	grouper_check(g);
	grouper_free(g);
}

/* The same two, kept apart by somebody: a story is near both, and they stay two. What one of
 * them takes in is kept apart too. */
static void test_kept_apart(void **state)
{
	static struct told t;
	struct grouper *g = grouper_new_with(&MODEL);
	struct placement p = {.event = 4};
	struct random r;

	(void)state;
	random_seed(&r, 4);
	t.len = 0;
	for (uint64_t id = 0; id < 3; id++, p.event++) {
		draw_story(&t, &r, id);
		memcpy(t.term[t.len], t.term[0], sizeof t.term[0]);
		accept_told(g, &t, &p);
	}
	grouper_keep_apart(g, 5, 14);
	grouper_keep_apart(g, 6, 15);
	grouper_keep_apart(g, 7, 15); /* of no event here */
	draw_story(&t, &r, 3);
	memcpy(t.term[3], t.term[0], sizeof t.term[0]);
	grouper_propose(&p, g, &t.story[3]);
	assert_int_equal(p.event, 4); /* all are alike: 6 is nearest in time, takes 4, not 5 */
	assert_int_equal(p.merge_count, 1);
	assert_int_equal(p.merge[0], 6);
	accept_told(g, &t, &p);
	grouper_check(g);
	draw_story(&t, &r, 4);
	memcpy(t.term[4], t.term[0], sizeof t.term[0]);
	grouper_propose(&p, g, &t.story[4]);
	assert_int_equal(p.event, 4);
	assert_int_equal(p.merge_count, 0);
	accept_told(g, &t, &p);
	assert_int_equal(grouper_event_of(g, 1), 5);
	grouper_forget_before(g, INT64_MAX);
	grouper_check(g);
	grouper_free(g);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_join_new_and_reprint),
		cmocka_unit_test(test_proposing_changes_nothing),
		cmocka_unit_test(test_forgetting),
		cmocka_unit_test(test_packed_stories),
		cmocka_unit_test(test_merging),
		cmocka_unit_test(test_kept_apart),
		cmocka_unit_test(test_beside_an_oracle),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
