/* reading_json.c -- everything that the cues and sentences said, for a person to see. */
#include "judge/reading_json.h"

#include "base/emit.h"
#include "judge/cues.h"

static struct str field_name(uint8_t field)
{
	return field == FIELD_TITLE ? STR("title") : STR("text");
}

static void span(struct emit *e, const struct reading *r, const struct cue_hit *hit)
{
	emit_pair(e, "field", field_name(hit->field));
	emit_pair_int(e, "from", hit->from);
	emit_pair_int(e, "upto", hit->upto);
	emit_pair(e, "quote", str_cut(r->article->field[hit->field], hit->from, hit->upto));
}

void reading_json_cues(struct buf *out, const struct reading *r, const struct pack *pack)
{
	struct emit e;

	emit_open(&e, out);
	emit_object(&e);
	emit_pair(&e, "id", r->article->id);
	emit_key(&e, "cues");
	emit_array(&e);
	for (size_t i = 0; i < r->hit_count; i++) {
		const struct cue_hit *hit = &r->hit[i];

		emit_object(&e);
		emit_pair(&e, "group", pack_group_name(pack, hit->group));
		span(&e, r, hit);
		emit_pair_int(&e, "sentence", hit->sentence);
		emit_pair(&e, "pattern", cues_at(pack_cues(pack), hit->cue)->text);
		emit_end(&e);
	}
	emit_end(&e);
	emit_end(&e);
}

static void part(struct emit *e, const char *key, const struct reading *r, const struct pack *pack,
		 int32_t n)
{
	if (n < 0)
		return;
	emit_key(e, key);
	emit_object(e);
	emit_pair(e, "group", pack_group_name(pack, r->hit[n].group));
	span(e, r, &r->hit[n]);
	emit_end(e);
}

void reading_json_assertions(struct buf *out, const struct reading *r, const struct pack *pack)
{
	struct emit e;

	emit_open(&e, out);
	emit_object(&e);
	emit_pair(&e, "id", r->article->id);
	emit_pair(&e, "piece", str_of(piece_name[r->piece]));
	emit_key(&e, "assertions");
	emit_array(&e);
	for (size_t i = 0; i < r->assertion_count; i++) {
		const struct assertion *a = &r->assertion[i];

		emit_object(&e);
		emit_pair(&e, "field", field_name(a->field));
		emit_pair_int(&e, "sentence", a->sentence);
		emit_pair(&e, "modality", str_of(modality_name[a->modality]));
		emit_pair(&e, "limb", str_of(limb_name[a->limb]));
		emit_pair_num(&e, "weight", (double)a->weight, 3);
		part(&e, "system", r, pack, a->system);
		part(&e, "harm", r, pack, a->harm);
		part(&e, "victim", r, pack, a->victim);
		part(&e, "actor", r, pack, a->actor);
		part(&e, "source", r, pack, a->source);
		emit_end(&e);
	}
	emit_end(&e);
	emit_end(&e);
}
