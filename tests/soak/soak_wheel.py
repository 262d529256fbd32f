"""A wheel has all that `putki demo` needs, in an environment with nothing else, outside the repository."""

from __future__ import annotations

import os
import subprocess
import sys
import urllib.request
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.demo_process import running_demo

ROOT = Path(__file__).resolve().parents[2]
UV = str(Path(sys.executable).with_name("uv"))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `pip wheel .` makes, with the build tools that the lock names."""
    folder = tmp_path_factory.mktemp("wheel")
    options = ["--quiet", "--no-index", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder)]
    subprocess.run([sys.executable, "-m", "pip", "wheel", *options, "."], cwd=ROOT, check=True)
    [made] = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of commands of a new environment with what the lock names and the wheel."""
    environment = tmp_path_factory.mktemp("installed") / "environment"
    into = {**os.environ, "VIRTUAL_ENV": str(environment)}
    locked = ["--system-certs", "--require-hashes", str(ROOT / "requirements" / "run.txt")]
    subprocess.run([UV, "venv", "--quiet", "--python", sys.executable, str(environment)], check=True)
    subprocess.run([UV, "pip", "sync", "--quiet", *locked], env=into, check=True)
    subprocess.run([UV, "pip", "install", "--quiet", "--offline", "--no-deps", str(wheel)], env=into, check=True)
    return environment / "bin"


def test_the_wheel_has_the_product_and_nothing_of_tests_and_tools(wheel: Path) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "pipeline", "bot"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()
    with ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}

    assert held == {*listed, "bot/demo/manifest.yml"}


def test_the_demo_runs_from_the_wheel_alone(installed: Path, tmp_path: Path) -> None:
    environment = {"PATH": os.defpath, "HOME": str(tmp_path)}

    with running_demo([str(installed / "putki")], folder=tmp_path, environment=environment) as slack:
        page = urllib.request.urlopen(f"{slack.url}/", timeout=10).read().decode()
        script = urllib.request.urlopen(f"{slack.url}/page/main.js", timeout=10)
        refusals = slack.state()["refusals"]

    assert "<title>Local Slack</title>" in page
    assert script.status == 200
    assert refusals == []
    assert list(tmp_path.iterdir()) == []
