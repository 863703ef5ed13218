"""How bodies fail."""


class Failure(Exception):
    """What a program throws."""


class Panic(BaseException):
    """What unwinds a task: no "except Exception" of a program catches it."""
