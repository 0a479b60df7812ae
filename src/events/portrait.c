/* portrait.c -- an event in one object, from the verdicts of its articles.
 *
 * An article counts as much as its publisher does (reputation.h). Label: each article's
 * probabilities added up, the greatest of the three wins; so a hesitant article counts
 * little and eight articles outvote one. Title: the most central headline, told whose it
 * is. Rationale, limb and role: of the article that speaks for that label most surely.
 * Severity: the gravest rung that a third of those articles give. Facets: what articles
 * say weighs by how sure they are, a value stays that has a third of the weight of them
 * all. Summary: that article's deciding sentence, as a quote with its source named. Who,
 * where: portrait_names.c; when, and what became of it: portrait_stages.c. Everything is
 * bounded, and the same articles give the same bytes.
 *
 * What people decided (portrait_ruled.h) stands above all of that: an article that a person
 * labelled is as sure as can be, and the event's own label, title, severity and values are
 * theirs where they gave some. */
#include "events/portrait.h"

#include "base/emit.h"
#include "base/json.h"
#include "base/limits.h"
#include "events/portrait_parts.h"
#include "events/portrait_ruled.h"
#include "events/portrait_title.h"
#include "text/date.h"

#define SUMMARY_QUOTE 320 /* bytes */

static const char *const ladder[] = {"AI hazard", "Serious AI hazard", "AI incident",
				     "Serious AI incident", "AI disaster"};

static double probability(const struct easel *w, size_t n, enum label l)
{
	if (w->ruled[n].len)
		return str_eq(w->ruled[n], str_of(label_name[l])) ? 1 : 0;
	return json_num(json_get(json_get(w->verdict[n], "probability"), label_name[l]), 0);
}

static struct str label_of(const struct easel *w, size_t n)
{
	return w->ruled[n].len ? w->ruled[n] : json_get_str(w->verdict[n], "label");
}

static void choose_label(struct easel *w)
{
	double best = -1;
	enum label ruled;

	for (size_t n = 0; n < w->count; n++)
		for (int l = 0; l < LABEL_COUNT; l++)
			w->p[l] += probability(w, n, (enum label)l) * w->standing[n].weight /
				   w->weight;
	for (int l = 0; l < LABEL_UNRELATED; l++)
		if (w->p[l] > w->p[w->label])
			w->label = (enum label)l;
	if (label_parse(&ruled, portrait_ruled_value(w->sitting, "label"))) {
		w->label = ruled;
		w->p[ruled] = 1;
	}
	for (size_t n = 0; n < w->count; n++) {
		double p = probability(w, n, w->label);
		bool says_so = str_eq(label_of(w, n), str_of(label_name[w->label]));
		double worth = p + (says_so ? 1 : 0) + (w->article[n].title.len ? 0.5 : 0) +
			       0.5 * w->standing[n].weight;

		if (worth > best) {
			best = worth;
			w->speaker = n;
		}
	}
}

/* -- severity ---------------------------------------------------------------------------- */

static int rung_of(struct str severity)
{
	for (int i = 0; i < (int)(sizeof ladder / sizeof *ladder); i++)
		if (str_eq(severity, str_of(ladder[i])))
			return i;
	return -1;
}

static bool fits(enum label label, int rung)
{
	return label == LABEL_INCIDENT ? rung >= 2 : label == LABEL_HAZARD && rung < 2;
}

/* A person's rung, if it is one of the label; and where a person gave the label and no
 * article has a rung of it, the lowest. */
static void severity_ruled(struct str *rule, struct easel *w, size_t votes)
{
	struct str ruled = portrait_ruled_value(w->sitting, "severity");
	bool labelled = portrait_ruled_value(w->sitting, "label").len > 0;

	if (ruled.len && fits(w->label, rung_of(ruled)) && rung_of(ruled) >= 0) {
		w->out->severity = ruled;
		*rule = STR("set by a reviewer");
	} else if (labelled && !votes && w->label <= LABEL_HAZARD) {
		w->out->severity = str_of(ladder[w->label == LABEL_INCIDENT ? 2 : 0]);
		*rule = STR("the label was set by a reviewer, and no article tells more");
	}
}

