/*
 * sign.h -- Standard Webhooks 1.0.0 signatures: v1 (HMAC-SHA256) and v1a (ed25519), one
 * for each key while keys are rotated, over "id.timestamp.body".
 */
#ifndef ALERTS_SIGN_H
#define ALERTS_SIGN_H

#include "base/secret.h"
#include "base/err.h"

/* "v1,… v1a,…" into the arena.  -1: a key is none, or of the wrong length. */
int sign_webhook(struct str *out, const struct secrets *keys, struct str id,
    int64_t seconds, struct str body, struct arena *a, struct err *e);

/* Base64 (RFC 4648), padded; and back: false for what is none, or longer than max. */
struct str base64_text(struct arena *a, struct str bytes);
bool base64_bytes(struct str text, unsigned char *out, size_t max, size_t *n);

/* An opaque token that says who unsubscribes: HMAC of receiver and address, 128 bits. */
struct str sign_token(struct str key, struct str receiver, struct str address,
    struct arena *a);

#endif
