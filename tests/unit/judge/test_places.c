/* test_places.c -- countries of a text, and what only looks like one. */
#include "judge/places.c"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <cmocka.h>

#include "base/io.h"
#include "base/json.h"
#include "lib/prose.h"

static const char *const CASE[][2] = {
	{"Four Chinese engineers flew from Beijing to Kuala Lumpur.", "China, Malaysia"},
	{"The U.S. tightened its export controls.", "United States"},
	{"The US and the UK signed the treaty.", "United States, United Kingdom"},
	{"Let us go home, said the man.", ""},
	{"They told us that it works.", ""},
	{"Malaysia's ministry said it was checking.", "Malaysia"},
	{"South Korean police arrested three men in Seoul.", "South Korea"},
	{"North Korea sent drones over the border.", "North Korea"},
	{"A man in Georgia was arrested after a false match. Police in Atlanta, Georgia, "
	 "apologised.",
	 "United States"},
	{"Protests in Georgia went on. Tbilisi accused Russia of spreading deepfakes.",
	 "Georgia, Russia"},
	{"Michael Jordan sued the company over a deepfake.", ""},
	{"Jordan Peele made a fake video.", ""},
	{"Refugees in Jordan had their eyes scanned.", "Jordan"},
	{"Chad said he lost his job.", ""},
	{"Soldiers in Chad used the system.", "Chad"},
	{"Turkey bought the drones from its own maker.", "Turkey"},
	{"The Turkish government denied it.", "Turkey"},
	{"China Daily reported the launch.", "China"},
	{"The Washington Post reported the story.", ""},
	{"Washington faces difficulty in enforcing its bans.", "United States"},
	{"Denzel Washington appears in a fake video.", ""},
	{"Paris Hilton is an investor.", ""},
	{"The conference was held in Paris.", "France"},
	{"He moved to Paris, Texas, last year.", "United States"},
	{"A driver in London, Ontario, was hurt.", "Canada"},
	{"Students in Cambridge, Massachusetts, built the robot.", "United States"},
	{"Cambridge Analytica harvested the data.", ""},
	{"Boston Dynamics sells robots.", ""},
	{"Police in Boston used the tool.", "United States"},
	{"Dutch parents were accused of fraud.", "Netherlands"},
	{"The Netherlands apologised.", "Netherlands"},
	{"Germans and Austrians protested in Vienna.", "Austria, Germany"},
	{"Hong Kong police said the clerk was tricked.", "Hong Kong"},
	{"Taiwan's chipmaker stopped deliveries.", "Taiwan"},
	{"Kyiv said drones struck Moscow.", "Ukraine, Russia"},
	{"The drone hit Kharkiv, Ukraine.", "Ukraine"},
	{"The Latin American market grew.", ""},
	{"African Americans were jailed because of false matches.", "United States"},
	{"New York's attorney general sued.", "United States"},
	{"New Mexico filed a suit.", "United States"},
	{"New Delhi banned the app.", "India"},
	{"A New South Wales minister said so.", "Australia"},
	{"The car crashed in Tempe, Arizona.", "United States"},
	{"San Francisco suspended the permits.", "United States"},
	{"The Scottish court ruled.", "United Kingdom"},
	{"Saudi Arabia bought the chips; the UAE did too.", "Saudi Arabia, United Arab Emirates"},
	{"The Israeli army used Lavender in Gaza.", "Israel, Palestine"},
	{"Swiss researchers tricked users.", "Switzerland"},
	{"British lawyers cited fake cases.", "United Kingdom"},
	{"Sydney told a reporter that it loved him.", ""},
	{"The University of Sydney studied it.", ""},
	{"A court in Sydney ruled.", "Australia"},
	{"Austin said it was fine.", ""},
	{"Tesla moved to Austin, Texas.", "United States"},
	{"Victoria Police apologised.", ""},
	{"He likes French fries and Swiss Army knives.", ""},
	{"The Philippines and Vietnam protested.", "Philippines, Vietnam"},
	{"Ivory Coast and Senegal banned it.", "Ivory Coast, Senegal"},
	{"The Democratic Republic of the Congo uses drones.", "DR Congo"},
	{"The Congolese army denied it.", "DR Congo"},
	{"São Paulo's metro was sued in Brazil.", "Brazil"},
	{"Bogotá and Lima installed cameras.", "Colombia"},
	{"The Czech Republic and Poland agreed.", "Czechia, Poland"},
	{"Polish officials warned of fakes.", "Poland"},
	{"He ate turkey in a china shop.", ""},
	{"Many people march in may.", ""},
	{"American Airlines used the software.", ""},
	{"Bank of America warned its customers.", ""},
	{"England's exams regulator, Ofqual, apologised in Wales as well.", "United Kingdom"},
	{"Robot kills worker in Baunatal, Germany", "Germany"},
	{"US BANS CHIPS FOR CHINA AND TELLS US WHY", "China"},
	{"AIM notes that the EU fined the firm.", ""},
};

