"""The smallest adapter. Its runtime is Python's bare coroutines: lazy, and nothing runs side by side."""

import json
import sys

HELLO = {
    "protocol": 1,
    "name": "bare-coroutines",
    "version": sys.version.split()[0],
    "language": "Python",
    "family": "lazy",
    "clock": {"kind": "virtual"},
    "workers": 1,
    "pool": 1,
    "capabilities": ["log", "async", "await", "sleep"],
    "identity": f"coroutines of Python {sys.version}",
}


class Execution:
    def __init__(self):
        self.events, self.now, self.made = [], 0, {}

    def emit(self, kind, by, subject, site, *result):
        self.events.append([kind, self.now, 0, by, subject, site, *result])

    async def body(self, by, statements):
        self.emit("Started", by, by, -1)
        for s in statements:
            await self.statement(by, s)
        self.emit("Completed", by, by, -1, "Value", None)

    async def statement(self, by, s):
        if s["do"] == "log":
            self.emit("Log", by, -1, s["site"], "None", " ".join([s["text"], *map(self.word, s["values"])]))
        elif "id" in s:  # x = async { … }, x = sleep 10
            self.emit("Creating", by, s["id"], s["site"])
            self.made[s["name"]] = s["id"], self.body(s["id"], s["body"]) if s["do"] == "async" else self.sleep(s)
            self.emit("Created", by, s["id"], s["site"])
        else:  # await x, sleep 10
            id, awaitable = self.made[s["target"]] if s["do"] == "await" else (-1, self.sleep(s))
            self.emit("Awaiting", by, id, s["site"])
            await awaitable
            self.emit("Resumed", by, id, s["site"], "Value", None)

    def word(self, value):
        if not isinstance(value, dict):
            return str(value)
        return str(self.now) if "now" in value else "()"  # No variable can hold anything here but the empty result.

    async def sleep(self, s):
        self.now += s["duration"]  # Nothing else can run meanwhile: time just passes.


def run(program):
    execution = Execution()
    try:
        execution.body(0, program["body"]).send(None)
    except StopIteration:
        return {"ending": "Completed", "reason": "", "events": execution.events}


for line in sys.stdin:
    request = json.loads(line)
    if request["do"] == "bye":
        break
    answer = HELLO if request["do"] == "hello" else {"seq": request["seq"], **run(request["program"])}
    print(json.dumps(answer), flush=True)
