/* judge/stages.c -- chooses among the hits of stage cues those that tell of this matter.
 *
 * A cue is a verb of an ending or an answer; most of what can be wrong with it stands
 * close before it ("could be fined", "calls for an investigation", "has not apologised"),
 * or says that another matter is meant ("in 2016", "in a similar case", "last year"). */
#include "judge/stages.h"

#include "judge/cues.h"
#include "judge/roles.h"
#include "text/date.h"

#define OPENING 6         /* sentences */
#define NEAR 4            /* words before a cue that may take it away */
#define DAY_REACH 80      /* bytes between a cue and the day on which it was */
#define YEARS_APART 2     /* a year so much before the article's is of something else */
#define LEAD_SENTENCES 16 /* in which an article says what it is about */

const char *const stage_name[STAGE_COUNT] = {"reported", "confirmed", "response", "resolved"};

struct search {
	struct arena *arena;
	const struct pack *pack;
	const struct particulars *p;
	const struct reading *r;
	const struct tokens *tokens;
	struct staged *out;
	size_t len;
};

static bool stage_of(enum stage *out, struct str *kind, struct str group)
{
	size_t dot = str_chr(group, '.');
	struct str rest = dot == STR_NPOS ? STR_NONE : str_cut(group, dot + 1, group.len), name;

	dot = str_chr(rest, '.');
	name = str_cut(rest, 0, dot);
	*kind = dot == STR_NPOS ? STR_NONE : str_cut(rest, dot + 1, rest.len);
	for (int i = 0; i < STAGE_COUNT; i++)
		if (str_eq(name, str_of(stage_name[i]))) {
			*out = (enum stage)i;
			return kind->len > 0;
		}
	return false;
}

/* -- what takes it away ------------------------------------------------------------------- */

static bool is_doubted_word(const struct tokens *t, size_t n)
{
	static const char *const word[] = {
		"could",   "may",     "might",   "would",    "should",    "will",     "can",
		"if",      "not",     "never",   "cannot",   "calls",     "called",   "call",
		"urged",   "urges",   "demand",  "demands",  "demanded",  "plans",    "refused",
		"whether", "without", "unless",  "threaten", "failed",    "declined", "wants",
		"asked",   "asking",  "calling", "petition", "must",      "no",       "didn't",
		"hasn't",  "doesn't", "haven't", "wasn't",   "threatened"};

	return TOKENS_ONE_OF(t, n, word);
}

static bool is_doubted(const struct search *s, const struct cue_hit *hit)
{
	const struct tokens *t = &s->tokens[hit->field];
	size_t first = roles_token(t, hit->from);

	if (first > 0 && tokens_is(t, first - 1, "to"))
		return true;
	for (size_t i = 1; i <= NEAR && i <= first; i++) {
		if (t->at[first - i].sentence != t->at[first].sentence ||
		    tokens_kind(t, first - i, TOKEN_SIGN))
			return false;
		if (is_doubted_word(t, first - i))
			return true;
	}
	return false;
}

static bool is_question(const struct search *s, const struct cue_hit *hit)
{
	uint32_t upto = s->r->sentences[hit->field].at[hit->sentence].upto;

	return upto > 0 && s->r->article->field[hit->field].at[upto - 1] == '?';
}

static bool in_sentence(const struct search *s, const struct dated *d, const struct cue_hit *hit)
{
	const struct sentence *one = &s->r->sentences[hit->field].at[hit->sentence];

	return d->field == (enum field)hit->field && d->from >= one->from && d->upto <= one->upto;
}

static int64_t year_of(int64_t ms)
{
	return 1970 + ms / (DATE_DAY_MS * 36525 / 100);
}

static bool is_old(const struct search *s, const struct cue_hit *hit)
{
	int64_t own = s->r->article->date_ms;

	for (size_t i = 0; own && i < s->p->dates.len; i++) {
		const struct dated *d = &s->p->dates.at[i];

		if (in_sentence(s, d, hit) && !d->relative &&
		    year_of(d->from_ms) + YEARS_APART <= year_of(own))
			return true;
	}
	return false;
}

