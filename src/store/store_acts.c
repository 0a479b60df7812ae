/* store/store_acts.c -- one act of a person: what it changes, and the trail of it.
 *
 * Each kind is a row of a table with the function that does it. Every one goes the same way:
 * find what it is about, say in the trail what was and what becomes, put down what binds
 * from now on, draw the event anew, tell its history. Undoing is an act as well: rulings are
 * marked as taken back and the portrait drawn without them; a merge is split, a split merged. */
#include "base/emit.h"
#include "base/json.h"
#include "base/limits.h"
#include "store/store_review.h"
#include "text/utf8.h"

struct acting {
	struct store *s;
	struct arena *arena;
	const struct act *act;
	struct err *err;
	struct trail_row row;
	struct acted *out;
	int64_t event, article, version; /* article: of an event the one that founded it */
	struct str label, severity, title, summary; /* as they were */
};

/* -- what it is about ------------------------------------------------------------------- */

static bool find_event(struct acting *w, struct str id)
{
	struct str target = STR("");
	int64_t redirect = 0;
	struct ask a;

	w->event = 0;
	ask_open(&a, w->s, Q_ACT_EVENT, w->err);
	ask_str(&a, id);
	if (ask_row(&a)) {
		w->event = ask_int_at(&a, 0);
		redirect = ask_int_at(&a, 1);
		w->label = arena_copy(w->arena, ask_str_at(&a, 2));
		w->severity = arena_copy(w->arena, ask_str_at(&a, 3));
		w->title = arena_copy(w->arena, ask_str_at(&a, 4));
		w->summary = arena_copy(w->arena, ask_str_at(&a, 5));
		w->article = ask_int_at(&a, 6);
		target = arena_copy(w->arena, ask_str_at(&a, 7));
	}
	if (!ask_close(&a))
		return false;
	if (!w->event)
		return err_set(w->err, ERR_MISSING, "there is no event %.*s",
			       STR_ARG(str_cut(id, 0, 60)));
	if (redirect == STORE_OFF)
		return err_set(w->err, ERR_CONFLICT, "event %.*s is off the lists", STR_ARG(id));
	if (redirect)
		return err_set(w->err, ERR_CONFLICT, "event %.*s has ended in %.*s", STR_ARG(id),
			       STR_ARG(target));
	w->out->event = id;
	w->row.subject = arena_fmt(w->arena, "event %.*s", STR_ARG(id));
	return true;
}

static bool find_article(struct acting *w, struct str id)
{
	struct ask a;

	w->article = 0;
	ask_open(&a, w->s, Q_ACT_ARTICLE, w->err);
	ask_str(&a, id);
	if (ask_row(&a)) {
		w->article = ask_int_at(&a, 0);
		w->label = arena_copy(w->arena, ask_str_at(&a, 1));
		w->event = ask_int_at(&a, 2);
	}
	if (!ask_close(&a))
		return false;
	w->out->article = id;
	w->row.subject = arena_fmt(w->arena, "article %.*s", STR_ARG(id));
	return w->article || err_set(w->err, ERR_MISSING, "there is no article %.*s",
				     STR_ARG(str_cut(id, 0, 60)));
}

/* The event where the article is now; "" none. */
static bool place_of(struct acting *w)
{
	struct ask a;

	w->event = 0;
	w->out->event = STR("");
	ask_open(&a, w->s, Q_ACT_PLACE, w->err);
	ask_int(&a, w->article);
	if (ask_row(&a)) {
		w->event = ask_int_at(&a, 0);
		w->out->event = arena_copy(w->arena, ask_str_at(&a, 1));
	}
	return ask_close(&a);
}

/* -- what every act does ------------------------------------------------------------------ */

static bool in_trail(struct acting *w)
{
	w->row.at_ms = w->act->by.at_ms;
	w->row.who = w->act->by.who;
	w->row.why = w->act->by.why;
	w->row.act = w->act->name;
	if (!store_trail_add(&w->row, w->s, w->err))
		return false;
	w->out->number = w->row.number;
	return store_count(&w->version, w->s, STR("version"), 1, w->err);
}

static bool rule(struct acting *w, bool of_event, const char *what, struct str value,
		 struct str was)
{
	const struct store_ruling r = {.act = w->row.number,
				       .article = w->article,
				       .at_ms = w->act->by.at_ms,
				       .of_event = of_event,
				       .what = what,
				       .facet = w->act->facet,
				       .value = value,
				       .was = was,
				       .who = w->act->by.who,
				       .why = w->act->by.why};

