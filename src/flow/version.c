/* flow/version.c -- newest version, difference, store. */
#include "flow/version.h"

#include "base/limits.h"

/* What it came to, for the history of its events. */
static struct look_told told_of(struct arena *arena, const struct changes *c,
				const struct newest_version *was, const struct finding *f,
				int64_t version)
{
	struct str label = verdict_label(&f->verdict);
	struct look_told told = {.what = c->notice == NOTICE_RETRACTION   ? STR("retracted")
					 : c->notice == NOTICE_CORRECTION ? STR("corrected")
									  : STR("changed")};

	told.detail = arena_fmt(arena, "%.*s, version %lld: %.*s", STR_ARG(was->title),
				(long long)version, STR_ARG(changes_told(arena, c)));
	if (!str_eq(label, was->label))
		told.detail = arena_fmt(arena, "%.*s; judged %.*s before, now %.*s",
					STR_ARG(told.detail), STR_ARG(was->label), STR_ARG(label));
	return told;
}

static enum fate put(struct clerk *clerk, struct arena *arena, struct finding *f,
		     const struct version_try *t, const struct newest_version *was, struct err *err)
{
	struct version_found v = {.article = t->article,
				  .version = was->version + 1,
				  .at_ms = clerk->seen_ms,
				  .read = &f->article,
				  .verdict = &f->verdict,
				  .look = t->look,
				  .source = t->source,
				  .cursor = t->cursor};
	struct capture capture;
	struct buf json;
	bool ok;

	capture_of(&capture, arena, &f->document);
	capture.version = v.version;
	capture.article = was->id;
	capture.source = f->document.source.len ? f->document.source : t->source;
	v.capture = &capture;
	v.told = told_of(arena, t->changes, was, f, v.version);
	buf_init(&json, LIMIT_LINE);
	changes_to_json(&json, t->changes);
	v.changes = buf_view(&json);
	ok = store_version_put(clerk->store, arena, &v, err);
	buf_free(&json);
	if (ok)
		return FATE_DONE;
	return err->code == ERR_INPUT || err->code == ERR_LIMIT || err->code == ERR_CONFLICT
		       ? FATE_REFUSED
		       : FATE_RETRY;
}

enum fate version_settle(struct clerk *clerk, struct arena *arena, struct finding *f,
			 const struct version_try *t, struct err *err)
{
	struct changes_side now = {f->article.field[FIELD_TITLE], f->article.field[FIELD_TEXT]};
	struct changes_side before;
	struct newest_version was;

	if (!store_version_newest(&was, clerk->store, arena, t->article, err))
		return err->code == ERR_MISSING ? FATE_REFUSED : FATE_RETRY;
	before = (struct changes_side){was.title, was.text};
	if (!changes_of(t->changes, arena, &before, &now, was.verdict))
		return FATE_KNOWN;
	if (was.version >= LIMIT_VERSIONS) {
		err_set(err, ERR_LIMIT, "article %.*s has %d versions already", STR_ARG(was.id),
			LIMIT_VERSIONS);
		return FATE_REFUSED;
	}
	return put(clerk, arena, f, t, &was, err);
}

enum fate version_again(struct clerk *clerk, struct arena *arena, struct finding *f,
			struct str source, const struct cursor *cursor, struct err *err)
{
	struct changes changes;
	struct version_try t = {.source = source, .cursor = cursor, .changes = &changes};
	struct newest_version was;

	if (!store_version_article(&t.article, clerk->store, f->document.article, err))
		return FATE_RETRY;
	if (!t.article) {
		err_set(err, ERR_INPUT, "a later version of article %.*s, which is not there",
			STR_ARG(f->document.article));
		return FATE_REFUSED;
	}
	if (!store_version_newest(&was, clerk->store, arena, t.article, err))
		return FATE_RETRY;
	if (was.version >= f->document.version)
		return FATE_KNOWN;
	return version_settle(clerk, arena, f, &t, err);
}
