"""Time that passes only when nothing can run: asyncio's own event loop and a real thread pool under a virtual clock."""

import asyncio
import heapq
import selectors
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


class VirtualSelector(selectors.DefaultSelector):
    """Where the loop would wait, time passes at once."""

    def __init__(self, time):
        super().__init__()
        self._time = time
        self.closing = False

    def select(self, timeout=None):
        time = self._time
        time.advance(time.now)
        ready = super().select(0)
        if ready or (timeout is not None and timeout <= 0):
            return ready
        due = time.due()
        if self.closing and due is None:
            # The pool's threads end by themselves, without the clock.
            return super().select()
        if timeout is None and due is None:
            raise Deadlock
        timers = time.now + timeout if timeout is not None else due
        time.advance(timers if due is None else min(due, timers))
        return super().select(0)


class VirtualLoop(asyncio.SelectorEventLoop):
    """asyncio's event loop; one second of it is one unit of the program's time."""

    def __init__(self, time, tasks, size):
        self._time = time
        self._waiting = VirtualSelector(time)
        super().__init__(self._waiting)
        self._size = size
        self.pool = None
        self.set_task_factory(tasks)
        # What a task that nobody awaits fails with is lost, here as in the programs.
        self.set_exception_handler(lambda loop, context: None)

    def time(self):
        return self._time.now

    def open_pool(self):
        """Makes the pool for the first job: to close one takes a thread more, which costs as much as a whole small program."""
        if self.pool is None:
            self.pool = Pool(self._size)
            self.set_default_executor(self.pool)

    async def shutdown_default_executor(self, timeout=None):
        self._waiting.closing = True
        await super().shutdown_default_executor()


class Pool(ThreadPoolExecutor):
    """The real pool; it remembers the future of what was submitted last, which asyncio keeps to itself."""

    latest = None

    def submit(self, function, /, *arguments, **named):
        self.latest = super().submit(function, *arguments, **named)
        return self.latest
