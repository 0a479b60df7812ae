/* judge/units.c -- two tables, and what stands between a number and its unit.
 *
 * Names are compared folded, symbols ("TB", "MW") as they are written, because
 * "mW" and "MW" differ. Currencies carry their ISO 4217 code. Ambiguous words are
 * settled by their surroundings: "pounds" are mass when hyphenated or weighed,
 * "won" is a verb unless the number is large. */
#include "judge/units.h"

struct form {
	const char *word; /* folded; blanks part tokens */
	const char *unit;
	enum unit_family family;
	double factor;
};

static const struct form MEASURE[] = {
	{"terabytes", "TB", UNIT_BYTES, 1e12},
	{"terabyte", "TB", UNIT_BYTES, 1e12},
	{"petabytes", "PB", UNIT_BYTES, 1e15},
	{"petabyte", "PB", UNIT_BYTES, 1e15},
	{"exabytes", "EB", UNIT_BYTES, 1e18},
	{"exabyte", "EB", UNIT_BYTES, 1e18},
	{"gigabytes", "GB", UNIT_BYTES, 1e9},
	{"gigabyte", "GB", UNIT_BYTES, 1e9},
	{"megabytes", "MB", UNIT_BYTES, 1e6},
	{"megabyte", "MB", UNIT_BYTES, 1e6},
	{"kilobytes", "kB", UNIT_BYTES, 1e3},
	{"kilobyte", "kB", UNIT_BYTES, 1e3},
	{"tebibytes", "TiB", UNIT_BYTES, 1099511627776.0},
	{"tebibyte", "TiB", UNIT_BYTES, 1099511627776.0},
	{"pebibytes", "PiB", UNIT_BYTES, 1125899906842624.0},
	{"gibibytes", "GiB", UNIT_BYTES, 1073741824.0},
	{"gibibyte", "GiB", UNIT_BYTES, 1073741824.0},
	{"mebibytes", "MiB", UNIT_BYTES, 1048576.0},
	{"bytes", "B", UNIT_BYTES, 1},
	{"gigabits per second", "Gbit/s", UNIT_RATE, 1e9},
	{"megabits per second", "Mbit/s", UNIT_RATE, 1e6},
	{"terabits per second", "Tbit/s", UNIT_RATE, 1e12},
	{"percentage points", "percentage points", UNIT_PERCENT, 1},
	{"percentage point", "percentage points", UNIT_PERCENT, 1},
	{"percent", "%", UNIT_PERCENT, 1},
	{"per cent", "%", UNIT_PERCENT, 1},
	{"pct", "%", UNIT_PERCENT, 1},
	{"%", "%", UNIT_PERCENT, 1},
	{"milliseconds", "ms", UNIT_TIME, 0.001},
	{"millisecond", "ms", UNIT_TIME, 0.001},
	{"seconds", "seconds", UNIT_TIME, 1},
	{"second", "seconds", UNIT_TIME, 1},
	{"minutes", "minutes", UNIT_TIME, 60},
	{"minute", "minutes", UNIT_TIME, 60},
	{"hours", "hours", UNIT_TIME, 3600},
	{"hour", "hours", UNIT_TIME, 3600},
	{"days", "days", UNIT_TIME, 86400},
	{"day", "days", UNIT_TIME, 86400},
	{"weeks", "weeks", UNIT_TIME, 604800},
	{"week", "weeks", UNIT_TIME, 604800},
	{"months", "months", UNIT_TIME, 2629746},
	{"month", "months", UNIT_TIME, 2629746},
	{"years", "years", UNIT_TIME, 31556952},
	{"year", "years", UNIT_TIME, 31556952},
	{"decades", "decades", UNIT_TIME, 315569520},
	{"decade", "decades", UNIT_TIME, 315569520},
	{"miles per hour", "mph", UNIT_SPEED, 0.44704},
	{"mph", "mph", UNIT_SPEED, 0.44704},
	{"kilometres per hour", "km/h", UNIT_SPEED, 0.2777777778},
	{"kilometers per hour", "km/h", UNIT_SPEED, 0.2777777778},
	{"kmph", "km/h", UNIT_SPEED, 0.2777777778},
	{"kph", "km/h", UNIT_SPEED, 0.2777777778},
	{"km / h", "km/h", UNIT_SPEED, 0.2777777778},
	{"knots", "knots", UNIT_SPEED, 0.514444},
	{"metres per second", "m/s", UNIT_SPEED, 1},
	{"meters per second", "m/s", UNIT_SPEED, 1},
	{"square kilometres", "km2", UNIT_AREA, 1e6},
	{"square kilometers", "km2", UNIT_AREA, 1e6},
	{"square miles", "square miles", UNIT_AREA, 2589988},
	{"square feet", "square feet", UNIT_AREA, 0.092903},
	{"square metres", "m2", UNIT_AREA, 1},
	{"square meters", "m2", UNIT_AREA, 1},
	{"hectares", "hectares", UNIT_AREA, 1e4},
	{"acres", "acres", UNIT_AREA, 4046.86},
	{"kilometres", "km", UNIT_LENGTH, 1000},
	{"kilometers", "km", UNIT_LENGTH, 1000},
	{"kilometre", "km", UNIT_LENGTH, 1000},
	{"kilometer", "km", UNIT_LENGTH, 1000},
	{"kms", "km", UNIT_LENGTH, 1000},
	{"metres", "m", UNIT_LENGTH, 1},
	{"meters", "m", UNIT_LENGTH, 1},
	{"metre", "m", UNIT_LENGTH, 1},
	{"meter", "m", UNIT_LENGTH, 1},
	{"centimetres", "cm", UNIT_LENGTH, 0.01},
	{"centimeters", "cm", UNIT_LENGTH, 0.01},
	{"millimetres", "mm", UNIT_LENGTH, 0.001},
	{"millimeters", "mm", UNIT_LENGTH, 0.001},
	{"miles", "miles", UNIT_LENGTH, 1609.344},
	{"mile", "miles", UNIT_LENGTH, 1609.344},
	{"feet", "feet", UNIT_LENGTH, 0.3048},
	{"foot", "feet", UNIT_LENGTH, 0.3048},
	{"inches", "inches", UNIT_LENGTH, 0.0254},
	{"inch", "inches", UNIT_LENGTH, 0.0254},
	{"yards", "yards", UNIT_LENGTH, 0.9144},
	{"yard", "yards", UNIT_LENGTH, 0.9144},
	{"kilograms", "kg", UNIT_MASS, 1},
	{"kilogram", "kg", UNIT_MASS, 1},
	{"kilos", "kg", UNIT_MASS, 1},
	{"kilo", "kg", UNIT_MASS, 1},
	{"grams", "g", UNIT_MASS, 0.001},
	{"gram", "g", UNIT_MASS, 0.001},
	{"metric tons", "t", UNIT_MASS, 1000},
	{"metric tonnes", "t", UNIT_MASS, 1000},
	{"tonnes", "t", UNIT_MASS, 1000},
	{"tonne", "t", UNIT_MASS, 1000},
	{"tons", "tons", UNIT_MASS, 907.18474},
	{"ton", "tons", UNIT_MASS, 907.18474},
	{"lbs", "lb", UNIT_MASS, 0.45359237},
	{"lb", "lb", UNIT_MASS, 0.45359237},
	{"ounces", "oz", UNIT_MASS, 0.0283495},
	{"litres", "l", UNIT_VOLUME, 1},
	{"liters", "l", UNIT_VOLUME, 1},
	{"gallons", "gallons", UNIT_VOLUME, 3.785},
	{"gigawatts", "GW", UNIT_POWER, 1e9},
	{"gigawatt", "GW", UNIT_POWER, 1e9},
	{"megawatts", "MW", UNIT_POWER, 1e6},
	{"megawatt", "MW", UNIT_POWER, 1e6},
	{"kilowatts", "kW", UNIT_POWER, 1e3},
	{"watts", "W", UNIT_POWER, 1},
	{"megawatt hours", "MWh", UNIT_ENERGY, 1e6},
	{"megawatt - hours", "MWh", UNIT_ENERGY, 1e6},
	{"kilowatt - hours", "kWh", UNIT_ENERGY, 1e3},
	{"kilowatt hours", "kWh", UNIT_ENERGY, 1e3},
	{"terawatt - hours", "TWh", UNIT_ENERGY, 1e12},
	{"terawatt hours", "TWh", UNIT_ENERGY, 1e12},
	{"gigawatt - hours", "GWh", UNIT_ENERGY, 1e9},
	{"gigawatt hours", "GWh", UNIT_ENERGY, 1e9},
	{"degrees celsius",
	 "\xc2\xb0"
	 "C",
	 UNIT_HEAT, 1},
	{"degrees fahrenheit",
	 "\xc2\xb0"
	 "F",
	 UNIT_HEAT, 1},
};

