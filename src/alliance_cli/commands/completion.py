"""`alliance completion`: let the shell complete what a person types."""

from typing import Annotated

from ..actions import install
from ..actions.completion import words
from ..errors import CannotDo, WrongUsage
from ..language import say
from ..ledger import LEDGER
from ..options import argument, option
from ..values.words import guidance
from ..views import console
from ..views.shells import SHELLS, usual_shell


def run(
    shell: Annotated[
        str | None,
        argument(
            "[SHELL]",
            f"{', '.join(SHELLS)}; else the one of this system.",
            f"{'、'.join(SHELLS)}；不填则为本机所用的。",
            words(SHELLS),
        ),
    ] = None,
    here: Annotated[
        bool,
        option(
            "--install",
            "Set it up for this account: a file, and a line where the shell begins.",
            "为当前用户安装：写入脚本文件，并在终端的启动文件中加一行。",
        ),
    ] = False,
) -> None:
    """Print what the shell runs to complete command lines, or install it."""
    name = shell or usual_shell()
    if name not in SHELLS:
        raise WrongUsage(
            say(f"{name}: no such shell", f"不支持 {name} 的命令补全"),
            guidance(name, SHELLS, SHELLS),
        )
    if not here:
        console.put([SHELLS[name].script])
        return
    if name not in install.PLACES:
        raise CannotDo(
            say(f"{name} has to be told by hand", f"{name} 需要手工设置"),
            say(
                f"add this line to the file that $PROFILE names: {_BY_HAND}",
                f"请在 $PROFILE 所指的文件中加一行：{_BY_HAND}",
            ),
        )
    LEDGER.open()
    for path in install.installed(name, SHELLS[name].script):
        console.tell(say(f"written: {path}", f"已写入 {path}"))
    console.tell(say(f"the next {name} completes", f"重新打开终端({name})后生效"))


_BY_HAND = "alliance completion powershell | Out-String | Invoke-Expression"
