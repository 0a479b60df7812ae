/* tests/unit/flow/test_desk.c -- whatever the queue does, the store is that of a quiet run.
 *
 * A seed draws what happens: messages overtake each other, come twice, are lost, are cut
 * otherwise when their fetcher reads again, were judged by another pack; the clerk is killed
 * between any two messages and before any commit. TOCSIN_SEEDS: how many (25). */
#include <stdlib.h>

#include "flow/pipeline.h"

/* The judge is left out: labels come from a word of the text. */
static enum fate read_by_word(struct finding *out, struct judge *judge, struct arena *arena,
			      const struct document *doc, struct err *err);
#define pipeline_read read_by_word
#include "flow/desk.c"
#define rewind_all road_rewind_all
#include "flow/road.c"
#undef rewind_all
#undef pipeline_read

#include "lib/test.h"

#include "lib/simple_verdict.h"

#include "base/log.h"
#include "ingest/extract.h"
#include "lib/dump.h"
#include "lib/scratch.h"
#include "store/store_parts.h"
#include "text/date.h"

static struct err err;
static struct buf wanted;
static struct pack *pack;
static char one[512], two[512];
static const char *const source[2] = {one, two};

static enum fate read_by_word(struct finding *out, struct judge *judge, struct arena *arena,
			      const struct document *doc, struct err *why)
{
	(void)judge;
	out->document = *doc;
	if (str_find(doc->bytes, STR("opera ")) != STR_NPOS) {
		out->passed.url = arena_fmt(arena, "http://www.site%d.example/x",
					    (int)(hash64(doc->bytes, 1) % 5));
		out->passed.day_ms = date_from_parts(2025, 5, 10);
		return FATE_PASSED;
	}
	if (!extract_article(&out->article, arena, doc, why))
		return FATE_REFUSED;
	out->verdict = simple_verdict(LABEL_INCIDENT);
	out->verdict.names_ai = str_find(doc->bytes, STR("football")) == STR_NPOS;
	out->is_story = out->verdict.names_ai;
	if (out->is_story)
		story_of(&out->story, arena, &out->article, &out->verdict);
	return FATE_DONE;
}

static void write_sources(void)
{
	static const char *const topic[] = {"A robot arm hurt a worker in Turin",
					    "A chatbot leaked the files of a hospital in Nairobi",
					    "The football season ended in Lisbon",
					    "A driverless taxi blocked an ambulance in Austin",
					    "Deepfake calls robbed pensioners in Osaka"};
	struct buf b;

	buf_init(&b, 1 << 20);
	for (int i = 0; i < 40; i++) {
		buf_fmt(&b,
			"{\"id\":\"n%d\",\"title\":\"%s\",\"date\":\"2025-06-%02d\",\"text\":\"%s. "
			"Witnesses told reporter number %d what they saw.\"}\n",
			i, topic[i % 5], 1 + i % 28, topic[i % 5], i);
		if (i % 4 == 1)
			buf_fmt(&b, "{\"id\":\"o%d\",\"text\":\"An opera of %d hours.\"}\n", i, i);
		if (i % 20 == 7)
			buf_z(&b, "{\"id\":\"broken\",\n");
	}
	scratch_write("one.jsonl", buf_view(&b).at);
	scratch_write("two.jsonl", "{\"id\":\"x1\",\"title\":\"A drone fell on a school in Oslo\","
				   "\"text\":\"Nobody was hurt when it fell.\"}\n"
				   "{\"id\":\"x1\",\"title\":\"A drone fell on a school in Oslo\","
				   "\"text\":\"Nobody was hurt when it fell.\"}\n");
	buf_free(&b);
	snprintf(one, sizeof one, "%s", scratch_path("one.jsonl"));
	snprintf(two, sizeof two, "%s", scratch_path("two.jsonl"));
}

/* -- a queue that does what it likes --------------------------------------------------------- */

#define MOST 4000

struct sent {
	struct str body;
	bool gone, out; /* out: somebody has it */
	int times;
};

