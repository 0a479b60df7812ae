/* date_find.c -- looks at each number that could begin a date, and at each month's name.
 *
 * Months are told by the front of their names, as short as no other month has it in
 * any of the languages: en, de, fr, es, it, pt, nl, da, sv, no, pl, cs, hu, ro, tr, ru,
 * uk. */
#include "text/date_find.h"

#include "base/ascii.h"

#define YEAR_LEAST 1995
#define YEAR_MOST 2100

static const struct {
	const char *front;
	int month;
} months[] = {
	{"jan", 1},   {"jän", 1},  {"gen", 1},  {"ene", 1},   {"sty", 1},  {"led", 1},  {"ian", 1},
	{"oca", 1},   {"янв", 1},  {"січ", 1},  {"feb", 2},   {"fév", 2},  {"fev", 2},  {"lut", 2},
	{"úno", 2},   {"şub", 2},  {"фев", 2},  {"лют", 2},   {"mär", 3},  {"mar", 3},  {"maa", 3},
	{"mrt", 3},   {"bře", 3},  {"már", 3},  {"мар", 3},   {"бер", 3},  {"apr", 4},  {"avr", 4},
	{"abr", 4},   {"ápr", 4},  {"kwi", 4},  {"dub", 4},   {"nis", 4},  {"апр", 4},  {"кві", 4},
	{"may", 5},   {"mai", 5},  {"mag", 5},  {"maj", 5},   {"mei", 5},  {"máj", 5},  {"kvě", 5},
	{"мая", 5},   {"май", 5},  {"тра", 5},  {"jun", 6},   {"juin", 6}, {"giu", 6},  {"cze", 6},
	{"červn", 6}, {"jún", 6},  {"iun", 6},  {"haz", 6},   {"июн", 6},  {"чер", 6},  {"jul", 7},
	{"juil", 7},  {"lug", 7},  {"lip", 7},  {"červe", 7}, {"júl", 7},  {"iul", 7},  {"tem", 7},
	{"июл", 7},   {"лип", 7},  {"aug", 8},  {"août", 8},  {"aou", 8},  {"ago", 8},  {"sie", 8},
	{"srp", 8},   {"ağu", 8},  {"авг", 8},  {"сер", 8},   {"sep", 9},  {"set", 9},  {"wrz", 9},
	{"zář", 9},   {"sze", 9},  {"eyl", 9},  {"сен", 9},   {"вер", 9},  {"oct", 10}, {"okt", 10},
	{"ott", 10},  {"out", 10}, {"paź", 10}, {"říj", 10},  {"eki", 10}, {"окт", 10}, {"жов", 10},
	{"nov", 11},  {"lis", 11}, {"noi", 11}, {"kas", 11},  {"ноя", 11}, {"dec", 12}, {"dez", 12},
	{"déc", 12},  {"dic", 12}, {"gru", 12}, {"pro", 12},  {"ara", 12}, {"дек", 12}, {"гру", 12},
};

/* What follows the front must be the rest of a month's name: "mar" is in "marketing". */
static const char *const rests[] = {
	"",       "uary",  "uari",       "uar",    "ner",      "naio",   "ero",    "eiro",
	"vier",   "ruary", "ruar",       "ruari",  "rier",     "braio",  "rero",   "ereiro",
	"ch",     "z",     "zo",         "s",      "t",        "ço",     "c",      "il",
	"ile",    "i",     "o",          "y",      "a",        "e",      "gio",    "o",
	"ni",     "ju",    "io",         "ho",     "gno",      "let",    "lio",    "ly",
	"ust",    "osto",  "gust",       "usti",   "ember",    "tember", "tembre", "tiembre",
	"tembro", "embre", "ober",       "obre",   "ubre",     "obra",   "tobre",  "ubro",
	"iembre", "embro", "mber",       "em",     "ciembre",  "zembro", "embrie", "tembrie",
	"ombrie", "cznia", "ego",        "tego",   "ca",       "etnia",  "wca",    "pca",
	"rpnia",  "eśnia", "ździernika", "topada", "dnia",     "na",     "ra",     "zna",
	"bna",    "tna",   "vna",        "nce",    "pna",      "ří",     "na",     "padu",
	"sinec",  "ince",  "ар",         "аря",    "раля",     "та",     "еля",    "я",
	"уста",   "тября", "ября",       "абря",   "ня",       "чня",    "того",   "езня",
	"тня",    "вня",   "рпня",       "есня",   "тня",      "опада",  "дня",    "и",
	"k",      "at",    "ıs",         "san",    "an",       "ran",    "muz",    "stos",
	"ül",     "m",     "ım",         "lık",    "us",       "ius",    "är",     "ars",
	"rt",     "ust",   "tus",        "n",      "l",        "et",     "bre",    "ho",
	"uar",    "zec",   "usztus",     "ilis",   "eptember",
};

