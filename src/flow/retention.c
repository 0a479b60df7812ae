/* flow/retention.c -- words to rules, rules to what goes. */
#include "flow/retention.h"

#include "text/date.h"

#define MEGABYTE INT64_C(1000000)
#define NUMBER_MOST 100000000 /* days or MB; more is a slip */

static bool rule(struct retention *r, bool given[VERDICT_KINDS], struct str word, struct err *err)
{
	size_t sign = str_chr(word, '=');
	struct str name = str_cut(word, 0, sign);
	bool all = str_eq(name, STR("all")), known = all;
	int64_t number = 0;

	if (sign == STR_NPOS || !str_int(&number, str_cut(word, sign + 1, word.len)) ||
	    number < 0 || number > NUMBER_MOST)
		return err_set(err, ERR_CONFIG, "--keep: \"%.*s\" is not LABEL=DAYS or size=MB",
			       STR_ARG(word));
	if (str_eq(name, STR("size"))) {
		r->bytes = number * MEGABYTE;
		return true;
	}
	for (size_t i = 0; i < VERDICT_KINDS; i++)
		if (str_eq(name, str_of(verdict_kind(i))) || (all && !given[i])) {
			r->bounded[i] = true;
			r->days[i] = number;
			given[i] = !all;
			known = true;
		}
	return known ||
	       err_set(err, ERR_CONFIG, "--keep: there is no label \"%.*s\"", STR_ARG(name));
}

bool retention_parse(struct retention *out, struct str text, struct err *err)
{
	bool given[VERDICT_KINDS] = {false};
	struct str word;

	*out = (struct retention){0};
	while ((word = str_word(&text)).len)
		if (!rule(out, given, word, err))
			return false;
	return true;
}

static bool keeps_all(const struct retention *r)
{
	for (size_t i = 0; i < VERDICT_KINDS; i++)
		if (r->bounded[i])
			return false;
	return r->bytes == 0;
}

static struct locker_prune prune_of(struct locker_rule rule[VERDICT_KINDS],
				    const struct retention *r, int64_t now_ms)
{
	struct locker_prune p = {.rule = rule, .bytes = r->bytes};

	for (size_t i = 0; i < VERDICT_KINDS; i++)
		if (r->bounded[i])
			rule[p.rules++] = (struct locker_rule){str_of(verdict_kind(i)),
							       now_ms - r->days[i] * DATE_DAY_MS};
	return p;
}

bool retention_prune(int64_t *gone, struct store *s, const struct retention *r, int64_t now_ms,
		     bool dry_run, struct err *err)
{
	struct locker_rule rule[VERDICT_KINDS];
	struct locker_prune p = prune_of(rule, r, now_ms);

	p.dry_run = dry_run;
	return store_locker_prune(gone, s, &p, err);
}

bool retention_daily(int64_t *gone, struct store *s, const struct retention *r, int64_t now_ms,
		     struct err *err)
{
	struct locker_rule rule[VERDICT_KINDS];
	struct locker_prune p = prune_of(rule, r, now_ms);

	*gone = -1;
	return keeps_all(r) || store_locker_prune_daily(gone, s, &p, now_ms, err);
}
