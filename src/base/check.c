/* base/check.c -- the last words of a program that found itself wrong. */
#include "base/check.h"

#include <stdio.h>
#include <stdlib.h>

#ifndef TOCSIN_VERSION
#define TOCSIN_VERSION "dev"
#endif

void check_failed(const char *file, int line, const char *expression)
{
	fprintf(stderr, "tocsin %s: %s:%d: this should hold and does not: %s\n", TOCSIN_VERSION,
		file, line, expression);
	abort();
}
