"""A worker process as the desk sees it: what it is doing, what it keeps, and a pipe to it."""

from __future__ import annotations

import contextlib
from typing import Any

from ..batch.pool import fresh_processes
from .worker import Job, Report, Stop, serve


class Hand:
    """One worker process. room: bytes of settled starts that it may keep."""

    def __init__(self, room: int) -> None:
        context = fresh_processes()
        self.pipe, inside = context.Pipe()
        self.rings = context.RawValue("Q", 0)
        self.process = context.Process(target=serve, args=(inside, self.rings, room), daemon=True)
        self.process.start()
        inside.close()
        self.is_ready = False
        self.jobs: dict[bool, Job | None] = {True: None, False: None}
        """What it is doing that is urgent, and what that can wait."""
        self.held: frozenset = frozenset()

    def is_free(self, is_urgent: bool) -> bool:
        """Whether it can take a job: an urgent one even in the middle of one that can wait."""
        return self.is_ready and self.jobs[True] is None and (is_urgent or self.jobs[False] is None)

    @property
    def is_idle(self) -> bool:
        """Whether it does nothing at all."""
        return self.is_free(is_urgent=False)

    def give(self, job: Job) -> None:
        """Send a job."""
        self.jobs[job.is_urgent] = job
        self._send(job)

    def stop(self, job: Job) -> None:
        """Let a job be left at the next week."""
        self._send(Stop(job.number))

    def finished(self, report: Report) -> Job | None:
        """The job that a report is about, now off its hands."""
        if not report.was_stopped and report.error is None:
            self.held = report.held
        for is_urgent, job in self.jobs.items():
            if job is not None and job.number == report.number:
                self.jobs[is_urgent] = None
                return job
        return None

    def hear(self) -> Report:
        """The next report; waits for it. Raises EOFError or OSError when the process has ended."""
        return self.pipe.recv()

    def end(self) -> None:
        """End the process, whatever it is doing."""
        self.process.terminate()
        self.process.join(5.0)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()

    def _send(self, message: Any) -> None:
        # A process that has just died is noticed by whoever listens to it, and its jobs are put again.
        with contextlib.suppress(OSError):
            self.pipe.send(message)
            self.rings.value += 1
