/* judge/piece.h -- what kind of piece an article is, by its cues. Pure. */
#pragma once
#include "judge/reading.h"

enum piece piece_of(const struct reading *r, const struct pack *pack);
