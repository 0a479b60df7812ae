/* tests/unit/flow/test_look.c -- one look after the other, with answers and a clock that are made
 * up. */
#include "flow/pipeline.h"
#include "ingest/polite.h"

#define pipeline_read read_simply
#define polite_start note_start
static enum fate read_simply(struct finding *out, struct judge *judge, struct arena *arena,
			     const struct document *doc, struct err *err);
static void note_start(struct polite *p, const struct polite_request *r);
#include "flow/look.c"
#undef pipeline_read
#undef polite_start

#include "ingest/extract.h"
#include "ingest/feed.h"
#include "lib/anydb.h"
#include "lib/opened.h"
#include "lib/scratch.h"
#include "lib/test.h"

#include "lib/simple_verdict.h"
#include "store/store_parts.h"

#define T0 INT64_C(1772000000000)
#define HOUR INT64_C(3600000)

static struct look_desk *desk;
static struct clerk *clerk;
static struct arena *arena;
static struct err err;
static struct { /* what was asked for */
	struct str url, etag;
	void *ticket;
} asked[LIMIT_LOOKS];
static size_t asked_count;

static enum fate read_simply(struct finding *out, struct judge *judge, struct arena *a,
			     const struct document *doc, struct err *why)
{
	(void)judge;
	out->document = *doc;
	if (!extract_article(&out->article, a, doc, why))
		return FATE_REFUSED;
	out->verdict = simple_verdict(LABEL_INCIDENT);
	out->is_story = true;
	story_of(&out->story, a, &out->article, &out->verdict);
	return FATE_DONE;
}

static void note_start(struct polite *p, const struct polite_request *r)
{
	(void)p;
	assert_true(asked_count < LIMIT_LOOKS);
	asked[asked_count].url = arena_copy(arena, r->url);
	asked[asked_count].etag = arena_copy(arena, r->etag);
	asked[asked_count++].ticket = r->ticket;
}

/* -- pages --------------------------------------------------------------------------------- */

#define MORE                                                                                       \
	" The company said that it looks at what happened. The police asked whoever saw it to "    \
	"come. A court will hear of it in the spring of the next year, a lawyer of the family "    \
	"said, and the town wants to know who ran the machine in that street on that day and "     \
	"why nobody was there to stop it when it went on."

static struct str page_of(const char *words)
{
	return arena_fmt(arena,
			 "<html><head><title>Robot case</title></head><body><article><h1>Robot "
			 "case</h1><p>%s</p></article></body></html>",
			 words);
}

static struct str url_of(const char *name)
{
	return arena_fmt(arena, "http://x.example/news/%s.html", name);
}

static void settled(const struct document *doc)
{
	struct finding *f = ARENA_NEW(arena, struct finding);

	clock_fix(T0);
	assert_int_equal(read_simply(f, NULL, arena, doc, &err), FATE_DONE);
	assert_true(clerk_begin(clerk, &err));
	if (pipeline_settle(clerk, arena, f, STR("test"), NULL, &err) != FATE_DONE)
		fail_msg("%s", err.text);
	assert_true(clerk_flush(clerk, &err));
}

/* Read at T0, as `watch` does. */
static void read_page(const char *name, const char *words)
{
	settled(&(struct document){.kind = DOCUMENT_PAGE,
				   .url = url_of(name),
				   .id = str_of(name),
				   .origin = url_of(name),
				   .bytes = page_of(words),
				   .live = true,
				   .etag = STR("\"1\"")});
}

static void read_whole_entry(const char *name, struct str words)
{
	struct feed_entry entry = {.id = str_of(name),
				   .url = url_of(name),
				   .title = STR("Robot case"),
				   .html = words,
				   .author = STR(""),
				   .publisher = STR(""),
				   .lang = STR("en"),
				   .image = STR("")};

	settled(&(struct document){.kind = DOCUMENT_ENTRY,
				   .url = entry.url,
				   .id = entry.id,
				   .entry = &entry,
				   .origin = entry.url,
				   .live = true});
}

/* Starts what is due then; the one of that name. */
static size_t due(const char *name, int64_t at_ms)
{
	clock_fix(at_ms);
	asked_count = 0;
	if (!look_start(desk, &err))
		fail_msg("%s", err.text);
	for (size_t i = 0; i < asked_count; i++)
		if (str_eq(asked[i].url, url_of(name)))
			return i;
	return SIZE_MAX;
}

