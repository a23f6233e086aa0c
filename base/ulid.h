/*
 * ulid.h -- identifiers of incidents, alerts and deliveries: 26 characters that sort by
 * time. The eighty "random" bits are a hash of what the thing is made from, so that a
 * replay, a second node and a run after a crash give the same identifier
 * (github.com/ulid/spec).
 */
#ifndef BASE_ULID_H
#define BASE_ULID_H

#include "base/str.h"

#define ULID_LEN 26

struct str ulid_of(char out[ULID_LEN + 1], int64_t ms, struct str seed);

#endif
