/* tests/unit/flow/test_watch_poll.c -- one poll after the other, with answers that are made up. */
#include "flow/pipeline.h"
#include "ingest/polite.h"

#define pipeline_read read_simply
#define polite_start note_start
static enum fate read_simply(struct finding *out, struct judge *judge, struct arena *arena,
			     const struct document *doc, struct err *err);
static void note_start(struct polite *p, const struct polite_request *r);
#include "flow/watch_poll.c"
#undef pipeline_read
#undef polite_start

#include "ingest/extract.h"
#include "lib/anydb.h"
#include "lib/scratch.h"
#include "lib/test.h"
#include "store/store_parts.h"
#include "text/date.h"

static struct watch_desk desk;
static struct watch_summary sum;
static struct watch_poll poll;
static struct arena *arena;
static struct err err;
static struct { /* what was asked for */
	struct str url, etag;
	void *ticket;
} asked[LIMIT_WATCH_ENTRIES + 10];
static size_t asked_count;
static bool stories;       /* every article is an incident */
static struct story first; /* the first of those, kept for good */
static bool has_first;

static enum fate read_simply(struct finding *out, struct judge *judge, struct arena *a,
			     const struct document *doc, struct err *why)
{
	(void)judge;
	if (!extract_article(&out->article, a, doc, why))
		return FATE_REFUSED;
	out->verdict = (struct verdict){.label = LABEL_UNRELATED,
					.assessed = true,
					.severity = STR(""),
					.severity_rule = STR(""),
					.limb = STR(""),
					.role = STR(""),
					.rationale = STR("No."),
					.pack = STR("test@0"),
					.model = STR("test@0")};
	if (!stories)
		return FATE_DONE;
	out->verdict.label = LABEL_INCIDENT;
	out->is_story = true;
	story_of(&out->story, a, &out->article, &out->verdict);
	if (!has_first)
		story_of(&first, arena, &out->article, &out->verdict);
	has_first = true;
	return FATE_DONE;
}

static void note_start(struct polite *p, const struct polite_request *r)
{
	(void)p;
	assert_true(asked_count < sizeof asked / sizeof *asked);
	asked[asked_count].url = arena_copy(arena, r->url);
	asked[asked_count].etag = arena_copy(arena, r->etag);
	asked[asked_count++].ticket = r->ticket;
}

/* A feed with entries `from` to `upto`, each with a text of `bytes`. */
static struct str feed(int from, int upto, int bytes)
{
	struct buf b;
	struct str s;

	buf_init(&b, MIB(4));
	buf_z(&b, "<rss version='2.0'><channel><title>F</title>");
	for (int i = from; i <= upto; i++) {
		buf_fmt(&b,
			"<item><title>Title %d</title><link>http://x.example/%d</link>"
			"<pubDate>%.*s</pubDate><description>",
			i, i, STR_ARG(date_iso(arena, clock_now_ms())));
		for (int n = 0; n < bytes; n++)
			buf_char(&b, (char)('a' + (n + i) % 26));
		buf_z(&b, "</description></item>");
	}
	buf_z(&b, "</channel></rss>");
	s = arena_copy(arena, buf_view(&b));
	buf_free(&b);
	return s;
}

static void answer(void *ticket, enum fetch_outcome o, struct str body)
{
	struct polite_answer a = {.ticket = ticket,
				  .outcome = o,
				  .body = body,
				  .etag = STR("\"e\""),
				  .url = STR("http://x.example/feed")};

	if (!watch_poll_came(&desk, &a, &err))
		fail_msg("%s", err.text);
}

/* Polls and answers with that feed; pages stay asked for. */
static void polled(struct str body)
{
	asked_count = 0;
	watch_poll_start(&poll, &desk);
	assert_int_equal(asked_count, 1);
	answer(asked[0].ticket, FETCH_OK_OUTCOME, body);
}

static void begin(const char *name, const char *kind)
{
	struct watched row = {.name = str_of(name),
			      .given = arena_fmt(arena, "http://x.example/%s", name),
			      .lang = STR("-"),
			      .kind = str_of(kind)};

	row.url = row.given;
	assert_true(clerk_begin(desk.clerk, &err));
	assert_true(store_watch_add(desk.clerk->store, &row, &err));
	watch_poll_free(&poll);
	watch_poll_init(&poll, &row);
	sum = (struct watch_summary){0};
}

