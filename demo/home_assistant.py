"""A full Home Assistant in a folder of its own: written, started, waited for and stopped."""

import asyncio
from asyncio.subprocess import Process
from collections.abc import Sequence
from pathlib import Path
import signal
import socket
import sys

import aiohttp

PORT = 8123
"""Home Assistant's own. Another one would have to be confirmed in its web interface within five minutes."""

URL = f"http://127.0.0.1:{PORT}"

TIME_ZONE = "Europe/Brussels"

BOOT_TIMEOUT = 120.0
STOP_TIMEOUT = 60.0
PORT_PATIENCE = 10

INTEGRATION = Path(__file__).parent.parent / "custom_components" / "overshot"

# What a user sees of a house, and nothing that looks for devices, clouds or radios outside this machine. Whoever sits
# at this machine needs no login.
CONFIGURATION = f"""\
homeassistant:
  name: Demo house
  latitude: 51.05
  longitude: 3.72
  elevation: 10
  country: BE
  currency: EUR
  language: en
  time_zone: {TIME_ZONE}
  unit_system: metric
  auth_providers:
    - type: trusted_networks
      trusted_networks: [127.0.0.1/32, "::1/128"]
      allow_bypass_login: true
    - type: homeassistant

frontend:
config:
energy:
history:
logbook:
sun:
system_health:

logger:
  default: warning
  logs:
    custom_components.overshot: info
"""

# The place and language of the house stand in the configuration; of the wizard that would ask for them, the user, the
# statistics and the end are left.
ONBOARDING = '{"version": 4, "minor_version": 1, "key": "onboarding", "data": {"done": ["core_config"]}}'


class StartError(RuntimeError):
    """Home Assistant did not start."""


class HomeAssistant:
    """One Home Assistant process and its folder."""

    def __init__(self, folder: Path, configuration: str = "", also: Sequence[Path] = ()) -> None:
        """Prepare for a configuration folder that does not exist yet; `configuration` is added to the usual one.

        `also` are folders of other integrations, which are set up too.
        """
        self.folder = folder
        self._integrations = (INTEGRATION, *also)
        self._configuration = "\n".join([CONFIGURATION + configuration, *(f"{it.name}:" for it in also), ""])
        self.log = folder / "console.log"
        self._process: Process | None = None

    async def start(self) -> None:
        """Start Home Assistant and wait until it answers.

        Raises `StartError` where its port is taken, or where it ends or does not answer in time.
        """
        await _wait_for_port()
        self._write_configuration()
        with self.log.open("wb") as log:
            # A session of its own: Ctrl-C in the terminal is for us, and we stop it in good order.
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "homeassistant", "--config", str(self.folder)),
                *("--skip-pip", "--log-no-color"),
                # Integrations are those of its folder, not those beside the demo.
                cwd=self.folder,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        try:
            async with asyncio.timeout(BOOT_TIMEOUT):
                await self._wait_until_it_answers()
        except TimeoutError:
            raise StartError(f"Home Assistant did not answer within {BOOT_TIMEOUT:.0f} s, see {self.log}") from None

    async def stop(self) -> bool:
        """Stop Home Assistant as its own service manager would; return whether it went in good order."""
        process = self._process
        if process is None:
            return True
        self._process = None
        if process.returncode is not None:
            return False
        process.send_signal(signal.SIGTERM)
        try:
            async with asyncio.timeout(STOP_TIMEOUT):
                return await process.wait() == 0
        except TimeoutError:
            process.kill()
            await process.wait()
            return False

    @property
    def running(self) -> bool:
        """Whether the process is alive."""
        return self._process is not None and self._process.returncode is None

    def complaints(self) -> list[str]:
        """Return the lines of its log in which the integration warns, or something fails that has to do with it."""
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        return [
            line
            for line in lines
            if (" ERROR " in line and "overshot" in line)
            or (" WARNING " in line and "[custom_components.overshot" in line)
        ]

    def _write_configuration(self) -> None:
        """Write what a new Home Assistant finds on its first start."""
        components = self.folder / "custom_components"
        components.mkdir(parents=True)
        for integration in self._integrations:
            (components / integration.name).symlink_to(integration)
        (self.folder / "configuration.yaml").write_text(self._configuration)
        storage = self.folder / ".storage"
        storage.mkdir()
        (storage / "onboarding").write_text(ONBOARDING)

    async def _wait_until_it_answers(self) -> None:
        """Ask again and again until the web server is there."""
        async with aiohttp.ClientSession() as session:
            while True:
                if not self.running:
                    raise StartError(f"Home Assistant ended while it started, see {self.log}")
                try:
                    async with session.get(f"{URL}/api/onboarding") as response:
                        if response.status == 200:
                            return
                except aiohttp.ClientError:
                    pass
                await asyncio.sleep(0.3)


async def _wait_for_port() -> None:
    """Give an earlier Home Assistant a moment to leave. Raises `StartError` where somebody stays on the port."""
    for _ in range(PORT_PATIENCE):
        with socket.socket() as probe:
            probe.settimeout(1.0)
            if probe.connect_ex(("127.0.0.1", PORT)) != 0:
                return
        await asyncio.sleep(1.0)
    raise StartError(f"something listens on port {PORT} already; the demo's Home Assistant needs that port")