static struct look look_of(const char *name)
{
	struct look l;

	assert_true(store_look(&l, clerk->store, arena, str_of(name), &err));
	return l;
}

static void answer(size_t which, struct polite_answer a)
{
	a.ticket = asked[which].ticket;
	if (!a.url.len)
		a.url = asked[which].url;
	assert_true(look_is(desk, a.ticket));
	if (!look_came(desk, &a, &err))
		fail_msg("%s", err.text);
	assert_int_equal(look_pending(desk), 0);
}

/* One look when it is due, an answer to it, and what the look is then. */
static struct look looked(const char *name, struct polite_answer a)
{
	size_t which = due(name, look_of(name).next_ms);

	assert_int_equal(asked_count, 1);
	assert_int_equal(which, 0);
	answer(which, a);
	return look_of(name);
}

static struct polite_answer ok(struct str body)
{
	return (struct polite_answer){
		.outcome = FETCH_OK_OUTCOME, .body = body, .type = STR("text/html")};
}

static size_t versions_of(const char *name, const struct version_row **row)
{
	size_t count;

	assert_true(store_versions(row, &count, clerk->store, arena, str_of(name), &err));
	return count;
}

/* The last line of the history of its event. */
static struct str told(const char *name)
{
	struct article_row a;
	struct event_detail d;

	assert_true(store_article(&a, clerk->store, arena, str_of(name), &err));
	assert_true(store_event(&d, clerk->store, arena, a.event, &err));
	return d.history[d.history_count - 1].what;
}

#define assert_look(l, state_, step_, next_)                                                       \
	do {                                                                                       \
		struct look seen_ = (l);                                                           \
		assert_str(seen_.state, state_);                                                   \
		assert_int_equal(seen_.step, step_);                                               \
		assert_int_equal(seen_.next_ms, next_);                                            \
	} while (0)

/* -- tests ---------------------------------------------------------------------------------- */

static void test_the_same(void **state)
{
	const struct version_row *row;
	size_t which;

	(void)state;
	read_page("a", "A robot hurt two men in Ulm." MORE);
	assert_look(look_of("a"), "live", 0, T0 + HOUR);
	assert_int_equal(due("a", T0 + HOUR - 1), SIZE_MAX);
	which = due("a", T0 + HOUR);
	assert_int_equal(which, 0);
	assert_str(asked[0].etag, "\"1\"");
	assert_int_equal(look_pending(desk), 1);
	assert_int_equal(due("a", T0 + HOUR), SIZE_MAX); /* it is under way */
	which = 0;
	asked[0].ticket = &desk->seats.seat[LIMIT_LOOKS - 1];
	answer(which, (struct polite_answer){.outcome = FETCH_NOT_MODIFIED_OUTCOME});
	assert_look(look_of("a"), "live", 1, T0 + 24 * HOUR);
	/* commas and capitals are no words */
	assert_look(looked("a", ok(page_of("A ROBOT hurt two men, in Ulm." MORE))), "live", 2,
		    T0 + 7 * 24 * HOUR);
	assert_int_equal(versions_of("a", &row), 1);
	assert_int_equal(look_sum(desk)->same, 2);
	/* a look that was missed is made once, and the month's is the last */
	which = due("a", T0 + 31 * 24 * HOUR);
	answer(which, (struct polite_answer){.outcome = FETCH_NOT_MODIFIED_OUTCOME});
	assert_look(look_of("a"), "live", 4, 0);
	assert_int_equal(due("a", T0 + 400 * 24 * HOUR), SIZE_MAX);
	assert_str(told("a"), "created");
}

