/* cues.c -- reads *.cues files: groups, their attributes, their patterns.
 *
 * A line that begins in the first column says something about a group; a line
 * that is indented is a pattern of it. Attributes come from a table, one row
 * per word. A group may be opened in several files; attributes that it does not
 * set are taken from the nearest group above it in the dotted name
 * (harm.rights.privacy from harm.rights), which cues_finish() does once.
 * Reading 3,000 patterns takes about two milliseconds. */
#include "judge/cues.h"

#include <stdio.h>

#include "base/check.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/vec.h"

struct cues {
	struct arena *arena;
	VEC(struct cue_group) group;
	VEC(struct cue) cue;
	VEC(struct str) file;
	struct map *group_by_name;
};

/* One file while it is read. */
struct reader {
	struct cues *cues;
	struct str line;      /* without comment */
	size_t column;        /* from 0, of what is looked at */
	int32_t group;        /* -1: none yet */
	enum cue_scope scope; /* of the patterns that follow */
	bool exact;
	struct err *err;
};

struct cues *cues_new(struct arena *a)
{
	struct cues *c = ARENA_NEW(a, struct cues);

	c->arena = a;
	c->group_by_name = map_new();
	return c;
}

void cues_free(struct cues *c)
{
	if (!c)
		return;
	VEC_FREE(&c->group);
	VEC_FREE(&c->cue);
	VEC_FREE(&c->file);
	map_free(c->group_by_name);
	c->group_by_name = NULL;
}

size_t cues_count(const struct cues *c)
{
	return c->cue.len;
}

const struct cue *cues_at(const struct cues *c, size_t n)
{
	CHECK(n < c->cue.len);
	return &c->cue.at[n];
}

size_t cues_group_count(const struct cues *c)
{
	return c->group.len;
}

const struct cue_group *cues_group(const struct cues *c, size_t n)
{
	CHECK(n < c->group.len);
	return &c->group.at[n];
}

struct str cues_file(const struct cues *c, size_t n)
{
	CHECK(n < c->file.len);
	return c->file.at[n];
}

/* -- lines --------------------------------------------------------------------- */

