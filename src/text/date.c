/* text/date.c -- a small tokenizer and a table of shapes.
 *
 * The text is cut into numbers, words and signs, then matched against the few
 * shapes that dates really have: year first (RFC 3339, W3C-DTF, 20250616), day
 * first (RFC 822 and prose), month first (prose and asctime), and bare seconds
 * or milliseconds since 1970. strptime knows neither RFC 822's obsolete zones
 * nor half of these and depends on the locale. Days and civil dates are turned
 * into each other with Hinnant's algorithms (2013), so no libc calendar. */
#include "text/date.h"

#include "base/ascii.h"
#include "base/check.h"

int64_t date_from_parts(int year, int month, int day)
{
	int y = year - (month <= 2), era = (y >= 0 ? y : y - 399) / 400;
	int yoe = y - era * 400;
	int doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	int doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;

	return ((int64_t)era * 146097 + doe - 719468) * DATE_DAY_MS;
}

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

void date_parts(int64_t ms, int *year, int *month, int *day)
{
	int64_t days = floor_div(ms, DATE_DAY_MS) + 719468;
	int64_t era = floor_div(days, 146097), doe = days - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;

	*day = (int)(doy - (153 * mp + 2) / 5 + 1);
	*month = (int)(mp < 10 ? mp + 3 : mp - 9);
	*year = (int)(yoe + era * 400 + (*month <= 2));
}

struct str date_day(struct arena *a, int64_t ms)
{
	int year, month, day;

	date_parts(ms, &year, &month, &day);
	return arena_fmt(a, "%04d-%02d-%02d", year, month, day);
}

struct str date_known_day(struct arena *a, int64_t ms)
{
	return ms ? date_day(a, ms) : STR_NONE;
}