static void test_versions(void **state)
{
	const struct version_row *row;
	struct look l;

	(void)state;
	read_page("a", "A robot hurt two men in Ulm." MORE);
	l = looked("a", ok(page_of("A robot hurt three men in Ulm." MORE)));
	assert_look(l, "live", 0, T0 + 2 * HOUR); /* it begins anew */
	assert_int_equal(versions_of("a", &row), 2);
	assert_int_equal(row[1].at_ms, T0 + HOUR);
	assert_non_null(strstr(arena_z(arena, row[1].changes), "\"now\":\"three men\""));
	assert_str(row[1].kind, "page");
	assert_str(told("a"), "changed");
	looked("a", ok(page_of("A robot hurt three men in Ulm." MORE
			       " Correction: an earlier version had another number.")));
	assert_str(told("a"), "corrected");
	looked("a", ok(page_of("A robot hurt three men in Ulm." MORE
			       " This article has been retracted.")));
	assert_str(told("a"), "retracted");
	assert_int_equal(versions_of("a", &row), 4);
	assert_int_equal(look_sum(desk)->versions, 3);
}

static void test_gone_and_back(void **state)
{
	static const enum fetch_outcome gone_outcome[] = {FETCH_GONE_OUTCOME,
							  FETCH_NOT_FOUND_OUTCOME};
	struct polite_answer front = ok(page_of("All the news of the day."));

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		const char *name = i ? "b" : "a";

		read_page(name, i ? "A drone fell on a car in Graz." MORE
				  : "A robot hurt two men in Ulm." MORE);
		assert_look(looked(name, (struct polite_answer){.outcome = gone_outcome[i]}),
			    "gone", 1, T0 + 24 * HOUR);
		assert_str(told(name), "page gone");
		assert_int_equal(look_of(name).since_ms, T0 + HOUR);
		/* not asked for by its ETag now; and it stays gone since then */
		front.url = STR("http://x.example/");
		front.redirects = url_of(name);
		assert_look(looked(name, front), "gone", 2, T0 + 7 * 24 * HOUR);
		assert_int_equal(asked[0].etag.len, 0);
		assert_int_equal(look_of(name).since_ms, T0 + HOUR);
		assert_look(looked(name, ok(page_of(i ? "A drone fell on a car in Graz." MORE
						      : "A robot hurt two men in Ulm." MORE))),
			    "live", 3, T0 + 30 * 24 * HOUR);
		assert_str(told(name), "page back");
		looked(name, (struct polite_answer){.outcome = FETCH_NOT_MODIFIED_OUTCOME});
	}
	assert_int_equal(look_sum(desk)->gone, 4);
}

static void test_walls(void **state)
{
	const struct version_row *row;

	(void)state;
	read_page("a", "A robot hurt two men in Ulm." MORE);
	assert_look(looked("a", (struct polite_answer){.outcome = FETCH_FORBIDDEN_OUTCOME,
						       .status = 403}),
		    "wall", 1, T0 + 24 * HOUR);
	assert_str(told("a"), "page behind a wall");
	looked("a", ok(page_of("A robot hurt two men in Ulm." MORE)));
	assert_str(look_of("a").state, "live");
	/* less than a third of the words */
	looked("a", ok(page_of("A robot hurt two men in Ulm. Subscribe to read on.")));
	assert_str(look_of("a").state, "wall");
	assert_int_equal(versions_of("a", &row), 1);
	/* ... but for a notice */
	looked("a", ok(page_of("This article has been retracted, since its source lied to us.")));
	assert_str(look_of("a").state, "live");
	assert_int_equal(versions_of("a", &row), 2);
	looked("a", (struct polite_answer){.outcome = FETCH_BAD_STATUS_OUTCOME, .status = 402});
	assert_str(look_of("a").state, "wall"); /* to be paid for */
	/* no article in it at all */
	looked("a", ok(STR("<html></html>")));
	assert_str(look_of("a").state, "wall");
}

static void test_trouble(void **state)
{
	struct polite_answer busy = {.outcome = FETCH_UNAVAILABLE_OUTCOME, .status = 503};

	(void)state;
	read_page("a", "A robot hurt two men in Ulm." MORE);
	assert_look(looked("a", busy), "live", 0, T0 + HOUR + HOUR / 4);
	busy.retry_ms = 2 * HOUR; /* the server may ask for more */
	assert_look(looked("a", busy), "live", 0, T0 + HOUR + HOUR / 4 + 2 * HOUR);
	assert_look(looked("a", busy), "live", 1, T0 + 24 * HOUR);
	/* what does not pass costs the step at once */
	assert_look(looked("a", (struct polite_answer){.outcome = FETCH_BLOCKED_BY_ROBOTS_OUTCOME}),
		    "live", 2, T0 + 7 * 24 * HOUR);
	assert_int_equal(look_sum(desk)->failed, 4);
	assert_str(look_of("a").outcome, "blocked_by_robots");
}

