/* test_facts.c -- what each sentence states, and what only looks like it.
 *
 * Form: "~" about, quantity or low..high, unit, (of), "each"; facts parted by " | ". */
#include "judge/facts.c"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <cmocka.h>

#include "lib/prose.h"

static const char *const CASE[][2] = {
	{"Each drive was filled with 80 terabytes of training data.", "80 TB (training data) each"},
	{"The array stores 1.5 PB of images.", "1.5 PB (images)"},
	{"Engineers copied 640 GB of logs to a server.", "640 GB (logs)"},
	{"The leak exposed 38TB of private data.", "38 TB (private data)"},
	{"A 512-gigabyte card was enough.", "512 GB"},
	{"The model file is 2.5 MB.", "2.5 MB"},
	{"It holds 4 TiB of memory.", "4 TiB (memory)"},
	{"The link carries 10 gigabits per second.", "10 Gbit/s"},
	{"About 26 terabytes of source code were taken.", "~26 TB (source code)"},
	{"He smiled.\n3 Students are using it.", ""}, /* the number of a picture */
	{"He smiled. Three students are using it.", "3 people (students)"},
	{"The company paid $1.2 million in damages.", "1,200,000 USD (damages)"},
	{"The fraud cost the firm HK$200 million.", "200,000,000 HKD"},
	{"He transferred US$25.6 million to five accounts.", "25,600,000 USD | 5 (accounts)"},
	{"The regulator fined the company 30.5 million euros.", "30,500,000 EUR"},
	{"A fine of €20m was imposed on the company.", "20,000,000 EUR"},
	{"The scheme raised £3bn from investors.", "3,000,000,000 GBP"},
	{"She lost A$150,000 to the scammers.", "150,000 AUD"},
	{"They demanded Rs 5 crore from the family.", "50,000,000 INR"},
	{"The fraudsters took 4.3 million yuan from a businessman.", "4,300,000 CNY"},
	{"The settlement is worth 650 million dollars.", "650,000,000 USD"},
	{"Damages of 1.8 billion won were awarded.", "1,800,000,000 KRW"},
	{"The ransom was ¥3 million.", "3,000,000 JPY"},
	{"The contract is worth $10-15 million a year.", "10,000,000..15,000,000 USD each"},
	{"Investors put between $5 million and $7 million into the firm.",
	 "5,000,000..7,000,000 USD"},
	{"He paid $200 for the fake video.", "200 USD"},
	{"The scam netted nearly half a million dollars.", "~500,000 USD"},
	{"A $243,000 transfer was made to a Hungarian supplier.", "243,000 USD (transfer)"},
	{"The state will pay $300,000 to settle the suit.", "300,000 USD"},
	{"The tool costs $20 a month.", "20 USD each"},
	{"Victims lost an average of $11,000 each.", "11,000 USD each"},
	{"The company was fined RM2 million.", "2,000,000 MYR"},
	{"It raised 5,000 rupees from each worker.", "5,000 INR"},
	{"About 40 percent of the posts were fake.", "~40 % (posts)"},
	{"The error rate was 34.7% for darker-skinned women.", "34.7 %"},
	{"The system was wrong in 98 per cent of cases.", "98 % (cases)"},
	{"Turnout fell by two percentage points.", "2 percentage points"},
	{"Between 10 and 15 percent of drivers ignored it.", "10..15 % (drivers)"},
	{"Some 85% of the matches were false.", "~85 % (matches)"},
	{"More than 90 percent of the 1,200 alerts led nowhere.",
	 "~90 % (alerts) | 1,200 (alerts)"},
	{"At least 12 people were killed in the strike.", "~12 people (killed)"},
	{"The blast killed three workers and injured 34 others.",
	 "3 people (workers killed) | 34 people (injured)"},
	{"The car struck two pedestrians.", "2 people (pedestrians)"},
	{"Four Chinese tech workers flew to Malaysia.", "4 people (Chinese tech workers)"},
	{"Two people were killed and five injured.", "2 people (killed) | 5 people (injured)"},
	{"Six people died when the bus left the road.", "6 people (died)"},
	{"The crash left 11 dead.", "11 people (dead)"},
	{"A robot crushed a worker, killing one person.", "1 people (killed)"},
	{"Police arrested 14 suspects in the raid.", "14 people (suspects arrested)"},
	{"The strike wounded more than 60 civilians.", "~60 people (civilians wounded)"},
	{"Around 20,000 families were wrongly accused of fraud.", "~20,000 (families)"},
	{"The layoffs hit 6,000 employees.", "6,000 people (employees)"},
	{"Up to 87 million users had their data shared.", "~87,000,000 people (users)"},
	{"As many as 300 patients were affected.", "~300 people (patients affected)"},
	{"The recall covers 362,758 vehicles.", "362,758 (vehicles)"},
	{"It recalled nearly 2 million cars.", "~2,000,000 (cars)"},
	{"The suit was brought by 16 young women.", "16 people (young women)"},
	{"Only three of the 42 matches were correct.", "3 (matches) | 42 (matches)"},
	{"Five of its engineers resigned.", "5 people (engineers)"},
	{"Nine of the drones were shot down.", "9 (drones)"},
	{"Three billion photos were scraped from the web.", "3,000,000,000 (photos)"},
	{"The dataset held 14.2 million images.", "14,200,000 (images)"},
	{"A data center with 300 Nvidia AI servers was leased.", "300 (Nvidia AI servers)"},
	{"Each of the four men carried 15 hard drives.", "4 people (men) | 15 (hard drives) each"},
	{"The men carried 15 hard drives apiece.", "15 (hard drives) each"},
	{"Four men each carried 15 drives.", "4 people (men) | 15 (drives) each"},
	{"They brought 60 hard drives in four suitcases.", "60 (hard drives) | 4 (suitcases)"},
	{"Thirty-one police departments use the tool.", "31 (police departments)"},
	{"Two hundred and fifty moderators were hired.", "250 people (moderators)"},
	{"More than a dozen schools were affected.", "~12 (schools)"},
	{"Two dozen states sued the company.", "24 (states)"},
	{"The bot sent 1,400 messages.", "1,400 (messages)"},
	{"Over 1.5 million fake accounts were removed.", "~1,500,000 (fake accounts)"},
	{"A quarter of a million songs were generated.", ""},
	{"The firm scanned 25,000 video recordings of 5,000 individuals.",
	 "25,000 (video recordings) | 5,000 people (individuals)"},
	{"Officers made 192 arrests.", "192 (arrests)"},
	{"The system flagged 9 false positives.", "9 (false positives)"},
	{"Ten thousand robots were sold.", "10,000 (robots)"},
	{"It sold 12 million units.", "12,000,000 (units)"},
	{"The court received 45 complaints.", "45 (complaints)"},
	{"The judge found six fake citations.", "6 (fake citations)"},
	{"Lawyers cited at least six cases that do not exist.", "~6 (cases)"},
	{"He served 30 hours in jail.", "30 hours"},
	{"She was held for 11 hours.", "11 hours"},
	{"He spent six days in jail.", "6 days"},
	{"The outage lasted 45 minutes.", "45 minutes"},
	{"The video is 90 seconds long.", "90 seconds"},
	{"The pilot ran for three years.", "3 years"},
	{"A 10-minute clip was enough to clone the voice.", "10 minutes"},
	{"Response times fell below 200 milliseconds.", "200 ms"},
	{"The car was travelling at 60 mph.", "60 mph"},
	{"The vehicle hit her at 39 miles per hour.", "39 mph"},
	{"The van drove at 20 km/h in a 30 km/h zone.", "20 km/h | 30 km/h"},
	{"The drone flew 500 kilometres to its target.", "500 km"},
	{"The truck dragged her for 20 feet.", "20 feet"},
	{"The robot weighs 300 pounds.", "300 lb"},
	{"The 400-pound robot ran over his foot.", "400 lb"},
	{"The machine lifted 25 kg boxes.", "25 kg"},
	{"The data center needs 300 megawatts of power.", "300 MW (power)"},
	{"The site used 700,000 litres of water.", "700,000 l (water)"},
	{"The lab covers 2,000 square feet.", "2,000 square feet"},
	{"A 49-year-old woman was struck by the car.", "49 years old (woman)"},
	{"The 14-year-old boy had talked to the bot for months.", "14 years old (boy)"},
	{"Elaine Herzberg, 49, was walking her bicycle.", "49 years old"},
	{"The victim, aged 16, reported it to the police.", "16 years old"},
	{"The man was 42 years old.", "42 years old"},
	{"Girls between 11 and 17 years old were targeted.", "11..17 years old"},
	{"The model has 70 billion parameters.", "70,000,000,000 (parameters)"},
	{"The 175B parameters were trained in 2020.", "175,000,000,000 (parameters)"},
	{"Training took 10,000 GPUs.", "10,000 (GPUs)"},
	{"Deepfakes of at least 20 girls were shared.", "~20 people (girls)"},
	{"Twenty-two students were expelled.", "22 people (students)"},
	{"One pedestrian was killed.", "1 people (pedestrian killed)"},
	{"One person died and another was hurt.", "1 people (died)"},
	{"Two out of three users agreed.", ""},
	{"One in five applicants was rejected.", ""},
	{"The Model 3 hit a tree.", ""},
	{"Section 230 protects platforms.", ""},
	{"GPT-4 was released in March 2023.", ""},
	{"The Boeing 737 MAX jets were grounded.", ""},
	{"The Tesla Model S and Model 3 were tested in 2016.", ""},
	{"It happened at 10:30 p.m. on March 18, 2018.", ""},
	{"Call 555-1234 for help.", ""},
	{"The support line works 24/7.", ""},
	{"He won the match 3-2.", ""},
	{"The law takes effect on 1 August 2024.", ""},
	{"In 2019, the court ruled.", ""},
	{"Windows 11 and iOS 17 are affected.", ""},
	{"The H100 and A100 chips are banned.", ""},
	{"The F-16 jet flew by itself.", ""},
	{"COVID-19 patients were ranked.", ""},
	{"Level 2 systems need a driver.", ""},
	{"Flight 302 crashed.", ""},
	{"Article 5 of the AI Act bans it.", ""},
	{"Version 4.0.1 was recalled.", ""},
	{"The 1990s were different.", ""},
	{"The 5G network failed.", ""},
	{"He finished 3rd.", ""},
	{"It was the second crash this year.", ""},
	{"Hundreds of people protested.", ""},
	{"Dozens of drivers complained.", ""},
	{"Thousands of images were made.", ""},
	{"One of the men spoke.", ""},
	{"No one was hurt.", ""},
	{"Two years ago, the system was launched.", ""},
	{"The crash happened three weeks later.", ""},
	{"The ban was lifted five days ago.", ""},
	{"Over the past two years, the firm grew.", ""},
	{"It was three times more likely to fail.", ""},
	{"There are two sides to this.", ""},
	{"There are five reasons to worry.", ""},
	{"Tens of thousands of parents were hit.", ""},
	{"The city had 2000 cameras in 2020.", ""},
	{"The year 2016 protests were large.", ""},
	{"Top 10 companies were listed.", ""},
	{"The number 7 bus was stopped.", ""},
	{"No. 10 refused to comment.", ""},
	{"He lives at 10 Downing Street.", ""},
	{"The vote was 5-4.", ""},
	{"Title: 3 Workers Killed by Robot at 2 Plants", "3 people (Workers killed) | 2 (Plants)"},
	{"Robot Kills 3 Workers in Texas Plant", "3 people (Workers killed)"},
	{"Waymo recalls 1,200 robotaxis after low-speed crashes", "1,200 (robotaxis)"},
	{"Uber self-driving car kills woman, 49", "49 years old"},
	{"About 150,000 to 200,000 people were affected.", "~150,000..200,000 people (affected)"},
	{"Between 20 and 30 protesters gathered.", "20..30 people (protesters)"},
	{"A group of 15-20 students was identified.", "15..20 people (students)"},
	{"Some 2 to 3 million drones were built.", "~2,000,000..3,000,000 (drones)"},
	{"It affected 10 or 12 schools.", "10..12 (schools)"},
	{"The firm employs 1,100 people in 30 countries.",
	 "1,100 people (people) | 30 (countries)"},
	{"Sixty-five percent of officers agreed.", "65 % (officers)"},
	{"A hundred robots and two thousand sensors were installed.",
	 "100 (robots) | 2,000 (sensors)"},
	{"The fire spread over 20 hectares.", "~20 hectares"},
	{"The army bought 1,000 drones for 12m euros.", "1,000 (drones) | 12,000,000 EUR"},
	{"Temperatures reached 40 degrees Celsius.", "40 °C"},
	{"The robot hit a 16-month-old boy.", "16 months old (boy)"},
	{"Some 39 percent of the teachers' grades were lowered.", "~39 %"},
	{"They kept $1.2 million of the drivers' wages.", "1,200,000 USD"},
	{"Only five applicants' data was viewed.", "5 people (applicants)"},
};