struct place {
	struct str text;
	size_t at;
};

static bool is_word_byte(char c)
{
	return ascii_is_letter(c) || (unsigned char)c >= 0x80;
}

static bool blank(char c)
{
	return c == ' ' || c == '\n' || c == '\t';
}

static void pass_blanks(struct place *c)
{
	for (;;) {
		struct str rest = str_cut(c->text, c->at, c->text.len);

		if (rest.len && blank(rest.at[0]))
			c->at++;
		else if (str_starts(rest, STR("\xc2\xa0")))
			c->at += 2;
		else
			return;
	}
}

static bool take(struct place *c, struct str what)
{
	struct str rest = str_cut(c->text, c->at, c->text.len);

	if (rest.len < what.len || !str_eq_nocase(str_cut(rest, 0, what.len), what))
		return false;
	c->at += what.len;
	return true;
}

/* Digits at the cursor, all of them; how many there are. */
static int take_digits(int *value, struct place *c)
{
	int count = 0;

	*value = 0;
	for (; c->at < c->text.len && ascii_is_digit(c->text.at[c->at]); c->at++, count++)
		*value = count < 8 ? *value * 10 + (c->text.at[c->at] - '0') : *value;
	return count;
}

static bool is_rest(struct str rest)
{
	if (rest.len <= 1)
		return true;
	for (size_t i = 0; i < sizeof rests / sizeof *rests; i++)
		if (str_eq_nocase(rest, str_of(rests[i])))
			return true;
	return false;
}

static int take_month(struct place *c)
{
	size_t upto = c->at;
	struct str word;

	while (upto < c->text.len && is_word_byte(c->text.at[upto]))
		upto++;
	word = str_cut(c->text, c->at, upto);
	for (size_t i = 0; word.len >= 3 && i < sizeof months / sizeof *months; i++) {
		struct str front;

		if ((word.at[0] | 0x20) != (months[i].front[0] | 0x20))
			continue;
		front = str_of(months[i].front);
		if (word.len < front.len || !str_eq_nocase(str_cut(word, 0, front.len), front) ||
		    !is_rest(str_cut(word, front.len, word.len)))
			continue;
		c->at = upto;
		return months[i].month;
	}
	return 0;
}

static bool settle(struct date *out, int year, int month, int day)
{
	int y, m, d;

	if (year < YEAR_LEAST || year > YEAR_MOST || month < 1 || month > 12 || day < 1 || day > 31)
		return false;
	*out = (struct date){.ms = date_from_parts(year, month, day), .has_day = true};
	date_parts(out->ms, &y, &m, &d);
	return m == month && d == day;
}

/* Four digits, or two behind "'" or a dot; nothing but that. */
static bool take_year(int *year, struct place *c, bool two_will_do)
{
	int digits = take_digits(year, c);

	/* "28.09.1912:44" is a date and a time that no blank parts */
	if (digits == 4 && two_will_do && *year < YEAR_LEAST && c->at < c->text.len &&
	    c->text.at[c->at] == ':') {
		*year = 2000 + *year / 100;
		return true;
	}
	if (digits == 2 && two_will_do)
		*year += 2000;
	return digits == 4 || (digits == 2 && two_will_do);
}

/* "2020-02-05", "2020/2/5", "2020.02.05", "2020年2月5日" */
static bool year_first(struct date *out, struct place c, int year)
{
	bool han = take(&c, STR("\xe5\xb9\xb4"));
	char sign = c.at < c.text.len ? c.text.at[c.at] : '\0';
	int month, day;

	if (!han) {
		if (sign != '-' && sign != '/' && sign != '.')
			return false;
		c.at++;
	}
	pass_blanks(&c);
	if ((unsigned)take_digits(&month, &c) - 1 > 1)
		return false;
	if (han ? !take(&c, STR("\xe6\x9c\x88")) : c.at >= c.text.len || c.text.at[c.at++] != sign)
		return false;
	pass_blanks(&c);
	return (unsigned)take_digits(&day, &c) - 1 <= 1 && settle(out, year, month, day);
}

