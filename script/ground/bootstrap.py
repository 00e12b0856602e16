"""Make ``.venv`` as the pinned requirements say, then go on inside it.

It runs before anything is installed, so it uses the standard library only.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UV = "uv==0.13.8"
DEVELOPMENT = ("test", "lint", "bench")


def main() -> None:
    """Install what is missing and replace this process by the command, run by the environment's own Python."""
    os.umask(
        0o022
    )  # embedded PostgreSQL runs under its own user when we are root, and must read its files
    command = sys.argv[1] if len(sys.argv) > 1 else ""
    files = [ROOT / "requirements.txt"]
    if command in DEVELOPMENT:
        files.append(ROOT / "requirements-dev.txt")
    try:
        for file in files:
            _ensure(file, files)
    except subprocess.CalledProcessError as error:
        sys.exit(
            f"Could not install Plumb's requirements: `{' '.join(map(str, error.cmd[:6]))} ...` failed; see above."
        )
    except PermissionError as error:
        sys.exit(f"{error.filename} belongs to another user: run this as the user who owns {ROOT}.")
    os.execv(PYTHON, [str(PYTHON), str(ROOT / "script" / "ground"), *sys.argv[1:]])


def _ensure(file: Path, files: list[Path]) -> None:
    """Install ``files`` unless the stamp says that ``file`` is installed as it is now."""
    stamp = VENV / f".{file.stem}.stamp"
    wanted = hashlib.sha256(file.read_bytes() + str(VENV).encode()).hexdigest()
    if _read(stamp) == wanted and PYTHON.exists():
        return
    with (ROOT / ".venv.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if _read(stamp) == wanted and PYTHON.exists():
            return
        _make_venv()
        print(
            f"Installing {' and '.join(path.name for path in files)} ...",
            file=sys.stderr,
            flush=True,
        )
        _install(files)
        stamp.write_text(wanted)


def _read(stamp: Path) -> str:
    return stamp.read_text() if stamp.exists() else ""


def _make_venv() -> None:
    """Make the environment, or make it anew when it is broken, of another Python, or was moved."""
    script = VENV / "bin" / "pip"
    moved = script.exists() and str(VENV) not in script.read_text().split("\n", 1)[0]
    if (
        PYTHON.exists()
        and not moved
        and subprocess.run([PYTHON, "-c", ""], check=False).returncode == 0
    ):
        return
    if VENV.exists():
        shutil.rmtree(VENV)
    if (
        subprocess.run(
            [sys.executable, "-c", "import ensurepip"], check=False, stderr=subprocess.DEVNULL
        ).returncode
        == 0
    ):
        subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
    elif uv := shutil.which("uv"):
        subprocess.run([uv, "venv", "--quiet", "--python", sys.executable, VENV], check=True)
    else:
        _install_venv_module()
        subprocess.run([sys.executable, "-m", "venv", VENV], check=True)


def _install_venv_module() -> None:
    """Install what Debian's Python leaves out, where we may; else say how."""
    package = f"python3.{sys.version_info.minor}-venv"
    if shutil.which("apt-get") and os.geteuid() == 0:
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        installed = subprocess.run(
            ["apt-get", "install", "-y", "-qq", package], check=False, stdout=sys.stderr
        )
        if installed.returncode == 0:
            return
    sys.exit(
        f"This Python cannot make environments: install {package} (apt-get install {package}) and try again."
    )


def _install(files: list[Path]) -> None:
    """Install with uv, which takes seconds; when uv cannot, with pip."""
    requirements = [part for file in files for part in ("-r", str(file))]
    uv = _uv()
    if uv:
        command: list[str | Path] = [
            uv,
            "pip",
            "install",
            "--quiet",
            "--system-certs",
            "--require-hashes",
            "--python",
            PYTHON,
        ]
        environment = os.environ | {"UV_LINK_MODE": os.environ.get("UV_LINK_MODE", "copy")}
        if subprocess.run([*command, *requirements], check=False, env=environment).returncode == 0:
            return
        print(
            "uv could not install them; trying pip, which takes a minute or two.",
            file=sys.stderr,
            flush=True,
        )
    subprocess.run(
        [PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", *requirements],
        check=True,
        stdout=sys.stderr,
    )


def _uv() -> str | Path | None:
    """Return the machine's uv, or one installed into the environment, or nothing."""
    if found := shutil.which("uv"):
        return found
    own = VENV / "bin" / "uv"
    if not own.exists():
        pip: list[str | Path] = [
            PYTHON,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            UV,
        ]
        subprocess.run(pip, check=False, stdout=sys.stderr)
    return own if own.exists() else None


if __name__ == "__main__":
    main()