static bool is_of_another(const struct search *s, const struct cue_hit *hit)
{
	static const char *const words[] = {
		"similar case",    "another case",     "previous case",    "separate case",
		"other cases",     "earlier case",     "last year",        "years ago",
		"in the past",     "previously",       "history of",       "for example",
		"such as",         "another incident", "similar incident", "earlier this year",
		"other companies", "unrelated",
	};
	const struct sentence *one = &s->r->sentences[hit->field].at[hit->sentence];
	struct str text = str_cut(s->r->article->field[hit->field], one->from, one->upto);

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_find_nocase(text, str_of(words[i])) != STR_NPOS)
			return true;
	return false;
}

/* Beyond the opening its sentence has to speak of an AI system, a maker or a harm: else it is
 * often of something else. */
static bool is_of_the_matter(const struct search *s, const struct cue_hit *hit)
{
	const struct cues *cues = pack_cues(s->pack);

	if (hit->field == FIELD_TITLE || hit->sentence < OPENING)
		return true;
	for (size_t i = 0; i < s->r->hit_count; i++) {
		const struct cue_hit *other = &s->r->hit[i];
		uint8_t role = cues_group(cues, other->group)->role;

		if (other->field == hit->field && other->sentence == hit->sentence &&
		    (role == CUE_SYSTEM || role == CUE_MAKER || role == CUE_HARM ||
		     role == CUE_DANGER))
			return true;
	}
	return false;
}

static bool tells(const struct search *s, const struct cue_hit *hit)
{
	if (hit->field != FIELD_TITLE && hit->sentence >= LEAD_SENTENCES)
		return false;
	if (!is_of_the_matter(s, hit))
		return false;
	return !is_doubted(s, hit) && !is_question(s, hit) && !is_old(s, hit) &&
	       !is_of_another(s, hit);
}

/* -- what is told -------------------------------------------------------------------------- */

/* A day that the sentence states near the cue, not after the article's. */
static struct str day_of(const struct search *s, const struct cue_hit *hit)
{
	int64_t own = s->r->article->date_ms;

	for (size_t i = 0; i < s->p->dates.len; i++) {
		const struct dated *d = &s->p->dates.at[i];

		if (d->precision == DATES_DAY && in_sentence(s, d, hit) &&
		    d->from <= hit->upto + DAY_REACH && hit->from <= d->upto + DAY_REACH &&
		    (!own || d->from_ms <= own))
			return date_day(s->arena, d->from_ms);
	}
	return STR_NONE;
}

static bool has(const struct search *s, enum stage stage, struct str kind)
{
	for (size_t i = 0; i < s->len; i++)
		if (s->out[i].stage == stage && str_eq(s->out[i].kind, kind))
			return true;
	return false;
}

static void add(struct search *s, const struct cue_hit *hit)
{
	const struct cue_group *g = cues_group(pack_cues(s->pack), hit->group);
	const struct tokens *t = &s->tokens[hit->field];
	size_t first = roles_token(t, hit->from), last = roles_token(t, hit->upto - 1) + 1;
	struct staged one = {.what = g->say,
			     .field = (enum field)hit->field,
			     .from = hit->from,
			     .upto = hit->upto};

	if (s->len == STAGES_MOST || first >= t->len || last > t->len ||
	    !stage_of(&one.stage, &one.kind, g->name) || has(s, one.stage, one.kind) ||
	    !tells(s, hit))
		return;
	one.day = day_of(s, hit);
	roles_context(&one.said_from, &one.said_upto, t, first, last);
	s->out[s->len++] = one;
}

void stages_of(struct particulars *p, struct arena *arena, const struct pack *pack,
	       const struct reading *r, const struct tokens tokens[FIELD_COUNT])
{
	struct search s = {.arena = arena, .pack = pack, .p = p, .r = r, .tokens = tokens};

	s.out = ARENA_ARRAY(arena, struct staged, STAGES_MOST);
	for (size_t i = 0; i < r->stage_count; i++)
		add(&s, &r->stage[i]);
	p->staged = s.out;
	p->staged_count = s.len;
}
