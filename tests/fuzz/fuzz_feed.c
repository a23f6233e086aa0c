/* fuzz_feed.c -- any bytes as a feed.  The first byte chooses the pieces (feed_check.h).
 */
#include "config.h"

#include "tests/fuzz/feed_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct feed_origin origin = {
		.url = STR_INIT("https://fuzz.example/a/b")
	};
	struct str bytes = { (const char *)data, size };

	feed_check(str_sub(bytes, 1, size), size == 0 ? 1 : 1 + data[0] % 61, &origin);
	return 0;
}
