"""Processor time and memory of a running hub, process by process."""

import psutil

from tests.fixtures.hub import LiveHub


def parts(hub: LiveHub) -> dict[str, list[psutil.Process]]:
    """The processes of `tiers-lieu serve`: the supervisor, the server (gunicorn's two) and the agent, if it runs."""
    assert hub.process is not None
    supervisor = psutil.Process(hub.process.pid)
    found: dict[str, list[psutil.Process]] = {"supervisor": [supervisor], "server": [], "agent": []}
    for child in supervisor.children(recursive=True):
        words = " ".join(child.cmdline())
        # gunicorn may rename its processes; the agent's module is always in its command.
        found["agent" if "pos.agent" in words else "server"].append(child)
    return found


def cpu_seconds(processes: list[psutil.Process]) -> float:
    """User and system time used until now."""
    return float(sum(times.user + times.system for times in (process.cpu_times() for process in processes)))


def postgres_processes(folder: str) -> list[psutil.Process]:
    """The server of a data folder, and the backends of its connections."""
    for process in psutil.process_iter(["name", "cmdline"]):
        words = process.info["cmdline"] or []
        if process.info["name"] == "postgres" and any(word.startswith(folder) for word in words):
            return [process, *process.children(recursive=True)]
    return []


def pss_megabytes(processes: list[psutil.Process]) -> float:
    """Memory, each shared page divided among those who share it: the sum is what the machine gives up."""
    return float(sum(process.memory_full_info().pss for process in processes) / 2**20)


def rss_megabytes(processes: list[psutil.Process]) -> float:
    """Memory with shared pages counted once for each process."""
    return float(sum(process.memory_info().rss for process in processes) / 2**20)
