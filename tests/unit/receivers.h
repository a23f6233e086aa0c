/* receivers.h -- what the tests of alerts/ share: receivers from YAML, alerts from JSON.
 */
#ifndef TESTS_UNIT_RECEIVERS_H
#define TESTS_UNIT_RECEIVERS_H

#include "alerts/receiver.h"

struct conf *test_yaml(const char *text, struct conf_diag *d);
/* Inline secrets stand for themselves; all others are "loaded". */
void test_load_secrets(struct receiver *r);
/* tests/cases/receivers/FILE, in the arena. */
struct str test_case(const char *file, struct arena *a);
const struct alert *test_alert(const char *name, struct arena *a);

#endif
