"""What the machine must bring: Pango for WeasyPrint, and a Chromium for the browser tests."""

import ctypes
import os
import shutil
import subprocess
import sys

from script.ground.paths import stop

PANGO = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")
PANGO_MAC = ("libpango-1.0.dylib", "libpangoft2-1.0.dylib")
DEBIAN_PANGO = ["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"]
MANAGERS = {
    "apt-get": (
        ["apt-get", "install", "-y", "--no-install-recommends"],
        {"pango": DEBIAN_PANGO, "chromium": ["chromium"]},
    ),
    "dnf": (["dnf", "install", "-y"], {"pango": ["pango", "harfbuzz"], "chromium": ["chromium"]}),
    "apk": (["apk", "add"], {"pango": ["pango", "harfbuzz-subset"], "chromium": ["chromium"]}),
    "brew": (["brew", "install"], {"pango": ["pango"], "chromium": ["chromium"]}),
}
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def ensure_pango() -> None:
    """Install the libraries WeasyPrint draws with, or say which command does."""
    if not _has_pango() and not (_install("pango") and _has_pango()):
        stop(f"WeasyPrint, which makes the PDFs, needs Pango: {_hint('pango')}")


def ensure_chromium() -> None:
    """Install the browser the browser tests drive, or say which command does."""
    if not any(map(shutil.which, BROWSERS)) and not _install("chromium"):
        stop(f"The browser tests need Chromium: {_hint('chromium')}")


def _has_pango() -> bool:
    try:
        for library in PANGO_MAC if sys.platform == "darwin" else PANGO:
            ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _manager() -> str | None:
    return next(filter(shutil.which, MANAGERS), None)


def _command(what: str, manager: str) -> list[str]:
    command, packages = MANAGERS[manager]
    return [*command, *packages[what]]


def _hint(what: str) -> str:
    manager = _manager()
    if manager is None:
        return "install it with your system's package manager and try again."
    sudo = "" if manager == "brew" else "sudo "
    return f"run `{sudo}{' '.join(_command(what, manager))}` and try again."


def _install(what: str) -> bool:
    """Install a package where we may without asking for a password."""
    manager = _manager()
    if manager is None:
        return False
    sudo: list[str] = []
    if os.geteuid() != 0 and manager != "brew":
        sudo = ["sudo", "-n"]
        if (
            not shutil.which("sudo")
            or subprocess.run([*sudo, "true"], check=False, capture_output=True).returncode
        ):
            return False
    print(f"Installing {what} ...", file=sys.stderr, flush=True)
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    if manager == "apt-get":
        subprocess.run(
            [*sudo, "apt-get", "update", "-qq"], check=False, stdout=sys.stderr, env=quiet
        )
    return (
        subprocess.run(
            [*sudo, *_command(what, manager)], check=False, stdout=sys.stderr, env=quiet
        ).returncode
        == 0
    )
