/* The ledger: what is laid side by side, what is kept apart, and how it is called. */
#include "events/claims.c"

#include "base/clock.h"
#include "lib/ledger.h"

static void assert_state(const struct ledger *l, const char *value, enum claim_state want)
{
	const struct claim *c = ledger_row(l, value);

	if (!c)
		fail_msg("no row has \"%s\"", value);
	else if (c->state != want)
		fail_msg("\"%s\" is %s, want %s: %.*s", value, claim_state_name[c->state],
			 claim_state_name[want], STR_ARG(c->reason));
}

/* -- alignment ------------------------------------------------------------------------------ */

static void test_agreement(void **state)
{
	struct ledger *l = ledger_new();
	const struct claim *c;

	(void)state;
	ledger_tell(l, "Herald", 1, "The firm leased 300 Nvidia AI servers in Malaysia.");
	ledger_tell(l, "Courier", 2, "The data was copied to 300 rented servers.");
	ledger_tell(l, "Courier", 3, "Some 300 servers had been leased for the job.");
	ledger_close(l);
	c = ledger_row(l, "300");
	assert_non_null(c);
	assert_int_equal(c->state, CLAIM_AGREED);
	assert_int_equal(c->articles, 3);
	assert_int_equal(c->publishers, 2);
	assert_int_equal(c->values, 2); /* "300" and "about 300" */
	assert_int_equal(c->value[0].articles, 2);
	assert_int_equal(c->value[0].publishers, 2);
	assert_true(c->first_ms == 20001 * LEDGER_DAY && c->last_ms == 20003 * LEDGER_DAY);
	assert_true(c == ledger_row(l, "about 300"));
	ledger_free(l);
}

/* Of each and in all are two things; so are two currencies, and dead and injured. */
static void test_apart(void **state)
{
	struct ledger *l = ledger_new();

	(void)state;
	ledger_tell(l, "A", 1,
		    "The regulator fined the company 20 million euros. They carried 15 "
		    "hard drives each. The blast killed 12 people.");
	ledger_tell(l, "B", 1,
		    "The regulator fined the company $20 million. They carried 60 hard "
		    "drives. The blast injured 12 people.");
	ledger_close(l);
	assert_true(ledger_row(l, "20 million EUR") != ledger_row(l, "20 million USD"));
	assert_true(ledger_row(l, "15 each") && ledger_row(l, "15 each") != ledger_row(l, "60"));
	for (size_t i = 0; i < l->claims.len; i++)
		assert_int_equal(l->claims.row[i].state, CLAIM_SINGLE);
	ledger_free(l);
}

/* Who states both numbers means two things, in other articles too. */
static void test_one_article_both(void **state)
{
	struct ledger *l = ledger_new();

	(void)state;
	ledger_tell(l, "A", 1,
		    "Fake nude pictures of 20 girls were shared at the school in Almeria. "
		    "Police received complaints from 14 girls.");
	ledger_tell(l, "B", 1,
		    "Fake nude pictures of 20 girls were shared at the school in Almeria.");
	ledger_tell(l, "C", 1, "Police in Almeria received complaints from 14 girls.");
	ledger_close(l);
	assert_true(ledger_row(l, "20") != ledger_row(l, "14"));
	assert_state(l, "20", CLAIM_AGREED);
	assert_state(l, "14", CLAIM_AGREED);
	ledger_free(l);
}

static void test_other_words(void **state)
{
	struct ledger *l = ledger_new();

	(void)state;
	ledger_tell(l, "A", 1, "The app made 125,000 nude photos of women.");
	ledger_tell(l, "B", 1, "Women were shown in 125,000 nude images that the app made.");
	ledger_tell(l, "C", 1, "The park planted 7 trees last week.");
	ledger_tell(l, "D", 1, "In the street 7 trees burnt.");
	ledger_close(l);
	assert_int_equal(ledger_row(l, "125,000")->articles, 2);
	assert_int_equal(ledger_row(l, "7")->articles, 1); /* a small number, no word shared */
	ledger_free(l);
}

/* -- states --------------------------------------------------------------------------------- */