	return store_ruling_add(w->s, &r, w->err);
}

/* Draws the event and tells its history. */
static bool show(struct acting *w, const char *what, struct str detail)
{
	struct store_history h = {.event = w->event,
				  .at_ms = w->act->by.at_ms,
				  .what = str_of(what),
				  .who = w->act->by.who};

	if (!w->event)
		return true;
	h.detail = arena_fmt(w->arena, "%.*s: %.*s", STR_ARG(detail), STR_ARG(w->act->by.why));
	return store_draw(w->s, w->arena, w->event, w->version, w->err) &&
	       store_history_add(w->s, &h, w->err);
}

static struct str change(struct acting *w, struct str was, struct str now)
{
	return arena_fmt(w->arena, "%.*s, before %.*s", STR_ARG(now),
			 STR_ARG(was.len ? was : STR("nothing")));
}

/* JSON of pairs of name and value, ending with a NULL name; empty values are left out. */
struct said {
	const char *name;
	struct str value;
};
static struct str said(struct acting *w, const struct said *pair)
{
	struct emit e;
	struct buf b;
	struct str text;

	buf_init(&b, LIMIT_LINE);
	emit_open(&e, &b);
	emit_object(&e);
	for (; pair->name; pair++)
		if (pair->value.len)
			emit_pair(&e, pair->name, pair->value);
	emit_end(&e);
	text = arena_copy(w->arena, buf_view(&b));
	buf_free(&b);
	return text;
}

/* -- labels ----------------------------------------------------------------------------------- */

static bool is_label(struct str label, bool of_article)
{
	static const char *const labels[] = {"incident", "hazard", "complementary", NULL};

	return str_is_one_of(label, labels) || (of_article && str_eq(label, STR("unrelated")));
}

static bool is_severity_of(struct str severity, struct str label)
{
	static const char *const incident[] = {"AI incident", "Serious AI incident", "AI disaster",
					       NULL};
	static const char *const hazard[] = {"AI hazard", "Serious AI hazard", NULL};

	if (str_eq(label, STR("incident")))
		return str_is_one_of(severity, incident);
	return str_eq(label, STR("hazard")) && str_is_one_of(severity, hazard);
}

static bool relabel_event(struct acting *w)
{
	const struct act *a = w->act;

	if (!find_event(w, a->event))
		return false;
	if (!is_label(a->label, false))
		return err_set(w->err, ERR_INPUT,
			       "an event's label is incident, hazard or complementary");
	if (a->severity.len && !is_severity_of(a->severity, a->label))
		return err_set(w->err, ERR_INPUT, "%.*s is no severity of a %.*s",
			       STR_ARG(str_cut(a->severity, 0, 40)), STR_ARG(a->label));
	w->row.was = said(w, (struct said[]){{"label", w->label}, {"severity", w->severity}, {0}});
	w->row.became =
		said(w, (struct said[]){{"label", a->label}, {"severity", a->severity}, {0}});
	return in_trail(w) && rule(w, true, "label", a->label, w->label) &&
	       (!a->severity.len || rule(w, true, "severity", a->severity, w->severity)) &&
	       show(w, "relabelled", change(w, w->label, a->label));
}

/* An article that nobody grouped, because the judge thought it unrelated. */
static bool found(struct acting *w)
{
	struct store_placing p = {.article = w->article, .version = w->version};

	if (!w->act->outcome)
		return err_set(w->err, ERR_CONFLICT,
			       "the article is in no event, and nothing to group it by was given");
	return store_place(&p, w->s, w->arena, w->act->outcome, w->err) &&
	       store_count_more(w->s, STR("decisions"), 1, w->err) && place_of(w);
}

/* A stray that joined an event because of another is one of its own from now on. */
static bool stands_alone(struct acting *w)
{
	struct ask a;

	ask_open(&a, w->s, Q_STORY_SETTLE, w->err);
	ask_int(&a, w->article);
	ask_int(&a, w->article);
	return ask_run(&a);
}

static bool relabel_article(struct acting *w)
{
	const struct act *a = w->act;
	bool unrelated = str_eq(a->label, STR("unrelated"));

	if (!find_article(w, a->article))
		return false;
	if (!is_label(a->label, true))
		return err_set(
			w->err, ERR_INPUT,
			"an article's label is incident, hazard, complementary or unrelated");
	w->row.was = said(w, (struct said[]){{"label", w->label}, {0}});
	w->row.became = said(w, (struct said[]){{"label", a->label}, {0}});
	if (!in_trail(w) || !rule(w, false, "label", a->label, w->label) ||
	    !store_label_set(w->s, w->arena, w->article, a->label, w->err) || !place_of(w))
		return false;
	if (!unrelated && (!stands_alone(w) || (!w->event && !found(w))))
		return false;
	return show(w, "article relabelled",
		    arena_fmt(w->arena, "%.*s, %.*s", STR_ARG(a->article),
			      STR_ARG(change(w, w->label, a->label))));
}

