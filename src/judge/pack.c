/* pack.c -- loads a pack's folder; a pack is data, this file knows no taxonomy.
 *
 * Order: pack.json, then every *.cues by name, then the compiled patterns from
 * the first cues.hsdb whose key fits (in the folder, else beside the program,
 * so that tests and tools that load the source folder need not compile), else
 * compiled in memory with one line in the log. The id is a hash of names and
 * bytes of all files but cues.hsdb: whoever sees it in a verdict can tell which
 * cues and weights spoke. Loads in some ten milliseconds when a database fits. */
#include "judge/pack.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/check.h"
#include "base/io.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/vec.h"
#include "judge/cues.h"
#include "judge/linear.h"
#include "judge/matcher.h"
#include "judge/pack_folder.h"
#include "judge/vectors.h"

#define DESCRIPTION "pack.json"
#define DATABASE "cues.hsdb"
#define VECTORS "words.vectors"
#define PROFILE ".profile" /* of what was learned from: read by drift alone, decides nothing */
#define STAMP "built" /* the Makefile's, when the database was made */
#define WEIGHTS ".weights"
#define FACETS "facets" WEIGHTS
#define BASE_FACETS "base." FACETS /* the base's, where the pack has its own */
#define MODELS_MAX 8

struct hint { /* of a group, as indices into the taxonomy */
	size_t facet, value;
};

struct pack {
	struct arena *arena;
	const char *folder;
	struct str name, title, id;
	struct json *json;
	const struct json *facets, *severity;
	struct cues *cues;
	struct matcher_base *base;
	struct vectors *vectors;
	struct str base_name;                 /* of the pack that this one extends; "": none */
	struct hint (*hint)[CUES_FACETS_MAX]; /* by group */
	uint32_t *hints;                      /* by group: how many */
	struct {
		struct str name;
		struct linear *model;
	} model[MODELS_MAX];
	size_t models;
};

/* -- files ------------------------------------------------------------------------- */

struct listing {
	VEC(struct str) path;
	struct arena *arena;
	struct err *err;
	bool ok;
};

static bool on_file(const char *path, const struct err *trouble, void *payload)
{
	struct listing *l = payload;

	if (trouble) {
		*l->err = *trouble;
		l->ok = false;
		return false;
	}
	VEC_PUSH(&l->path, arena_copy(l->arena, str_of(path)));
	return true;
}

static struct str name_of(struct str path)
{
	size_t slash = str_rchr(path, '/');

	return slash == STR_NPOS ? path : str_cut(path, slash + 1, path.len);
}

static bool read_file(struct str *out, struct arena *a, const char *path, struct err *err)
{
	struct buf bytes;
	bool ok;

	buf_init(&bytes, LIMIT_FILE);
	ok = io_read(&bytes, path, err);
	if (ok)
		*out = arena_copy(a, buf_view(&bytes));
	buf_free(&bytes);
	return ok;
}

/* -- pack.json ---------------------------------------------------------------------- */

static bool name_is_fine(struct str name)
{
	for (size_t i = 0; i < name.len; i++)
		if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789-_", name.at[i]))
			return false;
	return name.len > 0;
}

static bool read_json(struct pack *p, struct str text, struct err *err)
{
	const struct json *taxonomy;

	if (!json_parse(&p->json, text, err)) {
		err_at(err, "pack.json");
		return false;
	}
	taxonomy = json_get(p->json, "taxonomy");
	p->name = json_get_str(p->json, "name");
	p->title = json_get_str(p->json, "title");
	p->base_name = json_get_str(p->json, "extends");
	p->facets = json_get(taxonomy, "facets");
	p->severity = json_get(taxonomy, "severity");
	if (!name_is_fine(p->name))
		return err_set(err, ERR_INPUT,
			       "pack.json: name must be small letters, digits, - and _");
	if (!json_is_object(p->facets))
		return err_set(err, ERR_INPUT, "pack.json: taxonomy.facets is missing");
	if (!json_is_array(p->severity) || json_len(p->severity) != 5)
		return err_set(err, ERR_INPUT,
			       "pack.json: taxonomy.severity must be a list of five rungs");
	for (size_t f = 0; f < json_len(p->facets); f++)
		if (!pack_value_count(p, f))
			return err_set(err, ERR_INPUT, "pack.json: facet %.*s has no values",
				       STR_ARG(pack_facet_name(p, f)));
	return true;
}

