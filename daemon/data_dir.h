/*
 * data_dir.h -- where language packs and gazetteers are when nobody says: $TOCSIN_DATA,
 * or beside a program that was built but not installed (make puts a link there), or where
 * they are installed.
 */
#ifndef DAEMON_DATA_DIR_H
#define DAEMON_DATA_DIR_H

#include "base/arena.h"

struct str data_dir(struct arena *a);

#endif