static void test_revision(void **state)
{
	struct ledger *l = ledger_new();
	const struct claim *c;

	(void)state;
	ledger_tell(l, "Herald", 1, "Two people were killed when the robotaxi hit a crowd.");
	ledger_tell(l, "Courier", 1, "The robotaxi killed two people in the crowd, police said.");
	ledger_tell(l, "Herald", 3, "Three people were killed when the robotaxi hit a crowd.");
	ledger_close(l);
	c = ledger_row(l, "3");
	assert_non_null(c);
	assert_int_equal(c->state, CLAIM_REVISED);
	assert_int_equal(c->values, 2);
	assert_str(c->value[0].text, "3"); /* the latest first */
	assert_false(c->value[0].superseded);
	assert_true(c->value[1].superseded);
	assert_str(c->reason,
		   "First 2 (2024-10-05, Courier and 1 other), since 2024-10-07 3 (Herald).");
	ledger_free(l);
}

static void test_conflict(void **state)
{
	struct ledger *l = ledger_new();

	(void)state;
	ledger_tell(l, "Herald", 1, "Two people were killed when the robotaxi hit a crowd.");
	ledger_tell(l, "Courier", 1, "Three people were killed when the robotaxi hit a crowd.");
	ledger_tell(l, "Post", 3, "Two people were killed when the robotaxi hit a crowd.");
	ledger_close(l);
	assert_state(l, "2", CLAIM_CONFLICT);
	assert_true(ledger_row(l, "2") == ledger_row(l, "3"));
	assert_str(ledger_row(l, "2")->value[0].text, "2"); /* the most said first */
	assert_str(ledger_row(l, "2")->reason, "2 (Herald and 1 other) against 3 (Courier).");
	assert_false(ledger_value(l, "3")->superseded);
	ledger_free(l);
}

/* Without dates nothing can be called later; an age is not counted anew. */
static void test_no_revision(void **state)
{
	struct ledger *l = ledger_new();

	(void)state;
	ledger_tell(l, "A", 0, "Two people were killed when the robotaxi hit a crowd.");
	ledger_tell(l, "B", 0, "Three people were killed when the robotaxi hit a crowd.");
	ledger_tell(l, "C", 1, "A chatbot told the 14-year-old boy from Florida to harm himself.");
	ledger_tell(l, "D", 5, "A chatbot told the 15-year-old boy from Florida to harm himself.");
	ledger_close(l);
	assert_state(l, "2", CLAIM_CONFLICT);
	assert_state(l, "14", CLAIM_CONFLICT);
	ledger_free(l);
}

static void test_approximation(void **state)
{
	struct ledger *l = ledger_new();

	(void)state;
	ledger_tell(l, "A", 1, "The algorithm graded nearly 5 million exams in England.");
	ledger_tell(l, "B", 1, "The algorithm graded 4.6 million exams in England.");
	ledger_tell(l, "C", 1, "The DAO held 16% of the total supply of Ether.");
	ledger_tell(l, "D", 1, "The DAO held nearly 15% of the total supply of Ether.");
	ledger_tell(l, "E", 1, "The program marked more than 400 children as future criminals.");
	ledger_tell(l, "F", 1, "The program marked 420 children as future criminals.");
	ledger_close(l);
	assert_state(l, "4.6 million", CLAIM_AGREED);
	assert_true(ledger_row(l, "4.6 million") == ledger_row(l, "nearly 5 million"));
	assert_state(l, "16 %", CLAIM_CONFLICT); /* nearly 15 is less than 15 */
	assert_state(l, "420", CLAIM_AGREED);
	ledger_free(l);
}

static void test_outlier(void **state)
{
	struct ledger *l = ledger_new();

	(void)state;
	ledger_tell(l, "A", 1, "Together the drives held 4.8 petabytes of training data.");
	ledger_tell(l, "B", 1, "The drives held about 4.8 petabytes of training data.");
	ledger_tell(l, "C", 1, "The drives held 4.8 terabytes of training data.");
	ledger_close(l);
	assert_state(l, "4.8 TB", CLAIM_CONFLICT);
	assert_true(ledger_row(l, "4.8 TB") == ledger_row(l, "4.8 PB"));
	assert_true(ledger_value(l, "4.8 TB")->outlier);
	assert_false(ledger_value(l, "4.8 PB")->outlier);
	ledger_free(l);
}

/* At the same time "at least 2" does not deny 4; later it is a revision. */
static void test_least(void **state)
{
	struct ledger *l = ledger_new();

	(void)state;
	ledger_tell(l, "A", 1, "At least two families filed reports with the Westfield police.");
	ledger_tell(l, "B", 1, "Four families filed reports with the Westfield police.");
	ledger_close(l);
	assert_state(l, "4", CLAIM_AGREED);
	assert_true(ledger_row(l, "4") == ledger_row(l, "at least 2"));
	l->source[1].date_ms = 20009 * LEDGER_DAY;
	ledger_close(l);
	assert_state(l, "4", CLAIM_REVISED);
	ledger_free(l);
}

