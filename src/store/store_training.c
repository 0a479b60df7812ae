/* store/store_training.c -- what people said, as lines that `tocsin train` reads.
 *
 * One line for each article that a person labelled; a label of an event counts for the article
 * that founded it. Facets are those of its event, where people's values are already in. */
#include "base/emit.h"
#include "base/json.h"
#include "store/store_review.h"

bool store_training_each(struct store *s, training_fn *fn, void *payload, struct err *err)
{
	struct ask a;
	bool go_on = true;

	ask_open(&a, s, Q_TRAINING, err);
	while (go_on && ask_row(&a)) {
		struct training_row r = {.id = ask_str_at(&a, 0),
					 .title = ask_str_at(&a, 1),
					 .text = ask_str_at(&a, 2),
					 .label = ask_str_at(&a, 3),
					 .lang = ask_str_at(&a, 4),
					 .publisher = ask_str_at(&a, 5),
					 .facets = ask_str_at(&a, 6),
					 .date_ms = ask_int_at(&a, 7),
					 .who = ask_str_at(&a, 8),
					 .why = ask_str_at(&a, 9)};

		go_on = fn(&r, payload);
	}
	return ask_close(&a);
}

static void values(struct emit *e, struct str facets)
{
	const struct json *list;
	struct json *all;
	struct err err;

	if (!json_parse(&all, facets, &err))
		return;
	for (size_t i = 0; i < json_len(all); i++) {
		emit_key_str(e, json_key(&list, all, i));
		emit_array(e);
		for (size_t n = 0; n < json_len(list); n++)
			emit_str(e, json_str(json_at(list, n)));
		emit_end(e);
	}
	json_free(all);
}

void store_training_json(struct buf *out, const struct training_row *r)
{
	struct emit e;

	emit_open(&e, out);
	emit_object(&e);
	emit_pair(&e, "id", r->id);
	emit_pair(&e, "title", r->title);
	emit_pair(&e, "text", r->text);
	emit_pair(&e, "label", r->label);
	emit_pair_int(&e, "confidence", 3);
	values(&e, r->facets);
	emit_pair_or_null(&e, "lang", r->lang);
	emit_pair_or_null(&e, "publisher", r->publisher);
	emit_pair(&e, "labelled_by", r->who);
	emit_pair(&e, "why", r->why);
	emit_end(&e);
}
