"""History: what a file held in a revision that git keeps.  The one room that starts git."""

import os
import shutil
import subprocess
from pathlib import Path

from ..errors import CannotDo
from ..language import say

# Nothing is asked of a person or another machine, and nothing of the repository is changed.
_ENVIRONMENT = {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
# A hook hands on where its own repository is; what is asked about is that of the file.
_NOT_HANDED_ON = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")


def repository_of(path: Path) -> Path | None:
    """The top of the git repository around the file at `path`, which need not be there yet.

    Its path is short where it is below this folder.
    """
    folder, here = path.parent.resolve(), Path.cwd()
    tops = (each for each in (folder, *folder.parents) if (each / ".git").exists())
    top = next(tops, None)
    return top.relative_to(here) if top and top.is_relative_to(here) else top


def bytes_at(path: Path, revision: str) -> bytes | None:
    """What the file at `path` held in `revision`, None where that has no such file.

    Raises CannotDo where there is no git, no repository around the file or no such revision.
    """
    target = path.resolve()
    commit = _git(target, "rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{}")
    if commit.returncode:
        _check_repository(target, path)
        raise CannotDo(
            say(f"git has no revision {revision}", f"git 中没有版本 {revision}"),
            say(
                "a shallow clone lacks older ones; fetch it first",
                "浅克隆不含较早的版本，请先获取",
            ),
        )
    # The bytes as they were committed: no filter of the repository touches them.
    blob = _git(target, "cat-file", "blob", f"{commit.stdout.decode().strip()}:./{target.name}")
    return None if blob.returncode else blob.stdout


def _check_repository(target: Path, path: Path) -> None:
    inside = _git(target, "rev-parse", "--git-dir")
    if inside.returncode:
        reason = inside.stderr.decode(errors="replace").strip().split("\n")[0]
        raise CannotDo(
            say(f"{path}: not in a git repository: {reason}", f"{path}：不在 git 仓库中：{reason}")
        )


def _git(target: Path, *arguments: str) -> "subprocess.CompletedProcess[bytes]":
    program = shutil.which("git")
    if program is None:
        raise _no_git(say("there is no git", "没有安装 git"))
    try:
        return subprocess.run(  # noqa: S603 - no shell, and git itself splits off no option
            [program, *arguments],
            cwd=target.parent,
            env={
                **{k: v for k, v in os.environ.items() if k not in _NOT_HANDED_ON},
                **_ENVIRONMENT,
            },
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
    except (OSError, ValueError) as error:
        raise _no_git(say(f"git cannot be run: {error}", f"无法运行 git：{error}")) from error


def _no_git(message: str) -> CannotDo:
    return CannotDo(message, say("install git, or leave out --base", "请安装 git，或不用 --base"))