/* Numbers of two quarters are no contradiction, nor are fines of two countries. */
static void test_moments(void **state)
{
	struct ledger *l = ledger_new();

	(void)state;
	ledger_tell(l, "A", 1,
		    "Zillow bought 3,805 homes in the second quarter with its algorithm.");
	ledger_tell(l, "B", 1,
		    "Zillow bought 5,400 homes in the third quarter with its algorithm.");
	ledger_close(l);
	assert_state(l, "3,805", CLAIM_SINGLE);
	assert_state(l, "5,400", CLAIM_SINGLE);
	ledger_tell(l, "C", 2, "Italy fined Clearview AI 20 million euros for scraping faces.");
	ledger_tell(l, "D", 4, "The Dutch watchdog fined Clearview AI 30 million euros.");
	ledger_close(l);
	assert_state(l, "20 million EUR", CLAIM_SINGLE);
	ledger_tell(l, "E", 2, "Italy fined Clearview AI 25 million euros for scraping faces.");
	ledger_close(l);
	assert_state(l, "20 million EUR", CLAIM_CONFLICT);
	ledger_free(l);
}

/* -- checks --------------------------------------------------------------------------------- */

static bool has_check(const struct ledger *l, const char *reading, bool holds, bool across)
{
	for (size_t i = 0; i < l->claims.checks; i++) {
		const struct claims_check *k = &l->claims.check[i];

		if (str_eq(k->reading, str_of(reading)) && k->holds == holds && k->across == across)
			return k->facts >= 3 && k->articles > 0;
	}
	return false;
}

#define DRIVES                                                                                     \
	"Four workers flew from Beijing, each carrying 15 hard drives filled with 80 terabytes "   \
	"of "                                                                                      \
	"data."

/* Two numbers of one noun that do not contradict each other. */
static const struct {
	const char *one, *other;
	bool differ;
} SCOPE[] = {
	{"The jury saw 46 algorithms judge the beauty contest.",
	 "The jury let 51 algorithms judge the beauty contest.", true},
	/* done otherwise */
	{"Of the calls to the welfare line 46,000 calls were blocked.",
	 "Of the calls to the welfare line 51,000 calls went unanswered.", false},
	/* what is told behind "and" is of something else */
	{"The system ran 46,000 screenings and generated many red flags.",
	 "The system ran 51,000 screenings and flagged many cases.", true},
	/* other years */
	{"The camera scanned 46,000 faces at the stadium in 2019.",
	 "The camera scanned 51,000 faces at the stadium in 2021.", false},
	/* all against one */
	{"The robotaxi crash injured 12 people in Tempe.",
	 "In all robotaxi crashes since 2018 in Tempe, injured were 14 people.", false},
	/* a part, and what comes on top */
	{"The warehouse robot sent 24 workers to the hospital.",
	 "The warehouse robot sent another 30 workers to the hospital.", false},
};

static void test_scope(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof SCOPE / sizeof *SCOPE; i++) {
		struct ledger *l = ledger_new();
		bool differ = false;

		ledger_tell(l, "Herald", 1, SCOPE[i].one);
		ledger_tell(l, "Courier", 1, SCOPE[i].other);
		ledger_close(l);
		for (size_t k = 0; k < l->claims.len; k++)
			differ = differ || l->claims.row[k].state >= CLAIM_REVISED;
		if (differ != SCOPE[i].differ)
			fail_msg("%s / %s", SCOPE[i].one, SCOPE[i].other);
		ledger_free(l);
	}
}

