"""Turn an installer's JSON document into a `RegisterMap`, or say everything that is wrong with it."""

from collections.abc import Mapping, Sequence
import json
from typing import Any, Final

from ..core.model import BatteryMode
from .driver import Role, SerialSettings
from .plausible import Bounds
from .register_map import (
    CURRENT,
    FORMAT,
    PHASE_COUNTS,
    POWER,
    QUANTITIES,
    SG_READY,
    TYPES,
    Check,
    Coded,
    NumberType,
    Point,
    Quantity,
    RegisterMap,
    Table,
    WritablePoint,
    Write,
)
from .register_map_check import Node, RegisterMapError, need

_RAW: Final = Quantity()
_SETPOINT: Final = Quantity(Bounds.SETPOINT, CURRENT)
_BATTERY_POWER: Final = Quantity(Bounds.POWER, POWER)
_ORDER: Final = {"high_first": False, "low_first": True}
_TABLES: Final = {table.value: table for table in Table}
_ROLES: Final = {role.value: role for role in QUANTITIES}
_BASE: Final = ("register", "type", "table", "word_order", "scale", "offset", "sign", "unit", "not_available")
_LIMITS: Final = ("register", "type", "word_order", "scale", "unit", "minimum", "maximum", "step", "write_many")
_STEERED: Final = ("charge_point", "battery", "heat_pump")
_PARITIES: Final = {"none": "N", "even": "E", "odd": "O"}


def read_register_map(text: str) -> RegisterMap:
    """Turn the text of a JSON file into a map. Raises `RegisterMapError`."""
    try:
        document = json.loads(text)
    except json.JSONDecodeError as err:
        raise RegisterMapError([f"line {err.lineno}, column {err.colno}: no valid JSON: {err.msg}"]) from err
    except (RecursionError, ValueError) as err:
        raise RegisterMapError([f"$: {err}"]) from err
    return parse_register_map(document)


def parse_register_map(document: Any) -> RegisterMap:
    """Check a document and turn it into a map. Raises `RegisterMapError` with every mistake in it."""
    top = Node(document)
    found = _top(top)
    if top.problems:
        raise RegisterMapError(top.problems)
    return found


def _top(top: Node) -> RegisterMap:
    """Return the whole map."""
    keys = ("$schema", "format", "manufacturer", "model", "unit", "poll_interval", "serial_line", "word_order")
    fields = top.fields((*keys, "reads", "serial_number", "identify", "readings", "controls"))
    need(fields, "format", top).whole(FORMAT, FORMAT)
    low_first = fields["word_order"].choice(_ORDER) if "word_order" in fields else False
    reads = fields["reads"].fields(("gaps", "max_registers", "one_value_a_read")) if "reads" in fields else {}
    controls = fields.get("controls")
    return RegisterMap(
        manufacturer=_required_text(fields, "manufacturer", top),
        model=_required_text(fields, "model", top),
        unit=fields["unit"].whole(0, 255) if "unit" in fields else 1,
        poll_interval=fields["poll_interval"].number(1, 3600) if "poll_interval" in fields else 5.0,
        serial_line=_serial_line(fields["serial_line"]) if "serial_line" in fields else None,
        gaps=reads["gaps"].whole(0, 100) if "gaps" in reads else 0,
        max_registers=reads["max_registers"].whole(4, 125) if "max_registers" in reads else 100,
        one_value_a_read=reads["one_value_a_read"].flag() if "one_value_a_read" in reads else False,
        serial_number=_point(fields["serial_number"], _RAW, low_first) if "serial_number" in fields else None,
        checks=tuple(_check(item, low_first) for item in fields["identify"].items()) if "identify" in fields else (),
        readings=_readings(need(fields, "readings", top), low_first),
        **(_controls(controls, fields.get("readings"), low_first) if controls is not None else {}),
    )


def _required_text(fields: Mapping[str, Node], name: str, within: Node) -> str:
    return need(fields, name, within).text()


def _serial_line(node: Node) -> SerialSettings:
    """Return how the device talks on a serial line."""
    fields = node.fields(("baudrate", "parity", "stopbits"))
    parity: Any = fields["parity"].choice(_PARITIES) if "parity" in fields else "N"
    stopbits: Any = fields["stopbits"].whole(1, 2) if "stopbits" in fields else 1
    return SerialSettings(baudrate=need(fields, "baudrate", node).whole(300, 921_600), parity=parity, stopbits=stopbits)