static bool relabel(struct acting *w)
{
	return w->act->article.len ? relabel_article(w) : relabel_event(w);
}

/* -- words, values, off the lists ------------------------------------------------------ */

static bool is_line(struct str s, size_t most)
{
	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.at[i] < ' ' || s.at[i] == 0x7f)
			return false;
	return s.len <= most;
}

static bool edits_well(const struct act *a, struct err *err)
{
	if (!a->title.len && !a->summary.len)
		return err_set(err, ERR_INPUT, "give a title, a summary or both");
	return (is_line(a->title, LIMIT_EDIT_TITLE) && is_line(a->summary, LIMIT_EDIT_SUMMARY)) ||
	       err_set(err, ERR_LIMIT,
		       "a title has at most %d bytes, a summary %d, on one line each",
		       LIMIT_EDIT_TITLE, LIMIT_EDIT_SUMMARY);
}

static bool edit(struct acting *w)
{
	const struct act *a = w->act;
	const char *what = !a->summary.len ? "title"
			   : !a->title.len ? "summary"
					   : "title and summary";

	if (!find_event(w, a->event) || !edits_well(a, w->err))
		return false;
	w->row.was = said(w, (struct said[]){{"title", a->title.len ? w->title : STR("")},
					     {"summary", a->summary.len ? w->summary : STR("")},
					     {0}});
	w->row.became = said(w, (struct said[]){{"title", a->title}, {"summary", a->summary}, {0}});
	return in_trail(w) && (!a->title.len || rule(w, true, "title", a->title, w->title)) &&
	       (!a->summary.len || rule(w, true, "summary", a->summary, w->summary)) &&
	       show(w, "edited", str_of(what));
}

static bool is_tagged(bool *out, struct acting *w)
{
	int64_t one;
	struct ask a;

	ask_open(&a, w->s, Q_ACT_TAGGED, w->err);
	ask_int(&a, w->event);
	ask_str(&a, w->act->facet);
	ask_str(&a, w->act->value);
	if (!ask_one(&one, &a, 0))
		return false;
	*out = one != 0;
	return true;
}

static bool tag_or_not(struct acting *w, bool on)
{
	const struct act *a = w->act;
	struct str pair = arena_fmt(w->arena, "%.*s: %.*s", STR_ARG(a->facet), STR_ARG(a->value));
	bool has;

	if (!find_event(w, a->event))
		return false;
	if (!a->facet.len || !a->value.len || a->value.len > LIMIT_EDIT_TITLE)
		return err_set(w->err, ERR_INPUT, "give a facet and one of its values");
	if (!is_tagged(&has, w))
		return false;
	if (has == on)
		return err_set(w->err, ERR_CONFLICT, "the event has %s value %.*s",
			       on ? "that" : "no", STR_ARG(str_cut(pair, 0, 100)));
	w->row.was = on ? STR("") : pair;
	w->row.became = on ? pair : STR("");
	return in_trail(w) && rule(w, true, on ? "tag" : "untag", a->value, STR("")) &&
	       show(w, on ? "value added" : "value taken out", pair);
}

static bool tag(struct acting *w)
{
	return tag_or_not(w, true);
}

static bool untag(struct acting *w)
{
	return tag_or_not(w, false);
}

/* It hangs on its other articles too: grouping anew may give it another that came first. */
static bool reject_others(struct acting *w)
{
	struct ask a;

	ask_open(&a, w->s, Q_RULING_OTHERS, w->err);
	ask_int(&a, w->row.number);
	ask_int(&a, w->event);
	ask_int(&a, w->article);
	ask_int(&a, LIMIT_RULINGS / 2);
	return ask_run(&a);
}

static bool reject(struct acting *w)
{
	if (!find_event(w, w->act->event))
		return false;
	w->row.was = said(w, (struct said[]){{"title", w->title}, {"label", w->label}, {0}});
	w->row.became = STR("off the lists");
	return in_trail(w) && rule(w, true, "reject", STR(""), STR("")) && reject_others(w) &&
	       show(w, "taken off the lists", w->title);
}

