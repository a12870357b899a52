"""Tasks on a Dask cluster: as many at once as it has threads, each again where its worker died."""

from __future__ import annotations

import logging
import signal
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from multiprocessing import resource_tracker
from typing import TYPE_CHECKING

import dask
import distributed

import campaignlint
from campaignlint.fleet.linting import Orders, Outcome, lint_instance

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping

    from distributed import Client, Future

    from campaignlint.fleet.instances import Instance

Task = tuple["Instance", str | None]
"""An instance, and its configuration file."""

_DEATHS = 1
"""How many workers may die over an instance among others. Then it is tried again alone, so that an
instance that was merely beside the one that kills is not blamed."""
_WORKERS_COME_WITHIN = 30
"""Seconds."""


class ClusterError(Exception):
    """A cluster that cannot be used; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Where to run: processes of this machine, or a scheduler that runs already."""

    workers: int | None = None
    """How many processes; None for one a core."""
    scheduler: str | None = None
    """The address of an existing scheduler, in place of processes here."""


def outcomes(
    tasks: Mapping[str, Task], orders: Orders, cluster: Cluster
) -> Generator[Outcome, None, None]:
    """What comes of each instance, as soon as it is done.

    A worker that dies costs nothing but time: its instance is given to another. An instance over
    which workers die again and again fails, and the others do not. Raises ClusterError.
    """
    with _quiet(), _client(cluster) as client:
        killers = []
        for name, outcome in _gathered(client, tasks, orders):
            if outcome is None:
                killers.append(name)
            else:
                yield outcome
        for killer in sorted(killers):
            for name, outcome in _gathered(client, {killer: tasks[killer]}, orders):
                yield outcome or Outcome(tasks[name][0], "failed", _KILLED)


_KILLED = "every worker that took it died: is there memory enough for it?"


def _gathered(
    client: Client, tasks: Mapping[str, Task], orders: Orders
) -> Iterator[tuple[str, Outcome | None]]:
    """Each instance's name with its outcome, or with None where workers died over it."""
    sent = {
        client.submit(lint_instance, instance, config, orders, pure=False): name
        for name, (instance, config) in tasks.items()
    }
    for future in distributed.as_completed(list(sent), loop=client.loop):
        name = sent.pop(future)
        yield name, _outcome(future)
        future.release()  # so that the cluster need not keep its reports


def _outcome(future: Future[Outcome]) -> Outcome | None:
    try:
        return future.result()
    except distributed.KilledWorker:
        return None


# The cluster


@contextmanager
def _client(cluster: Cluster) -> Iterator[Client]:
    if cluster.scheduler is None:
        with _local_client(cluster.workers) as client:
            yield client
        return
    try:
        client = distributed.Client(cluster.scheduler, timeout="10s", set_as_default=False)
    except (OSError, ValueError) as error:
        raise ClusterError(
            f"{cluster.scheduler}: no Dask scheduler answers there ({type(error).__name__})"
        ) from None
    with client:
        _check_workers(client, cluster.scheduler)
        yield client


@contextmanager
def _local_client(workers: int | None) -> Iterator[Client]:
    """A client of processes that are started here, and that Ctrl-C ends once and for all.

    Whoever presses it again while they end would leave them behind, and wait the longer for it.
    """
    running = ExitStack()
    try:
        with _without_ctrl_c():
            here = running.enter_context(_local(workers))
            client = running.enter_context(distributed.Client(here))
        yield client
    finally:
        with _without_ctrl_c():
            running.close()


def _local(workers: int | None) -> distributed.LocalCluster:
    """Processes of one thread each, as linting never waits, which nobody else can talk to.

    Whoever reaches a Dask scheduler may run code by it, and other users of a machine reach what
    listens there; so both ends must show a certificate that is made for this run.
    """
    return distributed.LocalCluster(
        n_workers=workers or dask.system.CPU_COUNT,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        protocol="tls://",
        security=distributed.Security.temporary(),
        dashboard_address=None,
        # Without one there is a small HTTP server all the same; let it take any port that is free.
        scheduler_kwargs={"dashboard_address": "127.0.0.1:0"},
        memory_limit=0,
        silence_logs=logging.CRITICAL,
    )


@contextmanager
def _without_ctrl_c() -> Iterator[None]:
    """Start threads and processes that Ctrl-C does not reach, nor those which they start later.

    A terminal sends it to every process at once, and each worker would die with a traceback. Here
    it waits until the block is left; then it ends the command, which ends the workers.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    # Its start lets Ctrl-C through in the thread that starts it: here, and not in a worker's.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _check_workers(client: Client, address: str) -> None:
    """Raise ClusterError where an existing cluster has no workers, or others than it should."""
    try:
        client.wait_for_workers(1, timeout=_WORKERS_COME_WITHIN)
    except TimeoutError:
        raise ClusterError(f"{address}: this scheduler has no workers") from None
    own = campaignlint.__version__
    asked = client.run(partial(version, "campaignlint"), on_error="return")
    found = {each if isinstance(each, str) else None for each in asked.values()} - {own}
    if found:
        others = sorted(f"campaignlint {each}" if each else "no campaignlint" for each in found)
        raise ClusterError(
            f"{address}: it has workers with {' and '.join(others)}; this is campaignlint {own}, "
            "and results could differ"
        )


@contextmanager
def _quiet() -> Iterator[None]:
    """Without what Dask has to say of workers that come and go: outcomes say what matters."""
    loggers = [logging.getLogger(name) for name in ("distributed", "tornado", "asyncio")]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    with dask.config.set(
        {
            "distributed.scheduler.allowed-failures": _DEATHS,
            "distributed.scheduler.http.routes": [],  # it has nothing to tell to others
            "distributed.worker.http.routes": [],
        }
    ):
        try:
            yield
        finally:
            for logger, level in zip(loggers, before, strict=True):
                logger.setLevel(level)
