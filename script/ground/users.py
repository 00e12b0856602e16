"""The system user PostgreSQL runs under: it refuses to run as root, so root lends it a user of its own."""

import os
import pwd
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from script.ground.paths import stop

NAME = "plumb-postgres"


def own_user() -> str:
    """Return the name of the user who runs this script."""
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        stop(
            f"The user id {os.geteuid()} has no name in /etc/passwd and PostgreSQL wants one: "
            "add it, or set DATABASE_URL and REDIS_URL to servers of your own."
        )


def server_user() -> pwd.struct_passwd:
    """Return the user PostgreSQL runs under: ourselves, or as root the user made for it."""
    if os.geteuid() != 0:
        return pwd.getpwnam(own_user())
    for command in (
        ["useradd", "--system", "--no-create-home", NAME],
        ["adduser", "-S", "-D", "-H", NAME],
    ):
        try:
            return pwd.getpwnam(NAME)
        except KeyError:
            if shutil.which(command[0]):
                subprocess.run(command, check=False, capture_output=True)
    try:
        return pwd.getpwnam(NAME)
    except KeyError:
        return pwd.getpwnam("nobody")


def as_user(user: pwd.struct_passwd) -> dict[str, Any]:
    """Return what ``subprocess`` needs to run a command as ``user``, from a folder that user can enter."""
    drop: dict[str, Any] = (
        {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}
    )
    return {"cwd": "/", **drop}


def let_in(path: Path) -> None:
    """Let others pass through (not list) the folders above ``path``: only a server started by root needs it."""
    if os.geteuid() != 0:
        return
    for folder in path.parents:
        mode = folder.stat().st_mode
        if not mode & 0o001:
            print(f"Letting PostgreSQL's user pass through {folder} (chmod o+x).", file=sys.stderr)
            folder.chmod(mode | 0o001)


def let_read(folder: Path) -> None:
    """Make everything in ``folder`` readable: the server's programs, installed under a strict umask."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(
                path.stat().st_mode
                | (0o555 if path.is_dir() or path.stat().st_mode & 0o100 else 0o444)
            )
