/* judge/pack.h -- a taxonomy with its cues and weights, from a folder.
 *
 * packs/NAME/ holds pack.json (name, title, taxonomy), *.cues (docs/PACKS.md),
 * *.weights (trained, with provenance) and, in the build folder only, cues.hsdb:
 * the compiled pattern database, used when its key (vectorscan version + hash of
 * the cues) fits, else compiled anew in memory, which takes seconds. */
#pragma once
#include "base/err.h"
#include "base/hash.h"

struct pack;

/* NULL folder: $TOCSIN_PACK, else packs/oecd beside the program (build/VARIANT/
 * packs), in ../share/tocsin/packs, or in the source tree it was built from. */
bool pack_load(struct pack **out, const char *folder, struct err *err) MUST_USE;
void pack_free(struct pack *p);
struct str pack_id(const struct pack *p);     /* "oecd@1a2b3c4d": name and hash of all files */
const char *pack_folder(const struct pack *p);

/* Writes cues.hsdb into the pack's folder (the build does this once). */
bool pack_compile(const char *folder, struct err *err) MUST_USE;