/* -- words of a feed ------------------------------------------------------------------------ */

static struct str entry_of(const char *words)
{
	return arena_fmt(arena, "<p>%s</p><p>%s</p><p>%s</p><p>%s</p><p>%s</p>", words, MORE, MORE,
			 MORE, MORE);
}

static struct str its_page(const char *words)
{
	return page_of(arena_fmt(arena,
				 "%s</p><p>%s</p><p>%s</p><p>%s</p><p>%s</p><p>Every morning "
				 "our letter tells what our reporters found.",
				 words, MORE, MORE, MORE, MORE)
			       .at);
}

static void test_feed_words(void **state)
{
	const struct version_row *row;
	struct look l;

	(void)state;
	read_whole_entry("a", entry_of("A robot hurt two men in Ulm."));
	assert_str(look_of("a").basis, STORE_BASIS_FEED);
	l = looked("a", ok(its_page("A robot hurt two men in Ulm.")));
	assert_look(l, "live", 1, T0 + 24 * HOUR);
	assert_int_equal(l.basis.len, HASH_HEX_SIZE - 1); /* it is known now */
	assert_int_equal(versions_of("a", &row), 1);
	l = looked("a", ok(its_page("A robot hurt two men in Ulm.")));
	assert_look(l, "live", 2, T0 + 7 * 24 * HOUR);
	assert_int_equal(versions_of("a", &row), 1);
	/* other words than the page had: no number, no notice */
	l = looked("a", ok(its_page("A machine hurt two men in Ulm.")));
	assert_look(l, "live", 0, T0 + 7 * 24 * HOUR + HOUR);
	assert_int_equal(l.basis.len, 0);
	assert_int_equal(versions_of("a", &row), 2);
	assert_str(row[0].kind, "entry");
	assert_str(row[1].kind, "page");
	looked("a", ok(its_page("A machine hurt two men in Ulm.")));
	assert_int_equal(versions_of("a", &row), 2);
}

static void test_feed_words_at_once(void **state)
{
	const struct version_row *row;
	struct look l;

	(void)state;
	read_whole_entry("a", entry_of("A robot hurt two men in Ulm."));
	/* some other text: nothing is known, and the next look sees it whole */
	l = looked("a", (struct polite_answer){.outcome = FETCH_OK_OUTCOME,
					       .type = STR("text/html"),
					       .etag = STR("\"7\""),
					       .body = page_of("We value your privacy and so do "
							       "our partners, who would like to "
							       "keep what you read, where you "
							       "are, which of our letters you "
							       "open and what you buy; choose "
							       "below what they may do, or pay "
							       "for reading without them each "
							       "month, or come back some other "
							       "day, when you have thought "
							       "about it for long enough; all "
							       "of this can be changed later on "
							       "at the foot of each page, where "
							       "we tell who our partners are, "
							       "what each of them does with it, "
							       "how long they keep it, and whom "
							       "to write to if that is too much "
							       "or if something is wrong in it")});
	assert_look(l, "live", 1, T0 + 24 * HOUR);
	assert_str(l.basis, STORE_BASIS_FEED);
	assert_int_equal(l.etag.len, 0);
	assert_int_equal(look_sum(desk)->failed, 1);
	/* a number that became another is told at the first sight of the page */
	l = looked("a", ok(its_page("A robot hurt three men in Ulm.")));
	assert_look(l, "live", 0, T0 + 25 * HOUR);
	assert_int_equal(versions_of("a", &row), 2);
	assert_int_equal(l.basis.len, 0);
	looked("a", (struct polite_answer){.outcome = FETCH_GONE_OUTCOME});
	assert_str(look_of("a").state, "gone");
}

/* -- versions (flow/version.c) -------------------------------------------------------------- */

static enum fate again(const char *article, int64_t version, const char *words)
{
	struct finding *f = ARENA_NEW(arena, struct finding);
	struct document doc = {.kind = DOCUMENT_PAGE,
			       .url = url_of(article),
			       .origin = url_of(article),
			       .bytes = page_of(words),
			       .article = str_of(article),
			       .version = version};
	enum fate fate;