static const struct form SYMBOL[] = {
	{"KB", "kB", UNIT_BYTES, 1e3},
	{"kB", "kB", UNIT_BYTES, 1e3},
	{"MB", "MB", UNIT_BYTES, 1e6},
	{"GB", "GB", UNIT_BYTES, 1e9},
	{"TB", "TB", UNIT_BYTES, 1e12},
	{"TBs", "TB", UNIT_BYTES, 1e12},
	{"PB", "PB", UNIT_BYTES, 1e15},
	{"EB", "EB", UNIT_BYTES, 1e18},
	{"KiB", "KiB", UNIT_BYTES, 1024},
	{"MiB", "MiB", UNIT_BYTES, 1048576.0},
	{"GiB", "GiB", UNIT_BYTES, 1073741824.0},
	{"TiB", "TiB", UNIT_BYTES, 1099511627776.0},
	{"PiB", "PiB", UNIT_BYTES, 1125899906842624.0},
	{"Gbps", "Gbit/s", UNIT_RATE, 1e9},
	{"Mbps", "Mbit/s", UNIT_RATE, 1e6},
	{"ms", "ms", UNIT_TIME, 0.001},
	{"hrs", "hours", UNIT_TIME, 3600},
	{"mins", "minutes", UNIT_TIME, 60},
	{"km", "km", UNIT_LENGTH, 1000},
	{"cm", "cm", UNIT_LENGTH, 0.01},
	{"mm", "mm", UNIT_LENGTH, 0.001},
	{"ft", "feet", UNIT_LENGTH, 0.3048},
	{"MPH", "mph", UNIT_SPEED, 0.44704},
	{"kg", "kg", UNIT_MASS, 1},
	{"Kg", "kg", UNIT_MASS, 1},
	{"GW", "GW", UNIT_POWER, 1e9},
	{"MW", "MW", UNIT_POWER, 1e6},
	{"kW", "kW", UNIT_POWER, 1e3},
	{"GWh", "GWh", UNIT_ENERGY, 1e9},
	{"MWh", "MWh", UNIT_ENERGY, 1e6},
	{"kWh", "kWh", UNIT_ENERGY, 1e3},
	{"TWh", "TWh", UNIT_ENERGY, 1e12},
};

