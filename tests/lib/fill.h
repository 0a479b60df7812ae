/* tests/lib/fill.h -- articles, verdicts and placements for tests of the store. */
#pragma once
#include "lib/test.h"
#include "store/store.h"

#define DAY INT64_C(86400000)
#define JUNE INT64_C(1750032000000) /* 2025-06-16 */

struct fill { /* one document's outcome and what it points to */
	struct article article;
	struct verdict verdict;
	struct story story;
	struct placement placement;
	struct outcome outcome;
	struct facet facet[2];
	struct facet_value value[2];
	struct str country[1];
	struct cursor cursor;
};

/* "" and 0 leave things out; the story is placed as new. */
static inline void fill_article(struct fill *f, struct arena *arena, const char *id,
				const char *title, const char *text, int64_t date_ms,
				enum label label)
{
	*f = (struct fill){0};
	f->article = (struct article){.id = arena_copy(arena, str_of(id)),
				      .url = arena_fmt(arena, "https://news.example/%s", id),
				      .date_ms = date_ms,
				      .publisher = STR("Example News"),
				      .author = STR(""),
				      .lang = STR("en"),
				      .image = STR(""),
				      .origin = STR("test:1"),
				      .sealed = true};
	f->article.field[FIELD_TITLE] = arena_copy(arena, str_of(title));
	f->article.field[FIELD_TEXT] = arena_copy(arena, str_of(text));
	f->article.content = hash128(arena_fmt(arena, "%s\n%s", title, text));
	f->value[0] = (struct facet_value){.value = STR("Safety"), .p = 0.5f};
	f->value[1] = (struct facet_value){.value = STR("Digital security"), .p = 0.5f};
	f->facet[0] = (struct facet){.name = STR("principles"), .value = &f->value[0], .count = 1};
	f->facet[1] = (struct facet){.name = STR("industries"), .value = &f->value[1], .count = 1};
	f->country[0] = STR("Malaysia");
	f->verdict = (struct verdict){.label = label,
				      .assessed = true,
				      .severity = label == LABEL_HAZARD ? STR("AI hazard")
									: STR("AI incident"),
				      .severity_rule = STR("harm reported"),
				      .limb = STR("rights"),
				      .role = STR("use"),
				      .rationale = STR("The text reports it."),
				      .facet = f->facet,
				      .facet_count = 2,
				      .country = f->country,
				      .country_count = 1,
				      .pack = STR("test@0"),
				      .model = STR("test@0")};
	f->verdict.probability[label] = 1.0f;
	f->story =
		(struct story){.article = f->article.content, .date_ms = date_ms, .label = label};
	f->outcome = (struct outcome){.article = &f->article,
				      .verdict = &f->verdict,
				      .story = label == LABEL_UNRELATED ? NULL : &f->story,
				      .placement = &f->placement,
				      .source = STR("test.jsonl"),
				      .seen_ms = 1750000000000};
}

static inline void fill_join(struct fill *f, uint64_t event)
{
	f->placement = (struct placement){.event = event, .how = PLACED_JOINED, .similarity = 0.5f};
}

/* Article "aN" of paper N % 3, N days after JUNE. */
static inline void fill_nth(struct fill *f, struct arena *arena, int n, enum label label)
{
	char id[32], title[64];

	snprintf(id, sizeof id, "a%d", n);
	snprintf(title, sizeof title, "Headline number%d", n);
	fill_article(f, arena, id, title, "A robot hurt someone.", JUNE + n * DAY, label);
	f->article.publisher = arena_fmt(arena, "Paper %d", n % 3);
}

/* The number of the event that it is in. */
static inline uint64_t fill_commit(const struct fill *f, struct store *s, struct arena *arena)
{
	struct err err;

	if (store_commit(s, arena, &f->outcome, &err) != COMMITTED)
		fail_msg("%s", err.text);
	return f->placement.event;
}
