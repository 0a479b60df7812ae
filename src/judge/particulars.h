/* judge/particulars.h -- what an article states, all of it in one call: facts and
 * checks, countries, actors, dates. Pure; everything lies in the arena.
 *
 * The judge copies these into its verdict; `tocsin probe facts` and `tocsin probe
 * dates` print them. */
#pragma once
#include "base/buf.h"
#include "judge/actors.h"
#include "judge/dates.h"
#include "judge/facts.h"
#include "judge/places.h"
#include "judge/reading.h"
#include "judge/verdict.h"

struct particulars {
	struct facts facts;
	const struct check *check;
	size_t check_count;
	struct places places;
	const struct str *country;
	size_t country_count; /* names of places, in order */
	struct actors actors;
	struct dates dates;
	const struct stated *stated;
	size_t stated_count;
	const struct staged *staged;
	size_t staged_count;
};

/* `r` needs its article and sentences; with a pack, hits of its "maker" groups
 * tell developers as well. Texts that are not English give nothing. */
void particulars_of(struct particulars *out, struct arena *arena, const struct pack *pack,
		    const struct reading *r);

void particulars_tell(struct verdict *out, const struct particulars *p); /* borrowed from p */

/* One object each, no newline: {"id","facts","checks","countries","actors"},
 * {"id","stages":[{"stage","kind","day","from","upto","quote","context"}]} and
 * {"id","date","dates":[{"from","upto","day","last_day","precision",...}]}. */
void particulars_facts_json(struct buf *out, const struct particulars *p, const struct article *a);
void particulars_stages_json(struct buf *out, const struct particulars *p, const struct article *a);
void particulars_dates_json(struct buf *out, const struct particulars *p, const struct article *a);
