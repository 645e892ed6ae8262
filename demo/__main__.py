"""The demo's command: `script/demo`, `--check`, `--house NAME`, `--empty`, `--newcomer`, `--pictures FOLDER`, `--browse FOLDER`."""

import argparse
import asyncio
from collections.abc import Sequence
from pathlib import Path
import signal
import sys

from .acts import arrive, check, look_around, newcomer, pictures, stay
from .client import ClientError
from .home_assistant import StartError
from .perform import perform
from .play import Play, houses
from .stage import set_empty_stage, set_stage

INTERRUPTED = 130
FAILED = 1


async def run(options: argparse.Namespace) -> int:
    """Run the demo and return its exit code."""
    task = asyncio.current_task()
    assert task is not None
    # A service manager's way to say Ctrl-C.
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    if options.house is not None:
        play = Play.load(options.house)
        well = await perform(play, options.port_base, keep=options.keep, judge=options.check)
        return 0 if well else FAILED
    if options.empty or options.newcomer:
        async with set_empty_stage(options.port_base, keep=options.keep) as (house, home_assistant):
            if options.newcomer:
                return 0 if await arrive(house, home_assistant) else FAILED
            await newcomer(house)
    async with set_stage(options.port_base, keep=options.keep) as stage:
        if options.check:
            return 0 if await check(stage) else FAILED
        if options.browse is not None:
            return 0 if await look_around(stage, options.browse) else FAILED
        if options.pictures is not None:
            await pictures(stage, options.pictures)
            return 0
        await stay(stage)
        return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 where all went well, 1 where the verdict does not hold or something failed."""
    parser = argparse.ArgumentParser(prog="script/demo", description="A simulated house and a real Home Assistant.")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--check", action="store_true", help="plan, live through a sunny morning, and judge both")
    what.add_argument("--pictures", type=Path, metavar="FOLDER", help="save the docs' pictures of the dashboard as PNG")
    what.add_argument(
        "--browse",
        type=Path,
        metavar="FOLDER",
        help="use the dashboard as a user would, and judge it; keep pictures in FOLDER",
    )
    what.add_argument("--empty", action="store_true", help="a Home Assistant that knows nothing of the house yet")
    what.add_argument(
        "--newcomer",
        action="store_true",
        help="click through docs/first-evening.md with a browser, and time it",
    )
    parser.add_argument("--house", choices=houses(), help="another house than the morning's (default: the morning's)")
    parser.add_argument("--port-base", type=int, help="first port of the house's devices (default: free ones)")
    parser.add_argument("--keep", action="store_true", help="keep Home Assistant's folder, with its log")
    options = parser.parse_args(arguments)
    if options.house is not None and (options.pictures or options.browse or options.empty or options.newcomer):
        parser.error("pictures and the empty Home Assistant are of the morning's house only")
    try:
        return asyncio.run(run(options))
    except KeyboardInterrupt, asyncio.CancelledError:
        print("\n==> Stopped")
        return INTERRUPTED if (options.check or options.pictures or options.browse or options.newcomer) else 0
    except (ClientError, StartError, LookupError, OSError, ValueError) as error:
        print(f"script/demo: {error}", file=sys.stderr)
        return FAILED


if __name__ == "__main__":
    sys.exit(main())
