"""Time that nobody has to wait for: libfaketime's, whose file is changed while a daemon runs."""
import glob, os

LIBRARY = glob.glob('/usr/lib/*/faketime/libfaketime.so.1')


class Clock:
    """What a process takes for the time; .monotonic: the clock of the machine jumps, too, as it seems to whom was stopped."""

    passed = 0  # seconds that nobody had to wait for

    def __init__(self, directory, monotonic):
        self.path, self.offset, self.monotonic = directory + '/clock', 0, monotonic
        self.set(0)
        self.environment = dict(os.environ, LD_PRELOAD=LIBRARY[0], FAKETIME_TIMESTAMP_FILE=self.path, FAKETIME_NO_CACHE='1',
                                FAKETIME_DONT_FAKE_MONOTONIC='0' if monotonic else '1')

    def set(self, seconds):
        self.offset += seconds
        Clock.passed += seconds if self.monotonic else 0
        with open(self.path + '.new', 'w') as f:
            f.write('%+d\n' % self.offset)
        os.rename(self.path + '.new', self.path)