static const struct form CURRENCY[] = {
	/* behind the number */
	{"us dollars", "USD", UNIT_MONEY, 1},
	{"u.s. dollars", "USD", UNIT_MONEY, 1},
	{"american dollars", "USD", UNIT_MONEY, 1},
	{"hong kong dollars", "HKD", UNIT_MONEY, 1},
	{"australian dollars", "AUD", UNIT_MONEY, 1},
	{"canadian dollars", "CAD", UNIT_MONEY, 1},
	{"singapore dollars", "SGD", UNIT_MONEY, 1},
	{"new zealand dollars", "NZD", UNIT_MONEY, 1},
	{"taiwan dollars", "TWD", UNIT_MONEY, 1},
	{"dollars", "USD", UNIT_MONEY, 1},
	{"dollar", "USD", UNIT_MONEY, 1},
	{"cents", "USD", UNIT_MONEY, 0.01},
	{"euros", "EUR", UNIT_MONEY, 1},
	{"euro", "EUR", UNIT_MONEY, 1},
	{"pounds", "GBP", UNIT_MONEY, 1},
	{"pounds sterling", "GBP", UNIT_MONEY, 1},
	{"pound", "GBP", UNIT_MONEY, 1},
	{"yuan", "CNY", UNIT_MONEY, 1},
	{"renminbi", "CNY", UNIT_MONEY, 1},
	{"rmb", "CNY", UNIT_MONEY, 1},
	{"yen", "JPY", UNIT_MONEY, 1},
	{"won", "KRW", UNIT_MONEY, 1},
	{"rupees", "INR", UNIT_MONEY, 1},
	{"ringgit", "MYR", UNIT_MONEY, 1},
	{"baht", "THB", UNIT_MONEY, 1},
	{"dong", "VND", UNIT_MONEY, 1},
	{"rand", "ZAR", UNIT_MONEY, 1},
	{"reais", "BRL", UNIT_MONEY, 1},
	{"francs", "CHF", UNIT_MONEY, 1},
	{"swiss francs", "CHF", UNIT_MONEY, 1},
	{"kronor", "SEK", UNIT_MONEY, 1},
	{"zloty", "PLN", UNIT_MONEY, 1},
	{"roubles", "RUB", UNIT_MONEY, 1},
	{"rubles", "RUB", UNIT_MONEY, 1},
	{"lira", "TRY", UNIT_MONEY, 1},
	{"shekels", "ILS", UNIT_MONEY, 1},
	{"dirhams", "AED", UNIT_MONEY, 1},
	{"riyals", "SAR", UNIT_MONEY, 1},
	{"naira", "NGN", UNIT_MONEY, 1},
	{"pesos", "MXN", UNIT_MONEY, 1},
	{"hryvnia", "UAH", UNIT_MONEY, 1},
	{"bitcoins", "BTC", UNIT_MONEY, 1},
	{"bitcoin", "BTC", UNIT_MONEY, 1},
	{"usd", "USD", UNIT_MONEY, 1},
	{"eur", "EUR", UNIT_MONEY, 1},
	{"gbp", "GBP", UNIT_MONEY, 1},
	{"hkd", "HKD", UNIT_MONEY, 1},
	{"inr", "INR", UNIT_MONEY, 1},
	{"cny", "CNY", UNIT_MONEY, 1},
	{"\xe2\x82\xac", "EUR", UNIT_MONEY, 1},
};