static const struct json *facet_at(const struct pack *p, size_t facet, struct str *name)
{
	const struct json *value;
	struct str key = json_key(&value, p->facets, facet);

	if (name)
		*name = key;
	return value;
}

size_t pack_facet_count(const struct pack *p)
{
	return json_len(p->facets);
}

struct str pack_facet_name(const struct pack *p, size_t facet)
{
	struct str name;

	facet_at(p, facet, &name);
	return name;
}

bool pack_facet_learned(const struct pack *p, size_t facet)
{
	return json_bool(json_get(facet_at(p, facet, NULL), "learned"), false);
}

bool pack_facet_multiple(const struct pack *p, size_t facet)
{
	return json_bool(json_get(facet_at(p, facet, NULL), "multiple"), true);
}

size_t pack_value_count(const struct pack *p, size_t facet)
{
	return json_len(json_get(facet_at(p, facet, NULL), "values"));
}

struct str pack_value(const struct pack *p, size_t facet, size_t value)
{
	return json_str(json_at(json_get(facet_at(p, facet, NULL), "values"), value));
}

size_t pack_facet_find(const struct pack *p, struct str facet)
{
	for (size_t i = 0; i < pack_facet_count(p); i++)
		if (str_eq(pack_facet_name(p, i), facet))
			return i;
	return STR_NPOS;
}

size_t pack_value_find(const struct pack *p, size_t facet, struct str value)
{
	for (size_t i = 0; i < pack_value_count(p, facet); i++)
		if (str_eq(pack_value(p, facet, i), value))
			return i;
	return STR_NPOS;
}

const struct json *pack_taxonomy(const struct pack *p)
{
	return json_get(p->json, "taxonomy");
}

struct str pack_severity(const struct pack *p, size_t rung)
{
	CHECK(rung < json_len(p->severity));
	return json_str(json_at(p->severity, rung));
}

/* -- cues --------------------------------------------------------------------------- */

/* Looks up what the groups hint at, once. */
static bool find_hints(struct pack *p, struct err *err)
{
	size_t groups = cues_group_count(p->cues);

	p->hint = arena_alloc(p->arena, (groups + 1) * sizeof *p->hint);
	p->hints = ARENA_ARRAY(p->arena, uint32_t, groups + 1);
	for (size_t g = 0; g < groups; g++) {
		const struct cue_group *group = cues_group(p->cues, g);

		for (uint32_t i = 0; i < group->facet_count; i++) {
			struct hint h = {pack_facet_find(p, group->facet[i].facet), STR_NPOS};

			if (h.facet != STR_NPOS)
				h.value = pack_value_find(p, h.facet, group->facet[i].value);
			if (h.facet == STR_NPOS && p->base_name.len)
				continue; /* of the base's taxonomy */
			if (h.value == STR_NPOS)
				return err_set(err, ERR_INPUT,
					       "group %.*s: pack.json has no %.*s \"%.*s\"",
					       STR_ARG(group->name), STR_ARG(group->facet[i].facet),
					       STR_ARG(group->facet[i].value));
			p->hint[g][p->hints[g]++] = h;
		}
	}
	return true;
}

static bool read_model(struct pack *p, struct str file, struct str bytes, struct err *err)
{
	if (p->models == MODELS_MAX)
		return err_set(err, ERR_LIMIT, "more than %d files of weights", MODELS_MAX);
	if (!linear_parse(&p->model[p->models].model, bytes, err)) {
		err_at(err, arena_z(p->arena, file));
		return false;
	}
	p->model[p->models++].name = str_cut(file, 0, file.len - strlen(WEIGHTS));
	return true;
}

static bool read_vectors(struct pack *p, struct str bytes, struct err *err)
{
	if (vectors_parse(&p->vectors, bytes, err))
		return true;
	err_at(err, VECTORS);
	return false;
}

/* Weights are for the words' points that they were trained with, or for none. */
static bool fit_together(const struct pack *p, struct err *err)
{
	for (size_t i = 0; i < p->models; i++)
		if (linear_dimensions(p->model[i].model) != vectors_dimensions(p->vectors))
			return err_set(err, ERR_INPUT,
				       "%.*s" WEIGHTS " was trained with word vectors of %zu "
				       "dimensions, " VECTORS " has %zu: train anew",
				       STR_ARG(p->model[i].name),
				       linear_dimensions(p->model[i].model),
				       vectors_dimensions(p->vectors));
	return true;
}