def _readings(node: Node, low_first: bool) -> dict[Role, dict[str, tuple[Point, ...]]]:
    """Return what is read, by role."""
    roles = node.fields(tuple(_ROLES))
    if isinstance(node.value, Mapping) and not node.value:
        node.wrong("must describe at least one role")
    found: dict[Role, dict[str, tuple[Point, ...]]] = {}
    for name, role_node in roles.items():
        quantities = QUANTITIES[_ROLES[name]]
        points: dict[str, tuple[Point, ...]] = {}
        for key, value in role_node.fields(tuple(quantities)).items():
            quantity = quantities[key]
            if quantity.length == 1:
                points[key] = (_point(value, quantity, low_first),)
            else:
                points[key] = tuple(_point(item, quantity, low_first) for item in value.items(quantity.length))
        if isinstance(role_node.value, Mapping) and not role_node.value:
            role_node.wrong("must describe at least one value")
        found[_ROLES[name]] = points
    return found


def _point(node: Node, quantity: Quantity, low_first: bool, extra: Sequence[str] = ()) -> Point:
    """Return one value that is read."""
    coded = bool(quantity.codes)
    plain = not coded and not quantity.units
    allowed = ("register", "type", "table", "word_order") if coded or plain else _BASE
    fields = node.fields((*allowed, *(("values",) if coded else ()), *extra))
    codes: dict[int, Coded] = {}
    if coded:
        values = need(fields, "values", node)
        for raw, meaning in values.value.items() if isinstance(values.value, Mapping) else ():
            item = Node(meaning, f"{values.path}.{raw}", node.problems)
            stands_for = item.choice(quantity.codes)
            if str(raw).removeprefix("-").isdecimal():
                codes[int(raw)] = stands_for
            else:
                item.wrong(f"the key must be a whole number, not {raw!r}")
        if not isinstance(values.value, Mapping) and "values" in fields:
            values.wrong("must be an object from raw numbers to what they stand for")
    laid_out, register = _layout(fields, node)
    if laid_out.floating and (coded or plain):
        fields.get("type", node).wrong("a code is a whole number, not a float")
    sign = fields["sign"].sign() if "sign" in fields else 1
    unit = fields["unit"].choice(quantity.units) if "unit" in fields else 1.0
    scale = fields["scale"].number(zero=False) if "scale" in fields else 1.0
    offset = fields["offset"].number() if "offset" in fields else 0.0
    return Point(
        path=node.path,
        register=register,
        type=laid_out,
        table=fields["table"].choice(_TABLES) if "table" in fields else Table.HOLDING,
        low_word_first=fields["word_order"].choice(_ORDER) if "word_order" in fields else low_first,
        factor=scale * unit * sign,
        offset=offset * unit * sign,
        not_available=_not_available(fields["not_available"], laid_out) if "not_available" in fields else frozenset(),
        bounds=quantity.bounds,
        codes=codes,
    )


def _layout(fields: Mapping[str, Node], node: Node) -> tuple[NumberType, int]:
    """Return how a value is laid out and where; it must end within the table."""
    laid_out = need(fields, "type", node).choice(TYPES)
    register = need(fields, "register", node).whole(0, 0xFFFF)
    if register + laid_out.words > 0x10000:
        fields["register"].wrong(f"{laid_out.words} registers from here pass the last one, 65535")
    return laid_out, register


def _not_available(node: Node, laid_out: NumberType) -> frozenset[int]:
    """Return the bits that stand for nothing."""
    if laid_out.floating:
        node.wrong("a float is not available when it is not a number; nothing to say here")
        return frozenset()
    mask = (1 << 16 * laid_out.words) - 1
    return frozenset(item.whole(laid_out.lowest, mask) & mask for item in node.items())


def _check(node: Node, low_first: bool) -> Check:
    """Return a register that tells this device from others."""
    point = _point(node, _RAW, low_first, ("equals",))
    equals = need(node.members(), "equals", node)
    if isinstance(equals.value, list):
        return Check(
            point=point, equals=frozenset(i.whole(point.type.lowest, point.type.highest) for i in equals.items())
        )
    return Check(point=point, equals=frozenset({equals.whole(point.type.lowest, point.type.highest)}))


def _controls(node: Node, readings: Node | None, low_first: bool) -> dict[str, Any]:
    """Return what may be set; each role of it must be read too, so that an order can be seen to work."""
    fields = node.fields((*_STEERED, "heartbeat", "min_write_interval", "persistent_memory"))
    read = readings.value if readings is not None and isinstance(readings.value, Mapping) else {}
    found: dict[str, Any] = {}
    if "heartbeat" in fields:
        found["heartbeat"] = fields["heartbeat"].number(1, 3600)
    if "min_write_interval" in fields:
        found["min_write_interval"] = fields["min_write_interval"].number(0.1, 3600)
    if "persistent_memory" in fields:
        found["persistent_memory"] = fields["persistent_memory"].flag()
    steered = [role for role in _STEERED if role in fields]
    for role in steered:
        if role not in read:
            fields[role].wrong(f"what is set must be read too: describe $.readings.{role}")
    for role in steered[1:]:
        fields[role].wrong(f"a map sets one thing, here the {steered[0]}; describe the other one in a map of its own")
    if "charge_point" in fields:
        found |= _station_controls(fields["charge_point"], low_first)
    if "battery" in fields:
        found["battery"] = _battery_controls(fields["battery"], low_first)
    if "heat_pump" in fields:
        found["heat_pump"] = _heat_pump_controls(fields["heat_pump"], low_first)
    return found


