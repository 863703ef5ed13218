"""Turns a program into Python source: a body becomes a real "async def", "await" stands exactly where the program awaits.

Everything around it is plain calls of the recorder, "r"; computations, variables and counters are in one table, "v", for
names are unique in a program. Nothing that is generated suspends by itself.
"""

import textwrap

# What gives a handle to something that runs by itself: a task, a job in the pool, a set of tasks.
HANDLES = ("spawn", "blocking", "join-set")


class Unsupported(Exception):
    """The program has something that asyncio does not."""


def generate(program):
    """The source, and the names of the computations by their numbers."""
    generator = Generator()
    generator.define("async def", 0, program["body"])
    return "\n\n".join(generator.functions), {0: "main", **{id: name for name, id in generator.ids.items()}}


class Generator:
    def __init__(self):
        self.functions = []
        self.ids = {}
        self.kinds = {}
        self.owner = 0
        self.in_job = False

    def define(self, keyword, id, statements):
        """Adds the function of a body and gives its name."""
        outer, self.owner, self.in_job = self.owner, id, keyword == "def"
        body = f"with r.body({id}) as body:\n{indent(self.block(statements))}"
        self.functions.append(f"{keyword} body_{id}():\n{indent(body)}")
        self.owner, self.in_job = outer, False
        return f"body_{id}"

    def block(self, statements):
        return "\n".join(map(self.statement, statements)) or "pass"

    def statement(self, s):
        if s["do"] not in STATEMENTS:
            raise Unsupported(f'The adapter of asyncio does not know "{s["do"]}".')
        return STATEMENTS[s["do"]](self, s)

    def make(self, s, made):
        """A definition: what is made and where it is kept."""
        self.ids[s["name"]] = s["id"]
        self.kinds[s["name"]] = s["do"]
        return f"with r.making({self.owner}, {s['id']}, {s['site']}):\n    {self.name(s['name'])} = {made}"

    def wait(self, s, awaitable, subject=-1):
        """A suspension point."""
        return self.sync_wait(s, f"await {awaitable}", subject)

    def sync_wait(self, s, value, subject):
        """A point that is told like one."""
        value = f"wait.resumed({value})"
        if "binding" in s:
            value = f"{self.name(s['binding'])} = {value}"
        return f"with r.waiting({self.owner}, {subject}, {s['site']}) as wait:\n    {value}"

    def act(self, s, kinds, action):
        return f"with r.acting({kinds}, {self.owner}, {self.ids[s['target']]}, {s['site']}):\n    {action}"

    def is_handle(self, name):
        return self.kinds[name] in HANDLES

    def name(self, name):
        return f"v[{name!r}]"

    def names(self, names):
        return ", ".join(map(self.name, names))

    def value(self, operand):
        match operand:
            case None:
                return "None"
            case {"now": True}:
                return "r.now()"
            case {"name": name}:
                return self.name(name)
            case literal:
                return repr(literal)


# What each statement becomes, by its word in the JSON form.
STATEMENTS = {}


def statement(word):
    def register(function):
        STATEMENTS[word] = function
        return function

    return register


@statement("log")
def log(g, s):
    words = ", ".join([repr(s["text"]), *map(g.value, s["values"])])
    return f"r.log({g.owner}, {s['site']}, {words})"


@statement("let")
def let(g, s):
    return f"{g.name(s['name'])} = {s['number']}"


@statement("add")
def add(g, s):
    return f"{g.name(s['name'])} += {s['number']}"


@statement("async")
def async_(g, s):
    return g.make(s, f"{g.define('async def', s['id'], s['body'])}()")


@statement("blocking")
def blocking(g, s):
    return g.make(s, f"r.offload({s['id']}, {g.define('def', s['id'], s['body'])})")


@statement("sleep")
def sleep(g, s):
    call = f"asyncio.sleep({s['duration']})"
    return g.make(s, call) if "name" in s else g.wait(s, call)


@statement("yield")
def yield_(g, s):
    return g.wait(s, "asyncio.sleep(0)")


@statement("compute")
def compute(g, s):
    return f"r.compute({g.owner}, {s['site']}, {s['duration']})"


@statement("spawn")
def spawn(g, s):
    spawn = f"{g.name(s['set'])}.spawn" if "set" in s else "asyncio.create_task"
    return g.make(s, f"{spawn}({g.name(s['target'])})")


@statement("join-set")
def join_set(g, s):
    return g.make(s, "TaskSet()")


@statement("next")
def next_(g, s):
    return g.wait(s, f"{g.name(s['target'])}.next()", g.ids[s["target"]])


@statement("await")
def await_(g, s):
    target = g.name(s["target"])
    return g.wait(s, f"joined({target})" if g.is_handle(s["target"]) else target, g.ids[s["target"]])


@statement("block-on")
def block_on(g, s):
    if g.in_job:
        raise Unsupported(LACKS["block-on in blocking"])
    return g.sync_wait(s, f"block_on({g.name(s['target'])})", g.ids[s["target"]])


@statement("timeout")
def timeout(g, s):
    return g.wait(s, f"limited({g.name(s['target'])}, {s['duration']})", g.ids[s["target"]])


@statement("join")
@statement("try-join")
@statement("select")
def combine(g, s):
    return g.wait(s, f"{s['do'].replace('-', '_')}({g.names(s['targets'])})")


@statement("return")
def return_(g, s):
    return f"return body.returns({s['site']}, {g.value(s.get('value'))})"


FAILURES = {"throw": "Failure", "panic": "Panic"}


@statement("throw")
@statement("panic")
def fail(g, s):
    return f"raise body.raises({s['site']}, {FAILURES[s['do']]}({s['message']!r}))"


@statement("try")
def try_(g, s):
    handler = f"{g.name(s['binding'])} = body.caught(failure)\n{g.block(s['handler'])}"
    return f"try:\n{indent(g.block(s['body']))}\nexcept Failure as failure:\n{indent(handler)}"


@statement("defer")
def defer(g, s):
    return f"def guard():\n    r.emit('DeferRan', {g.owner}, -1, {s['site']})\n{indent(g.block(s['body']))}\nbody.defer(guard)"


@statement("abort")
def abort(g, s):
    return g.act(s, "'Aborting', 'Aborted'", f"{g.name(s['target'])}.cancel()")


@statement("drop")
def drop(g, s):
    # What runs by itself runs on without its handle; a coroutine that is closed never begins.
    action = "pass" if g.is_handle(s["target"]) else f"{g.name(s['target'])}.close()"
    return g.act(s, "'Dropping', 'Dropped'", action)


def indent(lines):
    return textwrap.indent(lines, "    ")


# What asyncio has no words for.
LACKS = {
    "probe": "nothing is polled there; a coroutine is resumed by the future that it waits for.",
    "wake": "a task has no waker; it is resumed by the future that it waits for.",
    "advance": "the event loop has no clock that could be paused.",
    "in-place": "one thread runs all tasks: there is no worker to hand over.",
    "share": "what many may await is a task or a future, and a task begins without being awaited.",
    "block-on in blocking": "a thread that runs a coroutine has a loop of its own there, and nothing belongs to two loops.",
    "acquire": "nothing is polled there, and an acquire logs its polls; an asyncio.Semaphore gives one permit at a time.",
    "notified": "nothing is polled there, and a notified logs its polls; an asyncio.Event stays set.",
    "select-biased": "wait gives a set of what is done, in no order.",
}
