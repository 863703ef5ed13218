"""One execution of a program on an event loop of its own."""

import asyncio

from failures import Failure, Panic
from recorder import Recorder
from statements import Program, Unsupported
from virtual_time import Deadlock, Pool, VirtualLoop, VirtualTime

# How many jobs run at once.
POOL = 2


class Executor:
    """Runs programs one after the other; what they share is the threads of the pool."""

    def __init__(self):
        self._pool = Pool(POOL)

    def run(self, program):
        """The answer to "run", but for its number."""
        time = VirtualTime(POOL)
        loop = VirtualLoop(time)
        recorder = Recorder(time, loop, self._pool)
        try:
            code = Program(program, recorder)
        except Unsupported as reason:
            loop.close()
            return {"unsupported": str(reason)}
        with asyncio.Runner(loop_factory=lambda: loop) as runner:
            try:
                runner.run(code.main())
                ending, reason = "Completed", ""
            except (Failure, Panic) as error:
                ending, reason = "Failed", str(error)
            except asyncio.CancelledError:
                # Nobody cancels the main body; some versions of timeouts do.
                ending, reason = "Failed", "cancelled"
            except Deadlock:
                ending, reason = "Deadlock", recorder.who_waits(code.names())
                recorder.close()
            end(loop)
        if recorder.fault:
            raise recorder.fault
        return {"ending": ending, "reason": reason, "events": recorder.events}


def end(loop):
    """Cancels what is left as Runner does, but in the order of creation: all_tasks is a set whose order comes from earlier programs too."""
    left = sorted(asyncio.all_tasks(loop), key=hash)
    for task in left:
        task.cancel()
    if left:
        loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