def _station_controls(node: Node, low_first: bool) -> dict[str, WritablePoint]:
    """Return what may be set on a charge point: its current at least."""
    fields = node.fields(("current", "fallback_current", "phases"))
    found = {"current": _writable(need(fields, "current", node), _SETPOINT, low_first)}
    if "fallback_current" in fields:
        found["fallback_current"] = _writable(fields["fallback_current"], _SETPOINT, low_first)
    if "phases" in fields:
        point = _point(fields["phases"], Quantity(codes=PHASE_COUNTS), low_first, ("write_many",))
        if set(point.codes.values()) != {1, 3} or len(point.codes) != 2:
            fields["phases"].wrong('"values" must name one number for "1" and one for "3"')
        _only_holding(point, fields["phases"])
        found["phases"] = WritablePoint(point=point, minimum=1, maximum=3, many=_many(fields["phases"]))
    return found


def _battery_controls(node: Node, low_first: bool) -> dict[BatteryMode, tuple[Write, ...]]:
    """Return the writes of each order; the way back to the battery's own automatic must be known."""
    modes = {mode.value: mode for mode in BatteryMode}
    fields = node.fields(tuple(modes))
    need(fields, BatteryMode.AUTO.value, node)
    found: dict[BatteryMode, tuple[Write, ...]] = {}
    for name, order in fields.items():
        found[modes[name]] = tuple(_write(item, name, low_first) for item in order.items())
        if isinstance(order.value, list) and not order.value:
            order.wrong("must write something")
    return found


def _heat_pump_controls(node: Node, low_first: bool) -> dict[int, tuple[Write, ...]]:
    """Return the writes of each SG-Ready state; the way back to normal must be known."""
    fields = node.fields(tuple(SG_READY))
    need(fields, "normal", node)
    found: dict[int, tuple[Write, ...]] = {}
    for name, order in fields.items():
        found[SG_READY[name]] = tuple(_write(item, name, low_first) for item in order.items())
        if isinstance(order.value, list) and not order.value:
            order.wrong("must write something")
    return found


def _write(node: Node, order: str, low_first: bool) -> Write:
    """Return one write of an order."""
    value = need(node.members(), "value", node)
    if value.value == "power":
        if order not in (BatteryMode.CHARGE, BatteryMode.DISCHARGE):
            value.wrong(f"{order!r} knows no power; write a number")
        return Write(target=_writable(node, _BATTERY_POWER, low_first, ("value", "sign")), raw=None)
    point = _point(node, _RAW, low_first, ("value", "write_many"))
    _only_holding(point, node)
    raw = 0
    if isinstance(value.value, str):
        value.wrong(f"must be a whole number or 'power', not {value.value!r}")
    else:
        raw = value.whole(point.type.lowest, point.type.highest)
    return Write(target=WritablePoint(point=point, minimum=0, maximum=0, many=_many(node)), raw=raw)


def _writable(node: Node, quantity: Quantity, low_first: bool, extra: Sequence[str] = ()) -> WritablePoint:
    """Return a value that may be set, with its limits: what the registers can hold bounds them too."""
    fields = node.fields((*_LIMITS, *extra))
    laid_out, register = _layout(fields, node)
    unit = fields["unit"].choice(quantity.units) if "unit" in fields else 1.0
    scale = fields["scale"].number(zero=False) if "scale" in fields else 1.0
    sign = fields["sign"].sign() if "sign" in fields else 1
    minimum = need(fields, "minimum", node).number(0)
    maximum = need(fields, "maximum", node).number(0)
    step = fields["step"].number(0, zero=False) if "step" in fields else 1.0
    factor = scale * unit * sign
    if maximum < minimum:
        node.wrong(f"the maximum {maximum:g} is below the minimum {minimum:g}")
    elif not laid_out.floating and not laid_out.lowest <= round(maximum / factor) <= laid_out.highest:
        node.wrong(f"the maximum {maximum:g} does not fit the registers")
    return WritablePoint(
        point=Point(
            path=node.path,
            register=register,
            type=laid_out,
            low_word_first=fields["word_order"].choice(_ORDER) if "word_order" in fields else low_first,
            factor=factor,
            bounds=quantity.bounds,
        ),
        minimum=minimum,
        maximum=maximum,
        step=step,
        many=_many(node),
    )


def _many(node: Node) -> bool:
    """Return whether FC16 is asked for."""
    wanted = node.members().get("write_many")
    return wanted is not None and wanted.flag()


def _only_holding(point: Point, node: Node) -> None:
    """Note where an input register is to be written."""
    if point.table is not Table.HOLDING:
        node.wrong("an input register cannot be written")