static bool trouble(struct reader *r, const char *reason)
{
	return err_set(r->err, ERR_INPUT, "%s", reason);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* The next run of bytes without blanks; empty at the end. */
static struct str next_word(struct reader *r)
{
	size_t from;

	while (r->column < r->line.len && is_blank(r->line.at[r->column]))
		r->column++;
	from = r->column;
	while (r->column < r->line.len && !is_blank(r->line.at[r->column]))
		r->column++;
	return str_cut(r->line, from, r->column);
}

/* "text in quotes"; no escapes, a value has no quotes inside. */
static bool next_quoted(struct reader *r, struct str *out)
{
	size_t from, upto;

	while (r->column < r->line.len && is_blank(r->line.at[r->column]))
		r->column++;
	if (r->column >= r->line.len || r->line.at[r->column] != '"')
		return trouble(r, "a text in \"quotes\" is expected here");
	from = r->column + 1;
	upto = str_chr(str_cut(r->line, from, r->line.len), '"');
	if (upto == STR_NPOS)
		return trouble(r, "the closing quote is missing");
	*out = arena_copy(r->cues->arena, str_cut(r->line, from, from + upto));
	r->column = from + upto + 1;
	return true;
}

static bool name_is_fine(struct str name)
{
	bool after_dot = true;

	for (size_t i = 0; i < name.len; i++) {
		char c = name.at[i];

		if (c == '.' && after_dot)
			return false;
		after_dot = c == '.';
		if (!after_dot && !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '_')
			return false;
	}
	return name.len && !after_dot;
}

/* -- attributes ------------------------------------------------------------------ */

static bool read_group(struct reader *r, struct cue_group *unused)
{
	struct str name = next_word(r);
	struct cues *c = r->cues;
	uint64_t *place;

	(void)unused;
	if (!name_is_fine(name))
		return trouble(r, "a group is named with small letters, digits, _ and dots");
	place = map_get(c->group_by_name, name);
	if (!place) {
		struct cue_group fresh = {.name = arena_copy(c->arena, name),
					  .limb = -1,
					  .modality = -1,
					  .gate = -1,
					  .before = -1,
					  .after = -1};

		place = map_put(c->group_by_name, name);
		*place = c->group.len;
		VEC_PUSH(&c->group, fresh);
	}
	r->group = (int32_t)*place;
	r->scope = CUE_ANYWHERE;
	r->exact = false;
	return true;
}

static bool read_say(struct reader *r, struct cue_group *g)
{
	return next_quoted(r, &g->say);
}

static bool read_facet(struct reader *r, struct cue_group *g)
{
	struct cue_facet *f = &g->facet[g->facet_count];

	if (g->facet_count == CUES_FACETS_MAX)
		return trouble(r, "a group has at most 8 facet values");
	f->facet = arena_copy(r->cues->arena, next_word(r));
	if (!f->facet.len)
		return trouble(r, "the name of a facet is expected here");
	if (!next_quoted(r, &f->value))
		return false;
	g->facet_count++;
	return true;
}

static bool name_of(struct reader *r, const char *const *names, size_t count, int8_t *out)
{
	struct str word = next_word(r);

	for (size_t i = 0; i < count; i++)
		if (str_eq(word, str_of(names[i]))) {
			*out = (int8_t)i;
			return true;
		}
	r->column -= word.len;
	return false;
}

static bool read_limb(struct reader *r, struct cue_group *g)
{
	return name_of(r, limb_name, LIMB_COUNT, &g->limb) ||
	       trouble(r, "a limb is none, physical, infrastructure, rights or other");
}

static bool read_modality(struct reader *r, struct cue_group *g)
{
	return name_of(r, modality_name, MODALITY_COUNT, &g->modality) ||
	       trouble(r, "no such modality");
}

static bool read_reach(struct reader *r, struct cue_group *g)
{
	int64_t before = 0, after = 0;

	if (!str_int(&before, next_word(r)) || !str_int(&after, next_word(r)) || before < 0 ||
	    before > 100 || after < 0 || after > 100)
		return trouble(r, "reach is two numbers of words from 0 to 100: before and after");
	g->before = (int8_t)before;
	g->after = (int8_t)after;
	return true;
}

static bool read_serious(struct reader *r, struct cue_group *g)
{
	(void)r;
	g->serious = true;
	return true;
}

static bool read_mute(struct reader *r, struct cue_group *g)
{
	(void)r;
	g->mute = true;
	return true;
}

static bool read_hazard(struct reader *r, struct cue_group *g)
{
	(void)r;
	g->hazard = true;
	return true;
}

static bool read_gate(struct reader *r, struct cue_group *g)
{
	static const char *const names[CUE_GATE_COUNT] = {"no", "lead", "anywhere"};

	return name_of(r, names, CUE_GATE_COUNT, &g->gate) ||
	       trouble(r, "a gate is no, lead or anywhere");
}

static bool read_scope(struct reader *r, struct cue_group *g)
{
	static const char *const names[CUE_SCOPE_COUNT] = {"anywhere", "lead", "title"};
	int8_t scope = 0;

	(void)g;
	if (!name_of(r, names, CUE_SCOPE_COUNT, &scope))
		return trouble(r, "a scope is anywhere, lead or title");
	r->scope = (enum cue_scope)scope;
	return true;
}

static bool read_exact(struct reader *r, struct cue_group *g)
{
	(void)g;
	r->exact = true;
	return true;
}

static const struct attribute {
	const char *name;
	bool (*read)(struct reader *r, struct cue_group *g);
} attributes[] = {
	{"group", read_group},     {"say", read_say},           {"facet", read_facet},
	{"limb", read_limb},       {"modality", read_modality}, {"reach", read_reach},
	{"serious", read_serious}, {"mute", read_mute},         {"hazard", read_hazard},
	{"scope", read_scope},     {"exact", read_exact},       {"gate", read_gate},
};

static bool read_attribute(struct reader *r)
{
	struct str word = next_word(r);

	for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++) {
		struct cue_group *g = r->group >= 0 ? &r->cues->group.at[r->group] : NULL;

		if (!str_eq(word, str_of(attributes[i].name)))
			continue;
		if (!g && i > 0) {
			r->column = 0;
			return trouble(r, "a group must come first");
		}
		if (!attributes[i].read(r, g))
			return false;
		if (next_word(r).len)
			return trouble(r, "nothing more is expected on this line");
		return true;
	}
	r->column = 0;
	return trouble(r, "no such word: patterns are indented, other lines begin with "
			  "group, say, facet, limb, modality, reach, serious, mute, hazard, gate, "
			  "scope or exact");
}

/* -- patterns -------------------------------------------------------------------- */

static void make_exact(const struct cue_seq *seq)
{
	struct cue_item *item = (struct cue_item *)(uintptr_t)seq->item; /* ours, just made */

	for (uint32_t i = 0; i < seq->len; i++) {
		item[i].exact = true;
		for (uint32_t k = 0; k < item[i].choice_count; k++)
			make_exact(&item[i].choice[k]);
	}
}

static bool read_pattern(struct reader *r, uint32_t line)
{
	struct cue cue = {.scope = (uint8_t)r->scope, .line = line};
	struct cues *c = r->cues;
	struct str text;

	while (is_blank(r->line.at[r->column]))
		r->column++;
	text = str_cut(r->line, r->column, r->line.len);
	if (r->group < 0)
		return trouble(r, "a group must come first");
	if (c->cue.len == LIMIT_CUES)
		return err_set(r->err, ERR_LIMIT, "more than %d patterns", LIMIT_CUES);
	if (!cues_pattern_parse(&cue, c->arena, text, &r->column, r->err))
		return false;
	if (r->exact)
		make_exact(&cue.seq);
	cue.exact = cue.exact || r->exact;
	cue.group = (uint32_t)r->group;
	cue.file = (uint32_t)c->file.len - 1;
	c->group.at[r->group].cue_count++;
	VEC_PUSH(&c->cue, cue);
	return true;
}

