"""Measurements of the whole: a server of its own loads the demonstration, opens its first page, shows its memory.

``script/server`` and ``script/manage`` run as they do for everybody; of this environment they get nothing but a
temporary folder in place of ``var/``. There is no small size of these.
"""

import atexit
import re
import subprocess
import tempfile
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from http.cookiejar import CookieJar
from os import environ
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

import psutil

from apps.demo.people import LOGINS, PASSWORD
from benchmarks.harness import Sample, report
from benchmarks.scene import Scene
from script.ground.paths import ROOT

URL = "http://127.0.0.1:18740"
KEPT = ("HOME", "LANG", "PATH", "TMPDIR")  # of our environment
STARTS = 3
PAGES = 400
PATIENCE = 900  # seconds for anything here
RESTED = 15  # seconds in which a worker at rest takes next to no time of the processor
LINK = re.compile(r'href="(/[^"#]*)"')
NOT_A_PAGE = re.compile(r"^/(static|admin|language|logout)|export|\.pdf|/file|print|download")


@dataclass(frozen=True, slots=True)
class Day:
    """What a first day of the demonstration took."""

    pages: list[float]
    """Seconds of each page."""
    web_mb: int
    worker_mb: int


@cache
def var() -> Path:
    """Return the temporary folder, with a migrated database in it."""
    folder = tempfile.TemporaryDirectory(prefix="plumb-bench-")
    atexit.register(folder.cleanup)
    path = Path(folder.name)
    path.chmod(0o755)  # PostgreSQL runs as a user of its own
    manage(path, "migrate")
    return path


def surroundings(folder: Path) -> dict[str, str]:
    """Return the environment of somebody whose data lies in the folder."""
    return {name: environ[name] for name in KEPT if name in environ} | {"ERP_VAR": str(folder)}


def manage(folder: Path, *arguments: str) -> float:
    """Run a management command to its end and return the seconds it took."""
    began = time.perf_counter()
    command = [str(ROOT / "script" / "manage"), *arguments]
    subprocess.run(command, env=surroundings(folder), check=True, stdout=subprocess.PIPE)
    return time.perf_counter() - began


@cache
def loading() -> float:
    """Load the demonstration into the empty database and return the seconds that took."""
    return manage(var(), "load_demo", "--json")


@contextmanager
def served() -> Iterator[tuple[psutil.Process, float]]:
    """Run the server for the block: its process, and the seconds until its first page was there."""
    with (var() / "server.log").open("a") as log:
        began = time.perf_counter()
        command = [str(ROOT / "script" / "server"), "--port", URL.rpartition(":")[2]]
        server = psutil.Popen(command, env=surroundings(var()), stdout=log, stderr=log)
        try:
            _wait_for_page(server, began)
            yield server, time.perf_counter() - began
        finally:
            server.terminate()
            server.wait(120)


def _wait_for_page(server: psutil.Process, began: float) -> None:
    while server.is_running() and time.perf_counter() - began < PATIENCE:
        try:
            build_opener().open(URL, timeout=30).read()
        except URLError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(f"No page; {var() / 'server.log'} says why.")


@cache
def first_day() -> Day:
    """Open pages while the worker renders what the demonstration left it to do; wait until it has done so."""
    loading()
    with served() as (server, _seconds):
        pages = read_pages(log_in())
        workers = _children(server, "celery", "worker")
        while _busy(workers):
            workers = _children(server, "celery", "worker")
        return Day(pages, _largest(_children(server, "gunicorn")), _largest(workers))


def log_in() -> OpenerDirector:
    """Return a browser without scripts in which the owner is logged in."""
    cookies = CookieJar()
    opener = build_opener(HTTPCookieProcessor(cookies))
    opener.open(f"{URL}/login/").read()
    token = next(cookie.value for cookie in cookies if cookie.name == "csrftoken")
    owner = next(login for login in LOGINS if "owner" in login.roles)
    form = {"username": owner.email, "password": PASSWORD, "csrfmiddlewaretoken": token}
    opener.open(f"{URL}/login/", urlencode(form).encode()).read()
    return opener


def read_pages(opener: OpenerDirector) -> list[float]:
    """Follow the links from the dashboard on, each page once, and return the seconds of each."""
    waiting, seen = deque(["/"]), {"/"}
    times: list[float] = []
    while waiting and len(times) < PAGES:
        began = time.perf_counter()
        text = opener.open(URL + waiting.popleft(), timeout=60).read().decode()
        times.append(time.perf_counter() - began)
        for link in dict.fromkeys(LINK.findall(text)):
            address = link.replace("&amp;", "&")
            if address not in seen and not NOT_A_PAGE.search(address):
                seen.add(address)
                waiting.append(address)
    return times


def _children(server: psutil.Process, *words: str) -> list[psutil.Process]:
    """Return the processes under the server whose command has all the words."""
    return [
        child
        for child in server.children(recursive=True)
        if all(any(word in part for part in child.cmdline()) for word in words)
    ]


def _busy(workers: list[psutil.Process]) -> bool:
    """Watch the workers for a while and tell whether they did anything."""
    before = sum(sum(worker.cpu_times()[:2]) for worker in workers)
    time.sleep(RESTED)
    alive = [worker for worker in workers if worker.is_running()]
    spent = sum(sum(worker.cpu_times()[:2]) for worker in alive) - before
    return len(alive) < len(workers) or spent > RESTED / 20


def _largest(processes: list[psutil.Process]) -> int:
    """Return the memory of the largest process, in megabytes."""
    return max(process.memory_info().rss for process in processes) // 2**20


def load_demo(_scene: Scene, *, quick: bool) -> None:
    """Load the demonstration companies into an empty database."""
    report("load_demo", Sample([loading()]))


def memory(_scene: Scene, *, quick: bool) -> None:
    """Open some hundred different pages, print every invoice of the demonstration; then look at the processes."""
    day = first_day()
    report("memory", Sample(day.pages), web_mb=day.web_mb, worker_mb=day.worker_mb)


def warm_start(_scene: Scene, *, quick: bool) -> None:
    """From ``script/server`` to the first page, with nothing left to do."""
    first_day()
    times = []
    for _ in range(STARTS):
        with served() as (_server, seconds):
            times.append(seconds)
    report("warm_start", Sample(times))
