"""The write: one writer at a time, the old file or the new one, and nothing left behind."""

import errno
import os
import random
import re
import shutil
import signal
import stat
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import BinaryIO

import pytest

from alliance_cli.errors import CannotDo
from alliance_cli.kinds.member import MEMBER
from alliance_cli.registry.changes import Change
from alliance_cli.store.gate import propose
from alliance_cli.store.load import load, patiently
from alliance_cli.store.save import locked, replace_file, save

from .conftest import NOW, SMALL, Run

ALLIANCE = (sys.executable, "-m", "alliance_cli")
NEW = ("--name", "新楚风汽车", "--category", "整车企业")
BLOCK = '\n[[members]]\nid = "M004"\nname = "新楚风汽车"\ncategory = "vehicle"\n'
unix = pytest.mark.skipif(os.name == "nt", reason="signals, limits and modes of Unix")

# One command of each kind, and what the file is after it.
WRITERS: dict[str, tuple[Sequence[str], str]] = {
    "add": (("add", *NEW), SMALL + BLOCK),
    "edit": (("edit", "M002", "--set", "city=十堰"), SMALL.replace('"襄阳"', '"十堰"')),
    "remove": (
        ("remove", "M002", "--yes"),
        SMALL[: SMALL.index('[[members]]\nid = "M002"')]
        + SMALL[SMALL.index('[[members]]\nid = "M003"') :],
    ),
}


def unmeasured() -> dict[str, str]:
    """The environment without what counts the coverage of a process.

    A process that is killed, or may not write, would leave half a file of counts.
    """
    return {key: value for key, value in os.environ.items() if not key.startswith("COVERAGE_")}


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def check_after_a_crash(registry: Path, new: str) -> None:
    """The file is the old one or the new one, and the next writer finds the folder as it should."""
    assert registry.read_text(encoding="utf-8") in (SMALL, new)
    with locked(registry):
        pass
    assert files(registry.parent) == ["members.toml"]


# Runs the command line given after a number, and is killed at that line of the writer.
KILLED_AT_LINE = """
import os, signal, sys
left = int(sys.argv.pop(1))
def trace(frame, event, argument):
    global left
    if frame.f_code.co_filename.endswith(("save.py", "tempfile.py")):
        left -= event == "line"
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return trace
sys.settrace(trace)
from alliance_cli.cli import main
main()
"""


@unix
@pytest.mark.parametrize("name", WRITERS)
def test_killed_at_lines_of_the_writer(name: str, registry: Path) -> None:
    arguments, new = WRITERS[name]
    killed = 0
    for line in (20, 60, 80, 90, 95, 100, 110, 120):
        registry.write_text(SMALL, encoding="utf-8")
        command = (sys.executable, "-c", KILLED_AT_LINE, str(line), *arguments, "-r", str(registry))
        done = subprocess.run(command, capture_output=True, check=False, env=unmeasured())
        killed += done.returncode == -signal.SIGKILL
        check_after_a_crash(registry, new)
    assert killed >= 6


@unix
@pytest.mark.long
@pytest.mark.parametrize("name", WRITERS)
def test_killed_at_every_system_call(name: str, tmp_path: Path) -> None:
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed")
    arguments, new = WRITERS[name]
    calls = list(_system_calls(tmp_path, arguments))
    assert len(calls) > 100

    def kill_at(number: int) -> bool:
        call, nth = calls[number]
        folder = tmp_path / str(number)
        folder.mkdir()
        registry = folder / "members.toml"
        registry.write_text(SMALL, encoding="utf-8")
        inject = ("-e", f"trace={call}", "-e", f"inject={call}:signal=KILL:when={nth}")
        command = ("strace", "-f", "-o", os.devnull, *inject, *ALLIANCE)
        done = subprocess.run(
            (*command, *arguments, "-r", str(registry)), capture_output=True, check=False
        )
        check_after_a_crash(registry, new)
        return done.returncode != 0

    with ThreadPoolExecutor(2) as pool:
        killed = sum(pool.map(kill_at, range(len(calls))))
    assert killed > len(calls) * 0.95