static void test_a_summary_wants_its_page(void **state)
{
	(void)state;
	begin("summary", "feed");
	polled(feed(1000, 1000, LIMIT_WATCH_SUMMARY));
	assert_int_equal(asked_count, 1);
	assert_null(poll.arena);
	polled(feed(1001, 1001, LIMIT_WATCH_SUMMARY - 1));
	assert_int_equal(asked_count, 2);
	assert_str(asked[1].url, "http://x.example/1001");
	assert_non_null(poll.arena);
	answer(asked[1].ticket, FETCH_NOT_FOUND_OUTCOME, STR_NONE);
	assert_null(poll.arena);
	assert_int_equal(sum.road.documents, 2);
	begin("left alone", "summary");
	polled(feed(1002, 1002, 10));
	assert_int_equal(asked_count, 1);
	assert_int_equal(sum.road.documents, 1);
}

static void test_one_over_the_entries(void **state)
{
	(void)state;
	begin("many", "summary");
	polled(feed(1, LIMIT_WATCH_ENTRIES + 1, 20));
	assert_int_equal(sum.road.documents, LIMIT_WATCH_ENTRIES);
	assert_str(poll.row.etag, ""); /* else the last one would never be shown again */
	polled(feed(1, LIMIT_WATCH_ENTRIES + 1, 20));
	assert_str(asked[0].etag, "");
	assert_int_equal(sum.road.documents, LIMIT_WATCH_ENTRIES + 1);
	assert_str(poll.row.etag, "\"e\"");
	polled(feed(1, LIMIT_WATCH_ENTRIES + 1, 20));
	assert_str(asked[0].etag, "\"e\"");
	assert_int_equal(sum.road.documents, LIMIT_WATCH_ENTRIES + 1);
	assert_int_equal(poll.row.fresh, LIMIT_WATCH_ENTRIES + 1);
}

static void test_pages_are_tried_again(void **state)
{
	(void)state;
	begin("tries", "feed");
	for (int i = 1; i < LIMIT_WATCH_TRIES; i++) {
		polled(feed(2000, 2000, 50));
		answer(asked[1].ticket, FETCH_UNAVAILABLE_OUTCOME, STR_NONE);
		assert_int_equal(sum.road.documents, 0);
		assert_str(poll.row.etag, "");
	}
	polled(feed(2000, 2000, 50));
	answer(asked[1].ticket, FETCH_UNAVAILABLE_OUTCOME, STR_NONE);
	assert_int_equal(sum.road.documents, 1); /* what the feed says has to do */
	assert_str(poll.row.etag, "\"e\"");
}

static void test_failures(void **state)
{
	(void)state;
	begin("failing", "feed");
	polled(STR("<html>no feed"));
	assert_str(poll.row.outcome, "bad_feed");
	assert_int_equal(poll.row.failures, 1);
	polled(STR("\x1f\x8b\x08 damaged"));
	assert_str(poll.row.outcome, "bad_coding");
	assert_int_equal(poll.row.failures, 2);
	assert_int_equal(poll.row.last_success_ms, 0);
	polled(feed(3000, 3000, LIMIT_WATCH_SUMMARY));
	assert_str(poll.row.outcome, "ok");
	assert_int_equal(poll.row.failures, 0);
	assert_int_equal(poll.row.polls, 3);
}

/* -- months ------------------------------------------------------------------------------ */

#define START INT64_C(1750000000000)
#define DAYS (2 * LIMIT_WATCH_WINDOW / 86400)
#define DAILY 3  /* new entries a day */
#define SHOWN 12 /* entries of the feed at a time */
#define PINNED 900000

static int64_t entries_kept(void)
{
	struct query q = {"entries", "SELECT count(*) FROM watched_entries WHERE source = 'months'",
			  NULL};
	struct store *s = desk.clerk->store;
	int64_t count;
	void *st;

	assert_true(s->ops->prepare(&st, s->db, &q, &err));
	assert_int_equal(s->ops->step(st, &err), STEPPED_ROW);
	count = s->ops->column_int(st, 0);
	s->ops->finish(st);
	return count;
}

