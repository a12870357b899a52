"""Tasks on a Dask cluster: one per thread at a time, and again if their worker dies."""

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
from campaignlint.fleet.task import Outcome, TaskOptions, lint_instance

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping

    from distributed import Client, Future

    from campaignlint.fleet.instances import Instance

Task = tuple["Instance", str | None]
"""An instance, and its configuration file."""

_MAX_WORKER_DEATHS = 1
"""Workers that may die during a task. Then the task is repeated alone, because another task on the
same machine may be the cause."""
_WORKER_TIMEOUT = 30
"""Seconds to wait for the first worker."""


class ClusterError(Exception):
    """A cluster that cannot be used; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Local worker processes, or an existing scheduler."""

    workers: int | None = None
    """The number of processes; None for one per core."""
    scheduler: str | None = None
    """The URL of an existing scheduler, instead of local processes."""


def run_tasks(
    tasks: Mapping[str, Task], options: TaskOptions, cluster: Cluster
) -> Generator[Outcome, None, None]:
    """Yield the outcome of each instance as soon as it is finished.

    If a worker dies, its instance is reassigned to another one. An instance during which workers
    die repeatedly fails; the others are not affected. Raises ClusterError.
    """
    with _silence_logging(), _client(cluster) as client:
        killers = []
        for name, outcome in _outcomes(client, tasks, options):
            if outcome is None:
                killers.append(name)
            else:
                yield outcome
        for killer in sorted(killers):
            for name, outcome in _outcomes(client, {killer: tasks[killer]}, options):
                yield outcome or Outcome(tasks[name][0], "failed", _KILLED)


_KILLED = "every worker that checked it died; it may need more memory"


def _outcomes(
    client: Client, tasks: Mapping[str, Task], options: TaskOptions
) -> Iterator[tuple[str, Outcome | None]]:
    """Yield the name and the outcome of each instance; None if its workers died."""
    names = {
        client.submit(lint_instance, instance, config, options, pure=False): name
        for name, (instance, config) in tasks.items()
    }
    for future in distributed.as_completed(list(names), loop=client.loop):
        name = names.pop(future)
        yield name, _outcome(future)
        future.release()  # so that the cluster does not keep its reports


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
            f"no Dask scheduler at {cluster.scheduler} ({type(error).__name__})"
        ) from None
    with client:
        _check_workers(client, cluster.scheduler)
        yield client


@contextmanager
def _local_client(workers: int | None) -> Iterator[Client]:
    """Start local processes and a client for them. Ctrl-C ends them exactly once.

    A second Ctrl-C while they end would leave processes behind.
    """
    running = ExitStack()
    try:
        with _block_interrupts():
            cluster = running.enter_context(_local_cluster(workers))
            client = running.enter_context(distributed.Client(cluster))
        yield client
    finally:
        with _block_interrupts():
            running.close()


def _local_cluster(workers: int | None) -> distributed.LocalCluster:
    """Start processes with one thread each, which other users cannot reach.

    Everyone who can connect to a Dask scheduler can run code with it, and other users of a machine
    can connect to its loopback interface. So both ends need a certificate created for this run.
    """
    return distributed.LocalCluster(
        n_workers=workers or dask.system.CPU_COUNT,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        protocol="tls://",
        security=distributed.Security.temporary(),
        dashboard_address=None,
        # Without a dashboard there is still a small HTTP server; let it use any free port.
        scheduler_kwargs={"dashboard_address": "127.0.0.1:0"},
        memory_limit=0,
        silence_logs=logging.CRITICAL,
    )


@contextmanager
def _block_interrupts() -> Iterator[None]:
    """Start threads and processes that Ctrl-C does not reach, nor those that they start later.

    A terminal sends it to every process, and each worker would die with a traceback. In this
    process it is delivered at the end of the block; it then ends the command and the workers.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    # Starting it unblocks Ctrl-C in the thread that starts it: this one, rather than a worker's.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _check_workers(client: Client, url: str) -> None:
    """Raise ClusterError if an existing cluster has no workers, or workers of another version."""
    try:
        client.wait_for_workers(1, timeout=_WORKER_TIMEOUT)
    except TimeoutError:
        raise ClusterError(f"the scheduler at {url} has no workers") from None
    own = campaignlint.__version__
    answers = client.run(partial(version, "campaignlint"), on_error="return")
    versions = {answer if isinstance(answer, str) else None for answer in answers.values()} - {own}
    if versions:
        others = sorted(
            f"campaignlint {other}" if other else "no campaignlint" for other in versions
        )
        raise ClusterError(
            f"the workers at {url} have {' and '.join(others)}, but this is campaignlint {own}; "
            "results could differ"
        )


@contextmanager
def _silence_logging() -> Iterator[None]:
    """Silence Dask's messages about workers that start and end; outcomes contain what matters."""
    loggers = [logging.getLogger(name) for name in ("distributed", "tornado", "asyncio")]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    with dask.config.set(
        {
            "distributed.scheduler.allowed-failures": _MAX_WORKER_DEATHS,
            "distributed.scheduler.http.routes": [],  # no information for others
            "distributed.worker.http.routes": [],
        }
    ):
        try:
            yield
        finally:
            for logger, level in zip(loggers, before, strict=True):
                logger.setLevel(level)
