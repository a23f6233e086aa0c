/* sign.c -- see sign.h. */
#include "config.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "alerts/sign.h"

#define KEY_MIN 24
#define KEY_MAX 64
#define ED25519_KEY 32

static const char alphabet[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

struct str
base64_text(struct arena *a, struct str in)
{
	char *out = arena_alloc(a, (in.n + 2) / 3 * 4 + 1), *p = out;
	const unsigned char *s = (const unsigned char *)in.p;

	for (size_t i = 0; i < in.n; i += 3) {
		size_t left = in.n - i;
		uint32_t v = (uint32_t)s[i] << 16;

		if (left > 1)
			v |= (uint32_t)s[i + 1] << 8;
		if (left > 2)
			v |= s[i + 2];
		*p++ = alphabet[v >> 18];
		*p++ = alphabet[v >> 12 & 63];
		*p++ = left > 1 ? alphabet[v >> 6 & 63] : '=';
		*p++ = left > 2 ? alphabet[v & 63] : '=';
	}
	return (struct str){ out, (size_t)(p - out) };
}

bool
base64_bytes(struct str text, unsigned char *out, size_t max, size_t *n)
{
	uint32_t bits = 0;
	unsigned have = 0;

	*n = 0;
	while (text.n > 0 && text.p[text.n - 1] == '=')
		text.n--;
	for (size_t i = 0; i < text.n; i++) {
		const char *at = text.p[i] == '\0' ? NULL : strchr(alphabet, text.p[i]);

		if (at == NULL)
			return false;
		bits = bits << 6 | (uint32_t)(at - alphabet);
		have += 6;
		if (have >= 8) {
			have -= 8;
			if (*n == max)
				return false;
			out[(*n)++] = (unsigned char)(bits >> have);
		}
	}
	return text.n % 4 != 1;
}

static int
sign_hmac(struct str key, struct str content, struct str *out, struct arena *a,
    struct err *e)
{
	unsigned char raw[KEY_MAX], mac[EVP_MAX_MD_SIZE];
	unsigned n = 0;
	size_t len;
	int rc = 0;

	if (!base64_bytes(key, raw, sizeof(raw), &len) || len < KEY_MIN)
		rc = err_set(e,
		    "the webhook's secret must be whsec_ and 24 to 64 bytes in base64");
	else if (HMAC(EVP_sha256(), raw, (int)len, (const unsigned char *)content.p,
		     content.n, mac, &n) == NULL)
		rc = err_set(e, "HMAC-SHA256 failed");
	else
		*out = arena_printf(a, "v1,%.*s",
		    STR_ARG(base64_text(a, (struct str){ (const char *)mac, n })));
	OPENSSL_cleanse(raw, sizeof(raw));
	return rc;
}

static int
sign_ed25519(struct str key, struct str content, struct str *out, struct arena *a,
    struct err *e)
{
	unsigned char raw[KEY_MAX], sig[64];
	size_t len, n = sizeof(sig);
	EVP_PKEY *pkey = NULL;
	EVP_MD_CTX *ctx = NULL;
	int rc = -1;

	/* The seed, or the seed with the public key behind it. */
	if (!base64_bytes(key, raw, sizeof(raw), &len) ||
	    (len != ED25519_KEY && len != 2 * ED25519_KEY)) {
		err_set(e,
		    "the webhook's key must be whsk_ and 32 or 64 bytes in base64");
		goto out;
	}
	pkey = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, raw, ED25519_KEY);
	ctx = EVP_MD_CTX_new();
	if (pkey == NULL || ctx == NULL ||
	    EVP_DigestSignInit(ctx, NULL, NULL, NULL, pkey) != 1 ||
	    EVP_DigestSign(ctx, sig, &n, (const unsigned char *)content.p, content.n) !=
		1) {
		err_set(e, "ed25519 failed");
		goto out;
	}
	*out = arena_printf(a, "v1a,%.*s",
	    STR_ARG(base64_text(a, (struct str){ (const char *)sig, n })));
	rc = 0;
out:
	EVP_MD_CTX_free(ctx);
	EVP_PKEY_free(pkey);
	OPENSSL_cleanse(raw, sizeof(raw));
	return rc;
}

int
sign_webhook(struct str *out, const struct secrets *keys, struct str id, int64_t seconds,
    struct str body, struct arena *a, struct err *e)
{
	struct str content = arena_printf(a, "%.*s.%lld.%.*s", STR_ARG(id),
	    (long long)seconds, STR_ARG(body));

	*out = STR("");
	for (size_t i = 0; i < keys->n; i++) {
		struct str key = str_trim(keys->of[i].value), one;
		int rc;

		if (str_starts(key, STR("whsk_")))
			rc = sign_ed25519(str_sub(key, 5, key.n), content, &one, a, e);
		else if (str_starts(key, STR("whsec_")))
			rc = sign_hmac(str_sub(key, 6, key.n), content, &one, a, e);
		else
			rc = err_set(e,
			    "the webhook's secret begins neither with whsec_ nor whsk_");
		if (rc == -1)
			return -1;
		*out = i == 0 ? one
			      : arena_printf(a, "%.*s %.*s", STR_ARG(*out), STR_ARG(one));
	}
	return 0;
}

struct str
sign_token(struct str key, struct str receiver, struct str address, struct arena *a)
{
	struct str content = arena_printf(a, "unsubscribe %.*s %.*s", STR_ARG(receiver),
	    STR_ARG(address));
	unsigned char mac[EVP_MAX_MD_SIZE];
	char *hex = arena_alloc(a, 33);
	unsigned n = 0;

	if (HMAC(EVP_sha256(), key.p == NULL ? "" : key.p, (int)key.n,
		(const unsigned char *)content.p, content.n, mac, &n) == NULL)
		return STR_NONE;
	for (size_t i = 0; i < 16; i++)
		snprintf(hex + 2 * i, 3, "%02x", mac[i]);
	return (struct str){ hex, 32 };
}
