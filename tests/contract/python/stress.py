"""Opens and ends mini-programs over and over, with a host that throws and gives up at random. Usage: stress.py TARGET TIMES [SEED]

Shown: every question that was asked is answered or cancelled (no callback is lost), nothing is still held at the end on
either side (no leak; counted by kind, here and there), and no step takes longer than the watchdog allows (no deadlock). Last,
openings are cancelled around the moment in which they are answered. The same seed gives the same choices.
"""

import asyncio
import faulthandler
import gc
import pathlib
import random
import sys
import tempfile
import threading
import time
import weakref

TARGET, TIMES = pathlib.Path(sys.argv[1]), int(sys.argv[2])
SEED = int(sys.argv[3]) if len(sys.argv) > 3 else 20260
sys.path[:0] = [str(TARGET / "bindgen/python")]

import banchan  # noqa: E402
from banchan import MiniError, MiniHostError  # noqa: E402
from shell import Shell, questions_loop  # noqa: E402

WATCHDOG = 120
JOBS = ["nothing", "location", "modal", "sheet", "scan", "call", "login", "pay", "copy", "second", "exit", "toast", "visit"]
ANSWERS = ["throw", "hang", "cancelled", "unsupported", "failed"]
GOOD = {"ask_consent": "allow", "show_modal": True, "show_action_sheet": 0, "scan_code": "text", "login": "code",
        "locate": {"latitude": 1.0, "longitude": 2.0}}


class Restless(Shell):
    """Chooses what it does each time by the seed. Counts questions and how each ended."""

    def __init__(self, chance, registry):
        super().__init__({}, registry)
        self.chance, self.asks, self.ends, self.closed = chance, 0, 0, threading.Semaphore(0)

    def say(self, line):
        pass

    def scripted(self, method):
        with self.more:
            pick = self.chance.random()
            if pick < 0.6:
                return GOOD.get(method, True)
            return self.chance.choice(ANSWERS)

    def told(self, method, *words):
        with self.more:
            throws = self.chance.random() < 0.05
        if throws and method not in ("note", "complaint"):
            raise ValueError(f"{method} on purpose")

    async def asked(self, method, call, *words):
        with self.more:
            self.asks += 1
        try:
            return await super().asked(method, call, *words)
        finally:
            with self.more:
                self.ends += 1

    def ended(self, slot, reason):
        self.closed.release()
        super().ended(slot, reason)


async def once(app, shell, chance, session_ends):
    job = chance.choice(JOBS)
    target = banchan.MiniTarget(app_id=chance.choice(["contract.one", "contract.two"]), path="pages/index/index", query=f"do={job}")
    opening = asyncio.ensure_future(app.open(target, 1001))
    if chance.random() < 0.1:
        # Nobody waits for it any more: what it started has to end by itself.
        await asyncio.sleep(chance.random() / 100)
        opening.cancel()
    try:
        session = await opening
    except asyncio.CancelledError:
        return "cancelled"
    except MiniError:
        return "refused"
    if chance.random() < 0.3:
        await asyncio.sleep(chance.random() / 200)
    for _ in range(chance.randrange(3)):
        getattr(session, chance.choice(["back", "home", "background", "end"]))()
    if chance.random() < 0.2:
        for question in list(shell.questions.values())[-2:]:
            app.cancel(question)
    session.end()
    return "opened"


async def at_the_last_moment(app, times):
    """Cancels openings of a mini-program that runs already about when they are answered: an answer that nobody takes is freed all the same."""
    target = banchan.MiniTarget(app_id="contract.two", path=None, query="")
    session, late = await app.open(target, 1001), 0
    for number in range(times):
        opening = asyncio.ensure_future(app.open(target, 1001))
        await asyncio.sleep(number % 10 / 2000)
        opening.cancel()
        late += not (await asyncio.gather(opening, return_exceptions=True))[0].__class__ is asyncio.CancelledError
    session.end()
    return f"{times} cancelled when they were answered, {late} too late"


def held():
    """What is held, by kind: objects and calls that this side holds, and what the library counts."""
    gc.collect()
    there = banchan.mini_counts()
    kinds = vars(banchan).values()
    return {
        "super-apps": there.super_apps, "sessions": there.sessions, "hosts": there.hosts,
        "sessions here": sum(isinstance(one, banchan.MiniSession) for one in gc.get_objects()),
        "hosts here": sum(len(kind._handle_map) for kind in kinds if hasattr(kind, "_handle_map")),
        "callbacks here": len(banchan._UNIFFI_FOREIGN_FUTURE_HANDLE_MAP) + len(banchan._UniffiContinuationHandleMap),
    }


def told(counts):
    return ", ".join(f"{count} {kind}" for kind, count in counts.items())


def main():
    faulthandler.dump_traceback_later(WATCHDOG, exit=True)
    chance, begun = random.Random(SEED), time.monotonic()
    loop = questions_loop()
    with tempfile.TemporaryDirectory() as home:
        shell = Restless(random.Random(SEED + 1), TARGET / "contract/registry")
        names = ["view", "ui", "consent", "location", "scanner", "phone", "clipboard", "vibration", "identity", "payment", "neighbours", "log"]
        registry = banchan.MiniRegistry(keys=[(TARGET / "contract/key.txt").read_text()], folder=str(TARGET / "contract/registry"))
        config = banchan.MiniConfig(data_folder=f"{home}/data", cache_folder=f"{home}/cache", registries=[registry], bridge=banchan.MiniBridge.PORT())
        app = banchan.SuperApp(config, banchan.MiniHosts(**{name: shell for name in names}))
        seen, ends = {}, []
        for number in range(1, TIMES + 1):
            how = asyncio.run_coroutine_threadsafe(once(app, shell, chance, ends), loop).result(WATCHDOG)
            seen[how] = seen.get(how, 0) + 1
            # Each opening has the watchdog's whole time: a busy machine is slow, and only one that stands still is stuck.
            faulthandler.dump_traceback_later(WATCHDOG, exit=True)
            if number % 1000 == 0:
                print(f"{number} openings, {time.monotonic() - begun:.0f} s", flush=True)
        late = asyncio.run_coroutine_threadsafe(at_the_last_moment(app, min(TIMES, 500)), loop).result(WATCHDOG)
        before = held()
        app.shutdown()
        wait("questions without an end", lambda: shell.asks == shell.ends)
        assert app.open_calls() == 0, f"{app.open_calls()} questions are still open"
        host, asks = weakref.ref(shell), shell.asks
        del app, shell, config, registry
        wait("something is still held", lambda: not any(held().values()), lambda: told(held()))
        wait("the host is still held", lambda: gc.collect() >= 0 and host() is None)
    faulthandler.cancel_dump_traceback_later()
    words = ", ".join(f"{count} {how}" for how, count in sorted(seen.items()))
    print(f"stress from Python, seed {SEED}: {TIMES} openings ({words}), {asks} questions, all ended; {late}; {time.monotonic() - begun:.0f} s")
    print(f"held at the end: {told(before)}; let go: {told(held())}")


def wait(what, done, more=str):
    begun = time.monotonic()
    while not done():
        assert time.monotonic() - begun < 20, f"{what}: {more()}"
        time.sleep(0.02)


main()
