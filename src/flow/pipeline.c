/* flow/pipeline.c -- read this file first.
 *
 * Every article goes down this road, and each line of it is one floor of the house:
 * bytes become an article (ingest), the article gets a verdict (judge), the verdict
 * makes it a story (events), the story finds its event or founds one (events), and
 * all of it is written down at once (store).
 *
 * The road has two halves. Reading is a pure function of one document, so it runs on
 * as many threads and machines as there are. Settling changes the world, so one clerk
 * does it, document by document, in the order of the source.
 *
 * Only two lines change anything, in this order: the store (durable), then the
 * grouper (memory). Propose, commit, accept: a crash between any two is repaired by
 * doing the document again. Either the store never heard of it, then it is as if it
 * came for the first time; or it answers "committed before", and when the clerk
 * started it told the grouper all that the store knew. */
#include "flow/pipeline.h"

#include "flow/clerk.h"
#include "flow/version.h"
#include "ingest/extract.h"
#include "ingest/page_day.h"

/* What is known of a page that nobody reads: its address and its day. */
static void pass(struct finding *out, const struct document *doc)
{
	int64_t published_ms = page_day_peek(doc->bytes, doc->url);

	out->passed.url = doc->url;
	out->passed.day_ms = published_ms ? published_ms : doc->read_ms;
}

enum fate pipeline_read(struct finding *out, struct judge *judge, struct arena *arena,
			const struct document *doc, struct err *err)
{
	out->document = *doc;
	if (doc->bulk && !judge_asks_for_page(judge, arena, doc->bytes)) {
		pass(out, doc);
		return FATE_PASSED;
	}
	if (!extract_article(&out->article, arena, doc, err))
		return FATE_REFUSED;
	judge_article(&out->verdict, judge, arena, &out->article);
	out->is_story = out->verdict.names_ai; /* the unrelated among them are strays */
	if (out->is_story) {
		story_of(&out->story, arena, &out->article, &out->verdict);
		out->roundup = roundup_of(arena, &out->article, &out->story);
	}
	return FATE_DONE;
}

/* What waited for such a story is settled after it, in the same batch. */
static enum fate recall(struct clerk *clerk, struct arena *arena, struct finding *f,
			struct err *err)
{
	struct recall stray[GROUPER_RECALLS];
	size_t count = grouper_recall(stray, clerk->grouper, &f->story, f->placement.event);

	for (size_t i = 0; i < count; i++) {
		struct taking t = {.article = stray[i].article,
				   .by = f->story.article,
				   .placement = &stray[i].placement,
				   .seen_ms = clerk->seen_ms};

		if (!store_take(clerk->store, arena, &t, err))
			return FATE_RETRY;
		grouper_take(clerk->grouper, &stray[i]);
		f->recalled++;
	}
	return FATE_DONE;
}

enum fate pipeline_settle(struct clerk *clerk, struct arena *arena, struct finding *f,
			  struct str source, const struct cursor *cursor, struct err *err)
{
	struct grouper_share share[ROUNDUP_PARTS];
	struct capture capture;
	struct outcome outcome = {.article = &f->article,
				  .verdict = &f->verdict,
				  .source = source,
				  .cursor = cursor,
				  .read_ms = f->document.read_ms,
				  .opinion = &f->note,
				  .capture = &capture,
				  .live = f->document.live,
				  .etag = f->document.etag,
				  .modified = f->document.modified};

	if (f->document.seen_ms) /* it was settled before, in another store */
		clerk->seen_ms = f->document.seen_ms;
	if (f->document.version > 1)
		return version_again(clerk, arena, f, source, cursor, err);
	outcome.seen_ms = clerk->seen_ms;
	capture_of(&capture, arena, &f->document);
	f->placement = (struct placement){0};
	f->recalled = 0;
	f->shares = 0;
	if (f->is_story)
		grouper_propose(&f->placement, clerk->grouper, &f->story);
	if (f->roundup && f->placement.how != PLACED_REPRINT)
		f->shares = grouper_shares(share, clerk->grouper, f->roundup);
	if (f->shares) {
		outcome.share = share;
		outcome.shares = f->shares;
	} else if (f->is_story) {
		outcome.story = &f->story;
		outcome.placement = &f->placement;
	}
	switch (store_commit(clerk->store, arena, &outcome, err)) {
	case COMMIT_FAILED:
		return err->code == ERR_INPUT || err->code == ERR_LIMIT ? FATE_REFUSED : FATE_RETRY;
	case COMMITTED_BEFORE:
		return FATE_KNOWN;
	case COMMITTED:
		break;
	}
	if (!outcome.story)
		return FATE_DONE;
	grouper_accept(clerk->grouper, &f->story, &f->placement);
	return recall(clerk, arena, f, err);
}
