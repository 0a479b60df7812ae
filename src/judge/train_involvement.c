/* judge/train_involvement.c -- four logistic regressions over the signs of AI's part.
 *
 * "doubt" is asked of all, the kind of doubt of the doubtful. What the judge says is a doubt when a
 * phrase says so or the score lies above the cut; the cut is the one with the best balance on the
 * files that were held out, but never so low that more than ALARMS of plain news are doubted. For
 * the cut the phrases are passed over, since some were written on these very files, where the model
 * would seem to have little left to do. When a file is measured, its cut is that of the other
 * files. */
#include "judge/train_involvement.h"


#include "base/emit.h"
#include "base/io.h"
#include "base/json.h"
#include "base/limits.h"
#include "judge/involvement.h"
#include "judge/involvement_model.h"
#include "judge/matcher.h"
#include "judge/train_linear.h"
#include "judge/vectors.h"

#define COST 0.5
#define ALARMS 0.07 /* of news whose AI is in no doubt, at most so many are doubted */
#define PLAIN_EVERY 3
#define SURE 3.0F /* stands in the problem twice (train_linear.c) */
#define FILES_MAX 32
#define REPORT_MAX MIB(1)

static const struct train_linear_options OPTIONS = {.min_count = 3, .cue = 1, .even = 1};

struct piece_told {
	enum involvement gold;    /* INVOLVEMENT_NONE: plain news */
	enum involvement phrases; /* what involvement.cues says by itself */
	bool learned;             /* plain news that is learned from */
	float score;              /* of doubt, by a model that has not seen it */
	float kind[INVOLVEMENT_OUTPUTS];
};

struct run {
	const struct train_involvement_options *o;
	struct matcher *matcher;
	struct train_data d;
	VEC(struct piece_told) told; /* one for each example */
	struct train_linear *t;
	float *weight[INVOLVEMENT_OUTPUTS];
	float bias[INVOLVEMENT_OUTPUTS];
	struct buf text;
	uint32_t file; /* that is being read */
	float cut;
};

/* -- reading ------------------------------------------------------------------------------- */

static enum involvement gold_of(const struct json *line)
{
	struct str value = json_get_str(line, "ai_involvement");

	for (int v = INVOLVEMENT_CONFIRMED; v < INVOLVEMENT_COUNT; v++)
		if (str_eq(value, str_of(verdict_involvement[v])))
			return (enum involvement)v;
	return INVOLVEMENT_NONE;
}

static bool keep(struct run *r, struct str text, enum involvement gold, struct err *err)
{
	struct arena *arena = r->d.arena;
	struct example e = {.file = r->file, .label = LABEL_COUNT, .confidence = 1};
	struct piece_told told = {.gold = gold};
	struct reading reading;

	if (!article_from_json(&e.article, arena, arena_copy(arena, text), STR_NONE, err))
		return false;
	reading_of(&reading, r->o->pack, r->matcher, arena, &e.article);
	involvement_features(&e.features, arena,
			     &(struct part_scope){&reading, r->o->pack, pack_cues(r->o->pack)});
	e.id = e.group = e.article.id;
	told.phrases = involvement_by_phrases(&reading, r->o->pack);
	if (gold)
		e.confidence = SURE;
	else
		told.learned = hash64(e.id, 7) % PLAIN_EVERY != 0;
	VEC_PUSH(&r->d.example, e);
	VEC_PUSH(&r->told, told);
	return true;
}

static bool read_line(struct str text, void *payload, struct err *err)
{
	struct run *r = payload;
	struct json *line;
	enum involvement gold;
	struct str label;
	bool fine = true;

	if (r->d.example.len >= TRAIN_EXAMPLES_MAX)
		return err_set(err, ERR_LIMIT, "more than TRAIN_EXAMPLES_MAX examples");
	if (!json_parse(&line, text, err))
		return false;
	gold = gold_of(line);
	label = json_get_str(line, "label");
	if (json_get_str(line, "ai_involvement").len && !gold)
		fine = err_set(err, ERR_INPUT, "\"ai_involvement\" is none of the five");
	else if (gold || str_eq(label, str_of(label_name[LABEL_INCIDENT])))
		fine = keep(r, text, gold, err);
	json_free(line);
	return fine;
}

