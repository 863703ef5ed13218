"""The adapter of the real asyncio: answers the protocol of spec/adapter-protocol.md on its standard streams.

It needs Python 3.11 or later and nothing but its standard library.
"""

import gc
import json
import platform
import signal
import sys
import warnings

from execution import POOL, Executor
from statements import LACKS, STATEMENTS

HELLO = {
    "protocol": 1,
    "name": "asyncio",
    "version": platform.python_version(),
    "language": "Python",
    "family": "lazy",
    "clock": {"kind": "virtual", "unit": "one second of the event loop"},
    "workers": 1,
    "pool": POOL,
    "pipeline": 32,
    "capabilities": sorted(STATEMENTS),
    "lacks": LACKS,
    "identity": f"asyncio of {platform.python_implementation()} {sys.version}",
    "links": ["https://docs.python.org/3/library/asyncio.html"],
}


def run(executor, program):
    if program["dialect"] != "lazy":
        return {"unsupported": f"asyncio runs lazy programs, not {program['dialect']} ones."}
    return executor.run(program)


def main():
    # A program may well drop a coroutine that it never awaits.
    warnings.filterwarnings("ignore", "coroutine .* was never awaited", RuntimeWarning)
    # An interruption is for the process: asyncio would take it for the program's.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    # What is loaded now stays: nothing of it is worth a look after each program.
    gc.freeze()
    executor = Executor()
    for line in sys.stdin:
        request = json.loads(line)
        match request["do"]:
            case "hello":
                answer = HELLO
            case "run":
                answer = {"seq": request["seq"], **run(executor, request["program"])}
            case "bye":
                return
            case other:
                raise ValueError(f'Unknown request "{other}"; expected hello, run or bye.')
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
