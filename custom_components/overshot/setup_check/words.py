"""Say in the user's language what the check of an installation found: confirmed, contradicted, or not tested."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from homeassistant.core import HomeAssistant
from homeassistant.helpers.translation import async_get_translations

from ..const import DOMAIN
from ..core.checks.phase_mapping import Verdict, Wiring
from ..core.checks.sign_steps import GRID, SignVerdict
from ..core.model import PHASE_NAMES, ChargePoint, HeatPump, Load
from .corrections import is_fiscal
from .results import Correction, HandResult, Outcome, Report, StationResult

if TYPE_CHECKING:
    from ..site import SiteCoordinator

NOTES: Final = "check_note"
"""Under which the texts stand among the selectors: nothing else of a flow's texts can be filled in freely."""

type Note = tuple[str, Mapping[str, str]]
"""Key of a text, and what it is filled with."""


async def async_report(hass: HomeAssistant, site: SiteCoordinator, report: Report) -> str:
    """Return all that was found, a paragraph a device."""
    texts = await _async_texts(hass)
    parts = [_paragraph(texts, _name(site, id_), _of_station(site, result)) for id_, result in report.stations.items()]
    things = (note for hand in report.hands.values() for note in _of_hand(hand, texts["appliance"]))
    others = [*_of_solar(report), *things]
    for key, filled in others:
        parts.append("- " + texts[key].format(**{**filled, "device": _name(site, filled.get("device", ""))}))
    return "\n\n".join(parts) if parts else texts["nothing"]


async def async_label(hass: HomeAssistant, site: SiteCoordinator, correction: Correction) -> str:
    """Return what a correction changes."""
    texts = await _async_texts(hass)
    filled = {"device": _name(site, correction.id)}
    if correction.rotation is None:
        return texts["turn"].format(**filled)
    wired: list[ChargePoint | HeatPump | Load] = [*site.site.charge_points, *site.site.loads, *site.site.heat_pumps]
    told = next((each for each in wired if each.id == correction.id), None)
    return texts["rewire"].format(**filled, told=_rotation(told), suggested=correction.rotation.value.upper())


async def _async_texts(hass: HomeAssistant) -> dict[str, str]:
    """Return the texts by key."""
    prefix = f"component.{DOMAIN}.selector.{NOTES}.options."
    found = await async_get_translations(hass, hass.config.language, "selector", {DOMAIN})
    return {key.removeprefix(prefix): text for key, text in found.items() if key.startswith(prefix)}


def _paragraph(texts: Mapping[str, str], name: str, notes: Iterator[Note]) -> str:
    """Return what was found of one device."""
    lines = [f"- {texts[key].format(**filled)}" for key, filled in notes]
    return "\n".join((f"**{name}**\n", *lines))


def _name(site: SiteCoordinator, id_: str) -> str:
    """Return the name of a device."""
    device = site.devices.get(id_)
    return device.name if device is not None else id_


def _of_station(site: SiteCoordinator, result: StationResult) -> Iterator[Note]:
    """Yield what was found of a charge point, and of the signs that its car showed."""
    if result.outcome is not Outcome.DONE:
        yield f"outcome_{result.outcome}", {}
    elif result.wiring is None:
        yield "wiring_not_told", {}
    else:
        point = next((each for each in site.site.charge_points if each.id == result.id), None)
        yield _of_wiring(result.wiring, point)
    for id_, verdict in result.signs.items():
        yield _of_sign(site, id_, verdict)
    fallback = result.fallback
    if fallback is not None:
        yield (
            f"fallback_{fallback.verdict}",
            {
                "current": f"{fallback.current:g}" if fallback.current is not None else "-",
                "seconds": f"{fallback.seconds:.0f}" if fallback.seconds is not None else "-",
            },
        )


def _of_wiring(wiring: Wiring, point: ChargePoint | None) -> Note:
    """Return what was found of the phases."""
    shown = wiring.turned if wiring.verdict in (Verdict.CLAMP_TURNED, Verdict.METER_TURNED) else wiring.moved
    suggested = wiring.suggested.value.upper() if wiring.suggested is not None else "-"
    return f"wiring_{wiring.verdict}", {"phases": names(shown), "told": _rotation(point), "suggested": suggested}


def _of_sign(site: SiteCoordinator, id_: str, verdict: SignVerdict) -> Note:
    """Return what was found of the sign of the grid meter or a battery."""
    if id_ == GRID:
        grid = site.grid_device
        key = "fiscal" if verdict is SignVerdict.CONTRADICTED and is_fiscal(site) else verdict
        return f"grid_{key}", {"device": grid.name if grid is not None else "-"}
    return f"battery_{verdict}", {"device": _name(site, id_)}


def _of_solar(report: Report) -> Iterator[Note]:
    """Yield what was found of the signs of panels."""
    for id_, sign in report.solar.items():
        yield f"solar_{sign}", {"device": id_}


def _of_hand(hand: HandResult, anything: str) -> Iterator[Note]:
    """Yield what was seen of something switched by hand; `anything` is what no device of the site is called."""
    filled = {"name": hand.name or anything, "power": f"{abs(hand.power or 0.0):.0f}", "phases": names(hand.phases)}
    if hand.power is None:
        yield "hand_unknown", filled
    elif hand.noisy:
        yield "hand_noisy", filled
    elif hand.power < 0:
        yield "hand_falls", filled
    elif not hand.phases:
        yield "hand_power", filled
    elif hand.misplaced:
        yield "hand_elsewhere", {**filled, "told": names(hand.expected or ())}
    else:
        yield ("hand_seen" if hand.expected is None else "hand_confirmed"), filled


def names(phases: tuple[int, ...]) -> str:
    """Return phases by their names."""
    return ", ".join(PHASE_NAMES[phase] for phase in phases) or "-"


def _rotation(point: ChargePoint | HeatPump | Load | None) -> str:
    """Return how something was told to be wired."""
    return point.rotation.value.upper() if point is not None else "-"
