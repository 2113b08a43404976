"""History: what a file held in the revisions that git keeps.  The one room that starts git."""

import contextlib
import datetime
import functools
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from ..errors import CannotDo
from ..language import Phrase, say

NEWEST = "HEAD"
"""The revision that was committed last."""

# Nothing is asked of a person or another machine, and nothing of the repository is changed.
_ENVIRONMENT = {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
# A hook hands on where its own repository is; what is asked about is that of the file.
_NOT_HANDED_ON = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")

SHALLOW = Phrase(
    "a shallow clone lacks older ones; fetch it first", "浅克隆不含较早的版本，请先获取"
)
"""Why something is not known of a repository that is cut off."""

# What `git log` tells of a commit, and of each change in it: a colon for each parent, modes, names
# of contents, and what was done.
_FORMAT = "%H%x00%aI%x00%an%x00%s%x00"
_NAME = re.compile(rb"\s*([0-9a-f]{40,64})")
_CHANGE = re.compile(rb"\s*(:+)(?:[0-7]{6} )+((?:[0-9a-f]+ )+)([A-Z]+)[0-9]*")


def repository_of(path: Path) -> Path | None:
    """The top of the git repository around the file at `path`, which need not be there yet.

    Its path is short where it is below this folder.
    """
    folder, here = path.parent.resolve(), Path.cwd()
    tops = (each for each in (folder, *folder.parents) if (each / ".git").exists())
    top = next(tops, None)
    return top.relative_to(here) if top and top.is_relative_to(here) else top


class Commit(NamedTuple):
    """A commit: its full name, when and by whom it was made, the first line of its message."""

    name: str
    when: datetime.datetime
    author: str
    subject: str


class Step(NamedTuple):
    """A commit that changed the file, called `path` in it from the top of the repository.

    `before` names what the file held in each parent (a merge has several), `after` what it holds:
    names that git gives to contents, None where there is no such file.  Of a commit at which a
    shallow clone is cut off, nobody knows what was before.
    """

    commit: Commit
    path: str
    before: Sequence[str | None]
    after: str | None
    is_cut_off: bool = False


class History:
    """What git keeps of the file at `path`, under every name that it had.

    Everything here raises CannotDo where there is no git or no repository around the file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._target = path.resolve()

    def commit(self, revision: str) -> str:
        """The full name of the commit that `revision` means; CannotDo where there is none."""
        found = self._git("rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{}")
        if found.returncode:
            self._check_repository()
            if revision == NEWEST:
                raise CannotDo(
                    say("git has no commit yet", "git 中还没有提交"),
                    say("commit the file first", "请先提交名录文件"),
                )
            raise CannotDo(
                say(f"git has no revision {revision}", f"git 中没有版本 {revision}"),
                str(SHALLOW) if self._cut_off() else "",
            )
        return found.stdout.decode().strip()

    def newest_by(self, day: datetime.date) -> str:
        """The full name of the last commit up to the end of `day`, by the clock of who made it.

        It is one of those that the branch itself had: what was merged counts from the merge on.
        Raises CannotDo where there is none.
        """
        listed = self._git("log", "--first-parent", "--format=%H %cs", NEWEST, "--")
        if listed.returncode:
            self.commit(NEWEST)
        commits = [line.split() for line in listed.stdout.decode().splitlines()]
        for name, committed in commits:
            if committed <= day.isoformat():
                return name
        earliest = commits[-1][1] if commits else "?"
        raise CannotDo(
            say(
                f"git has no commit up to {day}; the first is of {earliest}",
                f"git 中没有 {day} 及以前的提交，最早一次在 {earliest}",
            ),
            str(SHALLOW) if self._cut_off() else "",
        )

    def bytes_at(self, revision: str) -> bytes | None:
        """What the file held in `revision`, None where that has no such file.

        Raises CannotDo where there is no such revision.
        """
        commit = self.commit(revision)
        held = self._blob(f"{commit}:./{self._target.name}")
        # Only where it has another name there does the search for names pay.
        others = () if held is not None else self._names
        return next(
            (found for name in others if (found := self._blob(f"{commit}:{name}")) is not None),
            held,
        )

    def knows(self, place: str) -> bool:
        """Whether `place` is a revision, or a path in one; False where git cannot be asked."""
        try:
            return not self._git(
                "rev-parse", "--verify", "--quiet", "--end-of-options", place
            ).returncode
        except CannotDo:
            return False

    def bytes_of(self, place: str) -> bytes:
        """What stands at `place`, a revision and a path as git has them: `REV:path`.

        Raises CannotDo where nothing does.
        """
        revision = place.partition(":")[0]
        commit = self.commit(revision)
        held = self._blob(commit + place.removeprefix(revision))
        if held is None:
            raise CannotDo(say(f"git has no {place}", f"git 中没有 {place}"))
        return held

    def steps(self) -> Iterator[Step]:
        """The commits that changed the file, the newest first."""
        if not self._names:
            self._check_repository()
            return iter(())
        # Parents whose contents a merge takes over as they are do not show; -c leaves them out.
        arguments = ("--full-history", "--date-order", "-c", "--raw", "--no-abbrev", "-z", "-M")
        places = (f":(top,literal){name}" for name in self._names)
        listed = self._git("log", *arguments, f"--format={_FORMAT}", NEWEST, "--", *places)
        cut_off = self._cut_off()
        # A step that leaves the contents as they were in a parent gave the file another name.
        return (
            each._replace(is_cut_off=each.commit.name in cut_off)
            for each in _steps(listed.stdout)
            if each.after not in each.before
        )

    def _cut_off(self) -> frozenset[str]:
        """The commits of which a shallow clone has no parents, though they have some."""
        found = self._git("rev-parse", "--git-path", "shallow")
        listed = self._target.parent / os.fsdecode(found.stdout.rstrip(b"\n"))
        try:
            return frozenset(listed.read_text(encoding="ascii").split())
        except OSError:
            return frozenset()

    @contextlib.contextmanager
    def contents(self) -> Iterator[Callable[[str], bytes]]:
        """Gives contents by the names that steps have, from one process for all of them."""
        program = _program()
        with subprocess.Popen(  # noqa: S603 - no shell, and names go in by standard input
            [program, "cat-file", "--batch"],
            cwd=self._target.parent,
            env=_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        ) as process:
            asked, told = process.stdin, process.stdout
            if asked is None or told is None:
                raise AssertionError

            def contents(name: str) -> bytes:
                asked.write(name.encode() + b"\n")
                asked.flush()
                *_, size = told.readline().split()
                if not size.isdigit():
                    raise CannotDo(
                        say(f"git has no contents {name}", f"git 中没有内容 {name}"),
                        say(
                            "a partial clone lacks them; fetch them first",
                            "部分克隆不含此内容，请先获取",
                        ),
                    )
                held = told.read(int(size))
                told.read(1)
                return held

            yield contents

    @functools.cached_property
    def _names(self) -> list[str]:
        """Every name that the file had, from the top of the repository, the newest first."""
        listed = self._git(
            "log", "--follow", "--name-status", "-z", "--format=", NEWEST, "--", self._target.name
        )
        names: dict[str, None] = {}
        words = iter(listed.stdout.split(b"\0"))
        for status in words:
            if status:
                count = 2 if status[:1] in b"RC" else 1
                found = [os.fsdecode(next(words, b"")) for _ in range(count)]
                names.update(dict.fromkeys(reversed(found)))
        return [*names]

    def _blob(self, place: str) -> bytes | None:
        # The bytes as they were committed: no filter of the repository touches them.
        blob = self._git("cat-file", "blob", place)
        return None if blob.returncode else blob.stdout

    def _check_repository(self) -> None:
        inside = self._git("rev-parse", "--git-dir")
        if inside.returncode:
            reason = inside.stderr.decode(errors="replace").strip().split("\n")[0]
            raise CannotDo(
                say(
                    f"{self._path}: not in a git repository: {reason}",
                    f"{self._path}：不在 git 仓库中"
                    if "not a git repository" in reason
                    else f"{self._path}：git 不读取所在的仓库：{reason}",
                )
            )

    def _git(self, *arguments: str) -> "subprocess.CompletedProcess[bytes]":
        program = _program()
        try:
            return subprocess.run(  # noqa: S603 - no shell, and git itself splits off no option
                [program, *arguments],
                cwd=self._target.parent,
                env=_environment(),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
            )
        except (OSError, ValueError) as error:
            raise _no_git(say(f"git cannot be run: {error}", f"无法运行 git：{error}")) from error


def _steps(listed: bytes) -> Iterator[Step]:
    """The changes that `git log` tells of."""
    words = iter(listed.split(b"\0"))
    commit: Commit | None = None
    for word in words:
        if found := _NAME.fullmatch(word):
            when, author, subject = (next(words, b"").decode(errors="replace") for _ in range(3))
            commit = Commit(
                found[1].decode(), datetime.datetime.fromisoformat(when), author, subject
            )
        elif commit and (change := _CHANGE.fullmatch(word)):
            is_renamed = len(change[1]) == 1 and change[3] in (b"R", b"C")
            path = [next(words, b"") for _ in range(2 if is_renamed else 1)][-1]
            names = (
                None if set(each) == {ord("0")} else each.decode() for each in change[2].split()
            )
            *before, after = names
            yield Step(commit, os.fsdecode(path), before, after)


def _program() -> str:
    program = shutil.which("git")
    if program is None:
        raise _no_git(say("there is no git", "没有安装 git"))
    return program


def _environment() -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key not in _NOT_HANDED_ON}
    return kept | _ENVIRONMENT


def _no_git(message: str) -> CannotDo:
    return CannotDo(message, say("install git", "请安装 git"))