/* Up to three quotes of those that give this rung. */
static void severity_quotes(struct emit *e, const struct easel *w)
{
	size_t written = 0;

	emit_key(e, "evidence");
	emit_array(e);
	for (size_t n = 0; n < w->count && written < PORTRAIT_QUOTES; n++) {
		const struct json *list = json_get(w->verdict[n], "evidence");

		if (!str_eq(json_get_str(json_get(w->verdict[n], "severity"), "value"),
			    w->out->severity))
			continue;
		for (size_t i = 0; i < json_len(list); i++) {
			if (!str_eq(json_get_str(json_at(list, i), "for"), STR("severity")))
				continue;
			portrait_quote(e, w, n, json_get_str(json_at(list, i), "quote"));
			written++;
			break;
		}
	}
	emit_end(e);
}

/* The gravest rung that a third of those articles give which give one that fits. */
static void choose_severity(struct easel *w)
{
	double votes[5] = {0}, all = 0, above = 0;

	w->out->severity = STR(UNKNOWN_NOT_APPLICABLE);
	for (size_t n = 0; n < w->count; n++) {
		int rung = rung_of(json_get_str(json_get(w->verdict[n], "severity"), "value"));

		if (rung >= 0 && fits(w->label, rung)) {
			votes[rung] += w->standing[n].weight;
			all += w->standing[n].weight;
		}
	}
	for (int rung = 4; rung >= 0 && all > 0; rung--) {
		above += votes[rung];
		if (above < PORTRAIT_SUPPORT * all || !fits(w->label, rung) || votes[rung] <= 0)
			continue;
		w->out->severity = str_of(ladder[rung]);
		return;
	}
}

static void severity(struct emit *e, struct easel *w)
{
	struct str rule = STR("neither an incident nor a hazard");
	int64_t articles = 0;
	double weight = 0;

	choose_severity(w);
	for (size_t n = 0; n < w->count; n++) {
		const struct json *s = json_get(w->verdict[n], "severity");

		if (rung_of(w->out->severity) < 0 ||
		    !str_eq(json_get_str(s, "value"), w->out->severity))
			continue;
		if (articles++ == 0)
			rule = json_get_str(s, "rule");
		weight += w->standing[n].weight;
	}
	severity_ruled(&rule, w, (size_t)articles);
	emit_key(e, "severity");
	emit_object(e);
	emit_pair(e, "value", w->out->severity);
	emit_pair(e, "rule", rule);
	emit_pair_int(e, "articles", articles);
	emit_pair_num(e, "weight", weight / w->weight, 3);
	severity_quotes(e, w);
	emit_end(e);
}

/* -- facets ------------------------------------------------------------------------------ */

void portrait_quote(struct emit *e, const struct easel *w, size_t article, struct str quote)
{
	emit_object(e);
	emit_pair(e, "article", w->article[article].id);
	emit_pair(e, "quote", quote);
	emit_end(e);
}

/* Up to three quotes, each from another article. */
static void quotes(struct emit *e, const struct easel *w, struct str facet, struct str value)
{
	size_t written = 0;

	emit_key(e, "evidence");
	emit_array(e);
	for (size_t n = 0; n < w->count && written < PORTRAIT_QUOTES; n++) {
		const struct json *values =
			json_get(json_get(w->verdict[n], "facets"), arena_z(w->arena, facet));

		for (size_t i = 0; i < json_len(values); i++) {
			const struct json *v = json_at(values, i);
			const struct json *proof = verdict_evidence_of(w->verdict[n], v, 0);

			if (!str_eq(json_get_str(v, "value"), value) || !proof)
				continue;
			portrait_quote(e, w, n, json_get_str(proof, "quote"));
			written++;
			break;
		}
	}
	emit_end(e);
}