/* -- merge, split, apart --------------------------------------------------------------- */

static struct decision decision(const struct acting *w, const struct str *what, size_t count)
{
	return (struct decision){.event = w->act->event,
				 .what = what,
				 .count = count,
				 .who = w->act->by.who,
				 .why = w->act->by.why,
				 .at_ms = w->act->by.at_ms};
}

static bool merge(struct acting *w)
{
	const struct act *a = w->act;
	struct decision d = decision(w, &a->other, 1);
	struct str kept, ended;

	if (!find_event(w, a->event) || !store_decide_merge(&kept, w->s, w->arena, &d, w->err))
		return false;
	ended = str_eq(kept, a->event) ? a->other : a->event;
	w->out->event = kept;
	w->row.subject = arena_fmt(w->arena, "event %.*s", STR_ARG(kept));
	w->row.was = said(w, (struct said[]){{"one", kept}, {"other", ended}, {0}});
	w->row.became = said(w, (struct said[]){{"event", kept}, {"ended", ended}, {0}});
	return in_trail(w);
}

static struct str listed(struct acting *w, const struct str *what, size_t count)
{
	struct buf b;
	struct str text;

	buf_init(&b, LIMIT_LINE);
	for (size_t i = 0; i < count; i++) {
		if (i)
			buf_char(&b, ' ');
		buf_str(&b, what[i]);
	}
	text = arena_copy(w->arena, buf_view(&b));
	buf_free(&b);
	return text;
}

static bool split(struct acting *w)
{
	const struct act *a = w->act;
	struct decision d = decision(w, a->what, a->count);
	struct str made;

	if (!find_event(w, a->event) || !store_decide_split(&made, w->s, w->arena, &d, w->err))
		return false;
	w->row.was = said(w, (struct said[]){{"event", a->event}, {0}});
	w->row.became = said(w, (struct said[]){{"event", a->event},
						{"made", made},
						{"of", listed(w, a->what, a->count)},
						{0}});
	w->out->event = made;
	return in_trail(w);
}

static bool apart(struct acting *w)
{
	const struct act *a = w->act;
	struct decision d = decision(w, &a->other, 1);
	int64_t number;

	if (!find_event(w, a->event) || !store_decide_apart(&number, w->s, w->arena, &d, w->err))
		return false;
	w->row.was = STR("");
	w->row.became = said(
		w, (struct said[]){{"event", a->event},
				   {"other", a->other},
				   {"decision", arena_fmt(w->arena, "%lld", (long long)number)},
				   {0}});
	return in_trail(w);
}

/* -- undo
 * -----------------------------------------------------------------------------------------------
 */

/* The article has the label again that it had. */
static bool label_back(struct acting *w)
{
	struct str label = STR("");
	struct ask a;

	ask_open(&a, w->s, Q_RULING_LABEL, w->err);
	ask_int(&a, w->article);
	if (ask_row(&a))
		label = arena_copy(w->arena, ask_str_at(&a, 0));
	return ask_close(&a) &&
	       (!label.len || store_label_set(w->s, w->arena, w->article, label, w->err));
}

static bool undo_rulings(struct acting *w, const struct trail_row *done)
{
	bool of_article = false;
	struct ask a;

	if (!in_trail(w))
		return false;
	w->article = 0;
	ask_open(&a, w->s, Q_RULINGS_UNDO, w->err);
	ask_int(&a, done->number);
	ask_int(&a, w->row.number);
	while (ask_row(&a)) {
		int64_t article = ask_int_at(&a, 0);

		if (!w->article || article < w->article)
			w->article = article;
		of_article = str_eq(ask_str_at(&a, 1), STR("article"));
	}
	if (!ask_close(&a))
		return false;
	if (!w->article)
		return err_set(w->err, ERR_CONFLICT, "nothing of act %lld binds any more",
			       (long long)done->number);
	return (!of_article || label_back(w)) && place_of(w) && show(w, "undone", done->act);
}

/* A merge: the one that ended lives again, wherever it leads now. */
static bool undo_merge(struct acting *w, const struct json *became)
{
	struct str ended = json_get_str(became, "ended"), now = STR(""), made;
	struct decision d = decision(w, &ended, 1);
	struct ask a;

	ask_open(&a, w->s, Q_ACT_EVENT, w->err);
	ask_str(&a, ended);
	if (ask_row(&a))
		now = arena_copy(w->arena, ask_str_at(&a, 7));
	if (!ask_close(&a))
		return false;
	if (!now.len)
		return err_set(w->err, ERR_CONFLICT, "%.*s does not end in another any more",
			       STR_ARG(ended));
	d.event = now;
	if (!store_decide_split(&made, w->s, w->arena, &d, w->err))
		return false;
	w->out->event = arena_copy(w->arena, made);
	return in_trail(w);
}