static bool take_file(struct pack *p, uint64_t *hash, struct str path, struct err *err)
{
	struct str name = name_of(path), text = STR_NONE;

	if (str_eq(name, STR(DATABASE)) || str_eq(name, STR(STAMP)) || str_ends(name, STR(PROFILE)))
		return true;
	if (!read_file(&text, p->arena, path.at, err))
		return false;
	*hash = hash64(text, hash64(name, *hash));
	if (str_eq(name, STR(DESCRIPTION)))
		return read_json(p, text, err);
	if (str_ends(name, STR(".cues")))
		return cues_read(p->cues, name, text, err);
	if (str_eq(name, STR(VECTORS)))
		return read_vectors(p, text, err);
	return !str_ends(name, STR(WEIGHTS)) || read_model(p, name, text, err);
}

static bool has_file(const struct listing *l, struct str name)
{
	for (size_t i = 0; i < l->path.len; i++)
		if (str_eq(name_of(l->path.at[i]), name))
			return true;
	return false;
}

/* Weights of the base's facets speak beside the pack's own, for the facets that those do not
 * know (judge/facets.h). */
static bool take_base_facets(struct pack *p, uint64_t *hash, struct str path, struct err *err)
{
	struct str text = STR_NONE;

	if (!read_file(&text, p->arena, path.at, err))
		return false;
	*hash = hash64(text, hash64(STR(BASE_FACETS), *hash));
	return read_model(p, STR(BASE_FACETS), text, err);
}

static bool take_base_file(struct pack *p, uint64_t *hash, const struct listing *own,
			   struct str path, struct err *err)
{
	struct str name = name_of(path);

	if (str_eq(name, STR(DESCRIPTION)))
		return true;
	if (!has_file(own, name))
		return take_file(p, hash, path, err);
	return !str_eq(name, STR(FACETS)) || take_base_facets(p, hash, path, err);
}

/* Cues, vectors and weights of the pack beside it that this one extends, but for files
 * that it has itself. */
static bool take_base(struct pack *p, uint64_t *hash, const struct listing *own, struct err *err)
{
	struct listing base = {.arena = own->arena, .err = err, .ok = true};
	struct str folder;
	bool ok;

	if (!p->base_name.len)
		return true;
	if (!name_is_fine(p->base_name) || str_eq(p->base_name, p->name))
		return err_set(err, ERR_INPUT, DESCRIPTION ": extends must name another pack");
	folder = arena_fmt(own->arena, "%s/../%.*s", p->folder, STR_ARG(p->base_name));
	ok = io_walk(folder.at, on_file, &base, err) && base.ok;
	for (size_t i = 0; ok && i < base.path.len; i++)
		ok = take_base_file(p, hash, own, base.path.at[i], err);
	VEC_FREE(&base.path);
	return ok;
}

/* First the description, which says whether there is a base. */
static bool read_files(struct pack *p, const struct listing *l, struct err *err)
{
	uint64_t hash = 0;

	if (!has_file(l, STR(DESCRIPTION)))
		return err_set(err, ERR_MISSING, "no " DESCRIPTION);
	for (size_t i = 0; i < l->path.len; i++)
		if (str_eq(name_of(l->path.at[i]), STR(DESCRIPTION)) &&
		    !take_file(p, &hash, l->path.at[i], err))
			return false;
	if (!take_base(p, &hash, l, err))
		return false;
	for (size_t i = 0; i < l->path.len; i++)
		if (!str_eq(name_of(l->path.at[i]), STR(DESCRIPTION)) &&
		    !take_file(p, &hash, l->path.at[i], err))
			return false;
	p->id = arena_fmt(p->arena, "%.*s@%08x", STR_ARG(p->name), (unsigned)(hash >> 32));
	cues_finish(p->cues);
	return fit_together(p, err) && find_hints(p, err);
}

/* Everything but the compiled patterns. */
static bool open_folder(struct pack **out, const char *folder, struct err *err)
{
	struct arena *a = arena_new();
	struct pack *p = ARENA_NEW(a, struct pack);
	struct listing l = {.arena = a, .err = err, .ok = true};
	bool ok;

	p->arena = a;
	p->folder = arena_z(a, str_of(folder));
	p->cues = cues_new(a);
	ok = io_walk(folder, on_file, &l, err) && l.ok;
	if (ok && !read_files(p, &l, err)) {
		err_at(err, folder);
		ok = false;
	}
	VEC_FREE(&l.path);
	if (!ok) {
		pack_free(p);
		return false;
	}
	*out = p;
	return true;
}

