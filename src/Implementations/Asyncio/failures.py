"""How bodies fail."""


class Failure(Exception):
    """What a program throws."""


class Panic(BaseException):
    """What unwinds a task: no "except Exception" of a program catches it."""


def panic(error):
    """What unwinds a task: a program's panic, or asyncio's word that a coroutine is awaited again, or run from a running loop."""
    match error:
        case Panic():
            return error
        case RuntimeError() if "cannot reuse" in str(error):
            return Panic("polled after completion")
        case RuntimeError() if "from a running event loop" in str(error):
            return Panic("block-on inside a task")
    raise error
