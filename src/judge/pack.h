/* judge/pack.h -- a taxonomy with its cues and weights, from a folder.
 *
 * A pack may extend another that lies beside it ("extends" in pack.json): it has all cues,
 * vectors and weights of that one besides its own, and its own taxonomy.
 *
 * packs/NAME/ holds pack.json (name, title, taxonomy), *.cues (docs/PACKS.md),
 * *.weights (trained, with provenance) and, in the build folder only, cues.hsdb:
 * the compiled pattern database, used when its key (vectorscan version + hash of
 * the cues) fits, else compiled anew in memory, which takes seconds. */
#pragma once
#include "base/err.h"
#include "base/hash.h"

struct pack;
struct json;

/* NULL folder: $TOCSIN_PACK, else packs/oecd beside the program (build/VARIANT/
 * packs), in ../share/tocsin/packs, or in the source tree it was built from. */
bool pack_load(struct pack **out, const char *folder, struct err *err) MUST_USE;
void pack_free(struct pack *p);
struct str pack_id(const struct pack *p); /* "oecd@1a2b3c4d": name and hash of all files */
struct str pack_title(const struct pack *p);

/* Writes cues.hsdb into the pack's folder (the build does this once). */
bool pack_compile(const char *folder, struct err *err) MUST_USE;

/* Where it lies, and the pack beside it that it extends; "": none. */
const char *pack_where(const struct pack *p);
struct str pack_extends(const struct pack *p);

/* -- the taxonomy: facets and their values, in the order of pack.json ---------- */
size_t pack_facet_count(const struct pack *p);
struct str pack_facet_name(const struct pack *p, size_t facet);
bool pack_facet_multiple(const struct pack *p, size_t facet); /* several values at once */
bool pack_facet_learned(const struct pack *p, size_t facet);  /* by training, not by cues */
size_t pack_value_count(const struct pack *p, size_t facet);
struct str pack_value(const struct pack *p, size_t facet, size_t value);
/* Index of a facet or value by name; STR_NPOS when there is none. */
size_t pack_facet_find(const struct pack *p, struct str facet);
size_t pack_value_find(const struct pack *p, size_t facet, struct str value);
const struct json *pack_taxonomy(const struct pack *p); /* pack.json's, lives with the pack */
struct str pack_severity(const struct pack *p, size_t rung);

/* -- what the cues say of the taxonomy ------------------------------------------- */
/* A group hints at facet values (facet lines of *.cues): how many, and the n-th
 * as indices. Groups are named in judge/reading.h. */
size_t pack_hint_count(const struct pack *p, uint32_t group);
void pack_hint(const struct pack *p, uint32_t group, size_t n, size_t *facet, size_t *value);

/* -- trained weights --------------------------------------------------------------- */
struct linear;
/* NAME.weights of the folder, loaded with the pack; NULL when there is none. */
const struct linear *pack_model(const struct pack *p, struct str name);

struct vectors;
/* words.vectors of the folder; NULL when there is none. */
const struct vectors *pack_vectors(const struct pack *p);

/* -- for matcher, reading and rationale -------------------------------------------- */
struct cues;
struct matcher_base;
const struct cues *pack_cues(const struct pack *p);
const struct matcher_base *pack_matcher_base(const struct pack *p);