static const struct form PREFIX[] = {
	/* before the number: a word joined to "$", or alone */
	{"us", "USD", UNIT_MONEY, 1}, {"hk", "HKD", UNIT_MONEY, 1}, {"a", "AUD", UNIT_MONEY, 1},
	{"au", "AUD", UNIT_MONEY, 1}, {"c", "CAD", UNIT_MONEY, 1},  {"ca", "CAD", UNIT_MONEY, 1},
	{"s", "SGD", UNIT_MONEY, 1},  {"nz", "NZD", UNIT_MONEY, 1}, {"nt", "TWD", UNIT_MONEY, 1},
	{"r", "BRL", UNIT_MONEY, 1},  {"sg", "SGD", UNIT_MONEY, 1},
};

static const struct form SIGN[] = {
	{"$", "USD", UNIT_MONEY, 1},
	{"\xc2\xa3", "GBP", UNIT_MONEY, 1},
	{"\xe2\x82\xac", "EUR", UNIT_MONEY, 1},
	{"\xc2\xa5", "JPY", UNIT_MONEY, 1},
	{"\xe2\x82\xb9", "INR", UNIT_MONEY, 1},
	{"\xe2\x82\xa9", "KRW", UNIT_MONEY, 1},
	{"\xe2\x82\xbd", "RUB", UNIT_MONEY, 1},
	{"\xe2\x82\xba", "TRY", UNIT_MONEY, 1},
	{"\xe2\x82\xa6", "NGN", UNIT_MONEY, 1},
	{"\xe2\x82\xaa", "ILS", UNIT_MONEY, 1},
	{"\xe2\x82\xb4", "UAH", UNIT_MONEY, 1},
	{"rs", "INR", UNIT_MONEY, 1},
	{"rm", "MYR", UNIT_MONEY, 1},
	{"usd", "USD", UNIT_MONEY, 1},
	{"eur", "EUR", UNIT_MONEY, 1},
	{"gbp", "GBP", UNIT_MONEY, 1},
	{"chf", "CHF", UNIT_MONEY, 1},
	{"inr", "INR", UNIT_MONEY, 1},
	{"rmb", "CNY", UNIT_MONEY, 1},
	{"cny", "CNY", UNIT_MONEY, 1},
	{"hkd", "HKD", UNIT_MONEY, 1},
	{"sgd", "SGD", UNIT_MONEY, 1},
	{"aud", "AUD", UNIT_MONEY, 1},
	{"php", "PHP", UNIT_MONEY, 1},
	{"krw", "KRW", UNIT_MONEY, 1},
};

