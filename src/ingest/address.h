/* ingest/address.h -- which IP addresses belong to the public internet. Pure.
 *
 * By IANA's registries of special-purpose addresses (RFC 6890 and what followed): not
 * public are this host and network, private, shared (carrier NAT), loopback, link-local,
 * documentation, benchmarking, multicast, reserved; of IPv6 everything outside global
 * unicast. An IPv6 form that carries an IPv4 address (mapped, NAT64, 6to4) is as public
 * as what it carries. Bytes stand in network order, as in a socket address. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/* "10.0.0.1" or "2001:db8::1"; IPv4 as the IPv6 that carries it (mapped). */
bool address_parse(uint8_t byte[16], struct str text);
bool address_is_public_4(const uint8_t byte[4]);
bool address_is_public_6(const uint8_t byte[16]);
/* "10.0.0.1", "[::1]" or "localhost": told before anything is resolved. A name says nothing. */
bool address_is_private_name(struct str host);