struct play {
	struct random r;
	struct arena *arena;
	struct sent document[MOST], finding[MOST];
	size_t documents, findings;
	struct str note;
	int again, anew, lost, killed;
};

static struct play *play;

static bool chance(uint32_t percent)
{
	return random_below(&play->r, 100) < percent;
}

static bool sim_take(struct delivery *out, void *q, struct arena *arena, struct err *e)
{
	size_t open = 0, n;

	(void)q;
	for (size_t i = 0; i < play->findings; i++)
		open += !play->finding[i].gone && !play->finding[i].out;
	if (!open)
		return err_set(e, ERR_BUSY, "nothing");
	n = random_below(&play->r, (uint32_t)(open < 8 ? open : 8)); /* near the front */
	for (size_t i = 0; i < play->findings; i++) {
		struct sent *s = &play->finding[i];

		if (s->gone || s->out || n-- > 0)
			continue;
		s->out = !chance(10); /* else it comes once more, while it is held */
		*out = (struct delivery){.body = arena_copy(arena, s->body),
					 .sequence = i + 1,
					 .attempt = (uint32_t)++s->times,
					 .handle = s};
		return true;
	}
	return err_set(e, ERR_BUSY, "nothing");
}

static bool sim_ack(void *q, struct delivery *d, struct err *e)
{
	(void)q;
	(void)e;
	((struct sent *)d->handle)->gone = !chance(5); /* acks get lost, too */
	((struct sent *)d->handle)->out = false;
	return true;
}

static void sim_nak(void *q, struct delivery *d)
{
	(void)q;
	((struct sent *)d->handle)->out = false;
}

static void sim_touch(void *q, const struct delivery *d)
{
	(void)q;
	(void)d;
}

static bool sim_bury(void *q, struct delivery *d, struct err *e)
{
	(void)q;
	(void)e;
	fail_msg("buried: %.*s", STR_ARG(d->reason));
	return false;
}

static bool sim_forget(void *q, const struct delivery *d, struct err *e)
{
	(void)q;
	(void)e;
	play->document[d->sequence - 1].gone = true;
	return true;
}

static bool sim_look(struct delivery *out, void *q, struct arena *arena, uint64_t sequence,
		     struct err *e)
{
	(void)q;
	if (play->document[sequence - 1].gone)
		return err_set(e, ERR_MISSING, "gone");
	play->anew++;
	*out = (struct delivery){.body = arena_copy(arena, play->document[sequence - 1].body)};
	return true;
}

static bool sim_note(void *q, const char *key, struct str text, struct err *e)
{
	(void)q;
	(void)key;
	(void)e;
	play->note = arena_copy(play->arena, text);
	return true;
}

static bool sim_noted(struct str *out, void *q, struct arena *arena, const char *key, struct err *e)
{
	(void)q;
	(void)key;
	*out = arena_copy(arena, play->note);
	return out->len > 0 || err_set(e, ERR_MISSING, "none");
}

static const struct queue_ops sim = {.scheme = "sim:",
				     .take = sim_take,
				     .touch = sim_touch,
				     .ack = sim_ack,
				     .nak = sim_nak,
				     .bury = sim_bury,
				     .forget = sim_forget,
				     .look = sim_look,
				     .note = sim_note,
				     .noted = sim_noted};

/* -- fetcher and worker ---------------------------------------------------------------- */

