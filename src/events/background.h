/* events/background.h -- how common is a term in news at large? Pure.
 *
 * A table built into the program (packs/grouping/background.df, made by
 * tools/background): the grouper starts from it and learns on. */
#pragma once
#include <stdint.h>

uint32_t background_texts(void);          /* how many were counted */
uint32_t background_count(uint64_t term); /* in how many the term stands; 0: in none or one */