/* Those of that day, oldest first, and one that is always there. */
static struct str feed_of_day(int day)
{
	struct str moving = feed(10000 + day * DAILY, 10000 + day * DAILY + SHOWN - 1, 60),
		   pinned = feed(PINNED, PINNED, 60);
	size_t end = str_find(moving, STR("</channel>")), from = str_find(pinned, STR("<item>"));

	return arena_fmt(arena, "%.*s%.*s", (int)end, moving.at, (int)(pinned.len - from),
			 pinned.at + from);
}

static bool remembers_first(void)
{
	struct placement p;

	grouper_propose(&p, desk.clerk->grouper, &first);
	return p.how != PLACED_NEW && p.nearest.hi == first.article.hi &&
	       p.nearest.lo == first.article.lo;
}

/* Twice the grouper's window, a poll a day: what is remembered of entries and of stories
 * ends growing, nothing is taken twice, and a feed that is away for a season loses nothing. */
static void test_months(void **state)
{
	const int forget = LIMIT_WATCH_FORGET / 86400, window = LIMIT_WATCH_WINDOW / 86400;
	int64_t most = 0, kept;

	(void)state;
	stories = true;
	begin("months", "summary");
	for (int day = 0; day < DAYS; day++) {
		clock_fix(START + day * DATE_DAY_MS);
		polled(feed_of_day(day));
		assert_int_equal(sum.road.documents, day * DAILY + SHOWN + 1);
		kept = entries_kept();
		most = kept > most ? kept : most;
		if (day < window - 1)
			assert_true(remembers_first());
	}
	assert_false(remembers_first());
	assert_true(most <= (forget + 2) * DAILY + SHOWN + 1);
	assert_true(kept >= forget * DAILY);
	clock_fix(START + (DAYS + 2 * forget) * DATE_DAY_MS); /* failing, unchanged, then cut off */
	asked_count = 0;
	watch_poll_start(&poll, &desk);
	answer(asked[0].ticket, FETCH_UNAVAILABLE_OUTCOME, STR_NONE);
	watch_poll_start(&poll, &desk);
	answer(asked[1].ticket, FETCH_NOT_MODIFIED_OUTCOME, STR_NONE);
	assert_int_equal(entries_kept(), kept);
	polled(feed_of_day(DAYS - 1)); /* and it is back, as it was */
	assert_int_equal(sum.road.documents, (DAYS - 1) * DAILY + SHOWN + 1);
	assert_int_equal(entries_kept(), SHOWN + 1);
	stories = false;
	clock_fix(0);
}

/* The site's pages may be kept by readers as long as nothing new was found. */
static void test_polls_are_no_change(void **state)
{
	int64_t version, polls;

	(void)state;
	begin("calm", "summary");
	polled(feed(5000, 5003, 20));
	version = store_version(desk.clerk->store);
	polls = store_polls(desk.clerk->store);
	polled(feed(5000, 5003, 20));
	polled(STR("<html>no feed"));
	assert_int_equal(store_version(desk.clerk->store), version);
	assert_int_equal(store_polls(desk.clerk->store), polls + 2);
	polled(feed(5001, 5004, 20));
	assert_int_equal(store_version(desk.clerk->store), version + 1);
}

static int setup(void **state)
{
	(void)state;
	scratch_make();
	arena = arena_new();
	desk.sum = &sum;
	desk.arena = arena_new();
	random_seed(&desk.chance, 1);
	log_set_level(LOG_ERROR);
	return clerk_open_window(&desk.clerk, arena_fmt(arena, "%s", anydb_url("db")),
				 LIMIT_WATCH_WINDOW * INT64_C(1000), &err)
		       ? 0
		       : -1;
}

static int teardown(void **state)
{
	(void)state;
	watch_poll_free(&poll);
	clerk_close(desk.clerk);
	arena_free(desk.arena);
	arena_free(arena);
	scratch_remove();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_a_summary_wants_its_page),
					   cmocka_unit_test(test_one_over_the_entries),
					   cmocka_unit_test(test_pages_are_tried_again),
					   cmocka_unit_test(test_failures),
					   cmocka_unit_test(test_polls_are_no_change),
					   cmocka_unit_test(test_months)};

	return cmocka_run_group_tests(tests, setup, teardown);
}
