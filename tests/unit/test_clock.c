/* test_clock.c -- the store's clock is followed, but for answers that say what time it
 * was. */
#include "config.h"

#include <criterion/criterion.h>

#include "base/date.h"
#include "base/wall.h"
#include "daemon/clock.h"

/* The server is that far ahead of us, as well as the daemon knows, in whole minutes. */
static int64_t
minutes_ahead(void)
{
	return (clock_wall_ms() - wall_ms() + MS_MINUTE / 2) / MS_MINUTE;
}

Test(clock, an_answer_that_hung_is_passed_over)
{
	clock_follow(wall_ms() + 60 * MS_MINUTE, 3);
	cr_expect(minutes_ahead() == 60);
	clock_follow(wall_ms() + 50 * MS_MINUTE, 10 * MS_MINUTE);
	cr_expect(minutes_ahead() == 60,
	    "it hung for ten minutes and says the time of then");
	clock_follow(wall_ms() + 61 * MS_MINUTE, 3);
	cr_expect(minutes_ahead() == 61);
}

Test(clock, the_first_answer_is_better_than_none)
{
	clock_follow(wall_ms() + 90 * MS_MINUTE, 20 * MS_SECOND);
	cr_expect(minutes_ahead() == 90);
}

Test(clock, a_way_that_stays_long_is_believed)
{
	clock_follow(wall_ms(), 3);
	for (int i = 0; i < 12; i++)
		clock_follow(wall_ms() + 5 * MS_MINUTE, 20 * MS_SECOND);
	cr_expect(minutes_ahead() == 5);
}
