/* test_particulars.c -- one story read whole: our own telling of the drives that were
 * flown to Malaysia, and the founders' seed where it lies beside the repository. */
#include "judge/particulars.c"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <cmocka.h>

#include "base/io.h"
#include "lib/calendar.h"
#include "lib/prose.h"

static const char TITLE[] = "Suitcases of hard drives carry AI training data past chip curbs";
static const char TEXT[] =
	"Early in March four engineers of a Chinese AI firm boarded a flight from Beijing to Kuala "
	"Lumpur, each carrying 15 hard drives filled with 80 terabytes of data for training AI "
	"models. "
	"Collectively, the drives held about 4.8 petabytes, the paper said on Thursday.\n"
	"In Malaysia the data was loaded onto 300 Nvidia AI servers that the firm had rented from "
	"a "
	"local data center. The U.S. government bars the sale of such chips to China. "
	"Malaysia's Ministry of Investment, Trade and Industry said it was verifying the reports.";

static const char *const READINGS[] = {
	"4 people x 15 hard drives x 80 TB per drive = 4.8 PB",
	"4 people x 80 TB per person = 320 TB, not the stated 4.8 PB",
};

static void read_article(struct particulars *out, struct article *a, struct arena *arena)
{
	struct reading r = {.article = a};

	for (int f = 0; f < FIELD_COUNT; f++)
		prose_sentences(&r.sentences[f], arena, a->field[f]);
	particulars_of(out, arena, NULL, &r);
}

static bool has_fact(const struct particulars *p, double quantity, const char *unit, const char *of)
{
	for (size_t i = 0; i < p->facts.len; i++) {
		const struct fact *f = &p->facts.at[i];

		if (f->quantity >= quantity && f->quantity <= quantity &&
		    str_eq(f->unit, str_of(unit)) && str_ends(f->of, str_of(of)))
			return true;
	}
	return false;
}

static bool has_country(const struct particulars *p, const char *name)
{
	for (size_t i = 0; i < p->country_count; i++)
		if (str_eq(p->country[i], str_of(name)))
			return true;
	return false;
}

static const struct actor *find_actor(const struct particulars *p, const char *name)
{
	for (size_t i = 0; i < p->actors.len; i++)
		if (str_eq(p->actors.at[i].name, str_of(name)))
			return &p->actors.at[i];
	return NULL;
}

/* What both tellings must give. */
static void assert_story(const struct particulars *p)
{
	assert_true(has_fact(p, 4, "people", ""));
	assert_true(has_fact(p, 15, "", "hard drives"));
	assert_true(has_fact(p, 80, "TB", "data"));
	assert_true(has_fact(p, 4.8, "PB", ""));
	assert_true(has_fact(p, 300, "", "Nvidia AI servers"));
	assert_int_equal(p->check_count, 2);
	for (size_t i = 0; i < 2; i++) {
		assert_true(str_eq(p->check[i].reading, str_of(READINGS[i])));
		assert_int_equal(p->check[i].holds, i == 0);
	}
	assert_true(has_country(p, "China"));
	assert_true(has_country(p, "Malaysia"));
	assert_true(has_country(p, "United States"));
	assert_int_equal(p->country_count, 3);
	assert_non_null(find_actor(p, "Nvidia"));
	assert_true(str_eq(find_actor(p, "Nvidia")->role, STR("developer")));
	assert_null(find_actor(p, "China"));
	assert_null(find_actor(p, "Malaysia"));
}

static void test_own_telling(void **state)
{
	struct arena *arena = arena_new();
	struct article a = {.field = {str_of(TITLE), str_of(TEXT)},
			    .date_ms = date_from_parts(2025, 6, 16)};
	struct particulars p;

	(void)state;
	read_article(&p, &a, arena);
	assert_story(&p);
	assert_true(str_eq(find_actor(&p, "Ministry of Investment, Trade and Industry")->role,
			   STR("authority")));
	assert_true(str_eq(find_actor(&p, "U.S. government")->role, STR("authority")));
	assert_int_equal(p.dates.len, 2);
	assert_int_equal(p.dates.at[0].from_ms, date_from_parts(2025, 3, 1));
	assert_int_equal(p.dates.at[1].from_ms, date_from_parts(2025, 6, 12));
	arena_free(arena);
}

