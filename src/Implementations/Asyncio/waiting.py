"""What programs await, in asyncio's own words. None of these functions suspends but where asyncio does."""

import asyncio

from failures import Failure, Panic, panic


async def joined(handle):
    """Awaits a task, or a job in the pool, as one does who outlives it."""
    # The error of a cancelled task and one's own cancellation look alike. TaskGroup is known to leave a count behind.
    task = asyncio.current_task()
    before = task.cancelling()
    try:
        return await handle
    except asyncio.CancelledError:
        if task.cancelling() > before:
            raise
        raise Failure("cancelled") from None
    except (Panic, RuntimeError) as error:
        raise Failure(f"panic: {panic(error)}") from None


async def limited(awaitable, duration):
    """Awaits something for at most so long."""
    limit = asyncio.wait_for(awaitable, duration)
    try:
        return await (joined(limit) if is_handle(awaitable) else limit)
    except TimeoutError:
        raise Failure("elapsed") from None


async def join(*awaitables):
    """Awaits all; a failure is an item of the list."""
    results = await asyncio.gather(*awaitables, return_exceptions=True)
    return [item(result, awaitable) for result, awaitable in zip(results, awaitables)]


def item(result, awaitable):
    match result:
        case (Panic() | RuntimeError()) if is_handle(awaitable):
            return Failure(f"panic: {panic(result)}")
        case Panic() | RuntimeError():
            raise panic(result)
        case asyncio.CancelledError():
            return Failure("cancelled")
        case value:
            return value


async def try_join(*awaitables):
    """Awaits all, or fails with the first that fails; the others are cancelled then."""
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(joined(each) if is_handle(each) else each) for each in awaitables]
    except BaseExceptionGroup as failures:
        raise failures.exceptions[0] from None
    return [task.result() for task in tasks]


async def select(*awaitables):
    """Awaits the first that ends. asyncio leaves the others running."""
    tasks = [asyncio.ensure_future(each) for each in awaitables]
    done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    first, awaitable = next(pair for pair in zip(tasks, awaitables) if pair[0] in done)
    return await (joined(first) if is_handle(awaitable) else first)


async def block_on(coroutine):
    """Runs a coroutine to its end from a body, which asyncio refuses."""
    return asyncio.run(coroutine)


class TaskSet:
    """Tasks of which one waits for the next that ends. A set keeps no order, and what is in it runs on without it."""

    def __init__(self):
        self._tasks = set()

    def spawn(self, coroutine):
        task = asyncio.create_task(coroutine)
        self._tasks.add(task)
        return task

    async def next(self):
        if not self._tasks:
            raise Failure("none left")
        done, _ = await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)
        task = done.pop()
        self._tasks.remove(task)
        return await joined(task)

    def cancel(self):
        for task in self._tasks:
            task.cancel()


def is_handle(awaitable):
    """Whether it is a task or a job that runs by itself, and not a coroutine."""
    return asyncio.isfuture(awaitable)
