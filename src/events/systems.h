/* events/systems.h -- which products a text names: "ChatGPT", "Autopilot". Pure.
 *
 * The judge tells who takes part, and takes a product for its maker; links between events
 * want to know that both are about the same one. Whole words, capitals as printed. What is
 * not in the table (systems_names.c) is not found. */
#pragma once
#include "base/arena.h"

struct systems_name {
	const char *name; /* as texts print it */
	const char *is;   /* what it is told as: "FSD" is "Full Self-Driving" */
};
extern const struct systems_name systems_name[]; /* ends with a row whose name is NULL */

/* What `text` names first from `*from` on, and moves `*from` behind it; NULL: nothing more. */
const char *systems_next(struct str text, size_t *from);
