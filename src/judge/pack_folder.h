/* judge/pack_folder.h -- where the packs of this program lie. For pack.c alone. */
#pragma once
#include "base/arena.h"

/* The folder of the running program, "" when the system does not tell. */
struct str pack_folder_program(struct arena *a);
/* $TOCSIN_PACK, else packs/oecd as judge/pack.h says. */
const char *pack_folder_default(struct arena *a);
