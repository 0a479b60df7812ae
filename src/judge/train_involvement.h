/* judge/train_involvement.h -- `tocsin train involvement`: pieces that say whether AI was part
 * of it, as `ai_involvement`, in; involvement.weights out.
 *
 * Lines with `ai_involvement` teach; each file of them is held out in turn (other files are
 * other writers or other days), which gives the figures that are printed. Lines that have
 * none but are labelled incident are taken as news that puts AI's part in no doubt: a third
 * of them is learned from, on the others it is counted how often a doubt is seen. Other
 * lines are passed over. Same files in the same order, same bytes: once in a process, since
 * liblinear's random order goes on from run to run. */
#pragma once
#include "judge/pack.h"

struct train_involvement_options {
	const char *const *file;
	size_t file_count;
	const struct pack *pack;
	const char *out; /* folder for involvement.weights; NULL: only measure */
};

bool train_involvement(const struct train_involvement_options *options, struct err *err) MUST_USE;
