/* judge/pack_folder.h -- where the packs of this program lie. For pack.c alone. */
#pragma once
#include "base/arena.h"

/* $TOCSIN_PACK, else packs/oecd as judge/pack.h says. */
const char *pack_folder_default(struct arena *a);