/* One message into the queue, and its findings; or lost on the way. */
static void send(struct freight *f, struct arena *arena)
{
	struct buf b;

	f->number++;
	buf_init(&b, FREIGHT_MOST);
	assert_true(freight_pack(&b, f, &err));
	play->document[play->documents++] =
		(struct sent){.body = arena_copy(play->arena, buf_view(&b))};
	assert_true(play->documents < MOST && play->findings + 2 < MOST);
	for (int i = chance(8) ? 1 : 0; i < (chance(10) ? 2 : 1); i++) {
		struct freight judged = *f;

		for (size_t n = 0; n < f->items; n++) {
			struct freight_item *item = &f->item[n];

			if (item->pulled != PULLED_DOCUMENT)
				continue;
			item->finding = ARENA_NEW(arena, struct finding);
			item->fate = read_by_word(item->finding, NULL, arena, &item->document,
						  &item->err);
		}
		judged.judged = true;
		judged.sequence = play->documents;
		judged.maker = freight_maker(arena, chance(10) ? STR("old@1") : pack_id(pack));
		assert_true(freight_pack(&b, &judged, &err));
		play->finding[play->findings++] =
			(struct sent){.body = arena_copy(play->arena, buf_view(&b))};
	}
	buf_free(&b);
}

/* All from the place that was settled on, cut at random. */
static void fetch(void)
{
	struct freight_item *item = memory_zalloc(300 * sizeof *item);
	struct arena *arena = arena_new();
	struct freight f = {.lane = STR("lane"), .item = item};
	struct str names[2] = {str_of(one), str_of(two)};
	struct lane_state at = {.last = true};
	struct source *open[2] = {NULL, NULL};
	struct cursor from = {0};
	size_t first = 0;

	(void)!lane_read(&at, &sim, NULL, arena, STR("lane"), &err);
	f.behind = STR("");
	f.round = at.round + at.last;
	if (!at.last) {
		f.number = at.number;
		f.behind = at.place;
		if (!freight_place_read(&first, &from, at.place))
			fail_msg("place \"%.*s\" of \"%.*s\"", STR_ARG(at.place), STR_ARG(play->note));
	}
	for (size_t n = first; n < 2; n++) {
		enum pulled pulled;

		assert_true(
			source_open(&open[n], names[n], NULL, from.text[0] ? &from : NULL, &err));
		do {
			struct freight_item *i = &item[f.items++];

			*i = (struct freight_item){.index = n, .source = names[n]};
			i->pulled = pulled = source_next(&i->document, open[n], arena, &i->err);
			source_cursor(&i->cursor, open[n]);
			f.last = n == 1 && pulled == PULLED_END;
			if (!chance(30) && !f.last)
				continue;
			f.source = names;
			f.sources = f.number == 0 ? 2 : 0;
			send(&f, arena);
			f.behind = freight_place(play->arena, i);
			f.items = 0;
		} while (pulled != PULLED_END);
		from = (struct cursor){0};
	}
	source_close(open[0]);
	source_close(open[1]);
	arena_free(arena);
	memory_free(item);
}

/* -- clerk ----------------------------------------------------------------------------- */

static bool is_settled(void)
{
	struct arena *arena = arena_new();
	struct lane_state at;
	bool last = lane_read(&at, &sim, NULL, arena, STR("lane"), &err) && at.last;

	arena_free(arena);
	return last;
}

/* Until it is killed, or there is nothing for it. */
static void clerk_for_a_while(const char *url)
{
	struct desk_options o = {.sum = &(struct road_summary){0}, .pack = pack, .ops = &sim};
	struct clerk *c;
	struct desk *d;

	o.patience_ms = chance(30) ? -1 : 100000; /* held ones are dropped, or not */
	assert_true(clerk_open(&c, str_of(url), 0, &err));
	clerk_fence(c, 0, 0);
	o.clerk = c;
	d = desk_new(&o);
	for (;;) {
		struct desk_message *m = desk_blank(d);

		if (!sim_take(&m->delivery, NULL, m->arena, &err)) {
			desk_unused(d, m);
			break;
		}
		if (!desk_hand_in(d, m, &err))
			fail_msg("%s", err.text);
		if (chance(10) && !desk_idle(d, &err))
			fail_msg("%s", err.text);
		if (chance(4)) {
			play->killed++;
			break;
		}
	}
	desk_free(d);
	clerk_close(c);
	for (size_t i = 0; i < play->findings; i++)
		play->finding[i].out = false; /* what a dead one held comes back */
}