	assert_int_equal(read_simply(f, NULL, arena, &doc, &err), FATE_DONE);
	assert_true(clerk_begin(clerk, &err));
	fate = version_again(clerk, arena, f, STR("test.warc"), NULL, &err);
	assert_true(clerk_flush(clerk, &err));
	return fate;
}

static void test_version_again(void **state)
{
	const struct version_row *row;

	(void)state;
	read_page("a", "A robot hurt two men in Ulm." MORE);
	assert_int_equal(again("a", 2, "A robot hurt three men in Ulm." MORE), FATE_DONE);
	assert_int_equal(again("a", 2, "A robot hurt nine men in Ulm." MORE), FATE_KNOWN);
	assert_int_equal(again("a", 3, "A robot hurt three men, in Ulm." MORE), FATE_KNOWN);
	assert_int_equal(versions_of("a", &row), 2);
	assert_int_equal(again("nobody", 2, "A robot hurt three men in Ulm." MORE), FATE_REFUSED);
	assert_non_null(strstr(err.text, "nobody, which is not there"));
}

static void test_no_more_versions(void **state)
{
	const struct version_row *row;
	char words[64];
	struct look l;

	(void)state;
	read_page("a", "A robot hurt two men in Ulm." MORE);
	for (int n = 2; n <= LIMIT_VERSIONS; n++) {
		snprintf(words, sizeof words, "A robot hurt %d men in Ulm.", n + 100);
		assert_int_equal(again("a", n, words), FATE_DONE);
	}
	assert_int_equal(again("a", LIMIT_VERSIONS + 1, "A robot hurt no men in Ulm."),
			 FATE_REFUSED);
	assert_int_equal(versions_of("a", &row), LIMIT_VERSIONS);
	/* a look then finds nothing that could be kept, and goes on by its schedule */
	l = looked("a", ok(page_of("A robot hurt one man in Ulm and nobody else that day.")));
	assert_look(l, "live", 1, T0 + 24 * HOUR);
	assert_int_equal(look_sum(desk)->failed, 1);
}

/* One over the seats waits its turn. */
static void test_seats(void **state)
{
	char name[16], words[200];

	(void)state;
	for (int i = 0; i < LIMIT_LOOKS + 1; i++) {
		snprintf(name, sizeof name, "n%02d", i);
		snprintf(words, sizeof words, "A robot of kind %c%c hurt two men in town %d.",
			 'a' + i, 'z' - i, i);
		read_page(name, words);
	}
	due("none", T0 + HOUR);
	assert_int_equal(asked_count, LIMIT_LOOKS);
	assert_int_equal(look_pending(desk), LIMIT_LOOKS);
	assert_false(look_is(desk, &asked));
	for (size_t i = 0; i < LIMIT_LOOKS; i++)
		assert_true(look_came(desk,
				      &(struct polite_answer){.ticket = asked[i].ticket,
							      .outcome = FETCH_GONE_OUTCOME},
				      &err));
	due("none", T0 + HOUR);
	assert_int_equal(asked_count, 1);
}

static int setup(void **state)
{
	scratch_setup(state);
	arena = arena_new();
	clock_fix(T0);
	if (!clerk_open(&clerk, arena_fmt(arena, "%s", anydb_url("look")), 0, &err))
		return -1;
	desk = look_new(clerk, NULL, NULL);
	return 0;
}

static int teardown(void **state)
{
	assert_sound(clerk->store);
	look_free(desk);
	clerk_close(clerk);
	arena_free(arena);
	clock_fix(0);
	return scratch_teardown(state);
}

int main(void)
{
#define TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)
	const struct CMUnitTest tests[] = {TEST(test_the_same),
					   TEST(test_versions),
					   TEST(test_gone_and_back),
					   TEST(test_walls),
					   TEST(test_trouble),
					   TEST(test_feed_words),
					   TEST(test_feed_words_at_once),
					   TEST(test_version_again),
					   TEST(test_no_more_versions),
					   TEST(test_seats)};

	return cmocka_run_group_tests_name("look", tests, NULL, NULL);
}
