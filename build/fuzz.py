"""Fuzz what reads bytes from outside, as long as one likes, led by coverage (atheris; Linux).

``python build/dev.py fuzz [--seconds N] [target…]``. The targets and what must hold of them stand in
``tests/fuzz/targets.py``. Each runs in a process of its own; bytes that break one are left in the folder
named at the end. Exit code 1 when there are any.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
SECONDS = 60
_HANGS_AFTER = 20
_MEMORY_MB = 2048
_INSTRUMENTED = ["jxdesk", "asn1crypto"]


def main(arguments: Sequence[str]) -> int:
    """Fuzz the chosen targets one after another, all of them without a choice."""
    sys.path.insert(0, str(_ROOT))
    from tests.fuzz.targets import TARGETS

    parser = argparse.ArgumentParser(description="对读入外来数据的代码做模糊测试。")
    parser.add_argument("targets", nargs="*", metavar="目标", help=f"可选：{'、'.join(TARGETS)}")
    parser.add_argument("--seconds", type=int, default=SECONDS, metavar="秒", help="每个目标多少秒")
    known = parser.parse_args(arguments)
    unknown = sorted(set(known.targets) - set(TARGETS))
    if unknown:
        parser.error(f"没有这个目标：{'、'.join(unknown)}")
    broken = [name for name in known.targets or TARGETS if not _holds(name, known.seconds)]
    print(f"出错的目标：{'、'.join(broken)}" if broken else "没有发现问题。")
    return 1 if broken else 0


def _holds(name: str, seconds: int) -> bool:
    """Whether the target stood it for so many seconds; what broke it is kept."""
    from tests.fuzz.targets import TARGETS

    folder = Path(tempfile.mkdtemp(prefix=f"jxdesk-fuzz-{name}-"))
    corpus, found = folder / "corpus", folder / "found"
    corpus.mkdir()
    found.mkdir()
    for number, seed in enumerate(TARGETS[name].seeds()):
        (corpus / str(number)).write_bytes(seed)
    longest = max(path.stat().st_size for path in corpus.iterdir())
    options = (
        f"-max_total_time={seconds}",
        f"-timeout={_HANGS_AFTER}",
        f"-rss_limit_mb={_MEMORY_MB}",
        f"-max_len={2 * longest}",
        f"-artifact_prefix={found}/",
        "-print_final_stats=1",
        "-verbosity=0",
    )
    done = subprocess.run(
        [sys.executable, __file__, "--one", name, *options, str(corpus)],
        cwd=_ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    runs = next((line.split()[-1] for line in done.stderr.splitlines() if "executed_units" in line), "?")
    if done.returncode == 0:
        print(f"{name}：{runs} 次，没有发现问题", flush=True)
        shutil.rmtree(folder)
        return True
    print(f"{name}：出错，见 {found}\n{done.stderr[-4000:]}", flush=True)
    return False


def _one(name: str, options: Sequence[str]) -> None:
    """Fuzz one target in this process; never comes back."""
    import atheris

    sys.path.insert(0, str(_ROOT))
    with atheris.instrument_imports(include=_INSTRUMENTED):
        from tests.fuzz.targets import TARGETS

        target = TARGETS[name]
        target.seeds()
    atheris.Setup([sys.argv[0], *options], target.feed)
    atheris.Fuzz()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        _one(sys.argv[2], sys.argv[3:])
    else:
        sys.exit(main(sys.argv[1:]))
