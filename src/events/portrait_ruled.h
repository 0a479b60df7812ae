/* events/portrait_ruled.h -- what people decided of an event and its articles. Pure.
 *
 * A person's value stands above the machine's; of two the newer one. */
#pragma once
#include "base/emit.h"
#include "events/portrait.h"

/* What is ruled of the event ("label", "severity", "title", "summary"), "" nothing. */
struct str portrait_ruled_value(const struct portrait_sitting *s, const char *what);
/* The label that a person gave the article, "" none. */
struct str portrait_ruled_article(const struct portrait_sitting *s, struct str id);
/* 1: the value is added, -1: taken out, 0: nobody said anything. */
int portrait_ruled_tag(const struct portrait_sitting *s, struct str facet, struct str value);
/* A person took it off the lists: the article that founded it, or more than half of its
 * articles. So an older and larger event that it ends in stays on them. */
bool portrait_ruled_off(const struct portrait_sitting *s);
/* Key "reviewed" and its list: what, value, before, who, when, why. */
void portrait_ruled_emit(struct emit *e, struct arena *arena, const struct portrait_sitting *s);
