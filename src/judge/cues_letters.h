/* judge/cues_letters.h -- what a word is made of, for all that matches patterns.
 *
 * For cues_naive.c, cues_index.c and cues_regex.c alone: they must agree, or the fast way
 * finds other matches than the slow one. Letters of Latin, Greek, Cyrillic and other
 * alphabets (lead bytes 0xC3 to 0xDF, 0xE0, 0xE1) count, quotes, dashes and CJK do not. */
#pragma once
#include "base/str.h"

static inline bool cues_letters_ascii(unsigned char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       c == '_';
}

static inline char cues_letters_folded(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* The blanks of ASCII that part words. */
static inline bool cues_letters_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* 0 behind the end. */
static inline unsigned char cues_letters_byte(struct str s, size_t at)
{
	return at < s.len ? (unsigned char)s.at[at] : 0;
}

/* Bytes of the word character at `at`, 0 when there is none. */
static inline size_t cues_letters_at(struct str s, size_t at)
{
	unsigned char c = cues_letters_byte(s, at);

	if (c < 0x80)
		return cues_letters_ascii(c) ? 1 : 0;
	if (c >= 0xc3 && c <= 0xdf)
		return (cues_letters_byte(s, at + 1) & 0xc0) == 0x80 ? 2 : 0;
	if (c == 0xe0 || c == 0xe1)
		return (cues_letters_byte(s, at + 1) & 0xc0) == 0x80 &&
				       (cues_letters_byte(s, at + 2) & 0xc0) == 0x80
			       ? 3
			       : 0;
	return 0;
}

/* Folded letter or digit, 0 for anything else. */
static inline uint32_t cues_letters_class(unsigned char c)
{
	uint32_t low = c | 0x20U;

	return (low >= 'a' && low <= 'z') || (c >= '0' && c <= '9') ? low : 0;
}

/* Two bytes as one of 64 bits; the second says nothing when the first is no letter. */
static inline uint64_t cues_letters_pair(uint32_t first, uint32_t second)
{
	return 1ULL << (first ? (first * 37 + second) * 0x9E3779B1U >> 26 : 0);
}

/* How the word that stands at `at` begins. */
static inline uint64_t cues_letters_begin(struct str s, size_t at)
{
	return cues_letters_pair(cues_letters_class(cues_letters_byte(s, at)),
				 cues_letters_class(cues_letters_byte(s, at + 1)));
}
