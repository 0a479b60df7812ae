/* tests/unit/ingest/test_address.c -- the edges of each special network. */
#include "ingest/address.c"

#include <arpa/inet.h>

#include "lib/test.h"

static bool is_public(const char *text)
{
	uint8_t byte[16];

	if (inet_pton(AF_INET, text, byte) == 1)
		return address_is_public_4(byte);
	assert_int_equal(inet_pton(AF_INET6, text, byte), 1);
	return address_is_public_6(byte);
}

static void test_parse(void **state)
{
	static const char *const bad[] = {"", "1.2.3", "localhost", "[::1]", "::1%lo", "1.2.3.4 "};
	uint8_t four[16], six[16];

	(void)state;
	assert_true(address_parse(four, STR("192.0.2.7")));
	assert_true(address_parse(six, STR("::ffff:192.0.2.7")));
	assert_memory_equal(four, six, 16);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(address_parse(six, str_of(bad[i])));
}

static void test_public(void **state)
{
	static const char *const yes[] = {
		"1.0.0.0",         "9.255.255.255",   "11.0.0.0",       "100.63.255.255",
		"100.128.0.0",     "126.255.255.255", "128.0.0.0",      "169.253.255.255",
		"169.255.0.0",     "172.15.255.255",  "172.32.0.0",     "192.0.1.0",
		"192.0.3.0",       "192.167.255.255", "192.169.0.0",    "198.17.255.255",
		"198.20.0.0",      "198.51.99.255",   "203.0.112.255",  "203.0.114.0",
		"223.255.255.255", "8.8.8.8",         "2000::1",        "2606:2800:220:1::1",
		"2001:200::1",     "2001:db7::1",     "2001:db9::1",    "3ffe::1",
		"3fff:1000::1",    "2a00:1450::1",    "::ffff:8.8.8.8", "64:ff9b::8.8.8.8",
		"2002:808:808::1",
	};

	(void)state;
	for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
		if (!is_public(yes[i]))
			fail_msg("%s is public", yes[i]);
}

static void test_special(void **state)
{
	static const char *const no[] = {
		"0.0.0.0",
		"0.255.255.255",
		"10.0.0.0",
		"10.255.255.255",
		"100.64.0.0",
		"100.127.255.255",
		"127.0.0.1",
		"127.255.255.255",
		"169.254.169.254",
		"172.16.0.0",
		"172.31.255.255",
		"192.0.0.1",
		"192.0.2.255",
		"192.88.99.1",
		"192.168.0.1",
		"198.18.0.0",
		"198.19.255.255",
		"198.51.100.7",
		"203.0.113.7",
		"224.0.0.1",
		"239.255.255.255",
		"240.0.0.1",
		"255.255.255.255",
		"::",
		"::1",
		"::127.0.0.1",
		"::8.8.8.8",
		"100::1",
		"fc00::1",
		"fdff::1",
		"fe80::1",
		"fec0::1",
		"ff02::1",
		"4000::1",
		"5f00::1",
		"2001::1",
		"2001:1ff:ffff::1",
		"2001:db8::1",
		"3fff::1",
		"3fff:fff:ffff::1",
		"::ffff:127.0.0.1",
		"::ffff:10.0.0.1",
		"64:ff9b::127.0.0.1",
		"64:ff9b::192.168.1.1",
		"64:ff9b:1::8.8.8.8",
		"2002:7f00:1::",
		"2002:c0a8:101::1",
		"2002:a9fe:a9fe::",
	};

	(void)state;
	for (size_t i = 0; i < sizeof no / sizeof *no; i++)
		if (is_public(no[i]))
			fail_msg("%s is not public", no[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_parse),
					   cmocka_unit_test(test_public),
					   cmocka_unit_test(test_special)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