/* What the article weighs if it says anything of that facet, else 0. */
static double add_values(struct tally *t, const struct easel *w, size_t n, const char *facet)
{
	const struct json *values = json_get(json_get(w->verdict[n], "facets"), facet);
	double own = w->standing[n].weight, said = 0;

	for (size_t i = 0; i < json_len(values); i++) {
		struct str value = json_get_str(json_at(values, i), "value");
		double p = json_num(json_get(json_at(values, i), "p"), 0);
		struct tally_vote vote = {(uint32_t)n, p * own, own};

		if (verdict_is_unknown(value))
			continue;
		said = own;
		tally_add(t, value, STR_NONE, &vote);
	}
	return said;
}

/* The values that people added. */
static size_t values_ruled(struct emit *e, const struct portrait_sitting *s, struct str facet)
{
	size_t written = 0;

	for (size_t i = 0; i < s->ruling_count; i++) {
		const struct portrait_ruling *r = &s->ruling[i];
		bool last = true;

		if (!str_eq(r->what, STR("tag")) || !str_eq(r->facet, facet) ||
		    portrait_ruled_tag(s, facet, r->value) < 1)
			continue;
		for (size_t k = i + 1; k < s->ruling_count; k++)
			last = last && !(str_eq(s->ruling[k].what, STR("tag")) &&
					 str_eq(s->ruling[k].facet, facet) &&
					 str_eq(s->ruling[k].value, r->value));
		if (!last)
			continue;
		emit_object(e);
		emit_pair(e, "value", r->value);
		emit_pair_num(e, "p", 1, 3);
		emit_key(e, "reviewed");
		emit_bool(e, true);
		emit_end(e);
		written++;
	}
	return written;
}

static void facet(struct emit *e, struct easel *w, struct str name)
{
	struct tally t;
	size_t written = 0;
	double speak = 0;

	tally_open(&t, w->arena);
	for (size_t n = 0; n < w->count; n++)
		speak += add_values(&t, w, n, arena_z(w->arena, name));
	tally_rank(&t);
	emit_key_str(e, name);
	emit_array(e);
	written = values_ruled(e, w->sitting, name);
	for (size_t i = 0; i < t.len; i++) {
		const struct tally_row *row = &t.row[i];

		if (row->support < PORTRAIT_SUPPORT * speak ||
		    portrait_ruled_tag(w->sitting, name, row->name))
			continue;
		emit_object(e);
		emit_pair(e, "value", row->name);
		emit_pair_num(e, "p", row->weight / row->support, 3);
		emit_pair_int(e, "articles", row->count);
		emit_pair_num(e, "weight", row->support / speak, 3);
		quotes(e, w, name, row->name);
		emit_end(e);
		written++;
	}
	if (!written) {
		emit_object(e);
		emit_pair(e, "value", STR(UNKNOWN_NOT_STATED));
		emit_end(e);
	}
	emit_end(e);
}

static void facets(struct emit *e, struct easel *w)
{
	const struct json *mine = json_get(w->verdict[w->speaker], "facets"), *unused;

	emit_key(e, "facets");
	emit_object(e);
	for (size_t i = 0; i < json_len(mine); i++)
		facet(e, w, json_key(&unused, mine, i));
	emit_end(e);
}

/* -- words ------------------------------------------------------------------------------- */

static struct str deciding_sentence(const struct easel *w, size_t n)
{
	const struct json *list = json_get(w->verdict[n], "evidence");
	struct str best = STR_NONE;

	for (size_t i = 0; i < json_len(list); i++) {
		struct str purpose = json_get_str(json_at(list, i), "for");
		struct str quote = json_get_str(json_at(list, i), "quote");

		if (str_eq(purpose, STR("label")) && quote.len > best.len)
			best = quote;
	}
	return best;
}

/* At a blank, so that no word and no character is cut in two. */
static struct str shortened(struct arena *a, struct str s)
{
	size_t upto = SUMMARY_QUOTE;

	if (s.len <= SUMMARY_QUOTE)
		return s;
	while (upto > 0 && s.at[upto] != ' ')
		upto--;
	return arena_fmt(a, "%.*s ...", (int)upto, s.at);
}

/* Of the article that gives the headline, if it says the label too. */
static struct str summary(const struct easel *w)
{
	struct str ruled = portrait_ruled_value(w->sitting, "summary");
	bool agrees = str_eq(label_of(w, w->titled), str_of(label_name[w->label]));
	size_t n = agrees ? w->titled : w->speaker;
	struct str quote = shortened(w->arena, deciding_sentence(w, n));
	struct str who = w->article[n].publisher;

