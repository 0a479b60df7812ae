/* events/strays.h -- stories that found no event, kept for the one they may belong to. Pure.
 *
 * A stray is the story of an article that names AI and that the judge calls unrelated. Such
 * articles are most of what names AI, and a few of them are reports of an event that were
 * misjudged. A stray founds nothing; it waits here, outside the window, where it weighs in no
 * rarity and takes no candidate's place, until a story comes that it is near to
 * (events/grouper.h says how near).
 *
 * Bounds: the newest STRAYS_MOST of them, at 2.1 KB each and 8 for an index entry: some
 * 0.2 GB; those that were taken keep their place until the older half is forgotten. One owner;
 * what is found is numbers, valid until something is added or forgotten. */
#pragma once
#include "events/story.h"
#include "events/window.h"

#define STRAYS_MOST (1U << 16) /* a week of the planet's press: 7,500 a day */

struct strays;
struct strays *strays_new(void);
void strays_free(struct strays *s);

/* `taken`: it is in an event already and only keeps its place, as it would have had the
 * program not been stopped since. */
void strays_add(struct strays *s, const struct story *story, bool taken);
/* Those that wait and share telling terms with the story, the likeliest first. */
size_t strays_near(uint32_t *out, size_t most, const struct strays *s, const struct story *story);
/* As it was added, but for its publisher; `term` has room for LIMIT_STORY_TERMS and is
 * pointed into. */
void strays_story(struct story *out, struct story_term *term, const struct strays *s, uint32_t n);
/* It waits no more. */
void strays_take(struct strays *s, uint32_t n);
void strays_forget_before(struct strays *s, int64_t date_ms);
void strays_check(const struct strays *s); /* CHECKs every invariant; slow */
