/* schema.c -- see schema.h. */
#include "config.h"

#include "store/schema.h"

const unsigned store_schema_version = 1;