/* What stands deep in both texts is background; one of the two early is enough. */
static void test_main_matter(void **state)
{
	struct buf deep;

	(void)state;
	buf_init(&deep, 1 << 16);
	for (int i = 0; i < 80; i++)
		buf_z(&deep, "The weather was fine that day. ");
	buf_z(&deep, "The jury saw 46 algorithms judge the beauty contest.");
	buf_char(&deep, 0);
	for (int early = 0; early < 2; early++) {
		struct ledger *l = ledger_new();
		const char *other = "The jury let 51 algorithms judge the beauty contest.";
		struct buf text;

		buf_init(&text, 1 << 16);
		for (int i = 0; i < 80 && !early; i++)
			buf_z(&text, "The weather was fine that day. ");
		buf_z(&text, other);
		buf_char(&text, 0);
		ledger_tell(l, "Herald", 1, deep.at);
		ledger_tell(l, "Courier", 1, text.at);
		ledger_close(l);
		assert_int_equal(ledger_row(l, "46") == ledger_row(l, "51"), early);
		buf_free(&text);
		ledger_free(l);
	}
	buf_free(&deep);
}

static void test_checks(void **state)
{
	struct ledger *l = ledger_new();

	(void)state;
	ledger_tell(l, "A", 1, DRIVES " Collectively, the drives held about 4.8 petabytes.");
	ledger_tell(l, "B", 1, DRIVES " Collectively, the drives held about 4.8 petabytes.");
	ledger_close(l);
	assert_true(
		has_check(l, "4 people x 15 hard drives x 80 TB per drive = 4.8 PB", true, false));
	assert_true(has_check(l, "4 people x 80 TB per person = 320 TB, not the stated 4.8 PB",
			      false, false));
	assert_int_equal(l->claims.check[0].articles, 2);
	ledger_free(l);
}

/* The parts in one article, the whole in another. */
static void test_checks_across(void **state)
{
	struct ledger *l = ledger_new();

	(void)state;
	ledger_tell(l, "A", 1, DRIVES);
	ledger_tell(l, "B", 1, "The drives held about 4.8 petabytes of data.");
	ledger_close(l);
	assert_true(
		has_check(l, "4 people x 15 hard drives x 80 TB per drive = 4.8 PB", true, true));
	assert_true(has_check(l,
			      "4 people x 80 TB per person = 320 TB, not the stated about 4.8 PB",
			      false, true));
	assert_int_equal(l->claims.checks, 2);
	ledger_free(l);
	l = ledger_new();
	ledger_tell(l, "A", 1, DRIVES);
	ledger_tell(l, "B", 1, "The drives held about 9 petabytes of data.");
	ledger_close(l);
	assert_int_equal(l->claims.checks, 0); /* what does not meet may be of something else */
	ledger_free(l);
}

/* -- without numbers ------------------------------------------------------------------------- */

#define STATED(kind, value, quote)                                                                 \
	"{\"kind\":\"" kind "\",\"value\":\"" value                                                \
	"\",\"field\":\"text\",\"from\":0,\"upto\":3,\"quote\":\"" quote "\"}"

static void test_stated(void **state)
{
	struct ledger *l = ledger_new();
	const struct claim *c;

	(void)state;
	ledger_add(l, "A", 1,
		   STR("{\"stated\":[" STATED("date", "2024-10-04", "Oct") "," STATED(
			   "place", "Spain", "Spain") "," STATED("harmed", "Elaine Herzberg",
								 "Elaine Herzberg") "]}"));
	ledger_add(l, "B", 2,
		   STR("{\"stated\":[" STATED("date", "2024-10", "Oct") "," STATED(
			   "place", "Spain", "Spain") "," STATED("harmed", "Herzberg",
								 "Herzberg") "]}"));
	ledger_add(l, "C", 2, STR("{\"stated\":[" STATED("date", "2019-01-01", "Jan") "]}"));
	ledger_close(l);
	c = ledger_row(l, "2024-10-04");
	assert_int_equal(c->state, CLAIM_AGREED); /* the month agrees; 2019 is another day */
	assert_int_equal(c->values, 2);
	assert_int_equal(ledger_row(l, "Spain")->articles, 2);
	c = ledger_row(l, "Elaine Herzberg");
	assert_int_equal(c->values, 1);
	assert_int_equal(c->value[0].articles, 2);
	ledger_free(l);
	l = ledger_new();
	ledger_add(l, "A", 1, STR("{\"stated\":[" STATED("date", "2024-10-04", "Oct") "]}"));
	ledger_add(l, "B", 2, STR("{\"stated\":[" STATED("date", "2024-10-05", "Oct") "]}"));
	ledger_close(l);
	assert_state(l, "2024-10-05", CLAIM_CONFLICT);
	ledger_free(l);
}

/* -- bad input ------------------------------------------------------------------------------- */

