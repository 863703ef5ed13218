"""An adapter that answers as it should, but for the fault that its first argument names; at the first run only, if it can be helped.

With a second argument it takes so many runs ahead, and the fault comes at each program that begins with log "break".
"""

import json
import os
import subprocess
import sys
import time

fault = sys.argv[1]
pipeline = int(sys.argv[2]) if len(sys.argv) > 2 else 0
started = [["Started", 0, 0, 0, 0, -1], ["Completed", 0, 0, 0, 0, -1, "Value", None]]
hello = {
    "protocol": 1, "name": "misbehaving", "version": "1", "language": "Python", "family": "eager",
    "clock": {"kind": "virtual", "unit": "step"}, "workers": 1, "pool": 1, "capabilities": ["log"], "identity": "an adapter of the tests",
}


def write(text):
    sys.stdout.write(text)
    sys.stdout.flush()


def answer(message):
    write(json.dumps(message, separators=(",", ":")) + "\n")


def misbehave(seq):
    if fault == "crash":
        sys.stderr.write("first line\nit broke here\n")
        sys.exit(3)
    elif fault == "hang":
        time.sleep(3600)
    elif fault == "garbage":
        write("Segmentation fault\n")
    elif fault == "array":
        write("[]\n")
    elif fault == "wrong-seq":
        answer({"seq": seq + 1, "ending": "Completed", "reason": "", "events": started})
    elif fault == "truncated":
        write('{"seq":1,"ending":"Comp')
        sys.exit(0)
    elif fault == "long-line":
        write("x" * (3 << 20))
        time.sleep(3600)
    elif fault == "flood":
        while True:
            write("flood\n" * 10000)
    elif fault == "closes":
        os.close(1)
        time.sleep(3600)
    elif fault == "unknown-kind":
        answer({"seq": seq, "ending": "Completed", "reason": "", "events": [["Begun", 0, 0, 0, 0, -1]]})
    elif fault == "number-as-kind":
        answer({"seq": seq, "ending": "Completed", "reason": "", "events": [["0", 0, 0, 0, 0, -1]]})
    elif fault == "short-event":
        answer({"seq": seq, "ending": "Completed", "reason": "", "events": [["Started", 0]]})
    elif fault == "event-of-texts":
        answer({"seq": seq, "ending": "Completed", "reason": "", "events": [["Started", "0", 0, 0, 0, -1]]})
    elif fault == "huge-number":
        answer({"seq": seq, "ending": "Completed", "reason": "", "events": [["Started", 0, 99999, 0, 0, -1]]})
    elif fault == "no-array":
        answer({"seq": seq, "ending": "Completed", "reason": "", "events": [7]})
    elif fault == "no-ending":
        answer({"seq": seq, "events": started})
    elif fault == "unknown-ending":
        answer({"seq": seq, "ending": "Passed", "reason": "", "events": started})
    else:
        return False
    return True


def text(request):
    body = request["program"]["body"]
    return body[0]["text"] if body else ""


def breaks(request):
    return text(request) == "break" if pipeline else request["seq"] == 1


if pipeline:
    hello["pipeline"] = pipeline
if fault == "silent":
    sys.exit(0)
if fault == "greeting":
    write("Listening...\n")
if fault == "half-greeting":
    write("Listening...")
    sys.exit(0)
if fault == "mute":
    time.sleep(3600)
if fault == "child":
    child = subprocess.Popen(["sleep", "3600"])
    hello["identity"] = str(child.pid)
if fault == "version":
    hello["protocol"] = 2
if fault == "no-family":
    del hello["family"]
if fault == "unknown-word":
    hello["capabilities"].append("frobnicate")
if fault == "no-log-in-timer":
    hello["capabilities"] += ["timer", "try"]
    hello["lacks"] = {"log in timer": "it does not want to"}
if fault == "no-words":
    hello["capabilities"].clear()
if fault == "nameless":
    hello["identity"] = ""
if fault == "moody":
    hello["identity"] = str(time.time_ns())

batch = []
for line in sys.stdin:
    if fault == "polite" and not line.startswith("{"):
        answer({"sorry": line})
        continue
    request = json.loads(line)
    if request["do"] == "hello":
        if fault == "boastful":
            hello["protocol"] = request["protocol"]
        answer(hello)
        if fault == "deaf":
            time.sleep(3600)
    elif request["do"] == "bye":
        if fault != "child":
            sys.exit(0)
    elif fault == "batch":
        batch.append(request)
        if len(batch) == pipeline:
            for each in batch:
                answer({"seq": each["seq"], "ending": "Completed", "reason": text(each), "events": started})
            batch.clear()
    elif fault == "loud":
        sys.stderr.write("noise\n" * (1 << 20))
        answer({"seq": request["seq"], "ending": "Completed", "reason": "", "events": started})
    elif fault == "refuses":
        answer({"seq": request["seq"], "unsupported": "it does not want to"})
    elif fault == "moody" and request["seq"] == 1:
        sys.exit(1)
    elif not breaks(request) or not misbehave(request["seq"]):
        answer({"seq": request["seq"], "ending": "Completed", "reason": text(request), "events": started})
