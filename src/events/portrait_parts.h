/* events/portrait_parts.h -- what the files of the portrait share, and nobody else. */
#pragma once
#include "base/emit.h"
#include "base/json.h"
#include "events/claims.h"
#include "events/portrait.h"
#include "events/tally.h"

#define PORTRAIT_SUPPORT (1.0 / 3.0) /* of the weight, that a value or rung needs */
#define PORTRAIT_QUOTES 3            /* behind one value, each of another article */

struct easel {
	struct arena *arena;
	const struct portrait_sitting *sitting;
	const struct portrait_article *article;
	const struct json **verdict;
	const struct str *ruled;         /* the label that a person gave each article, "" none */
	const struct standing *standing; /* of each article's publisher */
	double weight;                   /* of all articles */
	size_t count;
	double p[LABEL_COUNT]; /* mean over the articles, by weight */
	enum label label;
	size_t speaker; /* the article that speaks for the event */
	size_t titled;  /* the article whose headline it has */
	const struct claims *claims;
	struct portrait *out;
};

/* "countries", "country_support", "actors", "languages", "publishers", "publisher_ranks". */
void portrait_names(struct emit *e, struct easel *w);
/* "happened": the day on which it was, by what articles state. */
void portrait_happened(struct emit *e, const struct easel *w);
/* "stage" and "timeline"; sets out->stage. */
void portrait_stages(struct emit *e, struct easel *w);
/* "ai_involvement" and "realised"; sets out->involvement and out->realised. */
void portrait_involvement(struct emit *e, struct easel *w);
void portrait_realised(struct emit *e, struct easel *w);
/* One quote of `evidence` as {"article","quote"}. */
void portrait_quote(struct emit *e, const struct easel *w, size_t article, struct str quote);