/* Verdicts of an older program, and of none: no crash, no row without a quote. */
static void test_odd_verdicts(void **state)
{
	static const char *const odd[] = {
		"[]",
		"{\"facts\":{},\"checks\":7,\"stated\":\"x\"}",
		"{\"facts\":[null,7,\"x\",[],{}]}",
		"{\"facts\":[{\"quantity\":\"many\",\"unit\":7,\"of\":null,\"quote\":\"q\"}]}",
		"{\"facts\":[{\"quantity\":1e308,\"quantity_upto\":-5,\"unit\":\"PB\",\"of\":\"x\","
		"\"quote\":\"q\",\"from\":-9,\"upto\":-10}]}",
		"{\"facts\":[{\"quantity\":-3,\"unit\":\"\",\"of\":\"servers\",\"quote\":\"-3\","
		"\"context\":{\"from\":99,\"upto\":1,\"quote\":\"z\"}}]}",
		"{\"facts\":[{\"quantity\":5,\"unit\":\"\",\"of\":\"servers\",\"quote\":\"\"}]}",
		"{\"checks\":[{\"reading\":\"r\",\"holds\":true,\"facts\":[-1,99,\"x\"]}]}",
		"{\"stated\":[{\"kind\":\"date\",\"value\":\"no day\",\"quote\":\"q\"}]}",
	};
	struct ledger *l = ledger_new();
	struct buf out;
	struct emit e;

	(void)state;
	for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
		ledger_add(l, "A", (int)i, str_of(odd[i]));
	ledger_close(l);
	for (size_t i = 0; i < l->claims.len; i++)
		for (size_t k = 0; k < l->claims.row[i].values; k++)
			assert_true(l->claims.row[i].value[k].quotes > 0);
	buf_init(&out, LIMIT_RESPONSE);
	emit_open(&e, &out);
	emit_object(&e);
	claims_json(&e, l->arena, &l->claims);
	emit_end(&e);
	assert_true(buf_ok(&out) && str_starts(buf_view(&out), STR("{\"claims\":[")));
	buf_free(&out);
	ledger_free(l);
	l = ledger_new();
	ledger_close(l); /* no article at all */
	assert_int_equal(l->claims.len, 0);
	ledger_free(l);
}

/* -- properties ------------------------------------------------------------------------------ */

static void random_story(char *text, size_t size, struct random *r)
{
	static const char *const thing[] = {"servers", "girls", "drones", "hard drives"};
	uint32_t dead = random_below(r, 4) + 2, many = random_below(r, 3) * 40 + 20;

	snprintf(text, size,
		 "The crash killed %u people in Ohio. Police counted %s%u %s in the hall. "
		 "The company was fined $%u.5 million by the regulator. %s",
		 dead, random_below(r, 2) ? "about " : "", many, thing[random_below(r, 4)],
		 random_below(r, 3) + 2,
		 random_below(r, 2) ? DRIVES : "It held 4.8 petabytes of data.");
}

static struct str as_json(struct ledger *l)
{
	struct buf out;
	struct emit e;
	struct str s;

	ledger_close(l);
	buf_init(&out, LIMIT_RESPONSE);
	emit_open(&e, &out);
	emit_object(&e);
	claims_json(&e, l->arena, &l->claims);
	emit_end(&e);
	s = arena_copy(l->arena, buf_view(&out));
	buf_free(&out);
	return s;
}

/* The order in which articles come changes nothing; every value has its exact quote. */
static void test_properties(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 40; seed++) {
		struct ledger *l = ledger_new();
		static char text[12][400];
		struct random r;
		struct str once;

		random_seed(&r, seed);
		for (size_t i = 0; i < 12; i++) {
			random_story(text[i], sizeof text[i], &r);
			ledger_tell(l, random_below(&r, 2) ? "Herald" : "Courier",
				    (int)random_below(&r, 4), text[i]);
		}
		once = as_json(l);
		for (size_t i = 0; i < l->claims.len; i++)
			for (size_t k = 0; k < l->claims.row[i].values; k++) {
				const struct claim_value *v = &l->claims.row[i].value[k];

				assert_true(v->quotes > 0 && v->articles >= v->quotes);
				for (size_t q = 0; q < v->quotes; q++) {
					const struct claim_quote *one = &v->quote[q];
					struct str whole =
						l->article[one->source].field[FIELD_TEXT];

					assert_true(
						str_eq(one->quote, str_cut(whole, (size_t)one->from,
									   (size_t)one->upto)));
					assert_true(str_eq(one->context,
							   str_cut(whole, (size_t)one->around,
								   (size_t)one->behind)));
				}
			}
		for (size_t i = l->len - 1; i > 0; i--) {
			size_t k = random_below(&r, (uint32_t)i + 1);
			struct claims_source other = l->source[i];

			l->source[i] = l->source[k];
			l->source[k] = other;
		}
		assert_true(str_eq(as_json(l), once));
		ledger_free(l);
	}
}

