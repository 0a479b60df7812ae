/* judge/actors.h -- who takes part: organisations and persons, with their role. Pure.
 *
 * Roles: developer, deployer, harmed, authority, source, other. Rather a name too
 * few than one too many: a capitalised run counts only when something says what it
 * is (a known name, "Inc", "Ministry", a title, "said", an age, "made by"). */
#pragma once
#include "judge/tokens.h"
#include "judge/verdict.h"

#define ACTORS_MOST 24

/* A span that the pack's cues know as a maker. */
struct actors_hint {
	uint8_t field; /* enum field */
	uint32_t from, upto;
};

struct actors {
	struct actor *at; /* in the arena, most important first; names point into the article */
	size_t len;       /* at most ACTORS_MOST */
};

/* `hint` in order of field and from. */
void actors_of(struct actors *out, struct arena *arena, const struct tokens tokens[FIELD_COUNT],
	       const struct actors_hint *hint, size_t hints);

/* -- the table (actors_names.c) ------------------------------------------------------ */
enum actors_role {
	ACTORS_DEVELOPER,
	ACTORS_DEPLOYER,
	ACTORS_HARMED,
	ACTORS_AUTHORITY,
	ACTORS_SOURCE,
	ACTORS_OTHER,
	ACTORS_ROLES
};
struct actors_name {
	struct str name; /* folded tokens, one blank between */
	uint8_t role;    /* enum actors_role: what it mostly is in news of AI */
};
extern const struct actors_name actors_name[];
extern const size_t actors_names;