static void assert_as_wanted(const char *name, uint64_t seed)
{
	struct buf got;

	buf_init(&got, 1 << 26);
	dump_store(&got, anydb_url(name));
	if (!str_eq(buf_view(&got), buf_view(&wanted))) {
		scratch_write("wanted.txt", buf_view(&wanted).at);
		scratch_write("got.txt", buf_view(&got).at);
		fail_msg("seed %llu makes another store: %s", (unsigned long long)seed,
			 scratch_path("got.txt"));
	}
	buf_free(&got);
}

static void test_seeds(void **state)
{
	const char *asked = getenv("TOCSIN_SEEDS");
	int64_t seeds = 25;
	int again = 0, anew = 0, killed = 0;

	(void)state;
	if (asked)
		assert_true(str_int(&seeds, str_of(asked)));
	for (uint64_t seed = 1; seed <= (uint64_t)seeds; seed++) {
		char name[32], url[700];

		play = memory_zalloc(sizeof *play);
		play->arena = arena_new();
		random_seed(&play->r, seed);
		snprintf(name, sizeof name, "s%llu.db", (unsigned long long)seed);
		snprintf(url, sizeof url, "%s", anydb_url(name));
		while (!is_settled()) {
			if (!play->findings || chance(20)) {
				fetch();
				play->again++;
			}
			clerk_for_a_while(url);
		}
		assert_as_wanted(name, seed);
		unlink(scratch_path(name));
		again += play->again;
		anew += play->anew;
		killed += play->killed;
		arena_free(play->arena);
		memory_free(play);
	}
	assert_true(again > seeds && anew > seeds / 2 && killed > seeds / 4); /* it all happened */
}

/* -- turns ------------------------------------------------------------------------------------- */

static void test_turns(void **state)
{
	struct store_lane fresh = {.place = STR(""), .last = true};
	struct store_lane l = {.round = 2, .number = 5, .place = STR("0 x")};
	struct freight f = {.round = 1, .number = 1, .behind = STR("")};

	(void)state;
	assert_int_equal(turn_of(&fresh, &f), TURN_NOW);
	f.number = 2;
	assert_int_equal(turn_of(&fresh, &f), TURN_LATER);
	assert_int_equal(turn_of(&l, &f), TURN_NEVER); /* of a round of before */
	f.round = 2;
	f.number = 5;
	assert_int_equal(turn_of(&l, &f), TURN_NEVER);
	f.number = 6;
	assert_int_equal(turn_of(&l, &f), TURN_NEVER); /* of another reading */
	f.behind = STR("0 x");
	assert_int_equal(turn_of(&l, &f), TURN_NOW);
	f.number = 7;
	assert_int_equal(turn_of(&l, &f), TURN_LATER);
	f.round = 3;
	f.number = 1;
	assert_int_equal(turn_of(&l, &f), TURN_LATER); /* the round of before is not through */
	l.last = true;
	assert_int_equal(turn_of(&l, &f), TURN_NOW);
	f.round = 2;
	f.number = 6;
	assert_int_equal(turn_of(&l, &f), TURN_NEVER);
}

static int setup(void **state)
{
	struct road_options o = {.source = source, .source_count = 2, .threads = 1};
	struct road_summary sum;
	char url[700];

	(void)state;
	scratch_make();
	clock_fix(1751000000000);
	log_set_level(LOG_ERROR);
	if (!pack_load(&pack, NULL, &err))
		fail_msg("%s", err.text);
	write_sources();
	snprintf(url, sizeof url, "%s", anydb_url("wanted.db"));
	o.db = str_of(url);
	if (!road_run(&sum, &o, &err))
		fail_msg("%s", err.text);
	buf_init(&wanted, 1 << 26);
	dump_store(&wanted, anydb_url("wanted.db"));
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	pack_free(pack);
	buf_free(&wanted);
	if (!getenv("KEEP"))
		scratch_remove();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_turns),
		cmocka_unit_test(test_seeds),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