static bool undo_split(struct acting *w, const struct json *became)
{
	struct str made = json_get_str(became, "made"), kept;
	struct decision d = decision(w, &made, 1);

	d.event = json_get_str(became, "event");
	if (!store_decide_merge(&kept, w->s, w->arena, &d, w->err))
		return false;
	w->out->event = kept;
	return in_trail(w);
}

static bool undo_apart(struct acting *w, const struct json *became)
{
	int64_t decided = 0, found = 0;
	struct ask a;

	if (!str_int(&decided, json_get_str(became, "decision")))
		return err_set(w->err, ERR_CONFLICT, "the trail does not say what was decided");
	ask_open(&a, w->s, Q_DECISION_UNDO, w->err);
	ask_int(&a, decided);
	if (!ask_one(&found, &a, 0))
		return false;
	if (!found)
		return err_set(w->err, ERR_CONFLICT, "that decision was taken back already");
	w->out->event = arena_copy(w->arena, json_get_str(became, "event"));
	return store_count_more(w->s, STR("decisions"), 1, w->err) && in_trail(w);
}

static bool undo_decision(struct acting *w, const struct trail_row *done)
{
	struct json *became;
	bool ok;

	if (!json_parse(&became, done->became, w->err))
		return false;
	if (str_eq(done->act, STR("merge")))
		ok = undo_merge(w, became);
	else if (str_eq(done->act, STR("split")))
		ok = undo_split(w, became);
	else
		ok = undo_apart(w, became);
	json_free(became);
	return ok;
}

static bool undo(struct acting *w)
{
	static const char *const ruled[] = {"relabel", "edit", "tag", "untag", "reject", NULL};
	static const char *const decided[] = {"merge", "split", "apart", NULL};
	struct trail_row done;

	if (!store_trail_row(&done, w->s, w->arena, w->act->undoes, w->err))
		return false;
	if (done.undone_by)
		return err_set(w->err, ERR_CONFLICT, "act %lld was taken back by act %lld",
			       (long long)done.number, (long long)done.undone_by);
	w->row.undoes = done.number;
	w->row.subject = done.subject;
	w->row.was = done.became;
	w->row.became = done.was;
	if (str_is_one_of(done.act, ruled))
		return undo_rulings(w, &done);
	return str_is_one_of(done.act, decided)
		       ? undo_decision(w, &done)
		       : err_set(w->err, ERR_CONFLICT,
				 "an act such as \"%.*s\" can not be taken back",
				 STR_ARG(done.act));
}

/* -- all of them ----------------------------------------------------------------------- */

static const struct {
	const char *name;
	bool (*run)(struct acting *w);
} kind[] = {{"relabel", relabel}, {"edit", edit},     {"tag", tag},
	    {"untag", untag},     {"merge", merge},   {"split", split},
	    {"apart", apart},     {"reject", reject}, {"undo", undo}};

static bool said_well(const struct act *a, struct err *err)
{
	const struct str text[] = {a->event,    a->article, a->other,   a->label,
				   a->severity, a->title,   a->summary, a->facet,
				   a->value,    a->by.who,  a->by.why};
	size_t bad;

	if (!str_trim(a->by.who).len || !str_trim(a->by.why).len)
		return err_set(err, ERR_INPUT, "an act needs who does it, and why");
	for (size_t i = 0; i < sizeof text / sizeof *text; i++)
		if (!utf8_valid(text[i], &bad))
			return err_set(err, ERR_INPUT, "an act is told in UTF-8");
	return true;
}

bool store_act(struct acted *out, struct store *s, struct arena *arena, const struct act *a,
	       struct err *err)
{
	struct acting w = {.s = s, .arena = arena, .act = a, .err = err, .out = out};
	bool own;

	*out = (struct acted){.event = STR(""), .article = STR("")};
	if (!said_well(a, err))
		return false;
	for (size_t i = 0; i < sizeof kind / sizeof *kind; i++) {
		if (!str_eq(a->name, str_of(kind[i].name)))
			continue;
		return store_change_begin(&own, s, err) &&
		       store_change_end(s, own, kind[i].run(&w), err);
	}
	return err_set(err, ERR_INPUT, "there is no act \"%.*s\"",
		       STR_ARG(str_cut(a->name, 0, 40)));
}
