"""One execution of a program on an event loop of its own."""

import asyncio
import itertools

import waiting
from failures import Failure, Panic
from recorder import Recorder
from virtual_time import Deadlock, VirtualLoop, VirtualTime

# How many jobs run at once.
POOL = 2


def run(source, names):
    """What the program of this source does; its computations have these names by their numbers."""
    time = VirtualTime(POOL)
    loop = VirtualLoop(time, task_factory(), POOL)
    recorder = Recorder(time, loop)
    code = {"r": recorder, "v": {}, "asyncio": asyncio, "Failure": Failure, "Panic": Panic, **vars(waiting)}
    try:
        exec(source, code)
    except SyntaxError as error:
        loop.close()
        return {"unsupported": f"Python does not compile the program: {error.msg}."}
    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        try:
            runner.run(code["body_0"]())
            ending, reason = "Completed", ""
        except (Failure, Panic) as error:
            ending, reason = "Failed", str(error)
        except Deadlock:
            ending, reason = "Deadlock", recorder.who_waits(names)
            recorder.close()
    if recorder.fault:
        raise recorder.fault
    return {"ending": ending, "reason": reason, "events": recorder.events}


def task_factory():
    """asyncio keeps tasks in sets. Their order would depend on memory addresses: a number for each task makes it always the same."""
    numbers = itertools.count()

    class Task(asyncio.Task):
        def __init__(self, *arguments, **named):
            self._number = next(numbers)
            super().__init__(*arguments, **named)

        def __hash__(self):
            return self._number

    return lambda loop, coroutine, **named: Task(coroutine, loop=loop, **named)
