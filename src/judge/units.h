/* judge/units.h -- units of measure and currencies as news write them. Pure. */
#pragma once
#include "judge/numbers.h"

enum unit_family {
	UNIT_COUNT, /* no unit */
	UNIT_BYTES,
	UNIT_RATE,
	UNIT_MONEY,
	UNIT_PERCENT,
	UNIT_TIME,
	UNIT_AGE,
	UNIT_LENGTH,
	UNIT_SPEED,
	UNIT_MASS,
	UNIT_AREA,
	UNIT_POWER,
	UNIT_ENERGY,
	UNIT_VOLUME,
	UNIT_HEAT,
	UNIT_PEOPLE
};

struct unit {
	const char *name; /* "TB", "USD", "%", "hours": static text */
	enum unit_family family;
	double factor; /* to the family's base (bytes, seconds, metres ...); money: the
			  quantity is multiplied by it ("cents": 0.01) */
	size_t last;   /* first token behind it */
};

/* The unit that stands behind `number` ("80 TB", "40m euros", "12 per cent",
 * "10-minute"); may turn its "m" from million into metres. */
bool units_after(struct unit *out, struct number *number, const struct tokens *t);
/* The currency that stands at n, before a number: "$", "HK$", "Rs". */
bool units_before(struct unit *out, const struct tokens *t, size_t n);
/* Family and factor of a name that units_after gave; UNIT_COUNT when it is none. */
struct unit units_named(struct str name);
/* The unit of that family in which `base` reads best: 4.8e15 bytes -> "PB". */
struct unit units_best(enum unit_family family, double base, struct str like);