/* -- the compiled patterns ------------------------------------------------------------- */

static bool open_database(struct pack *p, const char *path)
{
	struct buf bytes;
	struct err ignored;
	bool ok;

	if (!io_exists(path))
		return false;
	buf_init(&bytes, LIMIT_FILE);
	ok = io_read(&bytes, path, &ignored) &&
	     matcher_base_open(&p->base, p->cues, buf_view(&bytes));
	buf_free(&bytes);
	return ok;
}

static bool find_database(struct pack *p)
{
	static const char *const up[] = {"", "/..", "/../.."};
	struct str here = io_program_folder(p->arena);

	if (open_database(p, arena_fmt(p->arena, "%s/" DATABASE, p->folder).at))
		return true;
	for (size_t i = 0; here.len && i < sizeof up / sizeof *up; i++)
		if (open_database(p, arena_fmt(p->arena, "%.*s%s/packs/%.*s/" DATABASE,
					       STR_ARG(here), up[i], STR_ARG(p->name))
					     .at))
			return true;
	return false;
}

bool pack_load(struct pack **out, const char *folder, struct err *err)
{
	struct arena *a = arena_new();
	struct pack *p = NULL;
	bool ok = open_folder(&p, folder ? folder : pack_folder_default(a), err);

	arena_free(a);
	if (!ok)
		return false;
	if (!find_database(p)) {
		log_info("%s: no compiled patterns that fit, compiling %zu of them in memory",
			 p->folder, cues_count(p->cues));
		if (!matcher_base_compile(&p->base, p->cues, err)) {
			pack_free(p);
			return false;
		}
	}
	*out = p;
	return true;
}

void pack_free(struct pack *p)
{
	if (!p)
		return;
	matcher_base_free(p->base);
	vectors_free(p->vectors);
	cues_free(p->cues);
	for (size_t i = 0; i < p->models; i++)
		linear_free(p->model[i].model);
	json_free(p->json);
	arena_free(p->arena);
}

bool pack_compile(const char *folder, struct err *err)
{
	struct pack *p = NULL;
	struct buf bytes;
	bool ok;

	if (!open_folder(&p, folder, err))
		return false;
	ok = matcher_base_compile(&p->base, p->cues, err);
	buf_init(&bytes, LIMIT_FILE);
	if (ok) {
		matcher_base_save(&bytes, p->base);
		ok = buf_ok(&bytes) ||
		     err_set(err, ERR_LIMIT, "%s: compiled patterns are too large", folder);
	}
	ok = ok && io_write(arena_fmt(p->arena, "%s/" DATABASE, folder).at, buf_view(&bytes), err);
	buf_free(&bytes);
	pack_free(p);
	return ok;
}

struct str pack_id(const struct pack *p)
{
	return p->id;
}

const char *pack_where(const struct pack *p)
{
	return p->folder;
}

struct str pack_extends(const struct pack *p)
{
	return p->base_name;
}

struct str pack_title(const struct pack *p)
{
	return p->title;
}

const struct cues *pack_cues(const struct pack *p)
{
	return p->cues;
}

const struct vectors *pack_vectors(const struct pack *p)
{
	return p->vectors;
}

const struct matcher_base *pack_matcher_base(const struct pack *p)
{
	return p->base;
}

const struct linear *pack_model(const struct pack *p, struct str name)
{
	for (size_t i = 0; i < p->models; i++)
		if (str_eq(p->model[i].name, name))
			return p->model[i].model;
	return NULL;
}

/* -- groups ------------------------------------------------------------------------------ */

size_t pack_group_count(const struct pack *p)
{
	return cues_group_count(p->cues);
}

struct str pack_group_name(const struct pack *p, uint32_t group)
{
	return cues_group(p->cues, group)->name;
}

bool pack_group_in(const struct pack *p, uint32_t group, struct str prefix)
{
	struct str name = cues_group(p->cues, group)->name;

	return str_starts(name, prefix) && (name.len == prefix.len || name.at[prefix.len] == '.');
}

size_t pack_hint_count(const struct pack *p, uint32_t group)
{
	return p->hints[group];
}

void pack_hint(const struct pack *p, uint32_t group, size_t n, size_t *facet, size_t *value)
{
	const struct cue_group *g = cues_group(p->cues, group);

	CHECK(n < g->facet_count);
	*facet = p->hint[group][n].facet;
	*value = p->hint[group][n].value;
}