static void test_seed(void **state)
{
	const char *path = TOCSIN_SOURCE "/../shared/seeds/news_article.txt";
	struct arena *arena = arena_new();
	struct article a = {.id = STR("seed")};
	struct particulars p;
	struct buf text;
	struct err err;

	(void)state;
	if (!io_exists(path)) {
		printf("skipped: %s is not there\n", path);
		arena_free(arena);
		skip();
	}
	buf_init(&text, 65536);
	assert_true(io_read(&text, path, &err));
	a.field[FIELD_TEXT] = buf_view(&text);
	read_article(&p, &a, arena);
	assert_story(&p);
	buf_free(&text);
	arena_free(arena);
}

static void test_json(void **state)
{
	struct arena *arena = arena_new();
	struct article a = {.id = STR("x"),
			    .date_ms = date_from_parts(2025, 6, 16),
			    .field = {STR(""), STR("On Friday 3 robots fell in Rome.")}};
	struct particulars p;
	struct buf out;

	(void)state;
	read_article(&p, &a, arena);
	buf_init(&out, 65536);
	particulars_facts_json(&out, &p, &a);
	assert_string_equal(out.at, "{\"id\":\"x\",\"facts\":[{\"quantity\":3,\"unit\":\"\",\"of\":"
				    "\"robots\",\"field\":"
				    "\"text\",\"from\":10,\"upto\":18,\"quote\":\"3 "
				    "robots\"}],\"checks\":[],\"countries\":"
				    "[{\"name\":\"Italy\",\"code\":\"IT\",\"mentions\":1,\"field\":"
				    "\"text\",\"from\":27,"
				    "\"upto\":31,\"quote\":\"Rome\"}],\"actors\":[]}");
	buf_clear(&out);
	particulars_dates_json(&out, &p, &a);
	assert_string_equal(
		out.at,
		"{\"id\":\"x\",\"date\":\"2025-06-16\",\"dates\":[{\"day\":\"2025-06-13\","
		"\"precision\":\"day\",\"relative\":true,\"field\":\"text\",\"from\":3,\"upto\":9,"
		"\"quote\":\"Friday\"}]}");
	buf_free(&out);
	arena_free(arena);
}

/* Hits of the pack's makers become developers. */
static void test_hits(void **state)
{
	struct arena *arena = arena_new();
	struct article a = {.field = {STR(""), STR("It came from Blorb in the end.")}};
	struct reading r = {.article = &a};
	struct cue_hit hit = {.field = FIELD_TEXT, .from = 13, .upto = 18};
	struct particulars p;
	struct pack *pack;
	struct err err;

	(void)state;
	assert_true(pack_load(&pack, TOCSIN_SOURCE "/packs/oecd", &err));
	while (!pack_group_in(pack, hit.group, STR("maker")))
		hit.group++;
	for (int f = 0; f < FIELD_COUNT; f++)
		prose_sentences(&r.sentences[f], arena, a.field[f]);
	r.hit = &hit;
	r.hit_count = 1;
	particulars_of(&p, arena, pack, &r);
	assert_int_equal(p.actors.len, 1);
	assert_true(str_eq(p.actors.at[0].name, STR("Blorb")));
	pack_free(pack);
	arena_free(arena);
}

static void test_other_language(void **state)
{
	struct arena *arena = arena_new();
	struct article a = {.field = {STR(""), STR("Auf 15 Servern in Berlin lagen 4,8 PB.")},
			    .lang = STR("de")};
	struct particulars p;

	(void)state;
	read_article(&p, &a, arena);
	assert_int_equal(p.facts.len + p.country_count + p.actors.len + p.dates.len, 0);
	a.lang = STR("en-GB");
	read_article(&p, &a, arena);
	assert_int_equal(p.country_count, 1);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_own_telling),    cmocka_unit_test(test_seed),
		cmocka_unit_test(test_json),           cmocka_unit_test(test_hits),
		cmocka_unit_test(test_other_language),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