#define COUNT(table) (sizeof(table) / sizeof *(table))

static struct unit unit_of(const struct form *f, size_t last)
{
	return (struct unit){f->unit, f->family, f->factor, last};
}

/* The longest form that stands at n. */
static bool find(struct unit *out, const struct form *table, size_t count, const struct tokens *t,
		 size_t n)
{
	struct str word = tokens_str(t, n);
	size_t best = n;

	for (size_t i = 0; word.len && i < count; i++) {
		size_t last = n;

		if ((word.at[0] | 0x20) == (table[i].word[0] | 0x20) &&
		    tokens_phrase(t, &last, table[i].word) && last > best) {
			best = last;
			*out = unit_of(&table[i], last);
		}
	}
	return best > n;
}

static bool find_symbol(struct unit *out, const struct tokens *t, size_t n)
{
	struct str s = tokens_str(t, n);

	for (size_t i = 0; s.len >= 2 && s.len <= 4 && i < COUNT(SYMBOL); i++)
		if (str_eq(s, str_of(SYMBOL[i].word))) {
			*out = unit_of(&SYMBOL[i], n + 1);
			return true;
		}
	return false;
}

static bool is_weighed(const struct tokens *t, const struct number *x)
{
	size_t n = x->first;

	for (size_t i = n > 6 ? n - 6 : 0; i < n; i++)
		if (tokens_is(t, i, "weighs") || tokens_is(t, i, "weighing") ||
		    tokens_is(t, i, "weighed"))
			return true;
	return tokens_is(t, x->last + 1, "heavy");
}

/* "won" is a verb, "pounds" may be a weight. */
static bool settle_currency(struct unit *u, const struct number *x, const struct tokens *t,
			    bool hyphen)
{
	if (tokens_is(t, u->last - 1, "won"))
		return x->scaled || x->low >= 1000;
	if (tokens_is(t, u->last - 1, "dong") || tokens_is(t, u->last - 1, "rand"))
		return x->scaled || x->low >= 100;
	if (tokens_is(t, u->last - 1, "pounds") || tokens_is(t, u->last - 1, "pound")) {
		if (hyphen || is_weighed(t, x))
			*u = (struct unit){"lb", UNIT_MASS, 0.45359237, u->last};
		return true;
	}
	return true;
}

