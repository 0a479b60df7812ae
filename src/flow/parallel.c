/* flow/parallel.c -- the belt with a printer at its end.
 *
 * The JSON is written by the workers too, so that the thread which keeps the order
 * has nothing to do but to pass lines on. */
#include "flow/parallel.h"

#include "base/log.h"
#include "flow/belt.h"
#include "flow/opinion.h"
#include "ingest/extract.h"

struct printer {
	const struct parallel_options *options;
	struct parallel_summary *sum;
	struct belt belt;
};

static void write_line(struct job *j, bool judged)
{
	const struct finding *f = &j->finding;

	buf_clear(&j->line);
	if (judged)
		verdict_to_json(&j->line, &f->verdict, &f->article);
	else
		article_to_json(&j->line, &f->article);
	j->fate = buf_ok(&j->line) ? FATE_DONE : FATE_REFUSED;
	if (j->fate == FATE_REFUSED)
		err_set(&j->err, ERR_LIMIT, "the result does not fit into one line");
}

static void work(struct job *j, struct judge *judge)
{
	struct finding *f = &j->finding;

	j->fate = FATE_REFUSED;
	if (!extract_article(&f->article, j->arena, &j->document, &j->err))
		return;
	if (judge)
		judge_article(&f->verdict, judge, j->arena, &f->article);
	j->wants_more = judge && f->verdict.abstain;
	write_line(j, judge != NULL);
}

/* The line is written anew, with the second opinion in it. */
static void ask(struct job *j, void *payload)
{
	const struct printer *p = payload;

	if (opinion_ask(p->options->opinion, j->arena, &j->finding, NULL))
		write_line(j, true);
}

static bool deliver(struct job *j, void *payload, struct err *err)
{
	struct printer *p = payload;
	struct str origin = belt_origin(&p->belt, j);

	if (j->pulled == PULLED_END)
		return true;
	if (j->pulled == PULLED_DOCUMENT && j->fate == FATE_DONE) {
		p->sum->documents++;
		return p->options->line(buf_view(&j->line), p->options->payload, err);
	}
	if (j->pulled == PULLED_BROKEN)
		p->sum->broken++;
	else
		p->sum->refused++;
	if (str_starts(str_of(j->err.text), origin))
		log_warning("%s", j->err.text);
	else
		log_warning("%.*s: %s", STR_ARG(origin), j->err.text);
	return true;
}

bool parallel_run(struct parallel_summary *out, const struct parallel_options *options,
		  struct err *err)
{
	struct printer p = {.options = options, .sum = out};

	*out = (struct parallel_summary){0};
	p.belt = (struct belt){.pack = options->pack,
			       .source = options->source,
			       .source_count = options->source_count,
			       .format = options->format,
			       .threads = options->threads,
			       .work = work,
			       .deliver = deliver,
			       .payload = &p};
	if (options->opinion) {
		p.belt.more = ask;
		p.belt.more_threads = opinion_threads(options->opinion);
	}
	return belt_run(&p.belt, err);
}