/* 2,000 articles, each with as many facts as a verdict may hold: bounded in every way. */
static void test_bounds(void **state)
{
	struct ledger *l = ledger_new();
	struct random r;
	struct buf verdict;
	int64_t began;

	(void)state;
	random_seed(&r, 7);
	buf_init(&verdict, LIMIT_RESPONSE);
	for (int n = 0; n < 2000; n++) {
		buf_clear(&verdict);
		buf_z(&verdict, "{\"facts\":[");
		for (int i = 0; i < LIMIT_FACTS; i++)
			buf_fmt(&verdict,
				"%s{\"quantity\":%u,\"unit\":\"%s\",\"of\":\"thing%us\",\"each\":%"
				"s,"
				"\"field\":\"text\",\"from\":10,\"upto\":12,\"quote\":\"qq\","
				"\"context\":{\"from\":0,\"upto\":40,\"quote\":\"word%u word%u "
				"word%u "
				"word%u\"}}",
				i ? "," : "", random_below(&r, 5000), i % 3 ? "" : "TB",
				random_below(&r, 20), i % 5 ? "false" : "true",
				random_below(&r, 90), random_below(&r, 90), random_below(&r, 90),
				random_below(&r, 90));
		buf_z(&verdict, "]}");
		ledger_add(l, n % 2 ? "A" : "B", n % 300, buf_view(&verdict));
	}
	buf_free(&verdict);
	began = clock_ticks_us();
	ledger_close(l);
	print_message("2,000 articles: %lld ms\n", (long long)((clock_ticks_us() - began) / 1000));
	assert_true(clock_ticks_us() - began < 60000000); /* under ASan, beside six others */
	assert_int_equal(l->claims.len, LIMIT_CLAIMS);
	assert_true(l->claims.left_out > 0);
	for (size_t i = 0; i < l->claims.len; i++)
		assert_true(l->claims.row[i].values <= CLAIM_VALUES);
	ledger_free(l);
}

/* One statement more than may be laid side by side. */
static void test_mentions_limit(void **state)
{
	struct ledger *l = ledger_new();
	struct mentions m;
	uint32_t order[2100];
	struct buf verdict;

	(void)state;
	buf_init(&verdict, LIMIT_RESPONSE);
	buf_z(&verdict, "{\"facts\":[");
	for (int i = 0; i < 5; i++)
		buf_fmt(&verdict,
			"%s{\"quantity\":%d,\"unit\":\"\",\"of\":\"cars\",\"quote\":\"q\"}",
			i ? "," : "", i + 2);
	buf_z(&verdict, "]}");
	for (uint32_t n = 0; n * 5 <= LIMIT_CLAIMS_MENTIONS; n++) {
		ledger_add(l, "A", 1, buf_view(&verdict));
		order[n] = n;
	}
	claims_mentions(&m, l->arena, l->source, order, l->len);
	assert_true(l->len * 5 > LIMIT_CLAIMS_MENTIONS);
	assert_int_equal(m.len, LIMIT_CLAIMS_MENTIONS);
	buf_free(&verdict);
	ledger_free(l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_agreement),        cmocka_unit_test(test_apart),
		cmocka_unit_test(test_one_article_both), cmocka_unit_test(test_other_words),
		cmocka_unit_test(test_revision),         cmocka_unit_test(test_conflict),
		cmocka_unit_test(test_no_revision),      cmocka_unit_test(test_approximation),
		cmocka_unit_test(test_outlier),          cmocka_unit_test(test_least),
		cmocka_unit_test(test_moments),          cmocka_unit_test(test_scope),
		cmocka_unit_test(test_main_matter),      cmocka_unit_test(test_checks),
		cmocka_unit_test(test_checks_across),    cmocka_unit_test(test_stated),
		cmocka_unit_test(test_odd_verdicts),     cmocka_unit_test(test_properties),
		cmocka_unit_test(test_bounds),           cmocka_unit_test(test_mentions_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