/* "40m": metres only when a word of measure follows. */
static bool is_metres(const struct tokens *t, const struct number *x)
{
	static const char *const after[] = {"tall",  "long",  "high", "wide",   "deep", "away",
					    "below", "above", "from", "radius", "apart"};

	return TOKENS_ONE_OF(t, x->last, after);
}

bool units_after(struct unit *out, struct number *x, const struct tokens *t)
{
	size_t n = x->last;
	bool hyphen;

	if (x->letter_m && x->low == x->high && is_metres(t, x)) {
		x->low = x->high = x->low / 1e6;
		*out = (struct unit){"m", UNIT_LENGTH, 1, n};
		return true;
	}
	hyphen = tokens_follows(t, n, true) && tokens_is(t, n, "-");
	n += hyphen;
	if (!tokens_follows(t, n, hyphen))
		return false;
	if (find(out, MEASURE, COUNT(MEASURE), t, n) || find_symbol(out, t, n))
		return true;
	if (find(out, CURRENCY, COUNT(CURRENCY), t, n))
		return settle_currency(out, x, t, hyphen);
	if (x->scaled || !t->at[n].joined || hyphen || !str_eq(tokens_str(t, n), STR("t")))
		return false;
	*out = (struct unit){"t", UNIT_MASS, 1000, n + 1}; /* "20t" */
	return true;
}

bool units_before(struct unit *out, const struct tokens *t, size_t n)
{
	struct unit prefix;
	size_t next = n + 1;

	if (t->at[n].kind == TOKEN_WORD && tokens_is(t, next, "$") && t->at[next].joined &&
	    find(&prefix, PREFIX, COUNT(PREFIX), t, n)) {
		*out = prefix;
		out->last = next + 1;
		return tokens_kind(t, out->last, TOKEN_NUMBER);
	}
	if (t->at[n].kind == TOKEN_WORD && t->at[n].shape == TOKEN_LOWER)
		return false;
	if ((t->at[n].kind != TOKEN_SIGN && t->at[n].kind != TOKEN_WORD) ||
	    !find(out, SIGN, COUNT(SIGN), t, n))
		return false;
	if (tokens_is(t, n, "rs") && tokens_is(t, out->last, "."))
		out->last++;
	return tokens_kind(t, out->last, TOKEN_NUMBER) &&
	       t->at[out->last].sentence == t->at[n].sentence;
}

struct unit units_named(struct str name)
{
	const struct form *table[] = {SYMBOL, MEASURE, CURRENCY, SIGN};
	size_t count[] = {COUNT(SYMBOL), COUNT(MEASURE), COUNT(CURRENCY), COUNT(SIGN)};

	if (str_eq(name, STR("people")))
		return (struct unit){"people", UNIT_PEOPLE, 1, 0};
	if (str_ends(name, STR(" old")))
		return (struct unit){"years old", UNIT_AGE, 1, 0};
	for (size_t k = 0; k < COUNT(table); k++)
		for (size_t i = 0; i < count[k]; i++)
			if (str_eq(name, str_of(table[k][i].unit)))
				return (struct unit){
					table[k][i].unit, table[k][i].family,
					table[k][i].family == UNIT_MONEY ? 1 : table[k][i].factor,
					0};
	return (struct unit){"", UNIT_COUNT, 1, 0};
}

static bool is_binary(struct str unit)
{
	return unit.len == 3 && unit.at[1] == 'i';
}

struct unit units_best(enum unit_family family, double base, struct str like)
{
	struct unit best = units_named(like);

	if (family != UNIT_BYTES)
		return best;
	for (size_t i = 0; i < COUNT(SYMBOL); i++)
		if (SYMBOL[i].family == family &&
		    is_binary(str_of(SYMBOL[i].unit)) == is_binary(like) &&
		    SYMBOL[i].factor <= base * 1.0000001 &&
		    (SYMBOL[i].factor > best.factor || best.factor > base))
			best = unit_of(&SYMBOL[i], 0);
	return best;
}
