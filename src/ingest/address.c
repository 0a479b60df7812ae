/* ingest/address.c -- two tables of networks. */
#include "ingest/address.h"

#include <arpa/inet.h>
#include <stddef.h>

#define TEXT_SIZE 64 /* no address is longer, nor a name that is looked at */

struct network {
	uint8_t byte[16];
	unsigned bits; /* that count */
};

static const struct network special_4[] = {
	{{0}, 8},             /* this network; 0.0.0.0 reaches this host */
	{{10}, 8},            /* private */
	{{100, 64}, 10},      /* shared by a carrier's customers */
	{{127}, 8},           /* loopback */
	{{169, 254}, 16},     /* link-local; clouds tell secrets at 169.254.169.254 */
	{{172, 16}, 12},      /* private */
	{{192, 0, 0}, 24},    /* protocol assignments */
	{{192, 0, 2}, 24},    /* documentation */
	{{192, 88, 99}, 24},  /* 6to4 relays, withdrawn */
	{{192, 168}, 16},     /* private */
	{{198, 18}, 15},      /* benchmarking */
	{{198, 51, 100}, 24}, /* documentation */
	{{203, 0, 113}, 24},  /* documentation */
	{{224}, 4},           /* multicast */
	{{240}, 4},           /* reserved, broadcast */
};

/* Within 2000::/3, which is all of global unicast. */
static const struct network special_6[] = {
	{{0x20, 0x01, 0x00}, 23},       /* protocol assignments, Teredo */
	{{0x20, 0x01, 0x0d, 0xb8}, 32}, /* documentation */
	{{0x3f, 0xff}, 20},             /* documentation */
};

static const struct {
	struct network network;
	unsigned at; /* where the IPv4 address stands */
} carrying[] = {
	{{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96}, 12}, /* mapped */
	{{{0x00, 0x64, 0xff, 0x9b}, 96}, 12},                   /* NAT64 */
	{{{0x20, 0x02}, 16}, 2},                                /* 6to4 */
};

static bool is_in(const uint8_t *byte, const struct network *n)
{
	unsigned whole = n->bits / 8, rest = n->bits % 8;

	for (unsigned i = 0; i < whole; i++)
		if (byte[i] != n->byte[i])
			return false;
	return rest == 0 || (byte[whole] ^ n->byte[whole]) >> (8 - rest) == 0;
}

static bool is_in_any(const uint8_t *byte, const struct network *n, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (is_in(byte, &n[i]))
			return true;
	return false;
}

bool address_parse(uint8_t byte[16], struct str text)
{
	char z[TEXT_SIZE];

	if (text.len == 0 || text.len >= sizeof z)
		return false;
	memcpy(z, text.at, text.len);
	z[text.len] = '\0';
	if (inet_pton(AF_INET6, z, byte) == 1)
		return true;
	memset(byte, 0, 16);
	byte[10] = byte[11] = 0xff;
	return inet_pton(AF_INET, z, byte + 12) == 1;
}

bool address_is_public_4(const uint8_t byte[4])
{
	return !is_in_any(byte, special_4, sizeof special_4 / sizeof *special_4);
}

bool address_is_public_6(const uint8_t byte[16])
{
	for (size_t i = 0; i < sizeof carrying / sizeof *carrying; i++)
		if (is_in(byte, &carrying[i].network))
			return address_is_public_4(byte + carrying[i].at);
	return byte[0] >> 5 == 1 &&
	       !is_in_any(byte, special_6, sizeof special_6 / sizeof *special_6);
}

bool address_is_private_name(struct str host)
{
	uint8_t byte[16];

	if (str_starts(host, STR("[")) && str_ends(host, STR("]")))
		host = str_cut(host, 1, host.len - 1);
	if (host.len >= TEXT_SIZE)
		return false;
	if (address_parse(byte, host))
		return !address_is_public_6(byte);
	return str_eq_nocase(host, STR("localhost")) || str_ends(host, STR(".localhost"));
}
