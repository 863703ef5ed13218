"""What each statement does, in what one would write in Python: "await" stands exactly where the program awaits.

A statement becomes a step, made anew for each execution: a plain function, or one that gives what its body has to await. A block
takes its steps in order. Coroutines that await one another are one chain within one task, so nothing here adds a turn of the event loop.
"""

import asyncio

from failures import Failure, Panic
from recorder import finish
from waiting import TaskSet, block_on, join, joined, limited, select, try_join

# What gives a handle to something that runs by itself: a task, a job in the pool, a set of tasks.
HANDLES = ("spawn", "blocking", "join-set")
COMBINATORS = {"join": join, "try-join": try_join, "select": select}
FAILURES = {"throw": Failure, "panic": Panic}

# What a step gives that ends its body.
RETURNED = object()


class Unsupported(Exception):
    """The program has something that asyncio does not."""


class Program:
    """A program to be run once. Computations, variables and counters are in one table, for names are unique."""

    def __init__(self, program, recorder):
        self.recorder = recorder
        self.values = {}
        self.ids = {}
        self.kinds = {}
        self.in_job = False
        self.main = self.body(0, program["body"])

    def names(self):
        """The names of the computations by their numbers."""
        return {0: "main", **{id: name for name, id in self.ids.items()}}

    def body(self, id, statements, in_job=False):
        """The coroutine function of a body."""
        outer, self.in_job = self.in_job, in_job
        body = self.recorder.body(id)
        block = self.block(statements, body)
        self.in_job = outer

        async def run():
            with body:
                await block()
                return body.value

        return run

    def block(self, statements, body):
        """The coroutine function of statements in a row."""
        steps = [self.step(s, body) for s in statements]

        async def run():
            for waits, step in steps:
                if (await step() if waits else step()) is RETURNED:
                    return RETURNED

        return run

    def step(self, s, body):
        """Whether its result is to be awaited, and its function."""
        if s["do"] not in STATEMENTS:
            raise Unsupported(f'The adapter of asyncio does not know "{s["do"]}".')
        return STATEMENTS[s["do"]](self, s, body)

    def make(self, s, body, made):
        """A definition: what is made and where it is kept."""
        name, id, site = s["name"], s["id"], s["site"]
        self.ids[name] = id
        self.kinds[name] = s["do"]
        values, emit, by = self.values, self.recorder.emit, body.id

        def step():
            emit("Creating", by, id, site)
            values[name] = made()
            emit("Created", by, id, site)

        return False, step

    def wait(self, s, body, awaitable, subject=-1):
        """A suspension point."""
        values, wait, by, site, binding = self.values, self.recorder.wait, body.id, s["site"], s.get("binding")
        if binding is None:
            return True, lambda: wait(by, subject, site, awaitable())

        async def step():
            values[binding] = await wait(by, subject, site, awaitable())

        return True, step

    def act(self, s, body, kinds, action):
        before, after = kinds
        target, by, site = s["target"], body.id, s["site"]
        values, emit, subject = self.values, self.recorder.emit, self.ids[target]

        def step():
            emit(before, by, subject, site)
            action(values[target])
            emit(after, by, subject, site)

        return False, step

    def is_handle(self, name):
        return self.kinds[name] in HANDLES

    def getter(self, operand):
        """The function that gives a value of the program."""
        match operand:
            case {"now": True}:
                return self.recorder.now
            case {"name": name}:
                return lambda: self.values[name]
            case literal:
                return lambda: literal


# What makes the step of a statement, by its word in the JSON form.
STATEMENTS = {}


def statement(word):
    def register(function):
        STATEMENTS[word] = function
        return function

    return register


@statement("log")
def log(p, s, body):
    values = [p.getter(value) for value in s["values"]]
    return False, lambda: p.recorder.log(body.id, s["site"], s["text"], *[value() for value in values])


@statement("let")
def let(p, s, body):
    return False, lambda: p.values.update({s["name"]: s["number"]})


@statement("add")
def add(p, s, body):
    def step():
        p.values[s["name"]] += s["number"]

    return False, step


@statement("async")
def async_(p, s, body):
    return p.make(s, body, p.body(s["id"], s["body"]))