	if (ruled.len)
		return ruled;
	if (!quote.len)
		return w->article[n].title;
	return arena_fmt(w->arena, "%.*s: \xe2\x80\x9c%.*s\xe2\x80\x9d",
			 STR_ARG(who.len ? who : STR("One report")), STR_ARG(quote));
}

/* Of the article that gives the headline, else of the first that has one. */
static struct str first_image(const struct easel *w)
{
	if (w->article[w->titled].image.len)
		return w->article[w->titled].image;
	for (size_t n = 0; n < w->count; n++)
		if (w->article[n].image.len)
			return w->article[n].image;
	return STR_NONE;
}

static struct str title(const struct easel *w)
{
	struct str text = portrait_ruled_value(w->sitting, "title");

	if (!text.len)
		text = w->article[w->titled].title;
	if (!text.len)
		text = shortened(w->arena, deciding_sentence(w, w->speaker));
	return text.len ? text : STR("Untitled");
}

static void span_of_time(struct easel *w)
{
	for (size_t n = 0; n < w->count; n++) {
		int64_t at = w->article[n].date_ms;

		if (!at)
			continue;
		if (!w->out->first_ms || at < w->out->first_ms)
			w->out->first_ms = at;
		if (at > w->out->last_ms)
			w->out->last_ms = at;
	}
}

/* -- the object -------------------------------------------------------------------------- */

static void labels(struct emit *e, const struct easel *w)
{
	struct tally t;

	emit_pair(e, "label", str_of(label_name[w->label]));
	emit_pair_num(e, "probability", w->p[w->label], 4);
	if (portrait_ruled_value(w->sitting, "label").len)
		emit_pair(e, "label_by", STR("reviewer"));
	tally_open(&t, w->arena);
	for (size_t n = 0; n < w->count; n++) {
		struct tally_vote vote = {(uint32_t)n, 1, w->standing[n].weight};

		tally_add(&t, label_of(w, n), STR_NONE, &vote);
	}
	tally_rank(&t);
	emit_key(e, "label_articles");
	emit_object(e);
	for (size_t i = 0; i < t.len; i++) {
		emit_key_str(e, t.row[i].name);
		emit_int(e, t.row[i].count);
	}
	emit_end(e);
	emit_key(e, "label_weights");
	emit_object(e);
	for (size_t i = 0; i < t.len; i++) {
		emit_key_str(e, t.row[i].name);
		emit_num(e, t.row[i].support / w->weight, 3);
	}
	emit_end(e);
}

static void reasons(struct emit *e, const struct easel *w)
{
	const struct json *speaker = w->verdict[w->speaker];
	struct buf b;

	emit_pair(e, "limb", json_get_str(speaker, "limb"));
	emit_pair(e, "role", json_get_str(speaker, "role"));
	emit_pair(e, "rationale", json_get_str(speaker, "rationale"));
	emit_pair(e, "rationale_article", w->article[w->speaker].id);
	buf_init(&b, LIMIT_RESPONSE);
	json_print(&b, json_get(speaker, "evidence"));
	emit_key(e, "evidence");
	emit_raw(e, buf_view(&b));
	buf_free(&b);
}

static void write(struct emit *e, struct easel *w)
{
	struct portrait *out = w->out;

	emit_object(e);
	emit_pair(e, "id", w->sitting->event);
	emit_pair(e, "title", out->title);
	emit_pair(e, "title_source", w->article[w->titled].id);
	emit_pair(e, "title_publisher", w->article[w->titled].publisher);
	emit_pair(e, "summary", out->summary);
	labels(e, w);
	severity(e, w);
	reasons(e, w);
	portrait_involvement(e, w);
	portrait_realised(e, w);
	facets(e, w);
	portrait_names(e, w);
	claims_json(e, w->arena, w->claims);
	portrait_happened(e, w);
	emit_pair(e, "first_reported", date_known_day(w->arena, out->first_ms));
	emit_pair(e, "last_reported", date_known_day(w->arena, out->last_ms));
	portrait_stages(e, w);
	emit_pair_int(e, "article_count", (int64_t)w->count);
	emit_pair(e, "image", out->image);
	portrait_ruled_emit(e, w->arena, w->sitting);
	emit_end(e);
}