static bool read_all(struct run *r, struct err *err)
{
	bool fine = true;

	if (r->o->file_count > FILES_MAX)
		return err_set(err, ERR_LIMIT, "more than %d files", FILES_MAX);
	r->d.arena = arena_new();
	r->matcher = matcher_new(r->o->pack);
	for (size_t f = 0; fine && f < r->o->file_count; f++) {
		r->file = (uint32_t)f;
		fine = io_each_line(r->o->file[f], read_line, r, err);
	}
	matcher_free(r->matcher);
	if (fine && r->d.example.len == 0)
		fine = err_set(err, ERR_INPUT, "no pieces to train on");
	return fine;
}

/* -- fitting ------------------------------------------------------------------------------- */

static bool is_doubt(enum involvement value)
{
	return value == INVOLVEMENT_DISPUTED || value == INVOLVEMENT_UNVERIFIED ||
	       value == INVOLVEMENT_DENIED;
}

/* 1, 0, or -1: it is not asked. */
static int8_t truth_of(const struct piece_told *p, enum involvement_output output)
{
	static const enum involvement value[INVOLVEMENT_OUTPUTS] = {
		[INVOLVEMENT_IS_DISPUTED] = INVOLVEMENT_DISPUTED,
		[INVOLVEMENT_IS_UNVERIFIED] = INVOLVEMENT_UNVERIFIED,
		[INVOLVEMENT_IS_DENIED] = INVOLVEMENT_DENIED,
	};

	if (output == INVOLVEMENT_DOUBT)
		return p->gold ? is_doubt(p->gold) : p->learned ? 0 : -1;
	return is_doubt(p->gold) ? p->gold == value[output] : -1;
}

/* All files but `without` teach. */
static void fit(struct run *r, uint32_t without)
{
	int8_t *truth = memory_alloc(r->d.example.len + 1);

	for (int o = 0; o < INVOLVEMENT_OUTPUTS; o++) {
		struct train_linear_task task = {.truth = truth, .cost = COST, .up = 1};

		for (size_t i = 0; i < r->d.example.len; i++)
			truth[i] = r->told.at[i].gold && r->d.example.at[i].file == without
					   ? -1
					   : truth_of(&r->told.at[i], (enum involvement_output)o);
		train_linear_fit(r->weight[o], &r->bias[o], r->t, &task);
	}
	memory_free(truth);
}

static void score(struct run *r, size_t i)
{
	for (int o = 0; o < INVOLVEMENT_OUTPUTS; o++)
		r->told.at[i].kind[o] = train_linear_score(r->t, r->weight[o], r->bias[o], i);
	r->told.at[i].score = r->told.at[i].kind[INVOLVEMENT_DOUBT];
}

static bool has_gold(const struct run *r, uint32_t file)
{
	for (size_t i = 0; i < r->d.example.len; i++)
		if (r->d.example.at[i].file == file && r->told.at[i].gold)
			return true;
	return false;
}

/* Last the model of all files, which is written, and which scores plain news. */
static void score_held_out(struct run *r)
{
	for (uint32_t f = 0; f < r->o->file_count; f++) {
		if (!has_gold(r, f))
			continue;
		fit(r, f);
		for (size_t i = 0; i < r->d.example.len; i++)
			if (r->d.example.at[i].file == f && r->told.at[i].gold)
				score(r, i);
	}
	fit(r, UINT32_MAX);
	for (size_t i = 0; i < r->d.example.len; i++)
		if (!r->told.at[i].gold)
			score(r, i);
}

/* -- measuring ----------------------------------------------------------------------------- */

struct tally {
	size_t doubts, found, confirmed, kept, stated, stated_kept, denied, denied_found;
	size_t kinds; /* of those found, so many are of the right kind */
	size_t plain, alarms;
};