@statement("blocking")
def blocking(p, s, body):
    job = p.body(s["id"], s["body"], in_job=True)
    return p.make(s, body, lambda: p.recorder.offload(s["id"], job))


@statement("sleep")
def sleep(p, s, body):
    point = p.make if "name" in s else p.wait
    return point(s, body, lambda: asyncio.sleep(s["duration"]))


@statement("yield")
def yield_(p, s, body):
    return p.wait(s, body, lambda: asyncio.sleep(0))


@statement("compute")
def compute(p, s, body):
    return False, lambda: p.recorder.compute(body.id, s["site"], s["duration"])


@statement("spawn")
def spawn(p, s, body):
    values, target = p.values, s["target"]
    if "set" in s:
        return p.make(s, body, lambda: values[s["set"]].spawn(values[target]))
    return p.make(s, body, lambda: asyncio.create_task(values[target]))


@statement("join-set")
def join_set(p, s, body):
    return p.make(s, body, TaskSet)


@statement("next")
def next_(p, s, body):
    return p.wait(s, body, lambda: p.values[s["target"]].next(), p.ids[s["target"]])


@statement("await")
def await_(p, s, body):
    values, target = p.values, s["target"]
    return p.wait(s, body, (lambda: joined(values[target])) if p.is_handle(target) else (lambda: values[target]), p.ids[target])


@statement("block-on")
def block_on_(p, s, body):
    if p.in_job:
        raise Unsupported(LACKS["block-on in blocking"])
    return p.wait(s, body, lambda: block_on(p.values[s["target"]]), p.ids[s["target"]])


@statement("timeout")
def timeout(p, s, body):
    return p.wait(s, body, lambda: limited(p.values[s["target"]], s["duration"]), p.ids[s["target"]])


@statement("join")
@statement("try-join")
@statement("select")
def combine(p, s, body):
    return p.wait(s, body, lambda: COMBINATORS[s["do"]](*[p.values[target] for target in s["targets"]]))


@statement("return")
def return_(p, s, body):
    value = p.getter(s.get("value"))

    def step():
        body.returns(s["site"], value())
        return RETURNED

    return False, step


@statement("throw")
@statement("panic")
def fail(p, s, body):
    def step():
        raise body.raises(s["site"], FAILURES[s["do"]](s["message"]))

    return False, step


@statement("try")
def try_(p, s, body):
    block, handler = p.block(s["body"], body), p.block(s["handler"], body)

    async def step():
        try:
            return await block()
        except Failure as failure:
            p.values[s["binding"]] = body.caught(failure)
            return await handler()

    return True, step


@statement("defer")
def defer(p, s, body):
    block = p.block(s["body"], body)

    def guard():
        p.recorder.emit("DeferRan", body.id, -1, s["site"])
        finish(block)

    return False, lambda: body.defer(guard)


@statement("abort")
def abort(p, s, body):
    return p.act(s, body, ("Aborting", "Aborted"), lambda target: target.cancel())


@statement("drop")
def drop(p, s, body):
    # What runs by itself runs on without its handle; a coroutine that is closed never begins.
    return p.act(s, body, ("Dropping", "Dropped"), (lambda target: None) if p.is_handle(s["target"]) else (lambda target: target.close()))


# What asyncio has no words for.
LACKS = {
    "probe": "nothing is polled there; a coroutine is resumed by the future that it waits for.",
    "wake": "a task has no waker; it is resumed by the future that it waits for.",
    "advance": "the event loop has no clock that could be paused.",
    "in-place": "one thread runs all tasks: there is no worker to hand over.",
    "share": "what many may await is a task or a future, and a task begins without being awaited.",
    "block-on in blocking": "a thread that runs a coroutine has a loop of its own there, and nothing belongs to two loops.",
    "interval": "there is no timer that ticks; one sleeps again and again.",
    "semaphore": "nothing is polled there, and an acquire logs its polls; an asyncio.Semaphore gives one permit at a time.",
    "notify": "nothing is polled there, and a notified logs its polls; an asyncio.Event stays set.",
    "branch": "wait takes what it is given: a branch has no condition and no pattern.",
    "select-biased": "wait gives a set of what is done, in no order.",
}
