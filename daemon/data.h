/* data.h -- where commands find language packs and gazetteer when no configuration says so. */
#ifndef DAEMON_DATA_H
#define DAEMON_DATA_H

#define DATA_DIRS 4

/* NULL-terminated: extra (may be NULL) after the installed directory, or, when the program runs
 * from the tree that it was built in, after that tree's. */
void data_dirs(const char *dirs[DATA_DIRS], const char *extra);

#endif
