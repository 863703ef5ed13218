"""Time that passes only when nothing can run: asyncio's own event loop and a real thread pool under a virtual clock."""

import asyncio
import heapq
import itertools
import threading
from concurrent.futures import ThreadPoolExecutor


class Deadlock(Exception):
    """Nothing can ever run again."""


class VirtualTime:
    """A clock that the loop's thread moves. The threads of jobs wait for it, and only one thread runs at any time."""

    def __init__(self, size):
        self.now = 0
        self._size = size
        self._turn = threading.Condition()
        # Jobs that wait for a time: (time, order of submission, number of the job).
        self._parked = []
        self._order = {}
        self._running = None
        self._unfinished = 0
        self._threads = {}

    def hold(self, job, duration):
        """On the thread of a job: waits until so much time has passed."""
        with self._turn:
            if job not in self._threads:
                self._threads[job] = min(set(range(1, self._size + 1)) - set(self._threads.values()))
            self._running = None
            heapq.heappush(self._parked, (self.now + duration, self._order[job], job))
            self._turn.notify_all()
            self._turn.wait_for(lambda: self._running == job)

    def thread(self, job):
        """The number of the thread that runs a job; 0, the loop's, for what is none."""
        return self._threads.get(job, 0)

    def expect(self, job):
        """A job is about to be given to the pool."""
        with self._turn:
            self._order[job] = len(self._order)
            self._unfinished += 1

    def submitted(self, job, future):
        """A job was given to the pool. If a thread is free, it has taken the job when this returns."""
        # Added after asyncio's own callback: when this one runs, the loop has been told.
        future.add_done_callback(lambda _: self._finished(job))
        self.due()

    def _finished(self, job):
        with self._turn:
            self._threads.pop(job, None)
            self._running = None
            self._unfinished -= 1
            self._turn.notify_all()

    def due(self):
        """When the next job goes on; None when there is none. Waits until every thread that has a job waits for the time."""
        if not self._unfinished:
            return None
        with self._turn:
            self._turn.wait_for(lambda: len(self._parked) == min(self._size, self._unfinished))
            return self._parked[0][0] if self._parked else None

    def advance(self, until):
        """Lets time pass, and jobs run meanwhile."""
        while (due := self.due()) is not None and due <= until:
            with self._turn:
                self.now, _, self._running = heapq.heappop(self._parked)
                self._turn.notify_all()
        self.now = until


class VirtualLoop(asyncio.BaseEventLoop):
    """asyncio's event loop without sockets; one second of it is one unit of the program's time."""

    def __init__(self, time):
        super().__init__()
        self._time = time
        self._selector = self
        self._woken = False
        self.tasks = itertools.count()
        self.set_task_factory(make_task)
        # What a task that nobody awaits fails with is lost, here as in the programs.
        self.set_exception_handler(lambda loop, context: None)

    def time(self):
        return self._time.now

    def select(self, timeout):
        """Where the loop would wait for sockets: time passes at once."""
        time = self._time
        time.advance(time.now)
        if self._woken or timeout == 0:
            self._woken = False
            return ()
        due = time.due()
        if timeout is None and due is None:
            raise Deadlock
        timers = time.now + timeout if timeout is not None else due
        time.advance(timers if due is None else min(due, timers))
        self._woken = False
        return ()

    def _write_to_self(self):
        # The thread of a job has a callback for the loop.
        self._woken = True

    def _process_events(self, events):
        pass

    async def shutdown_default_executor(self, timeout=None):
        """Waits for the jobs that are left, in their time; the threads stay for the next program."""
        while (due := self._time.due()) is not None:
            self._time.advance(due)


class Task(asyncio.Task):
    """asyncio keeps tasks in sets. Their order would depend on memory addresses: a number for each task makes it always the same."""

    def __init__(self, *arguments, loop, **named):
        self._number = next(loop.tasks)
        super().__init__(*arguments, loop=loop, **named)

    def __hash__(self):
        return self._number


def make_task(loop, coroutine, **named):
    return Task(coroutine, loop=loop, **named)


class Pool(ThreadPoolExecutor):
    """The real pool; it remembers the future of what was submitted last, which asyncio keeps to itself."""

    latest = None

    def submit(self, function, /, *arguments, **named):
        self.latest = super().submit(function, *arguments, **named)
        return self.latest
