"""An adapter that never looks at one member of a statement: its other arguments are the word, the member and the command of an adapter that does."""

import json
import subprocess
import sys

word, member, *command = sys.argv[1:]
adapter = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def forget(node):
    if isinstance(node, list):
        return [forget(item) for item in node]
    if not isinstance(node, dict):
        return node
    return {key: forget(value) for key, value in node.items() if not (key == member and node.get("do") == word)}


for line in sys.stdin:
    adapter.stdin.write(json.dumps(forget(json.loads(line))) + "\n")
    adapter.stdin.flush()
    if '"bye"' in line:
        break
    print(adapter.stdout.readline(), end="", flush=True)
adapter.stdin.close()
adapter.wait()
