"""The adapter of the real asyncio: answers the protocol of spec/adapter-protocol.md on its standard streams.

It needs Python 3.11 or later and nothing but its standard library. "python3 adapter.py --show" prints the Python that a
program in the numbered JSON form on standard input becomes.
"""

import asyncio
import json
import platform
import sys
import warnings

import execution
from generator import LACKS, STATEMENTS, Unsupported, generate

HELLO = {
    "protocol": 1,
    "name": "asyncio",
    "version": platform.python_version(),
    "language": "Python",
    "family": "lazy",
    "clock": {"kind": "virtual", "unit": "one second of the event loop"},
    "workers": 1,
    "pool": execution.POOL,
    "pipeline": 32,
    "capabilities": sorted(STATEMENTS),
    "lacks": LACKS,
    "identity": f"asyncio of {platform.python_implementation()} {sys.version}",
    "links": ["https://docs.python.org/3/library/asyncio.html"],
}


def run(request):
    program = request["program"]
    if program["dialect"] != "lazy":
        return {"unsupported": f"asyncio runs lazy programs, not {program['dialect']} ones."}
    try:
        source, names = generate(program)
    except Unsupported as reason:
        return {"unsupported": str(reason)}
    return execution.run(source, names)


def main():
    # A program may well drop a coroutine that it never awaits.
    warnings.filterwarnings("ignore", "coroutine .* was never awaited", RuntimeWarning)
    for line in sys.stdin:
        request = json.loads(line)
        match request["do"]:
            case "hello":
                answer = HELLO
            case "run":
                answer = {"seq": request["seq"], **run(request)}
            case "bye":
                return
            case other:
                raise ValueError(f'Unknown request "{other}"; expected hello, run or bye.')
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    if sys.argv[1:] == ["--show"]:
        print(generate(json.load(sys.stdin))[0])
    else:
        main()
