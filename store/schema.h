/* schema.h -- the shape of the database; migrations run forward only. */
#ifndef STORE_SCHEMA_H
#define STORE_SCHEMA_H

extern const unsigned store_schema_version;

#endif
