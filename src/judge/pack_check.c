/* pack_check.c -- patterns spelled out, and compared phrase by phrase.
 *
 * "(car|cars) crash~" is two phrases, "car crash~" and "cars crash~"; gaps and endings stay
 * as they are written, so two patterns are held against each other by what they say and
 * not by what they might find. A phrase that is tied to neighbours (!before) or to the
 * title differs from the same one without. */
#include "judge/pack_check.h"

#include "base/limits.h"
#include "base/map.h"
#include "base/memory.h"
#include "judge/cues.h"
#include "judge/matcher.h"

#define PHRASE_MAX 400

struct pack_check {
	const struct pack *pack;
	const struct cues *cues;
	struct map *phrase;       /* to the pattern that says it first, counted from 1 */
	uint32_t *matched, *kept; /* by pattern: in the articles read; kept: not silenced */
	size_t articles, too_many;
	struct buf findings;
	size_t dead, conflicts;
};

/* -- comparing ------------------------------------------------------------------------- */

static void tell_place(struct pack_check *c, uint32_t cue)
{
	const struct cue *q = cues_at(c->cues, cue);

	buf_fmt(&c->findings, "%.*s:%u", STR_ARG(cues_file(c->cues, q->file)), q->line);
}

static const struct cue_group *group_of(const struct pack_check *c, uint32_t cue)
{
	return cues_group(c->cues, cues_at(c->cues, cue)->group);
}

/* Do the two groups mean what can not both be so? */
static bool is_conflict(const struct cue_group *a, const struct cue_group *b)
{
	if (a->role != b->role)
		return false;
	switch (a->role) {
	case CUE_SYSTEM:
		return true;
	case CUE_HARM:
	case CUE_DANGER:
		return a->limb != b->limb;
	case CUE_MODALITY:
		return a->modality != b->modality;
	default:
		return false;
	}
}

static void compare(struct pack_check *c, uint32_t cue, uint32_t before, struct str phrase)
{
	const struct cue_group *mine = group_of(c, cue), *its = group_of(c, before);
	bool muted = its->mute != mine->mute && (its->mute || mine->mute);
	bool dead = cue != before && (mine == its || muted);

	if (cue == before || (!dead && !is_conflict(mine, its)))
		return;
	c->dead += dead;
	c->conflicts += !dead;
	tell_place(c, cue);
	buf_fmt(&c->findings, ": %s: \"%.*s\" of %.*s is ", dead ? "dead" : "conflict",
		STR_ARG(phrase), STR_ARG(mine->name));
	buf_fmt(&c->findings, muted ? "muted or mutes %.*s at " : "said by %.*s at ",
		STR_ARG(its->name));
	tell_place(c, before);
	buf_char(&c->findings, '\n');
}

/* -- spelling out ----------------------------------------------------------------------- */

struct spelling {
	struct pack_check *check;
	uint32_t cue;
	size_t count;
	const struct cue_seq *rest[CUES_DEPTH_MAX + 2]; /* sequences that are being walked */
	uint32_t at[CUES_DEPTH_MAX + 2];
	char text[PHRASE_MAX];
};

static void take_phrase(struct spelling *s, size_t len)
{
	const struct cue *q = cues_at(s->check->cues, s->cue);
	struct buf key;
	uint64_t *first;

	if (++s->count > PACK_CHECK_SPELLINGS)
		return;
	buf_init(&key, LIMIT_FIELD);
	buf_str(&key, (struct str){s->text, len});
	buf_fmt(&key, "\n%d", (int)q->scope);
	if (q->context_count) /* tied to its own neighbours: compared with itself alone */
		buf_fmt(&key, " %u", s->cue);
	first = map_put(s->check->phrase, buf_view(&key));
	if (*first == 0)
		*first = s->cue + 1;
	else
		compare(s->check, s->cue, (uint32_t)(*first - 1), (struct str){s->text, len});
	buf_free(&key);
}

static void spell(struct spelling *s, size_t depth, size_t len);

/* "..3 ", "=", the letters, "*" or "~"; capitals stay where they count. */
static size_t write_word(char *text, size_t len, const struct cue_item *item)
{
	if (len + item->word.len + 10 > PHRASE_MAX)
		return len;
	if (len)
		text[len++] = ' ';
	if (item->gap) {
		memcpy(text + len, "..", 2);
		text[len + 2] = (char)('0' + item->gap);
		text[len + 3] = ' ';
		len += 4;
	}
	if (item->exact)
		text[len++] = '=';
	for (size_t i = 0; i < item->word.len; i++) {
		char ch = item->word.at[i];

		text[len++] = !item->exact && ch >= 'A' && ch <= 'Z' ? (char)(ch + 32) : ch;
	}
	if (item->star || item->inflected)
		text[len++] = item->star ? '*' : '~';
	return len;
}

