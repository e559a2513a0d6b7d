"""Readers in native code work in a process of their own: one that aborts, hangs or swells takes nobody along.

A fork costs some milliseconds and copies nothing; where the system has none (Windows), the work is done here.
"""

import contextlib
import faulthandler
import gc
import os
import pickle
import signal
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, NoReturn, TypeVar

Answer = TypeVar("Answer")

#: Bytes a reader may take beyond what this process has, and seconds of the processor.
MEMORY, SECONDS = 160_000_000, 120


class Aborted(Exception):
    """The work died, or took more memory or time than it may."""


def isolated(work: Callable[[], Answer], *, memory: int = MEMORY, seconds: int = SECONDS) -> Answer:
    """What some work answers, or the exception it raised; raises :class:`Aborted` where it answered nothing.

    Only the answer comes back: whatever the work changed in memory stays with it.
    """
    if not hasattr(os, "fork"):
        return work()
    source, sink = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    with warnings.catch_warnings():  # other threads hold no lock the work needs
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        _work(work, sink, memory, seconds)
    os.close(sink)
    with os.fdopen(source, "rb") as answers:
        answer = _awaited(child, answers)
    if isinstance(answer, BaseException):
        raise answer
    result: Answer = answer[0]
    return result


def _work(work: Callable[[], object], sink: int, memory: int, seconds: int) -> NoReturn:
    """In the child: the answer, or nothing; it never returns into what the parent was doing."""
    code = 1
    with contextlib.suppress(BaseException):
        gc.disable()
        faulthandler.disable()  # a death that is expected needs no dump
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 2)
        _limit(memory, seconds)
        try:
            answer: Any = (work(),)
        except MemoryError:
            os._exit(code)
        except Exception as error:  # noqa: BLE001 -- whatever it is, the parent raises it
            answer = error
        with os.fdopen(sink, "wb") as answers:
            pickle.dump(answer, answers, pickle.HIGHEST_PROTOCOL)
        code = 0
    os._exit(code)


def _limit(memory: int, seconds: int) -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    with contextlib.suppress(OSError, ValueError):
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        most = pages * resource.getpagesize() + memory
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


class _Answers(pickle.Unpickler):
    """Reads answers: plain values, days and our own classes."""

    def find_class(self, module: str, name: str) -> Any:
        if module.partition(".")[0] in ("builtins", "contracts", "datetime", "decimal"):
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name}")


def _awaited(child: int, answers: IO[bytes]) -> Any:
    try:
        answer = _Answers(answers).load()
    except (EOFError, pickle.UnpicklingError):
        answer = None
    except BaseException:
        os.kill(child, signal.SIGKILL)
        raise
    finally:
        _, status = os.waitpid(child, 0)
    if answer is None or status != 0:
        raise Aborted
    return answer
