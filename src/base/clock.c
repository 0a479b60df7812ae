/* base/clock.c -- real time, or the time that a test wants it to be. */
#include "base/clock.h"

#include <stdlib.h>
#include <time.h>

#include "base/str.h"

static int64_t fixed_ms;

void clock_fix(int64_t now_ms)
{
	fixed_ms = now_ms;
}

int64_t clock_now_ms(void)
{
	struct timespec t;
	int64_t wanted;

	if (fixed_ms)
		return fixed_ms;
	if (str_int(&wanted, str_of(getenv("TOCSIN_NOW_MS"))))
		return wanted;
	clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int64_t clock_ticks_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

void clock_sleep_ms(int64_t ms)
{
	struct timespec t = {.tv_sec = ms / 1000, .tv_nsec = (ms % 1000) * 1000000};

	while (nanosleep(&t, &t) != 0)
		;
}