static void print(struct buf *out, struct arena *arena, const char *text)
{
	struct tokens tokens[FIELD_COUNT];
	struct places places;

	prose_tokens(tokens, arena, "", text);
	places_of(&places, arena, tokens);
	for (size_t i = 0; i < places.len; i++)
		buf_fmt(out, "%s%.*s", i ? ", " : "", STR_ARG(places.at[i].name));
}

static void test_cases(void **state)
{
	struct arena *arena = arena_new();
	struct buf got;

	(void)state;
	buf_init(&got, 16384);
	for (size_t i = 0; i < sizeof CASE / sizeof *CASE; i++) {
		buf_clear(&got);
		print(&got, arena, CASE[i][0]);
		if (!str_eq(buf_view(&got), str_of(CASE[i][1])))
			fail_msg("%s\n  wanted %s\n  got    %.*s", CASE[i][0], CASE[i][1],
				 STR_ARG(buf_view(&got)));
	}
	buf_free(&got);
	arena_free(arena);
}

static void test_title_first(void **state)
{
	const char *title = "Chips for China",
		   *text = "Japan spoke. Japan sold them. Kuala Lumpur did not.";
	struct arena *arena = arena_new();
	struct tokens tokens[FIELD_COUNT];
	struct places places;

	(void)state;
	prose_tokens(tokens, arena, title, text);
	places_of(&places, arena, tokens);
	assert_int_equal(places.len, 3);
	assert_string_equal(places.at[0].code, "JP");
	assert_string_equal(places.at[1].code, "CN");
	assert_int_equal(places.at[1].span[0].field, FIELD_TITLE);
	assert_string_equal(places.at[2].code, "MY");
	assert_true(
		str_eq(str_cut(str_of(text), places.at[2].span[0].from, places.at[2].span[0].upto),
		       STR("Kuala Lumpur")));
	arena_free(arena);
}

static void test_tables_are_sorted(void **state)
{
	(void)state;
	for (size_t i = 1; i < places_names; i++)
		assert_true(str_cmp(places_name[i - 1].name, places_name[i].name) <
			    0);
	for (size_t i = 1; i < places_countries; i++)
		assert_true(strcmp(places_country[i - 1].code, places_country[i].code) < 0);
	for (size_t i = 0; i < places_names; i++) {
		size_t n = country_index(places_name[i].code);

		assert_true(places_name[i].name.len + PARTS_MOST < NAME_MOST);
		if (places_name[i].kind == PLACES_MUTE)
			continue;
		assert_true(n < places_countries);
		assert_string_equal(places_country[n].code, places_name[i].code);
	}
}

/* Every country of ISO 3166-1 and no other; names that differ from the standard's are
 * found in the text as well. */
static void test_iso_codes(void **state)
{
	const char *path = "/usr/share/iso-codes/json/iso_3166-1.json";
	struct json *root;
	const struct json *all;
	struct buf bytes;
	struct err err;

	(void)state;
	if (!io_exists(path)) {
		printf("skipped: %s is not there (Debian package iso-codes)\n", path);
		skip();
	}
	buf_init(&bytes, 1 << 20);
	assert_true(io_read(&bytes, path, &err));
	assert_true(json_parse(&root, buf_view(&bytes), &err));
	all = json_get(root, "3166-1");
	assert_int_equal(json_len(all), places_countries);
	for (size_t i = 0; i < json_len(all); i++) {
		struct str code = json_get_str(json_at(all, i), "alpha_2");
		bool found = false;

		for (size_t k = 0; k < places_countries; k++)
			found |= str_eq(code, str_of(places_country[k].code));
		assert_true(found);
	}
	json_free(root);
	buf_free(&bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_title_first),
		cmocka_unit_test(test_tables_are_sorted),
		cmocka_unit_test(test_iso_codes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