/* Up to a # that is not written \#. */
static struct str without_comment(struct str line)
{
	for (size_t i = 0; i < line.len; i++) {
		if (line.at[i] == '\\')
			i++;
		else if (line.at[i] == '#')
			return str_cut(line, 0, i);
	}
	return line;
}

static struct str trimmed_end(struct str s)
{
	while (s.len && (is_blank(s.at[s.len - 1]) || s.at[s.len - 1] == '\r'))
		s.len--;
	return s;
}

bool cues_read(struct cues *c, struct str name, struct str text, struct err *err)
{
	struct reader r = {.cues = c, .group = -1, .err = err};
	struct str rest = text, line;
	uint32_t number = 0;

	VEC_PUSH(&c->file, arena_copy(c->arena, name));
	while (str_split(&line, &rest, '\n')) {
		char where[200];
		bool ok;

		number++;
		r.line = trimmed_end(without_comment(line));
		r.column = 0;
		if (!r.line.len)
			continue;
		ok = is_blank(r.line.at[0]) ? read_pattern(&r, number) : read_attribute(&r);
		if (ok)
			continue;
		snprintf(where, sizeof where, "%.*s:%u:%zu", STR_ARG(name), number, r.column + 1);
		err_at(err, where);
		return false;
	}
	return true;
}

/* -- inheritance ------------------------------------------------------------------ */

static const struct cue_group *above(const struct cues *c, struct str name)
{
	size_t dot;

	while ((dot = str_rchr(name, '.')) != STR_NPOS) {
		uint64_t *place;

		name = str_cut(name, 0, dot);
		place = map_get(c->group_by_name, name);
		if (place)
			return &c->group.at[*place];
	}
	return NULL;
}

static void take_facets(struct cue_group *g, const struct cue_group *up)
{
	for (uint32_t i = 0; i < up->facet_count; i++) {
		bool known = g->facet_count == CUES_FACETS_MAX;

		for (uint32_t k = 0; k < g->facet_count; k++)
			known = known || (str_eq(g->facet[k].facet, up->facet[i].facet) &&
					  str_eq(g->facet[k].value, up->facet[i].value));
		if (!known)
			g->facet[g->facet_count++] = up->facet[i];
	}
}

static void take_over(struct cue_group *g, const struct cue_group *up)
{
	if (!g->say.len)
		g->say = up->say;
	if (g->limb < 0)
		g->limb = up->limb;
	if (g->modality < 0)
		g->modality = up->modality;
	if (g->gate < 0)
		g->gate = up->gate;
	if (g->before < 0)
		g->before = up->before;
	if (g->after < 0)
		g->after = up->after;
	g->mute = g->mute || up->mute;
	take_facets(g, up);
}

/* The first part of the name says what C does with the group. */
static void give_role(struct cue_group *g)
{
	static const char *const names[CUE_ROLE_COUNT] = {
		[CUE_OTHER] = "",        [CUE_SYSTEM] = "system",
		[CUE_MAKER] = "maker",   [CUE_HARM] = "harm",
		[CUE_DANGER] = "danger", [CUE_MODALITY] = "modality",
		[CUE_HINGE] = "hinge",   [CUE_CARRY] = "carry",
		[CUE_VICTIM] = "victim", [CUE_ATTRIBUTION] = "attribution",
		[CUE_PIECE] = "piece",   [CUE_STAGE] = "stage",
		[CUE_PART] = "part",
	};
	size_t dot = str_chr(g->name, '.');
	struct str first = str_cut(g->name, 0, dot);
	struct str second = str_cut(g->name, first.len + 1, g->name.len);

	g->piece = -1;
	for (size_t i = 1; i < CUE_ROLE_COUNT; i++)
		if (str_eq(first, str_of(names[i])))
			g->role = (uint8_t)i;
	second = str_cut(second, 0, str_chr(second, '.'));
	for (int8_t i = 0; g->role == CUE_PIECE && i < PIECE_COUNT; i++)
		if (str_eq(second, str_of(piece_name[i])))
			g->piece = i;
}

static size_t depth_of(struct str name)
{
	size_t dots = 0;

	for (size_t i = 0; i < name.len; i++)
		dots += name.at[i] == '.';
	return dots;
}

void cues_finish(struct cues *c)
{
	for (size_t i = 0; i < c->group.len; i++)
		give_role(&c->group.at[i]);
	for (size_t depth = 1; depth < 16; depth++)
		for (size_t i = 0; i < c->group.len; i++) {
			struct cue_group *g = &c->group.at[i];
			const struct cue_group *up = above(c, g->name);

			if (depth_of(g->name) == depth && up)
				take_over(g, up);
		}
	for (size_t i = 0; i < c->group.len; i++) {
		struct cue_group *g = &c->group.at[i];

		if (g->gate < 0)
			g->gate = g->role == CUE_SYSTEM || g->role == CUE_MAKER ? CUE_GATE_ANYWHERE
										: CUE_GATE_NO;
	}
}
