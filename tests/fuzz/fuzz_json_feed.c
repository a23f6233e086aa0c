/*
 * fuzz_json_feed.c -- JSON Feed.  Bytes are the document itself, or, behind a 'b', a
 * recipe for one that is always JSON: its members have names and values from tables, in
 * any nesting.
 */
#include "config.h"

#include "base/alloc.h"
#include "base/json.h"
#include "tests/fuzz/feed_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define DEPTH_MAX 12

static const char *const keys[] = { "version", "title", "home_page_url", "feed_url",
	"description", "user_comment", "next_url", "icon", "favicon", "author", "authors",
	"language", "expired", "hubs", "items", "id", "url", "external_url",
	"content_html", "content_text", "summary", "image", "banner_image",
	"date_published", "date_modified", "date_updated", "tags", "attachments",
	"mime_type", "size_in_bytes", "duration_in_seconds", "name", "avatar", "type",
	"email", "_extension" };

static const char *const values[] = { "https://jsonfeed.org/version/1",
	"https://jsonfeed.org/version/1.1", "x", "../a b", "https://e.example/",
	"mailto:a@e.example", "2024-11-27T19:00:00+02:00",
	"<p>a &amp; <script>b</script>", "de-AT", "", "javascript:a()", "12",
	"\xc3\xa4\x01\xe2\x80\xae", "urn:x:y", "text/html", "1e400" };

/* One value from the front of the recipe. */
static void
bake(struct json *j, struct str *recipe, unsigned depth)
{
	unsigned char c = recipe->n > 0 ? (unsigned char)recipe->p[0] : 0;
	bool list = c % 8 == 1;

	*recipe = str_sub(*recipe, 1, recipe->n);
	if (c % 8 < 2 && depth < DEPTH_MAX && recipe->n > 0) {
		json_open(j, list ? '[' : '{');
		while (recipe->n > 0 && recipe->p[0] != '\0') {
			if (!list)
				json_key(j,
				    keys[(unsigned char)recipe->p[0] % NELEM(keys)]);
			*recipe = str_sub(*recipe, !list, recipe->n);
			bake(j, recipe, depth + 1);
		}
		*recipe = str_sub(*recipe, 1, recipe->n);
		json_close(j);
	} else if (c % 8 == 2) {
		json_int(j, (int64_t)c << (c / 8));
	} else if (c % 8 == 3) {
		json_bool(j, c & 8);
	} else if (c % 8 == 4) {
		json_num(j, c / 7.0);
	} else {
		json_str(j, str_of(values[c / 8 % NELEM(values)]));
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct feed_origin origin = {
		.url = STR_INIT("https://fuzz.example/a/b"),
		.content_type = STR_INIT("application/feed+json")
	};
	struct str in = { (const char *)data, size };
	struct buf baked;
	struct json j;

	buf_init(&baked, 1u << 20);
	if (str_starts(in, STR("b"))) {
		in = str_sub(in, 1, in.n);
		json_init(&j, &baked);
		bake(&j, &in, 0);
		in = buf_str(&baked);
	}
	feed_check(in, 1 + in.n % 61, &origin);
	buf_clear(&baked);
	return 0;
}