/* "5.2.2020", "05/02/20", "5. 2. 2020" */
static bool numbers(struct date *out, struct place c, int first, bool month_first)
{
	char sign = c.at < c.text.len ? c.text.at[c.at++] : '\0';
	int second, year;

	if (sign != '.' && sign != '/' && sign != '-')
		return false;
	pass_blanks(&c);
	if ((unsigned)take_digits(&second, &c) - 1 > 1 || c.at >= c.text.len ||
	    c.text.at[c.at++] != sign)
		return false;
	pass_blanks(&c);
	if (!take_year(&year, &c, sign == '.'))
		return false;
	if (month_first && sign == '/')
		return settle(out, year, first, second) || settle(out, year, second, first);
	return settle(out, year, second, first) ||
	       (sign != '-' && settle(out, year, first, second));
}

/* "5. Februar 2020", "5th of February, 2020", "5 de febrero de 2020" */
static bool day_first(struct date *out, struct place c, int day)
{
	static const char *const behind_day[] = {"st", "nd", "rd", "th", "er", "\xc2\xba", "."};
	int month, year;

	for (size_t i = 0; i < sizeof behind_day / sizeof *behind_day; i++)
		if (take(&c, str_of(behind_day[i])))
			break;
	pass_blanks(&c);
	if (take(&c, STR("de ")) || take(&c, STR("of ")) || take(&c, STR("-")))
		pass_blanks(&c);
	month = take_month(&c);
	if (!month)
		return false;
	if (!take(&c, STR(".")) && !take(&c, STR("-")))
		(void)take(&c, STR(","));
	pass_blanks(&c);
	if (take(&c, STR("de ")) || take(&c, STR("del ")))
		pass_blanks(&c);
	return take_year(&year, &c, false) && settle(out, year, month, day);
}

/* A word that ends there has a number behind it: what most words have not. */
static bool is_before_digit(const struct place *c)
{
	size_t at = c->at;

	while (at < c->text.len && (blank(c->text.at[at]) || c->text.at[at] == '.' ||
				    (unsigned char)c->text.at[at] >= 0x80))
		at++;
	return at < c->text.len && ascii_is_digit(c->text.at[at]);
}

/* "February 5, 2020", "Feb. 5th 2020" */
static bool month_then_day(struct date *out, struct place c)
{
	int month, day, year;

	month = take_month(&c);
	if (!month)
		return false;
	(void)take(&c, STR("."));
	pass_blanks(&c);
	if ((unsigned)take_digits(&day, &c) - 1 > 1)
		return false;
	if (!take(&c, STR("st")) && !take(&c, STR("nd")) && !take(&c, STR("rd")))
		(void)take(&c, STR("th"));
	(void)take(&c, STR("."));
	(void)take(&c, STR(","));
	pass_blanks(&c);
	return take_year(&year, &c, false) && settle(out, year, month, day);
}

static bool at_number(struct date *out, struct place *c, bool month_first)
{
	int value, digits = take_digits(&value, c);

	if (digits == 4)
		return year_first(out, *c, value);
	if (digits > 2)
		return false;
	return numbers(out, *c, value, month_first) || day_first(out, *c, value);
}

/* Looks at what stands at the cursor and passes it. */
static bool at_place(struct date *out, struct place *c, bool month_first)
{
	char now = c->text.at[c->at];
	struct place here = *c;

	if (ascii_is_digit(now))
		return at_number(out, c, month_first);
	if (!is_word_byte(now)) {
		c->at++;
		return false;
	}
	while (c->at < c->text.len && is_word_byte(c->text.at[c->at]))
		c->at++;
	return is_before_digit(c) && month_then_day(out, here);
}

bool date_find_next(struct date *out, size_t *at, struct str text, bool month_first)
{
	struct place c = {text, *at};
	bool found = false;

	while (!found && c.at < text.len)
		found = at_place(out, &c, month_first);
	*at = c.at;
	return found;
}

bool date_find(struct date *out, struct str text, bool month_first)
{
	size_t at = 0;

	return date_find_next(out, &at, text, month_first);
}
