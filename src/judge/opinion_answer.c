/* judge/opinion_answer.c -- strict reading of a model's answer.
 *
 * Nothing is repaired: a server that keeps to the schema needs no repair, and what a
 * model says beside it is not an opinion that could be counted. The server's own
 * wrapping is read leniently, because each server adds keys of its own. */
#include "judge/opinion_answer.h"

#include "base/json.h"
#include "base/limits.h"

#define QUOTE_LEAST 8 /* bytes; "AI" or "the" stand in every text and support nothing */

bool opinion_answer_words(struct str *out, struct str *failed, struct arena *arena, struct str body)
{
	const struct json *content;
	struct json *root;
	struct err ignored; /* where it is broken helps nobody */
	bool ok;

	if (!json_parse(&root, body, &ignored)) {
		*failed = STR("not json");
		return false;
	}
	content = json_get(json_get(json_at(json_get(root, "choices"), 0), "message"), "content");
	ok = json_is_str(content);
	if (ok)
		*out = arena_copy(arena, json_str(content));
	else
		*failed = STR("schema: no choices[0].message.content");
	json_free(root);
	return ok;
}

static const char *form_of(const struct json *root, enum label *label)
{
	const struct json *rationale = json_get(root, "rationale");
	const struct json *quotes = json_get(root, "quotes");
	double probability = json_num(json_get(root, "probability"), -1);

	if (!json_is_object(root))
		return "schema: no object";
	if (!label_parse(label, json_get_str(root, "label")))
		return "schema: label is none of the four";
	if (!(probability >= 0 && probability <= 1))
		return "schema: probability is not from 0 to 1";
	if (!json_is_str(rationale) || str_trim(json_str(rationale)).len == 0)
		return "schema: no rationale";
	if (json_str(rationale).len > LIMIT_OPINION_RATIONALE)
		return "schema: rationale is too long";
	if (!json_is_array(quotes))
		return "schema: no quotes";
	if (json_len(quotes) > LIMIT_OPINION_QUOTES)
		return "schema: too many quotes";
	for (size_t i = 0; i < json_len(quotes); i++)
		if (!json_is_str(json_at(quotes, i)))
			return "schema: a quote is no text";
	if (json_len(root) != 4)
		return "schema: unknown keys";
	return NULL;
}

static bool find(struct evidence *out, const struct article *a, struct str quote)
{
	if (quote.len < QUOTE_LEAST || quote.len > LIMIT_OPINION_QUOTE)
		return false;
	for (int f = 0; f < FIELD_COUNT; f++) {
		size_t from = str_find(a->field[f], quote);

		if (from == STR_NPOS)
			continue;
		*out = (struct evidence){.purpose = STR("label"),
					 .field = (enum field)f,
					 .from = (uint32_t)from,
					 .upto = (uint32_t)(from + quote.len)};
		return true;
	}
	return false;
}

static bool is_there(const struct evidence *list, size_t count, const struct evidence *one)
{
	for (size_t i = 0; i < count; i++)
		if (list[i].field == one->field && list[i].from == one->from &&
		    list[i].upto == one->upto)
			return true;
	return false;
}

/* Those that are found, each once; the others are counted. */
static void quotes_of(struct second_opinion *out, struct arena *arena, const struct article *a,
		      const struct json *quotes)
{
	struct evidence *found = ARENA_ARRAY(arena, struct evidence, LIMIT_OPINION_QUOTES), one;

	for (size_t i = 0; i < json_len(quotes); i++) {
		if (!find(&one, a, json_str(json_at(quotes, i))))
			out->quotes_dropped++;
		else if (!is_there(found, out->evidence_count, &one))
			found[out->evidence_count++] = one;
	}
	out->evidence = found;
}

static bool refuse(struct second_opinion *out, const char *why)
{
	*out = (struct second_opinion){.failed = str_of(why),
				       .quotes_dropped = out->quotes_dropped};
	return false;
}

bool opinion_answer_read(struct second_opinion *out, struct arena *arena, const struct article *a,
			 struct str words)
{
	struct json *root;
	struct err ignored;
	const char *wrong;

	*out = (struct second_opinion){0};
	if (!json_parse(&root, words, &ignored))
		return refuse(out, "not json");
	wrong = form_of(root, &out->label);
	if (!wrong) {
		out->probability = (float)json_num(json_get(root, "probability"), 0);
		out->rationale = arena_copy(arena, str_trim(json_get_str(root, "rationale")));
		quotes_of(out, arena, a, json_get(root, "quotes"));
		if (out->label != LABEL_UNRELATED && out->evidence_count == 0)
			wrong = "schema: no quote is in the article";
	}
	json_free(root);
	return wrong ? refuse(out, wrong) : true;
}