static bool is_told_doubtful(const struct piece_told *p, float cut)
{
	return is_doubt(p->phrases) || (p->phrases && p->score > cut);
}

static enum involvement kind_told(const struct piece_told *p)
{
	int best = INVOLVEMENT_IS_DISPUTED;

	if (is_doubt(p->phrases))
		return p->phrases;
	for (int k = INVOLVEMENT_IS_UNVERIFIED; k <= INVOLVEMENT_IS_DENIED; k++)
		if (p->kind[k] > p->kind[best])
			best = k;
	return (enum involvement)(INVOLVEMENT_DISPUTED + (best - INVOLVEMENT_IS_DISPUTED));
}

static void count(struct tally *t, const struct piece_told *p, float cut)
{
	bool doubted = is_told_doubtful(p, cut);

	switch (p->gold) {
	case INVOLVEMENT_NONE:
		t->plain += !p->learned;
		t->alarms += !p->learned && doubted;
		return;
	case INVOLVEMENT_CONFIRMED:
		t->confirmed++;
		t->kept += !doubted;
		return;
	case INVOLVEMENT_STATED:
		t->stated++;
		t->stated_kept += !doubted;
		return;
	case INVOLVEMENT_DENIED:
		t->denied++;
		t->denied_found += doubted;
		break;
	default:
		t->doubts++;
		t->found += doubted;
	}
	t->kinds += doubted && kind_told(p) == p->gold;
}

/* Of one file, or of all but one; FILES_MAX: none is left out. */
static struct tally tally_of(const struct run *r, float cut, uint32_t file, bool only)
{
	struct tally t = {0};

	for (size_t i = 0; i < r->told.len; i++) {
		struct piece_told p = r->told.at[i];
		bool here = r->d.example.at[i].file == file;

		if (p.gold && !only && p.phrases)
			p.phrases = INVOLVEMENT_STATED; /* see the head of this file */
		if (!p.gold || here == only)
			count(&t, &p, cut);
	}
	return t;
}

static double share(size_t part, size_t all)
{
	return all ? (double)part / (double)all : 1;
}

/* Confirmed against disputed or unverified, the bar of the matter. */
static double balance(const struct tally *t)
{
	return (share(t->found, t->doubts) + share(t->kept, t->confirmed)) / 2;
}

/* What the cut is chosen by: all five values count. */
static double worth(const struct tally *t)
{
	return (share(t->found + t->denied_found, t->doubts + t->denied) +
		share(t->kept + t->stated_kept, t->confirmed + t->stated)) /
	       2;
}

static float best_cut(const struct run *r, uint32_t without)
{
	double best = -1;
	float at = 0;

	for (int step = -100; step <= 200; step++) {
		float cut = (float)step / 50;
		struct tally t = tally_of(r, cut, without, false);

		if (share(t.alarms, t.plain) <= ALARMS && worth(&t) > best) {
			best = worth(&t);
			at = cut;
		}
	}
	return at;
}

static void tell(struct run *r, const char *name, const struct tally *t)
{
	buf_fmt(&r->text,
		"%s: balanced %.3f, doubts found %zu of %zu, confirmed kept %zu of %zu, stated "
		"%zu of %zu, denials found %zu of %zu, kind right %zu of %zu\n",
		name, balance(t), t->found, t->doubts, t->kept, t->confirmed, t->stated_kept,
		t->stated, t->denied_found, t->denied, t->kinds, t->found + t->denied_found);
}

static void measure(struct run *r)
{
	struct tally t;

	score_held_out(r);
	for (uint32_t f = 0; f < r->o->file_count; f++) {
		if (!has_gold(r, f))
			continue;
		t = tally_of(r, best_cut(r, f), f, true);
		tell(r, r->o->file[f], &t);
	}
	r->cut = best_cut(r, FILES_MAX);
	t = tally_of(r, r->cut, FILES_MAX, false);
	tell(r, "all, by the model alone", &t);
	buf_fmt(&r->text, "cut %.2f; plain news doubted: %zu of %zu\n", (double)r->cut, t.alarms,
		t.plain);
}

