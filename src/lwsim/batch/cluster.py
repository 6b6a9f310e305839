"""A Dask cluster as the hands of a batch: the one file that knows Dask."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Any

from ..errors import InputError, shown
from .hands import Hired

ADDRESS = re.compile(r"([a-z]+://)?\S+:\d+")
"""A host with a port, and how to speak to it if not by TCP."""
WAIT = 20
"""Seconds to wait for the scheduler, and for a first worker."""


class Cluster(Hired):
    """The workers of a Dask scheduler."""

    def __init__(self, client: Any, seats: int) -> None:
        from distributed import KilledWorker

        super().__init__(client.get_executor(pure=False), seats, (KilledWorker,))
        self.client = client

    def everywhere(self, work: Callable[[Any], Any], what: Any) -> list[Future]:
        """The same piece of work at every worker."""
        there = self.client.scheduler_info(n_workers=-1)["workers"]
        return [self._at(one, work, what) for one in sorted(there)]

    def _at(self, worker: str, work: Callable[[Any], Any], what: Any) -> Future:
        """A piece of work at one worker."""
        return self.client.get_executor(pure=False, workers=[worker]).submit(work, what)


@contextmanager
def cluster(address: str) -> Iterator[Cluster]:
    """A running Dask cluster by its scheduler's address. Raises InputError where none answers, or it has no worker."""
    try:
        from distributed import Client
    except ImportError:
        raise InputError("--scheduler", "", "not to be used without Dask", "", "pip install 'lwsim[cluster]'") from None
    way_out = "an address such as tcp://10.0.0.1:8786", "start one with: dask scheduler"
    if not ADDRESS.fullmatch(address):  # Dask would look for it for most of a minute
        raise InputError("--scheduler", "", f"{shown(address)}, where no scheduler answers (no address)", *way_out)
    try:
        client = Client(address, timeout=WAIT, set_as_default=False)
    except Exception as error:
        words = f"{shown(address)}, where no scheduler answers ({type(error).__name__})"
        raise InputError("--scheduler", "", words, *way_out) from None
    try:
        try:
            client.wait_for_workers(1, timeout=WAIT)
        except TimeoutError:
            raise InputError(
                "--scheduler", "", f"{shown(address)}, which has no worker", "", f"start one with: dask worker {address}"
            ) from None
        threads = sum(client.nthreads().values())
        yield Cluster(client, 2 * threads)
    finally:
        client.close()
