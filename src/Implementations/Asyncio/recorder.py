"""The trace of one execution: what spec/Traces/events.md asks for, told by the code that runs."""

import asyncio

from failures import Failure, Panic, panic


class Recorder:
    def __init__(self, time, loop, pool):
        self.events = []
        self._time = time
        self._loop = loop
        self._pool = pool
        self.waits = {}
        self._open = True
        self.fault = None

    def now(self):
        return self._time.now

    def emit(self, kind, by, subject, site, *result):
        if self._open:
            self.events.append([kind, self.now(), self._time.thread(by), by, subject, site, *result])

    def close(self):
        """Nothing that happens from now on is part of the trace."""
        self._open = False

    def who_waits(self, names):
        """Why nothing goes on; asked while bodies wait."""
        named = {id: f'"{name}"' for id, name in names.items()}
        pairs = [f"{named[by]} waits for {named.get(on, 'more')}" for by, on in self.waits.items()]
        return f"Nothing is ready, no timer is armed and no job runs: {', '.join(pairs)}."

    def log(self, by, site, *words):
        self.emit("Log", by, -1, site, "None", " ".join(map(display, words)))

    def compute(self, by, site, duration):
        """Holds the thread."""
        self.emit("ComputeBegin", by, -1, site)
        if self._time.thread(by):
            self._time.hold(by, duration)
        else:
            self._time.advance(self.now() + duration)
        self.emit("ComputeEnd", by, -1, site)

    def offload(self, id, body):
        """A job for the loop's thread pool."""

        def job():
            self._time.hold(id, 0)
            return finish(body)

        self._time.expect(id)
        future = self._loop.run_in_executor(self._pool, job)
        self._time.submitted(id, self._pool.latest)
        return future

    def body(self, id):
        return Body(self, id)

    async def wait(self, by, subject, site, awaitable):
        """A point where a body waits."""
        self.waits[by] = subject
        self.emit("Awaiting", by, subject, site)
        try:
            value = await awaitable
        except Failure as error:
            self.emit("Resumed", by, subject, site, "Error", str(error))
            raise
        except RuntimeError as error:
            raise panic(error) from None
        finally:
            del self.waits[by]
        self.emit("Resumed", by, subject, site, "Value", encode(value))
        return value


class Body:
    """A body: its start, its end in any way, its guards."""

    def __init__(self, recorder, id):
        self.id = id
        self.value = None
        self._recorder = recorder
        self._site = -1
        self._guards = []

    def returns(self, site, value):
        self._site, self.value = site, value

    def raises(self, site, error):
        self._site = site
        return error

    def caught(self, failure):
        self._site = -1
        return str(failure)

    def defer(self, guard):
        self._guards.append(guard)

    def __enter__(self):
        self._recorder.emit("Started", self.id, self.id, -1)
        return self

    def __exit__(self, kind, error, trace):
        match error:
            case None:
                self._completed("Value", encode(self.value))
            case Failure():
                self._completed("Error", str(error))
            case Panic():
                self._completed("Panic", str(error))
            case asyncio.CancelledError() | GeneratorExit():
                self._recorder.emit("Cancelled", self.id, self.id, -1)
            case _:
                # No program can fail so: the adapter is broken.
                self._recorder.fault = error
        for guard in reversed(self._guards):
            guard()

    def _completed(self, outcome, value):
        self._recorder.emit("Completed", self.id, self.id, self._site, outcome, value)


def finish(coroutine_function):
    """Runs what never waits."""
    try:
        coroutine_function().send(None)
    except StopIteration as end:
        return end.value


def display(value):
    """A value as "log" prints it."""
    match value:
        case None:
            return "()"
        case list():
            return f"[{', '.join(map(display, value))}]"
        case Failure():
            return f"error {value}"
        case other:
            return str(other)


def encode(value):
    """A value as the protocol writes it."""
    match value:
        case list():
            return list(map(encode, value))
        case Failure():
            return {"error": str(value)}
        case other:
            return other