/* -- writing ------------------------------------------------------------------------------- */

static bool provenance(struct buf *out, const struct run *r, struct err *err)
{
	struct tally t = tally_of(r, r->cut, FILES_MAX, false);
	struct emit e;

	emit_open(&e, out);
	emit_object(&e);
	emit_key(&e, "data");
	emit_array(&e);
	for (size_t f = 0; f < r->o->file_count; f++) {
		struct str path = str_of(r->o->file[f]);
		size_t slash = str_rchr(path, '/'), pieces = 0;
		char hash[HASH_HEX_SIZE];

		for (size_t i = 0; i < r->d.example.len; i++)
			pieces += r->d.example.at[i].file == f;
		if (!train_file_hash(hash, r->o->file[f], err))
			return false;
		emit_object(&e);
		emit_pair(&e, "file", str_cut(path, slash == STR_NPOS ? 0 : slash + 1, path.len));
		emit_pair_int(&e, "items", (int64_t)pieces);
		emit_pair(&e, "xxh128", str_of(hash));
		emit_end(&e);
	}
	emit_end(&e);
	emit_pair_num(&e, "cost", COST, 3);
	emit_pair_num(&e, "balanced", balance(&t), 3);
	emit_pair_num(&e, "plain_doubted", share(t.alarms, t.plain), 3);
	emit_end(&e);
	return true;
}

static void write_model(struct buf *out, const struct run *r, struct str told)
{
	size_t columns = train_linear_columns(r->t);
	float *all = memory_alloc((columns * INVOLVEMENT_OUTPUTS + 1) * sizeof *all);
	struct linear_output output[INVOLVEMENT_OUTPUTS] = {0};

	for (int o = 0; o < INVOLVEMENT_OUTPUTS; o++) {
		output[o] = (struct linear_output){.name = str_of(involvement_output_name[o]),
						   .bias = r->bias[o]};
		for (size_t c = 0; c < columns; c++)
			all[c * INVOLVEMENT_OUTPUTS + (size_t)o] = r->weight[o][c];
	}
	output[INVOLVEMENT_DOUBT].threshold = r->cut;
	linear_write(out, &(struct linear_draft){
				  .name = STR("involvement"),
				  .output = output,
				  .outputs = INVOLVEMENT_OUTPUTS,
				  .key = train_linear_keys(r->t),
				  .weight = all,
				  .rows = columns,
				  .dimensions = vectors_dimensions(pack_vectors(r->o->pack)),
				  .provenance = told,
			  });
	memory_free(all);
}

static bool write_out(struct run *r, struct err *err)
{
	struct buf told, bytes, path;

	buf_init(&told, REPORT_MAX);
	buf_init(&bytes, LIMIT_FILE);
	buf_init(&path, LIMIT_FIELD);
	buf_fmt(&path, "%s/involvement.weights", r->o->out);
	bool fine = provenance(&told, r, err);

	if (fine) {
		write_model(&bytes, r, buf_view(&told));
		fine = io_write(path.at, buf_view(&bytes), err);
	}
	buf_free(&told);
	buf_free(&bytes);
	buf_free(&path);
	return fine;
}

bool train_involvement(const struct train_involvement_options *o, struct err *err)
{
	struct run r = {.o = o};
	bool fine;

	buf_init(&r.text, REPORT_MAX);
	fine = read_all(&r, err);
	if (fine) {
		r.t = train_linear_new(&r.d, &OPTIONS);
		for (int k = 0; k < INVOLVEMENT_OUTPUTS; k++)
			r.weight[k] =
				memory_alloc((train_linear_columns(r.t) + 1) * sizeof *r.weight[k]);
		measure(&r);
		fine = io_print(buf_view(&r.text), err) && io_print_end(err) &&
		       (!o->out || write_out(&r, err));
		for (int k = 0; k < INVOLVEMENT_OUTPUTS; k++)
			memory_free(r.weight[k]);
		train_linear_free(r.t);
	}
	train_data_free(&r.d);
	VEC_FREE(&r.told);
	buf_free(&r.text);
	return fine;
}