def _system_calls(folder: Path, arguments: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Every system call of a command since it first could write: its name, and the how many-eth."""
    registry = folder / "members.toml"
    registry.write_text(SMALL, encoding="utf-8")
    log = folder / "log"
    subprocess.run(
        ("strace", "-f", "-o", log, *ALLIANCE, *arguments, "-r", str(registry)),
        capture_output=True,
        check=True,
    )
    counted: dict[str, int] = {}
    writing = False
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        match = re.match(r"\d+ +(\w+)\(", line)
        if match is None:
            continue
        counted[match[1]] = counted.get(match[1], 0) + 1
        if not writing and str(folder) in line:
            # Before this nothing in the folder can have changed.
            writing = "O_CREAT" in line
            assert writing or ("O_WRONLY" not in line and "O_RDWR" not in line)
        if writing:
            yield match[1], counted[match[1]]


@unix
@pytest.mark.long
def test_killed_at_a_thousand_random_moments(tmp_path: Path) -> None:
    start = time.perf_counter()
    probe = tmp_path / "members.toml"
    probe.write_text(SMALL, encoding="utf-8")
    subprocess.run((*ALLIANCE, *WRITERS["edit"][0], "-r", str(probe)), check=True)
    longest = (time.perf_counter() - start) * 1.5

    def kill(number: int) -> bool:
        chance = random.Random(number)
        arguments, new = WRITERS[chance.choice(list(WRITERS))]
        folder = tmp_path / str(number)
        folder.mkdir()
        registry = folder / "members.toml"
        registry.write_text(SMALL, encoding="utf-8")
        process = subprocess.Popen(
            (*ALLIANCE, *arguments, "-r", str(registry)),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        # Most of the time goes into starting; what writes comes last.
        time.sleep(longest * chance.uniform(0.3, 1.0))
        process.kill()
        process.wait()
        written = registry.read_text(encoding="utf-8") == new
        check_after_a_crash(registry, new)
        return written

    with ThreadPoolExecutor(2) as pool:
        written = sum(pool.map(kill, range(1000)))
    # The moments are spread so that some come too late.
    assert 0 < written < 1000


def limited(size: int) -> Callable[[], None]:
    """What a process does first so that no file of it can grow beyond `size` bytes."""

    def limit() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit


def check_file_size_limit(registry: Path, size: int) -> bool:
    registry.write_text(SMALL, encoding="utf-8")
    done = subprocess.run(
        (*ALLIANCE, "edit", "M002", "--set", "city=十堰", "-r", str(registry)),
        capture_output=True,
        check=False,
        preexec_fn=limited(size),
        env=unmeasured(),
    )
    text = registry.read_text(encoding="utf-8")
    assert files(registry.parent) == ["members.toml"]
    if done.returncode == 0:
        assert text == WRITERS["edit"][1]
        return False
    assert (done.returncode, text) == (3, SMALL)
    (line,) = done.stderr.decode().splitlines()
    assert "cannot be written: File too large (nothing was changed)" in line
    return True


@unix
def test_no_file_may_be_that_large(registry: Path) -> None:
    assert check_file_size_limit(registry, 0)
    assert check_file_size_limit(registry, 700)
    assert not check_file_size_limit(registry, 100_000)


@unix
@pytest.mark.long
def test_file_size_limit_at_a_hundred_points(registry: Path) -> None:
    length = len(SMALL.encode())
    refused = [check_file_size_limit(registry, length * point // 95) for point in range(100)]
    assert refused == [True] * 95 + [False] * 5


@unix
@pytest.mark.long
def test_disk_full_at_a_hundred_points(tmp_path: Path) -> None:
    mount = tmp_path / "disk"
    mount.mkdir()
    old, new = SMALL, WRITERS["edit"][1]
    source = tmp_path / "source.toml"
    padding = "# " + "x" * 8000 + "\n"
    source.write_text(padding + old, encoding="utf-8")
    script = f"""
        mount -t tmpfs -o size=64k tmpfs {mount} || exit 77
        cp {source} {mount}/members.toml
        head -c $1 /dev/zero > {mount}/filler 2>/dev/null
        {sys.executable} -m alliance_cli edit M002 --set city=十堰 -r {mount}/members.toml
        echo "code $?"
        rm -f {mount}/filler
        ls -A {mount}
        cat {mount}/members.toml
    """
    outcomes: list[bool] = []
    for point in range(100):
        done = subprocess.run(
            ("unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script, "sh",
             str(20_000 + point * 450)),
            capture_output=True,
            check=False,
        )  # fmt: skip
        if done.returncode in (1, 77) and not done.stdout:
            pytest.skip("no small file system can be mounted here")
        code, *rest = done.stdout.decode().split("\n", 2)
        assert rest[0] == "members.toml", done
        written = code == "code 0"
        assert rest[1] == padding + (new if written else old)
        assert written or (code == "code 3" and b"No space left on device" in done.stderr), done
        outcomes.append(written)
    assert 10 < outcomes.count(False) < 100


def check_hand_edits(registry: Path, times: int) -> None:
    for number in range(times):
        registry.write_text(SMALL, encoding="utf-8")
        chance = random.Random(number)
        proposal = propose(
            load(registry), Change(MEMBER, {1: {"id": "M002", "name": "新厂", "category": "parts"}})
        )
        # Anything that a person may save: more, less, as much, the same bytes elsewhere, nothing.
        place = chance.randrange(len(SMALL))
        theirs = chance.choice(
            [
                SMALL[:place] + "#" + SMALL[place:],
                SMALL[:place] + SMALL[place + 1 :],
                SMALL[:place] + chr(ord(SMALL[place]) ^ 1) + SMALL[place + 1 :],
                SMALL + "\n",
                "",
            ]
        )
        registry.write_text(theirs, encoding="utf-8")
        with locked(registry), pytest.raises(CannotDo, match="changed by somebody else"):
            save(proposal)
        assert registry.read_text(encoding="utf-8") == theirs
        assert files(registry.parent) == ["members.toml"]


def test_a_hand_edit_between_reading_and_writing_is_noticed(registry: Path) -> None:
    check_hand_edits(registry, 20)


@pytest.mark.long
def test_two_hundred_hand_edits_are_noticed(registry: Path) -> None:
    check_hand_edits(registry, 200)


def check_parallel_adds(registry: Path, processes: int, times: int) -> None:
    def add(worker: int) -> None:
        for number in range(times):
            name = f"--name=工厂{worker}-{number}"
            subprocess.run(
                [*ALLIANCE, "add", name, "--category=parts", "-r", str(registry)],
                check=True,
                capture_output=True,
            )

    with ThreadPoolExecutor(processes) as pool:
        list(pool.map(add, range(processes)))
    members = load(registry).registry.members
    assert len(members) == 3 + processes * times
    assert len({member["id"] for member in members}) == len(members)
    assert registry.read_text(encoding="utf-8").startswith(SMALL)
    assert files(registry.parent) == ["members.toml"]


def test_parallel_adds_all_arrive(registry: Path) -> None:
    check_parallel_adds(registry, 4, 2)


@pytest.mark.long
def test_four_hundred_parallel_adds_all_arrive(registry: Path) -> None:
    check_parallel_adds(registry, 8, 50)


def test_what_killed_runs_left_is_swept(run: Run, registry: Path) -> None:
    folder = registry.parent
    for name in (".members.toml.abcd_123.tmp", ".members.toml.lock"):
        (folder / name).write_text("half", encoding="utf-8")
    theirs = ["members.toml.abcd_123.tmp", ".members.toml.mine.tmp", ".other.toml.abcd_123.tmp"]
    for name in theirs:
        (folder / name).write_text("mine", encoding="utf-8")
    run("edit", "M001", "--set", "city=武汉")
    assert files(folder) == sorted([*theirs, "members.toml"])


def test_an_export_sweeps_only_what_is_old(run: Run, registry: Path) -> None:
    young, old = (registry.parent / f".out.csv.{name}.tmp" for name in ("abcd1234", "efgh5678"))
    for path in (young, old):
        path.write_text("half", encoding="utf-8")
    os.utime(old, (0, 0))
    run("export", "out.csv")
    assert young.exists()
    assert not old.exists()


@unix
def test_owner_and_group_are_kept(run: Run, registry: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can give a file away")
    os.chown(registry, 12345, 23456)
    registry.chmod(0o664)
    run("edit", "M001", "--set", "city=十堰")
    status = registry.stat()
    assert (status.st_uid, status.st_gid, status.st_mode & 0o777) == (12345, 23456, 0o664)


@pytest.mark.parametrize(("code", "tries"), [(5, 3), (32, 3), (33, 3), (2, 1), (None, 1)])
def test_sharing_errors_of_windows_are_tried_again(code: int | None, tries: int) -> None:
    class SharingError(OSError):
        winerror = code

    tried = 0

    def action() -> str:
        nonlocal tried
        tried += 1
        if tried < 3:
            raise SharingError
        return "done"

    if tries == 1:
        with pytest.raises(SharingError):
            patiently(action)
    else:
        assert patiently(action) == "done"
    assert tried == tries


def test_a_sharing_error_that_stays_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    class SharingError(OSError):
        winerror = 32

    waited: list[float] = []
    monkeypatch.setattr(time, "sleep", waited.append)

    def action() -> None:
        raise SharingError

    with pytest.raises(SharingError):
        patiently(action)
    assert 1 < sum(waited) < 3


def test_a_failure_while_writing_leaves_nothing_behind(registry: Path) -> None:
    def fail(file: BinaryIO) -> None:
        file.write(b"half")
        raise OSError(28, "No space left on device")

    with pytest.raises(CannotDo, match="No space left on device"):
        replace_file(registry, fail)
    assert registry.read_text(encoding="utf-8") == SMALL
    assert [path.name for path in registry.parent.iterdir()] == ["members.toml"]


def test_an_edit_while_the_file_is_written_is_noticed(registry: Path) -> None:
    def meanwhile() -> None:
        registry.write_text("# mine", encoding="utf-8")
        raise CannotDo("changed")

    with pytest.raises(CannotDo):
        replace_file(registry, lambda file: file.write(b"new"), before_rename=meanwhile)
    assert registry.read_text(encoding="utf-8") == "# mine"
    assert [path.name for path in registry.parent.iterdir()] == ["members.toml"]


def test_the_new_file_is_written_beside_the_old_one(registry: Path) -> None:
    def write(file: BinaryIO) -> None:
        (temporary,) = set(files(registry.parent)) - {"members.toml"}
        assert re.fullmatch(r"\.members\.toml\.[a-z0-9_]{8}\.tmp", temporary)
        file.write(b"new")

    replace_file(registry, write)
    assert registry.read_bytes() == b"new"
    assert files(registry.parent) == ["members.toml"]


@unix
@pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o644), (0o027, 0o640), (0o002, 0o664)])
def test_a_new_file_has_the_mode_of_any_other(mask: int, mode: int, tmp_path: Path) -> None:
    before = os.umask(mask)
    try:
        replace_file(tmp_path / "new", lambda file: file.write(b"x"))
        assert os.umask(mask) == mask
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == mode


# Runs the command line given, and says so whenever it has to wait.
TELLS_THAT_IT_WAITS = """
import sys, time
sleep = time.sleep
def tell(seconds):
    print("waiting", file=sys.stderr, flush=True)
    sleep(seconds)
time.sleep = tell
from alliance_cli.cli import main
main()
"""


def test_another_writer_is_waited_for(registry: Path) -> None:
    with locked(registry):
        child = subprocess.Popen(
            [sys.executable, "-c", TELLS_THAT_IT_WAITS, "add", *NEW, "-r", str(registry)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert child.stderr is not None
        assert child.stderr.readline().strip() == b"waiting"
        assert registry.read_text(encoding="utf-8") == SMALL
    child.communicate(timeout=30)
    assert child.returncode == 0
    assert registry.read_text(encoding="utf-8") == SMALL + BLOCK


@pytest.mark.skipif(os.name == "nt", reason="modes and links of Unix")
def test_mode_and_link_are_kept_and_nothing_is_left_behind(run: Run, registry: Path) -> None:
    real = registry.with_name("real.toml")
    registry.rename(real)
    real.chmod(0o640)
    registry.symlink_to("real.toml")
    run("add", *NEW)
    assert registry.is_symlink()
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert real.read_text(encoding="utf-8") == SMALL + BLOCK
    assert {path.name for path in registry.parent.iterdir()} == {
        "members.toml",
        "real.toml",
    }


@pytest.fixture
def as_somebody_else() -> Iterator[Path]:
    """A folder that everybody may write to, in the hands of a user and group of no rights."""
    if not hasattr(os, "setresuid") or os.geteuid() != 0:
        pytest.skip("only root can become somebody else, and on Linux come back")
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o777)
    groups = os.getgroups()
    registry = folder / "members.toml"
    registry.write_text(SMALL, encoding="utf-8")
    with locked(registry):
        # What is imported for it may not be readable by somebody else.
        pass
    try:
        os.setgroups([])
        os.setresgid(23456, 23456, 0)
        os.setresuid(12345, 12345, 0)
        yield registry
    finally:
        os.setresuid(0, 0, 0)
        os.setresgid(0, 0, 0)
        os.setgroups(groups)
        shutil.rmtree(folder)


def as_root(change: Callable[[], None]) -> None:
    os.seteuid(0)
    change()
    os.seteuid(12345)


def replaced(registry: Path) -> tuple[int, int, int]:
    """Owner, group and mode of the registry after somebody changed it."""
    replace_file(registry, lambda file: file.write(b"new"))
    assert registry.read_bytes() == b"new"
    status = registry.stat()
    return status.st_uid, status.st_gid, stat.S_IMODE(status.st_mode)


@pytest.mark.parametrize(
    ("mode", "group", "expected"),
    [
        # who shares the group leaves it to the group
        (0o664, 23456, (12345, 23456, 0o664)),
        (0o660, 23456, (12345, 23456, 0o660)),
        # another group gets no more than everybody has
        (0o666, 34567, (12345, 23456, 0o666)),
        (0o676, 34567, (12345, 23456, 0o666)),
        (0o662, 34567, (12345, 23456, 0o622)),
    ],
)
def test_what_cannot_be_kept_gives_nobody_more(
    mode: int, group: int, expected: tuple[int, int, int], as_somebody_else: Path
) -> None:
    registry = as_somebody_else
    as_root(lambda: os.chown(registry, 0, group))
    as_root(lambda: registry.chmod(mode))
    assert replaced(registry) == expected


def test_a_folder_that_cannot_be_listed_is_written_to(as_somebody_else: Path) -> None:
    as_root(lambda: as_somebody_else.parent.chmod(0o333))
    as_root(lambda: as_somebody_else.chmod(0o666))
    assert replaced(as_somebody_else)[0] == 12345
    with locked(as_somebody_else):
        pass


def test_a_folder_that_is_read_only_is_answered(as_somebody_else: Path) -> None:
    as_root(lambda: as_somebody_else.parent.chmod(0o555))
    with pytest.raises(CannotDo) as refused, locked(as_somebody_else):
        pass
    assert refused.value.message == f"{as_somebody_else}: cannot be written: Permission denied"
    assert refused.value.hint == "nothing was changed"


def test_a_lock_file_that_is_closed_for_a_moment_is_tried_again(
    as_somebody_else: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = as_somebody_else.with_name(".members.toml.lock")
    as_root(lambda: lock.touch(0o600))
    as_root(lambda: as_somebody_else.chmod(0o666))
    # The clock of this module alone: others may be waiting too.
    clock = SimpleNamespace(time=time.time, sleep=lambda _: as_root(lambda: lock.chmod(0o666)))
    monkeypatch.setattr("alliance_cli.store.save.time", clock)
    with locked(as_somebody_else):
        pass


def test_a_lock_file_of_somebody_else_is_named(as_somebody_else: Path) -> None:
    lock = as_somebody_else.with_name(".members.toml.lock")
    as_root(lambda: lock.touch(0o600))
    with pytest.raises(CannotDo, match=r"\.members\.toml\.lock: cannot be written: Permission"):
        locked(as_somebody_else).__enter__()


@unix
def test_colleagues_of_one_group_wait_for_each_other(tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can become two others")
    folder = Path(tempfile.mkdtemp())
    registry = folder / "members.toml"
    registry.write_text(SMALL, encoding="utf-8")
    for path, mode in ((folder, 0o770), (registry, 0o664)):
        os.chown(path, 0, 34567)
        path.chmod(mode)
    with locked(registry):
        # What is imported for it may not be readable by others.
        pass

    def start(user: int, work: Callable[[], None]) -> int:
        """A process of a user whose own group is another, as is usual."""
        process = os.fork()
        if process:
            return process
        try:
            os.umask(0o022)
            os.setgroups([34567])
            os.setresgid(user, user, user)
            os.setresuid(user, user, user)
            work()
            os._exit(0)
        finally:
            os._exit(1)

    def appears(name: str) -> None:
        """Wait for a file that a process makes, unless it is not going to."""
        for _ in range(1000):
            if (folder / name).exists():
                return
            time.sleep(0.01)

    def hold() -> None:
        with locked(registry):
            (folder / "held").touch()
            appears("waiting")
            (folder / "done").touch()

    def wait() -> None:
        sleep = time.sleep

        def tell(seconds: float) -> None:
            (folder / "waiting").touch()
            sleep(seconds)

        # In this process alone, which ends when it has waited.
        setattr(time, "sleep", tell)  # noqa: B010 - mypy knows another name of its parameter
        with locked(registry):
            assert (folder / "done").exists()

    try:
        processes = [start(12345, hold)]
        appears("held")
        processes.append(start(12346, wait))
        assert [os.waitstatus_to_exitcode(os.waitpid(p, 0)[1]) for p in processes] == [0, 0]
    finally:
        shutil.rmtree(folder)


def test_a_folder_without_locks_is_answered(
    registry: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_locks(*_: object) -> None:
        raise OSError(errno.ENOSYS, "Function not implemented")

    monkeypatch.setattr("fcntl.flock", no_locks)
    with pytest.raises(CannotDo, match=r"cannot be written: .*not"), locked(registry):
        pass
    assert registry.read_text(encoding="utf-8") == SMALL


def test_a_file_that_is_read_only_is_left_alone(as_somebody_else: Path) -> None:
    as_root(lambda: as_somebody_else.chmod(0o644))
    with pytest.raises(CannotDo, match=r"members\.toml: cannot be written: Permission denied"):
        replaced(as_somebody_else)
    assert files(as_somebody_else.parent) == ["members.toml"]
    assert as_somebody_else.read_text(encoding="utf-8") == SMALL


def test_a_path_that_is_none_is_answered() -> None:
    with pytest.raises(CannotDo, match=r"cannot be written: .*null"):
        replace_file(Path("a\0b"), lambda file: file.write(b""))


@pytest.mark.usefixtures("clock")
def test_who_waits_is_told_who_writes(registry: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from alliance_cli.store import save as module

    monkeypatch.setattr(module, "_PATIENCE", 0.1)
    with locked(registry), pytest.raises(CannotDo) as refused:
        locked(registry).__enter__()
    expected = rf"another program is writing to it \(process {os.getpid()} on .+ since {NOW}\)"
    assert re.search(expected, refused.value.message)
    assert refused.value.hint == "try again in a moment"


def lock_of(registry: Path) -> Path:
    return registry.with_name(".members.toml.lock")


@unix
@pytest.mark.parametrize("what", ["link to nothing", "link", "folder"])
def test_what_stands_in_the_place_of_the_lock_is_named(
    what: str, run: Run, registry: Path, tmp_path: Path
) -> None:
    theirs = tmp_path / "theirs"
    if what == "folder":
        lock_of(registry).mkdir()
    else:
        lock_of(registry).symlink_to(theirs)
    if what == "link":
        theirs.write_text("theirs", encoding="utf-8")
    error = run("edit", "M002", "--set", "city=十堰", code=3).err
    assert re.fullmatch(
        r"alliance: .*\.members\.toml\.lock: cannot be written: .* \(nothing was changed\)\n", error
    )
    assert registry.read_text(encoding="utf-8") == SMALL
    assert not theirs.exists() or theirs.read_text(encoding="utf-8") == "theirs"


@unix
@pytest.mark.parametrize("link", [os.symlink, os.link])
def test_a_link_put_in_the_place_of_the_lock_is_not_written_through(
    link: Callable[[Path, Path], None],
    registry: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    theirs = tmp_path / "theirs"
    theirs.write_text("theirs", encoding="utf-8")
    theirs.chmod(0o640)
    before = theirs.stat()

    def put_in_between() -> str:
        lock_of(registry).unlink()
        link(theirs, lock_of(registry))
        return "here"

    monkeypatch.setattr("socket.gethostname", put_in_between)
    with locked(registry):
        pass
    assert theirs.read_text(encoding="utf-8") == "theirs"
    after = theirs.stat()
    assert (after.st_gid, after.st_mode) == (before.st_gid, before.st_mode)


@unix
def test_a_lock_that_is_another_file_too_is_not_written_to(run: Run, registry: Path) -> None:
    theirs = registry.with_name("theirs")
    theirs.write_text("theirs", encoding="utf-8")
    os.link(theirs, lock_of(registry))
    run("edit", "M002", "--set", "city=十堰")
    assert theirs.read_text(encoding="utf-8") == "theirs"


def test_a_lock_that_cannot_be_released_is_named(
    run: Run, registry: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import filelock

    release = filelock.FileLock.release

    def fail(lock: filelock.FileLock) -> None:
        release(lock)
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr("filelock.FileLock.release", fail)
    error = run("edit", "M002", "--set", "city=十堰", code=3).err
    assert error.endswith(
        f"{lock_of(registry)}: cannot be released: Input/output error (members.toml was written)\n"
    )
    refused = run("edit", "M002", "--set", "city=", code=2).err
    assert "standard output" not in error + refused
    assert "cannot be released" not in refused


ACCESS_LIST = "system.posix_acl_access"
DEFAULT_LIST = "system.posix_acl_default"


def access_list(user: int = 4, group: int = 0, *, of_folder: bool = False) -> bytes:
    """Reading and writing for the owner, so much for user 12345 and the group, nothing for others.

    A list of a folder lets the group 45678 read, too.
    """
    nobody = 0xFFFFFFFF
    entries = [(1, 6, nobody), (2, user, 12345), (4, group, nobody)]
    if of_folder:
        entries.append((8, 4, 45678))
    entries += [(0x10, 6, nobody), (0x20, 0, nobody)]
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *each) for each in entries)


def give(path: Path, name: str, value: bytes) -> None:
    """Give a file an extended attribute, where the file system has them."""
    if not hasattr(os, "setxattr"):
        pytest.skip("extended attributes are of Linux")
    try:
        os.setxattr(path, name, value)
    except OSError as error:
        if error.errno != errno.ENOTSUP:
            raise
        pytest.skip("this file system has no extended attributes")


def test_extended_attributes_are_kept(run: Run, registry: Path) -> None:
    give(registry, "user.origin", "名单".encode())
    run("edit", "M002", "--set", "city=十堰")
    assert os.getxattr(registry, "user.origin") == "名单".encode()


def test_the_access_list_is_kept_and_lets_in_nobody_else(run: Run, registry: Path) -> None:
    give(registry, ACCESS_LIST, access_list())
    # What its mode says of the group is the most that anybody in the list may do.
    assert stat.S_IMODE(registry.stat().st_mode) == 0o660
    run("edit", "M002", "--set", "city=十堰")
    assert os.getxattr(registry, ACCESS_LIST) == access_list()
    assert stat.S_IMODE(registry.stat().st_mode) == 0o660


def test_the_list_of_a_folder_lets_nobody_read_what_they_could_not(
    run: Run, registry: Path
) -> None:
    give(registry.parent, DEFAULT_LIST, access_list(of_folder=True))
    registry.chmod(0o640)
    run("edit", "M002", "--set", "city=十堰")
    assert ACCESS_LIST not in os.listxattr(registry)
    assert stat.S_IMODE(registry.stat().st_mode) == 0o640


def test_an_access_list_of_a_strange_group_is_not_given_to_another(as_somebody_else: Path) -> None:
    registry = as_somebody_else
    as_root(lambda: os.chown(registry, 0, 34567))
    as_root(lambda: give(registry, ACCESS_LIST, access_list(6, 6)))
    reason = "cannot be written: its access list is for a group that is not yours"
    with pytest.raises(CannotDo, match=reason):
        replaced(registry)
    assert registry.read_text(encoding="utf-8") == SMALL
    assert files(registry.parent) == ["members.toml"]


@pytest.mark.parametrize(("name", "kept"), [("user.mine", True), ("security.label", False)])
def test_an_attribute_that_cannot_be_kept_is_named(
    name: str, kept: bool, run: Run, registry: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not hasattr(os, "setxattr"):
        pytest.skip("extended attributes are of Linux")

    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "listxattr", lambda _: [name])
    monkeypatch.setattr(os, "getxattr", lambda path, _: str(path).encode())
    monkeypatch.setattr(os, "setxattr", fail)
    error = run("edit", "M002", "--set", "city=十堰", code=3 if kept else 0).err
    reason = f"its attribute {name} cannot be kept: No space left on device"
    expected = f"alliance: members.toml: cannot be written: {reason} (nothing was changed)\n"
    assert (error == expected) == kept
    assert (registry.read_text(encoding="utf-8") == SMALL) == kept


@unix
def test_other_names_of_a_file_are_told_of(run: Run, registry: Path) -> None:
    other = registry.with_name("snapshot.toml")
    os.link(registry, other)
    error = run("edit", "M002", "--set", "city=十堰").err
    told = "members.toml had 1 more name (hard links), under which the former content stays\n"
    assert error.endswith(told)
    assert registry.read_text(encoding="utf-8") == WRITERS["edit"][1]
    assert other.read_text(encoding="utf-8") == SMALL
    # It is told once: now they are two files.
    assert told not in run("edit", "M002", "--set", "city=襄阳").err
    assert told not in run("edit", "M002", "--set", "city=十堰", "--dry-run").err


def prepare_import(registry: Path) -> tuple[Path, Sequence[str]]:
    """A file of rejects that is there before, and an import that would write it anew."""
    registry.write_text(SMALL, encoding="utf-8")
    folder = registry.parent
    (folder / "list.csv").write_text("名称,类别\n甲厂,parts\n乙厂,x\n", encoding="utf-8")
    rejects = folder / "old.csv"
    rejects.write_text("what was there before\n" * 200, encoding="utf-8")
    arguments = ("import", "list.csv", "--apply", "--rejects", "old.csv", "--force")
    return rejects, (*arguments, "-r", str(registry))


@unix
def test_rejects_stay_where_a_limit_stops_the_import(registry: Path) -> None:
    rejects, arguments = prepare_import(registry)
    before, inode = rejects.read_bytes(), rejects.stat().st_ino
    # Room for the new rejects, not for the registry, and not for what they were before.
    done = subprocess.run(
        (*ALLIANCE, *arguments),
        capture_output=True,
        check=False,
        cwd=registry.parent,
        preexec_fn=limited(500),
        env=unmeasured(),
    )
    assert done.returncode == 3
    assert b"members.toml: cannot be written: File too large" in done.stderr
    assert registry.read_text(encoding="utf-8") == SMALL
    assert (rejects.read_bytes(), rejects.stat().st_ino) == (before, inode)
    assert files(registry.parent) == ["list.csv", "members.toml", "old.csv"]


# Runs the command line given after a number, and is killed after so many files were renamed.
KILLED_AFTER_RENAMING = """
import os, pathlib, signal, sys
left = int(sys.argv.pop(1))
rename = pathlib.Path.replace
def counted(path, target):
    global left
    rename(path, target)
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
pathlib.Path.replace = counted
from alliance_cli.cli import main
main()
"""


@unix
@pytest.mark.parametrize(("renamed", "is_placed"), [(1, False), (2, True)])
def test_rejects_stay_where_the_import_is_killed(
    renamed: int, is_placed: bool, registry: Path
) -> None:
    rejects, arguments = prepare_import(registry)
    before = rejects.read_bytes()
    command = (sys.executable, "-c", KILLED_AFTER_RENAMING, str(renamed), *arguments)
    done = subprocess.run(
        command, capture_output=True, check=False, cwd=registry.parent, env=unmeasured()
    )
    assert done.returncode == -signal.SIGKILL
    assert "甲厂" in registry.read_text(encoding="utf-8")
    assert (rejects.read_bytes() != before) == is_placed
