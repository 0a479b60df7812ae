/* cli/cmd_probe.c -- `tocsin probe WHAT FILE`: inner parts, as JSON, a line a text. */
#include "base/emit.h"
#include "base/io.h"
#include "base/limits.h"
#include "cli/common.h"
#include "cli/probe_child.h"
#include "cli/probe_claims.h"
#include "events/reprint_groups.h"
#include "ingest/feed.h"
#include "ingest/page.h"
#include "ingest/warc_probe.h"
#include "judge/matcher.h"
#include "judge/particulars.h"
#include "judge/reading_json.h"
#include "text/lang.h"

struct probe {
	const char *what;
	struct pack *pack;
	struct matcher *matcher;
	struct buf out;
};

static void lang_line(struct probe *p, const struct article *a, struct arena *arena)
{
	struct emit e;

	emit_open(&e, &p->out);
	emit_object(&e);
	emit_pair(&e, "id", a->id);
	emit_pair(&e, "lang", lang_of(arena, article_told(a), STR_NONE));
	emit_end(&e);
}

static void reading_line(struct probe *p, const struct article *a, struct arena *arena)
{
	struct reading reading;
	struct particulars particulars;

	reading_of(&reading, p->pack, p->matcher, arena, a);
	if (strcmp(p->what, "cues") == 0) {
		reading_json_cues(&p->out, &reading, p->pack);
	} else if (strcmp(p->what, "assertions") == 0) {
		reading_json_assertions(&p->out, &reading, p->pack);
	} else {
		particulars_of(&particulars, arena, p->pack, &reading);
		if (strcmp(p->what, "facts") == 0)
			particulars_facts_json(&p->out, &particulars, a);
		else if (strcmp(p->what, "stages") == 0)
			particulars_stages_json(&p->out, &particulars, a);
		else
			particulars_dates_json(&p->out, &particulars, a);
	}
}

static bool one_article(const struct article *a, struct arena *arena, void *payload,
			struct err *err)
{
	struct probe *p = payload;

	buf_clear(&p->out);
	if (strcmp(p->what, "lang") == 0)
		lang_line(p, a, arena);
	else
		reading_line(p, a, arena);
	buf_char(&p->out, '\n');
	return io_print(buf_view(&p->out), err);
}

typedef bool probe_bytes_fn(struct buf *out, struct str bytes, struct err *err);

/* What reads a whole file at once: feeds, pages. */
static int files(const struct options *o, probe_bytes_fn *probe)
{
	int status = EXIT_DONE;
	struct buf bytes, out;
	struct err err;

	buf_init(&bytes, LIMIT_FEED);
	buf_init(&out, LIMIT_FILE);
	for (int i = 1; i < o->operand_count; i++) {
		buf_clear(&bytes);
		buf_clear(&out);
		if (!io_read(&bytes, o->operand[i], &err)) {
			status = common_failed(&err);
		} else if (!probe(&out, buf_view(&bytes), &err)) {
			err_at(&err, o->operand[i]);
			status = common_failed(&err);
		} else {
			if (!str_ends(buf_view(&out), STR("\n")))
				buf_char(&out, '\n');
			if (common_print(buf_view(&out)) != EXIT_DONE)
				status = EXIT_REFUSED;
		}
	}
	buf_free(&bytes);
	buf_free(&out);
	return status;
}

static bool print_line(struct str line, void *payload)
{
	(void)payload;
	return common_print(line) == EXIT_DONE;
}

static int archives(const struct options *o)
{
	int status = EXIT_DONE;
	struct err err;

	for (int i = 1; i < o->operand_count; i++)
		if (!warc_probe(o->operand[i], print_line, NULL, &err))
			status = common_failed(&err);
	return status;
}

static bool add_article(const struct article *a, struct arena *arena, void *payload,
			struct err *err)
{
	(void)err;
	reprint_groups_add(payload, arena, a);
	return true;
}

static int reprints(const struct options *o)
{
	struct reprint_groups *g = reprint_groups_new();
	int status = common_articles(o, 1, add_article, g);

	if (!reprint_groups_print(g, print_line, NULL))
		status = EXIT_REFUSED;
	reprint_groups_free(g);
	return status;
}

static bool is_known(const char *what)
{
	static const char *const known[] = {"lang",  "cues",  "assertions",
					    "facts", "dates", "stages"};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (strcmp(what, known[i]) == 0)
			return true;
	return false;
}

static probe_bytes_fn *of_bytes(const char *what)
{
	static const struct {
		const char *what;
		probe_bytes_fn *probe;
	} known[] = {{"feed", feed_to_json},
		     {"blocks", page_probe_blocks},
		     {"picture", probe_child_picture},
		     {"pdf", probe_child_pdf}};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (strcmp(what, known[i].what) == 0)
			return known[i].probe;
	return NULL;
}

int cmd_probe(const struct options *o)
{
	struct probe p = {.what = o->operand_count > 1 ? o->operand[0] : ""};
	struct err err;
	int status;

	if (of_bytes(p.what))
		return files(o, of_bytes(p.what));
	if (strcmp(p.what, "claims") == 0)
		return probe_claims(o);
	if (strcmp(p.what, "warc") == 0)
		return archives(o);
	if (strcmp(p.what, "reprints") == 0)
		return reprints(o);
	if (!is_known(p.what))
		return common_usage("probe", "feed, blocks, picture, pdf, warc, reprints, lang, "
					     "cues, assertions, facts, dates, "
					     "stages or claims, and FILEs");
	if (!common_pack(&p.pack, o, &err))
		return common_failed(&err);
	p.matcher = matcher_new(p.pack);
	buf_init(&p.out, LIMIT_RESPONSE);
	status = common_articles(o, 1, one_article, &p);
	buf_free(&p.out);
	matcher_free(p.matcher);
	pack_free(p.pack);
	if (!io_print_end(&err))
		return common_failed(&err);
	return status;
}