static void print(struct buf *out, struct arena *arena, const struct facts *facts)
{
	for (size_t i = 0; i < facts->len; i++) {
		const struct fact *f = &facts->at[i];

		buf_fmt(out, "%s%s%.*s", i ? " | " : "", f->approximate ? "~" : "",
			STR_ARG(numbers_str(arena, f->quantity)));
		if (f->quantity_upto > f->quantity)
			buf_fmt(out, "..%.*s", STR_ARG(numbers_str(arena, f->quantity_upto)));
		if (f->unit.len)
			buf_fmt(out, " %.*s", STR_ARG(f->unit));
		if (f->of.len)
			buf_fmt(out, " (%.*s)", STR_ARG(f->of));
		buf_z(out, f->each ? " each" : "");
	}
}

static void test_sentences(void **state)
{
	struct arena *arena = arena_new();
	struct buf got;

	(void)state;
	buf_init(&got, KIB(16));
	for (size_t i = 0; i < sizeof CASE / sizeof *CASE; i++) {
		struct tokens tokens[FIELD_COUNT];
		struct facts facts;

		buf_clear(&got);
		prose_tokens(tokens, arena, "", CASE[i][0]);
		facts_of(&facts, arena, tokens);
		print(&got, arena, &facts);
		if (!str_eq(buf_view(&got), str_of(CASE[i][1])))
			fail_msg("%s\n  wanted %s\n  got    %.*s", CASE[i][0], CASE[i][1],
				 STR_ARG(buf_view(&got)));
	}
	buf_free(&got);
	arena_free(arena);
}