/* Goes on with the item behind the one just written, in the innermost open sequence. */
static void spell_item(struct spelling *s, size_t depth, size_t len, const struct cue_item *item)
{
	if (!item->choice) {
		spell(s, depth, write_word(s->text, len, item));
		return;
	}
	for (uint32_t i = 0; i < item->choice_count && s->count <= PACK_CHECK_SPELLINGS; i++) {
		s->rest[depth + 1] = &item->choice[i];
		s->at[depth + 1] = 0;
		spell(s, depth + 1, len);
	}
}

static void spell(struct spelling *s, size_t depth, size_t len)
{
	while (s->at[depth] == s->rest[depth]->len) {
		if (depth == 0) {
			take_phrase(s, len);
			return;
		}
		depth--;
	}
	uint32_t at[CUES_DEPTH_MAX + 2];
	const struct cue_seq *rest[CUES_DEPTH_MAX + 2];
	const struct cue_item *item = &s->rest[depth]->item[s->at[depth]];

	memcpy(at, s->at, sizeof at);
	memcpy(rest, s->rest, sizeof rest);
	s->at[depth]++;
	spell_item(s, depth, len, item);
	memcpy(s->at, at, sizeof at);
	memcpy(s->rest, rest, sizeof rest);
	if (!item->optional)
		return;
	s->at[depth]++;
	spell(s, depth, len);
	memcpy(s->at, at, sizeof at);
	memcpy(s->rest, rest, sizeof rest);
}

static void compare_all(struct pack_check *c)
{
	for (size_t i = 0; i < cues_count(c->cues); i++) {
		struct spelling s = {.check = c, .cue = (uint32_t)i};

		s.rest[0] = &cues_at(c->cues, i)->seq;
		spell(&s, 0, 0);
		c->too_many += s.count > PACK_CHECK_SPELLINGS;
	}
}

/* -- the whole -------------------------------------------------------------------------- */

struct pack_check *pack_check_new(const struct pack *pack)
{
	struct pack_check *c = memory_zalloc(sizeof *c);
	size_t n = cues_count(pack_cues(pack)) + 1;

	c->pack = pack;
	c->cues = pack_cues(pack);
	c->phrase = map_new();
	c->matched = memory_zalloc(n * sizeof *c->matched);
	c->kept = memory_zalloc(n * sizeof *c->kept);
	buf_init(&c->findings, LIMIT_FILE);
	compare_all(c);
	return c;
}

void pack_check_free(struct pack_check *c)
{
	if (!c)
		return;
	map_free(c->phrase);
	memory_free(c->matched);
	memory_free(c->kept);
	buf_free(&c->findings);
	memory_free(c);
}

void pack_check_read(struct pack_check *c, struct matcher *matcher, struct arena *arena,
		     const struct article *a)
{
	struct reading reading;

	for (int f = 0; f < FIELD_COUNT; f++) {
		const struct match *match;
		size_t n = matcher_scan(&match, matcher, a->field[f]);

		for (size_t i = 0; i < n; i++)
			c->matched[match[i].cue]++;
	}
	reading_of(&reading, c->pack, matcher, arena, a);
	for (size_t i = 0; i < reading.hit_count; i++)
		c->kept[reading.hit[i].cue]++;
	c->articles++;
}

static void tell_silent(struct buf *out, const struct pack_check *c, size_t *silent)
{
	for (size_t i = 0; i < cues_count(c->cues); i++) {
		const struct cue *q = cues_at(c->cues, i);
		bool mute = cues_group(c->cues, q->group)->mute;

		if (c->kept[i] || (mute && c->matched[i]))
			continue;
		++*silent;
		buf_fmt(out, "%.*s:%u: silent: %.*s%s\n", STR_ARG(cues_file(c->cues, q->file)),
			q->line, STR_ARG(str_cut(q->text, 0, 70)),
			c->matched[i] ? " (found, but within a longer cue or out of its scope)"
				      : "");
	}
}

size_t pack_check_tell(struct buf *out, const struct pack_check *c)
{
	size_t silent = 0;

	buf_str(out, buf_view(&c->findings));
	if (c->articles)
		tell_silent(out, c, &silent);
	buf_fmt(out, "%zu patterns, %zu phrases: %zu dead, %zu in conflict", cues_count(c->cues),
		map_count(c->phrase), c->dead, c->conflicts);
	if (c->too_many)
		buf_fmt(out, "; %zu have over %d spellings and were compared in part", c->too_many,
			PACK_CHECK_SPELLINGS);
	if (c->articles)
		buf_fmt(out, "; %zu silent in %zu articles", silent, c->articles);
	buf_char(out, '\n');
	return c->dead + c->conflicts;
}