/* The ledger puts the articles into an order of its own. */
static const struct claims *ledger(struct easel *w)
{
	struct claims_source *source = ARENA_ARRAY(w->arena, struct claims_source, w->count + 1);
	struct claims *claims = ARENA_NEW(w->arena, struct claims);

	for (size_t n = 0; n < w->count; n++)
		source[n] = (struct claims_source){w->article[n].id, w->article[n].publisher,
						   w->article[n].date_ms, w->verdict[n]};
	claims_of(claims, w->arena, source, w->count);
	return claims;
}

static void weigh(struct easel *w, const struct reputation *reputation)
{
	struct standing *s = ARENA_ARRAY(w->arena, struct standing, w->count + 1);

	for (size_t n = 0; n < w->count; n++) {
		s[n] = reputation_of(reputation, w->article[n].url, w->article[n].publisher);
		w->weight += s[n].weight;
	}
	w->standing = s;
}

/* What people have to look at, and what they have done. */
static void review(struct easel *w)
{
	const struct portrait_sitting *s = w->sitting;
	size_t said[LABEL_COUNT] = {0};

	for (size_t n = 0; n < w->count; n++)
		for (int l = 0; l < LABEL_COUNT; l++)
			said[l] += str_eq(label_of(w, n), str_of(label_name[l]));
	w->out->disputed =
		said[LABEL_INCIDENT] * 3 >= w->count && said[LABEL_HAZARD] * 3 >= w->count;
	/* nothing is left that any article reports: people said so of each */
	w->out->off = portrait_ruled_off(s) ||
		      said[LABEL_INCIDENT] + said[LABEL_HAZARD] + said[LABEL_COMPLEMENTARY] == 0;
	for (size_t i = 0; i < s->ruling_count; i++)
		if (s->ruling[i].at_ms > w->out->reviewed_ms)
			w->out->reviewed_ms = s->ruling[i].at_ms;
}

static void draw(struct easel *w)
{
	struct portrait *out = w->out;
	struct buf b;
	struct emit e;

	weigh(w, w->sitting->reputation);
	choose_label(w);
	review(w);
	w->titled = portrait_title(w);
	w->claims = ledger(w);
	span_of_time(w);
	out->label = w->label;
	out->probability = (float)w->p[w->label];
	out->title = arena_copy(w->arena, title(w));
	out->summary = arena_copy(w->arena, summary(w));
	out->image = first_image(w);
	buf_init(&b, LIMIT_RESPONSE);
	emit_open(&e, &b);
	write(&e, w);
	out->severity = arena_copy(w->arena, out->severity);
	out->country = arena_copy(w->arena, out->country);
	out->json = arena_copy(w->arena, buf_view(&b));
	buf_free(&b);
}

bool portrait_of(struct portrait *out, struct arena *arena, const struct portrait_sitting *s,
		 struct err *err)
{
	struct json **tree = ARENA_ARRAY(arena, struct json *, s->count + 1);
	struct str *ruled = ARENA_ARRAY(arena, struct str, s->count + 1);
	struct easel w = {.arena = arena,
			  .sitting = s,
			  .article = s->article,
			  .count = s->count,
			  .ruled = ruled,
			  .out = out};
	bool ok = true;
	size_t n = 0;

	*out = (struct portrait){.label = LABEL_INCIDENT};
	w.verdict = ARENA_ARRAY(arena, const struct json *, s->count + 1);
	for (; ok && n < s->count; n++) {
		ok = json_parse(&tree[n], s->article[n].verdict, err);
		w.verdict[n] = ok ? tree[n] : NULL;
		ruled[n] = portrait_ruled_article(s, s->article[n].id);
	}
	if (ok)
		draw(&w);
	for (size_t i = 0; i < n; i++)
		json_free(tree[i]);
	return ok;
}
