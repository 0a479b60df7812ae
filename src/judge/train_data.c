/* judge/train_data.c -- labelled JSONL read into examples.
 *
 * Everything is kept in memory: three thousand news items with 2,500 features
 * each are 60 MB, and cross-validation reads them dozens of times. An example's
 * fold depends on nothing but its group's name, so that two files, or the same
 * file next year, never disagree about who is in which fold; items told in
 * several ways (contrast pairs) share a group and so a fold. */
#include "judge/train_data.h"

#include "base/hash.h"
#include "base/io.h"
#include "base/json.h"
#include "base/limits.h"

uint32_t train_data_fold(const struct example *e, uint32_t folds)
{
	return (uint32_t)(hash64(e->group, 17) % folds);
}

static void find_facets(struct train_data *d, const struct pack *pack)
{
	d->facets = 0;
	for (size_t f = 0; pack && f < pack_facet_count(pack); f++)
		if (pack_facet_learned(pack, f) && d->facets < TRAIN_FACETS_MAX)
			d->facet[d->facets++] = (struct train_facet){pack_facet_name(pack, f),
								     pack_facet_multiple(pack, f)};
}

static void take_facets(struct example *e, const struct train_data *d, const struct json *line)
{
	for (size_t f = 0; f < d->facets; f++) {
		const struct json *list = json_get(line, arena_z(d->arena, d->facet[f].name));
		size_t n = json_len(list);

		if (!json_is_array(list) || n == 0)
			continue;
		struct str *value = ARENA_ARRAY(d->arena, struct str, n);

		for (size_t i = 0; i < n; i++)
			value[i] = arena_copy(d->arena, json_str(json_at(list, i)));
		e->value[f] = value;
		e->value_count[f] = n;
	}
}

static bool take_line(struct example *e, struct train_data *d, struct str text, struct err *err)
{
	struct arena *arena = d->arena;
	struct json *line;

	if (!json_parse(&line, text, err))
		return false;
	struct str label = json_get_str(line, "label");
	struct str group = json_get_str(line, "group");
	bool fine = true;

	e->label = LABEL_COUNT;
	if (label.len && !label_parse(&e->label, label))
		fine = err_set(err, ERR_INPUT, "label \"%.*s\" is none of the four",
			       STR_ARG(label));
	e->confidence = (float)json_num(json_get(line, "confidence"), 2);
	e->id = arena_copy(arena, json_get_str(line, "id"));
	e->group = group.len ? arena_copy(arena, group) : e->id;
	take_facets(e, d, line);
	json_free(line);
	return fine &&
	       article_from_json(&e->article, arena, arena_copy(arena, text), STR_NONE, err);
}

static void read_article(struct reading *out, const struct pack *pack, struct matcher *matcher,
			 struct arena *arena, const struct article *a)
{
	if (pack) {
		reading_of(out, pack, matcher, arena, a);
		return;
	}
	*out = (struct reading){.article = a};
	for (int f = 0; f < FIELD_COUNT; f++)
		words_of(&out->words[f], arena, a->field[f]);
}

struct reading_file {
	struct train_data *data;
	uint32_t file;
	const struct pack *pack;
	struct matcher *matcher;
};

static bool read_example(struct str text, void *payload, struct err *err)
{
	const struct reading_file *f = payload;
	struct train_data *d = f->data;
	struct example e = {.file = f->file};
	struct reading reading;

	if (d->example.len >= TRAIN_EXAMPLES_MAX)
		return err_set(err, ERR_LIMIT, "more than TRAIN_EXAMPLES_MAX examples");
	if (!take_line(&e, d, text, err))
		return false;
	read_article(&reading, f->pack, f->matcher, d->arena, &e.article);
	features_of(&e.features, d->arena, &reading, f->pack);
	e.names_ai = !f->pack || reading_names_ai(&e.article, f->matcher);
	if (e.names_ai)
		profile_add(d->profile, &reading, f->pack);
	VEC_PUSH(&d->example, e);
	return true;
}

bool train_data_read(struct train_data *d, const char *path, uint32_t file, const struct pack *pack,
		     struct matcher *matcher, struct err *err)
{
	struct reading_file f = {d, file, pack, matcher};

	if (!d->arena) {
		d->arena = arena_new();
		d->profile = profile_new();
	}
	find_facets(d, pack);
	return io_each_line(path, read_example, &f, err);
}

void train_data_free(struct train_data *d)
{
	VEC_FREE(&d->example);
	profile_free(d->profile);
	arena_free(d->arena);
	d->arena = NULL;
}

bool train_file_hash(char out[HASH_HEX_SIZE], const char *path, struct err *err)
{
	struct buf bytes;

	buf_init(&bytes, LIMIT_FILE);
	bool fine = io_read(&bytes, path, err);

	if (fine)
		hash128_hex(out, hash128(buf_view(&bytes)));
	buf_free(&bytes);
	return fine;
}