struct str date_http(struct arena *a, int64_t ms)
{
	static const char *const weekday[] = {"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};
	static const char *const month[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
					    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	int64_t second = ms < 0 ? 0 : ms / 1000; /* nothing was fetched before 1970 */
	int y, m, d;

	date_parts(second * 1000, &y, &m, &d);
	return arena_fmt(a, "%s, %02d %s %04d %02d:%02d:%02d GMT", weekday[second / 86400 % 7], d,
			 month[m - 1], y, (int)(second / 3600 % 24), (int)(second / 60 % 60),
			 (int)(second % 60));
}

struct str date_iso(struct arena *a, int64_t ms)
{
	int64_t of_day = ms - floor_div(ms, DATE_DAY_MS) * DATE_DAY_MS;
	struct str day = date_day(a, ms);

	return arena_fmt(a, "%.*sT%02d:%02d:%02dZ", STR_ARG(day), (int)(of_day / 3600000),
			 (int)(of_day / 60000 % 60), (int)(of_day / 1000 % 60));
}

struct str date_known_iso(struct arena *a, int64_t ms)
{
	return ms ? date_iso(a, ms) : STR_NONE;
}

struct str date_iso_in(struct arena *a, int64_t ms, int zone)
{
	struct str local = date_iso(a, ms + zone * 60000LL);
	int minutes = zone < 0 ? -zone : zone;

	if (!zone)
		return local;
	return arena_fmt(a, "%.*s%c%02d:%02d", (int)local.len - 1, local.at, zone < 0 ? '-' : '+',
			 minutes / 60, minutes % 60);
}

/* -- tokens ------------------------------------------------------------------- */

enum { NUMBER, WORD, SIGN };

struct token {
	int kind, value, digits; /* value: the number or the sign */
	struct str text;
	bool blank_before;
};

#define TOKENS_MAX 24

struct reader {
	struct token at[TOKENS_MAX];
	int count, next;
};

static bool is_letter(char c)
{
	return ascii_is_letter(c) || (unsigned char)c >= 0x80;
}

static size_t run_length(struct str s, size_t from, bool (*fits)(char))
{
	size_t upto = from;

	while (upto < s.len && fits(s.at[upto]))
		upto++;
	return upto - from;
}

static bool tokens_of(struct reader *r, struct str s)
{
	bool blank = false;

	r->count = r->next = 0;
	for (size_t i = 0; i < s.len;) {
		struct token t = {.kind = SIGN, .value = s.at[i], .blank_before = blank};
		size_t len = 1;

		if (s.at[i] == ' ' || (s.at[i] >= '\t' && s.at[i] <= '\r')) {
			blank = true;
			i++;
			continue;
		}
		if (r->count == TOKENS_MAX)
			return false;
		if (ascii_is_digit(s.at[i])) {
			int64_t value;

			len = run_length(s, i, ascii_is_digit);
			len = len == 14 ? 8 : len; /* 20250616103000 */
			t.kind = NUMBER;
			t.digits = (int)len;
			t.value = -1; /* only a fraction may be so long */
			if (len <= 9 && str_int(&value, str_cut(s, i, i + len)))
				t.value = (int)value;
		} else if (is_letter(s.at[i])) {
			len = run_length(s, i, is_letter);
			t.kind = WORD;
		}
		t.text = str_cut(s, i, i + len);
		r->at[r->count++] = t;
		blank = false;
		i += len;
	}
	return r->count > 0;
}

static const struct token *peek(const struct reader *r, int ahead)
{
	static const struct token none = {.kind = -1};

	return r->next + ahead < r->count ? &r->at[r->next + ahead] : &none;
}

static bool take_sign(struct reader *r, char c)
{
	const struct token *t = peek(r, 0);

	if (t->kind != SIGN || t->value != c)
		return false;
	r->next++;
	return true;
}

static bool take_word(struct reader *r, const char *word)
{
	const struct token *t = peek(r, 0);

	if (t->kind != WORD || !str_eq_nocase(t->text, str_of(word)))
		return false;
	r->next++;
	return true;
}

static bool take_number(int *out, struct reader *r, int least, int most)
{
	const struct token *t = peek(r, 0);

	if (t->kind != NUMBER || t->value < least || t->value > most)
		return false;
	*out = t->value;
	r->next++;
	return true;
}

/* -- names -------------------------------------------------------------------- */

/* 1 to 12 for a month's name or what it is cut to, in the languages that feeds write them
 * in against the rules: English, German, French, Spanish, Italian, Portuguese, Dutch,
 * Russian. 0: no month. */
static int month_of(struct str word)
{
	static const char *const names[] = {
		"january jan januar jänner januari janvier janv enero ene gennaio gen janeiro "
		"января январь янв",
		"february feb februar februari février fevrier févr fév fev febrero febbraio "
		"fevereiro февраля февраль фев",
		"march mar märz maerz mrz mär maart mrt mars marzo março marco марта март мар",
		"april apr avril avr abril abr aprile апреля апрель апр",
		"may mai mei mayo maggio mag maio мая май",
		"june jun juni juin junio giugno giu junho июня июнь июн",
		"july jul juli juillet juil julio luglio lug julho июля июль июл",
		"august aug augustus août aout aoû agosto ago августа август авг",
		"september sep sept septembre septiembre settembre set setembro сентября "
		"сентябрь сен сент",
		"october oct oktober okt octobre octubre ottobre ott outubro out октября "
		"октябрь окт",
		"november nov novembre noviembre novembro ноября ноябрь ноя",
		"december dec dezember dez décembre decembre déc diciembre dic dicembre "
		"dezembro декабря декабрь дек"};

	for (int i = 0; i < 12; i++) {
		struct str name, rest = str_of(names[i]);

		while (str_split(&name, &rest, ' '))
			if (str_eq_nocase(word, name))
				return i + 1;
	}
	return 0;
}

static bool is_weekday(struct str word)
{
	static const char *const name[] = {"monday", "tuesday",  "wednesday", "thursday",
					   "friday", "saturday", "sunday"};

	for (int i = 0; i < 7; i++) {
		struct str full = str_of(name[i]);

		if (str_eq_nocase(word, full) || str_eq_nocase(word, str_cut(full, 0, 3)) ||
		    (word.len > 3 && str_eq_nocase(word, str_cut(full, 0, word.len))))
			return true;
	}
	return false;
}

static bool take_month(int *month, struct reader *r)
{
	const struct token *t = peek(r, 0);

	if (t->kind != WORD || (*month = month_of(t->text)) == 0)
		return false;
	r->next++;
	take_sign(r, '.');
	return true;
}

static bool take_zone_name(int *minutes, struct reader *r)
{
	static const struct {
		const char *name;
		int minutes;
	} zone[] = {
		{"z", 0},      {"ut", 0},     {"utc", 0},    {"gmt", 0},    {"wet", 0},
		{"est", -300}, {"edt", -240}, {"cst", -360}, {"cdt", -300}, {"mst", -420},
		{"mdt", -360}, {"pst", -480}, {"pdt", -420}, {"bst", 60},   {"cet", 60},
		{"cest", 120}, {"met", 60},   {"mest", 120}, {"eet", 120},  {"eest", 180},
		{"msk", 180},  {"ist", 330},  {"sgt", 480},  {"hkt", 480},  {"jst", 540},
		{"kst", 540},  {"aest", 600}, {"aedt", 660}, {"nzst", 720}, {"nzdt", 780},
		{"et", -300},  {"pt", -480},  {"a", 60},     {"m", 720},    {"n", -60},
		{"y", -720},
	};

	for (size_t i = 0; i < sizeof zone / sizeof zone[0]; i++) {
		if (take_word(r, zone[i].name)) {
			*minutes = zone[i].minutes;
			return true;
		}
	}
	return false;
}

/* -- shapes ------------------------------------------------------------------- */

struct parts {
	int year, month, day, hour, minute, second, ms, zone; /* zone in minutes east */
	bool has_time, has_day;
};

static bool take_offset(struct reader *r, int *minutes)
{
	bool minus = take_sign(r, '-');
	const struct token *t;
	int hours, rest = 0;

	if ((!minus && !take_sign(r, '+')) || (t = peek(r, 0))->kind != NUMBER)
		return false;
	r->next++;
	hours = t->digits > 2 ? t->value / 100 : t->value;
	if (t->digits > 2)
		rest = t->value % 100;
	else if (take_sign(r, ':') && !take_number(&rest, r, 0, 59))
		return false;
	*minutes = (hours * 60 + rest) * (minus ? -1 : 1);
	return t->digits <= 4 && hours <= 14 && rest < 60;
}

static void take_comment(struct reader *r, char open, char close)
{
	int here = r->next;

	if (!take_sign(r, open))
		return;
	while (r->next < r->count)
		if (take_sign(r, close))
			return;
		else
			r->next++;
	r->next = here;
}

/* "Uhr", "WST", "Europe/Berlin": not known, and taken for UTC rather than no date. */
static void take_other_zone(struct reader *r)
{
	if (peek(r, 0)->kind != WORD || month_of(peek(r, 0)->text))
		return;
	r->next++;
	if (take_sign(r, '/') && peek(r, 0)->kind == WORD)
		r->next++;
}

static void take_zone(struct parts *p, struct reader *r)
{
	int here = r->next, minutes;

	if (take_zone_name(&p->zone, r)) {
		here = r->next;
		if (take_offset(r, &minutes)) /* "GMT+0200" */
			p->zone += minutes;
		else
			r->next = here;
	} else if (take_offset(r, &minutes)) {
		p->zone = minutes;
	} else {
		r->next = here;
		take_other_zone(r);
	}
	take_comment(r, '(', ')'); /* (CEST) */
	take_comment(r, '[', ']'); /* [Asia/Shanghai] */
}

static void take_half_of_day(struct parts *p, struct reader *r)
{
	if (take_word(r, "pm"))
		p->hour += p->hour < 12 ? 12 : 0;
	else if (take_word(r, "am"))
		p->hour -= p->hour == 12 ? 12 : 0;
}

/* Of a second, to the millisecond. */
static bool take_fraction(struct parts *p, struct reader *r)
{
	const struct token *t = peek(r, 0);

	if (t->kind != NUMBER)
		return false;
	for (int i = 0; i < 3; i++)
		p->ms = p->ms * 10 + (i < t->digits ? t->text.at[i] - '0' : 0);
	r->next++;
	return true;
}

/* Some write 10.30.00. */
static bool take_colon(struct reader *r)
{
	if (take_sign(r, ':'))
		return true;
	return peek(r, 0)->value == '.' && peek(r, 1)->digits == 2 && take_sign(r, '.');
}

/* ":30", ":30:15", ":30:15.123" behind an hour; "5 pm" needs none. */
static bool take_minutes(struct parts *p, struct reader *r)
{
	if (!take_colon(r))
		return peek(r, 0)->kind == WORD;
	if (!take_number(&p->minute, r, 0, 59))
		return false;
	if (take_colon(r) && !take_number(&p->second, r, 0, 60))
		return false;
	return (!take_sign(r, '.') && !take_sign(r, ',')) || take_fraction(p, r);
}

/* 103000 or 1030, as in 20250616T103000Z */
static bool take_packed_time(struct parts *p, struct reader *r)
{
	const struct token *t = peek(r, 0);
	int clock = t->digits == 4 ? t->value * 100 : t->value;

	if (t->kind != NUMBER || (t->digits != 6 && t->digits != 4))
		return false;
	p->hour = clock / 10000;
	p->minute = clock / 100 % 100;
	p->second = clock % 100;
	r->next++;
	return p->hour <= 24 && p->minute < 60 && p->second <= 60;
}

static bool take_time(struct parts *p, struct reader *r)
{
	if (!take_packed_time(p, r) && (!take_number(&p->hour, r, 0, 24) || !take_minutes(p, r)))
		return false;
	take_half_of_day(p, r);
	p->has_time = true;
	take_zone(p, r);
	return p->hour < 24 || (p->hour == 24 && p->minute == 0 && p->second == 0);
}

/* Nothing, a zone alone, or a time behind a separator. */
static bool take_rest(struct parts *p, struct reader *r)
{
	int here = r->next, unused;

	if (here == r->count || (take_zone_name(&unused, r) && r->next == r->count))
		return true;
	r->next = here;
	take_sign(r, ',');
	if (!take_word(r, "t") && !take_word(r, "at"))
		take_sign(r, '-');
	return take_time(p, r) && r->next == r->count;
}

static int full_year(const struct token *t)
{
	if (t->digits == 2)
		return t->value + (t->value < 70 ? 2000 : 1900);
	return t->digits == 4 ? t->value : 0;
}

static bool take_year(struct parts *p, struct reader *r)
{
	const struct token *t = peek(r, 0);

	if (t->kind != NUMBER || !(p->year = full_year(t)))
		return false;
	r->next++;
	return true;
}

static bool take_between(struct reader *r, const char *chinese, const char *korean)
{
	return take_sign(r, '-') || take_sign(r, '/') || take_sign(r, '.') ||
	       take_word(r, chinese) || take_word(r, korean);
}

/* 2025-06-16, 2025/06/16, 2025-06, 2025, 20250616, 2025年6月16日, 2025-167, each with a time or
 * without. */
static bool year_first(struct parts *p, struct reader *r)
{
	const struct token *t = peek(r, 0);

	if (t->kind == NUMBER && t->digits == 8) {
		*p = (struct parts){.year = t->value / 10000,
				    .month = t->value / 100 % 100,
				    .day = t->value % 100,
				    .has_day = true};
		r->next++;
		return take_rest(p, r);
	}
	if (t->kind != NUMBER || t->digits != 4)
		return false;
	p->year = t->value;
	p->month = p->day = 1;
	r->next++;
	if (r->next == r->count)
		return true;
	if (!take_between(r, "年", "년"))
		return false;
	if (peek(r, 0)->digits == 3) { /* ISO 8601's day of the year */
		p->has_day = take_number(&p->day, r, 1, 366);
		return p->has_day && take_rest(p, r);
	}
	if (!take_number(&p->month, r, 1, 12))
		return false;
	if (r->next == r->count)
		return true;
	if (!take_between(r, "月", "월"))
		return r->next == r->count;
	if (r->next == r->count)
		return true;
	p->has_day = take_number(&p->day, r, 1, 31);
	if (!take_word(r, "日"))
		take_word(r, "일");
	return p->has_day && take_rest(p, r);
}

static void take_ordinal(struct reader *r)
{
	if (!take_word(r, "st") && !take_word(r, "nd") && !take_word(r, "rd"))
		take_word(r, "th");
	take_sign(r, '.');
}

/* 16 June 2025, 16-Jun-2025, 16. Juni 2025, 16.06.2025 (day first, as Europe). */
static bool day_first(struct parts *p, struct reader *r)
{
	bool dotted;

	if (!take_number(&p->day, r, 1, 31))
		return false;
	dotted = peek(r, 0)->kind == SIGN && peek(r, 0)->value == '.' && peek(r, 1)->kind == NUMBER;
	if (dotted) {
		r->next++;
		if (!take_number(&p->month, r, 1, 12) || !take_sign(r, '.'))
			return false;
	} else {
		take_ordinal(r);
		if (!take_word(r, "of"))
			take_word(r, "de");
		take_sign(r, '-');
		if (!take_month(&p->month, r))
			return false;
		if (!take_sign(r, '-') && !take_word(r, "de"))
			take_sign(r, ',');
	}
	p->has_day = true;
	return take_year(p, r) && take_rest(p, r);
}

/* 16/06/2025 and 06/16/2025, where it can only be the one. */
static bool slashed(struct parts *p, struct reader *r)
{
	int first, second;

	if (!take_number(&first, r, 1, 31) || !take_sign(r, '/') ||
	    !take_number(&second, r, 1, 31) || !take_sign(r, '/'))
		return false;
	p->month = first > 12 ? second : first;
	p->day = first > 12 ? first : second;
	p->has_day = true;
	return (first > 12) + (second > 12) + (first == second) == 1 && take_year(p, r) &&
	       take_rest(p, r);
}

/* June 16, 2025; Jun 2025; asctime's "Jun 16 10:30:00 2025". */
static bool month_first(struct parts *p, struct reader *r)
{
	struct reader start;

	if (!take_month(&p->month, r))
		return false;
	p->day = 1;
	start = *r;
	if (peek(r, 0)->digits == 4)
		return take_year(p, r) && r->next == r->count;
	if (!take_number(&p->day, r, 1, 31))
		return false;
	p->has_day = true;
	take_ordinal(r);
	take_sign(r, ',');
	if (peek(r, 0)->digits == 4)
		return take_year(p, r) && take_rest(p, r);
	*r = start;
	return take_number(&p->day, r, 1, 31) && take_time(p, r) && take_year(p, r) &&
	       r->next == r->count;
}

/* In English; in any other language where a comma follows. */
static void take_weekday(struct reader *r)
{
	const struct token *t = peek(r, 0);
	int here = r->next;

	if (t->kind != WORD || month_of(t->text))
		return;
	r->next++;
	take_sign(r, '.');
	if (!take_sign(r, ',') && !is_weekday(t->text))
		r->next = here;
}

static bool parts_of(struct parts *p, struct reader *r)
{
	static bool (*const shape[])(struct parts *, struct reader *) = {year_first, day_first,
									 month_first, slashed};

	take_weekday(r);
	for (size_t i = 0; i < sizeof shape / sizeof shape[0]; i++) {
		struct reader copy = *r;

		*p = (struct parts){0};
		if (shape[i](p, &copy))
			return true;
	}
	return false;
}

static bool in_range(int64_t ms)
{
	return ms >= date_from_parts(1990, 1, 1) && ms < date_from_parts(2101, 1, 1);
}

static bool unix_time(struct date *out, struct str text)
{
	int64_t n;

	if (text.len < 9 || text.len > 13 || !ascii_is_digit(text.at[0]) || !str_int(&n, text))
		return false;
	if (text.len < 12)
		n *= 1000;
	*out = (struct date){.ms = n, .has_time = true, .has_day = true};
	return in_range(n);
}

bool date_parse(struct date *out, struct str text)
{
	struct reader r;
	struct parts p;
	int64_t day;
	int year, month, mday;

	text = str_trim(text);
	if (text.len > 80)
		return false;
	if (unix_time(out, text))
		return true;
	if (!tokens_of(&r, text) || !parts_of(&p, &r))
		return false;
	if (p.month < 1 || p.month > 12 || p.day < 1)
		return false;
	day = date_from_parts(p.year, p.month, p.day);
	date_parts(day, &year, &month, &mday);
	if (p.day < 32 && (mday != p.day || month != p.month)) /* 31 June */
		return false;
	if (year != p.year) /* day 366 of 365 */
		return false;
	day += ((int64_t)p.hour * 3600 + p.minute * 60 + (p.second > 59 ? 59 : p.second)) * 1000 +
	       p.ms;
	*out = (struct date){.ms = day - p.zone * 60000LL,
			     .has_time = p.has_time,
			     .has_day = p.has_day,
			     .zone = p.zone};
	return in_range(out->ms);
}