static void test_spans_are_exact(void **state)
{
	const char *text =
		"Four workers, each carrying 15 hard drives, paid about HK$1.5 million in fees.";
	static const char *const span[] = {"Four workers", "15 hard drives",
					   "HK$1.5 million in fees"};
	struct arena *arena = arena_new();
	struct tokens tokens[FIELD_COUNT];
	struct facts facts;

	(void)state;
	prose_tokens(tokens, arena, "Drives in 4 suitcases", text);
	facts_of(&facts, arena, tokens);
	assert_int_equal(facts.len, 4);
	assert_int_equal(facts.at[0].field, FIELD_TITLE);
	for (size_t i = 0; i < 3; i++) {
		const struct fact *f = &facts.at[i + 1];

		assert_int_equal(f->field, FIELD_TEXT);
		assert_true(str_eq(str_cut(str_of(text), f->from, f->upto), str_of(span[i])));
	}
	arena_free(arena);
}

static void test_limit(void **state)
{
	struct arena *arena = arena_new();
	struct tokens tokens[FIELD_COUNT];
	struct facts facts;
	struct buf text;

	(void)state;
	buf_init(&text, KIB(64));
	for (int i = 0; i < LIMIT_FACTS + 1; i++)
		buf_fmt(&text, "They saw %d drones. ", 3000 + i);
	prose_tokens(tokens, arena, "", arena_z(arena, buf_view(&text)));
	facts_of(&facts, arena, tokens);
	assert_int_equal(facts.len, LIMIT_FACTS);
	buf_free(&text);
	arena_free(arena);
}

/* The same quantity twice is told once, another noun makes another fact. */
static void test_once(void **state)
{
	struct arena *arena = arena_new();
	struct tokens tokens[FIELD_COUNT];
	struct facts facts;

	(void)state;
	prose_tokens(tokens, arena, "",
		     "It has 300 servers. The 300 servers run. It has 300 drives.");
	facts_of(&facts, arena, tokens);
	assert_int_equal(facts.len, 2);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sentences),
		cmocka_unit_test(test_spans_are_exact),
		cmocka_unit_test(test_limit),
		cmocka_unit_test(test_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
