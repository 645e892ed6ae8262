"""Solve cases with the optimizers that this interpreter knows: EMHASS, and evcc's `optimizer`.

It runs in an environment of its own (`python theirs.py < cases.json`), as their libraries and ours exclude each other, and
imports nothing of ours. A case is solved as their own services do it; the first, which loads and builds what can be kept,
is solved twice and its first time does not count. What they answer is the battery's power (W, + = discharging), so that every plan can be judged alike.
"""

import asyncio
from collections.abc import Iterable, Mapping
import contextlib
from functools import cache
from importlib import import_module, metadata
import json
import logging
from pathlib import Path
import sys
from time import perf_counter
from typing import Any


def main() -> int:
    """Read cases, print for each optimizer its version, and for each case its time (ms) and answer."""
    cases: list[Mapping[str, Any]] = json.load(sys.stdin)
    found: dict[str, Any] = {}
    with contextlib.redirect_stdout(sys.stderr):
        for name, (module, solve) in {"EMHASS": ("emhass", _emhass), "evcc optimizer": ("optimizer", _evcc)}.items():
            try:
                version = metadata.version(module)
            except metadata.PackageNotFoundError:
                continue
            solve(cases[0])
            answers = [solve(case) for case in cases]
            found[name] = {
                "version": version,
                "ms": [1000 * took for took, _ in answers],
                "power": [power for _, power in answers],
            }
    print(json.dumps(found))
    return 0


@cache
def _emhass_optimizer(config_text: str) -> Any:
    """Return EMHASS' optimizer for a house. Its service keeps one too, and tells it new numbers each time."""
    optimization: Any = import_module("emhass.optimization")
    utils: Any = import_module("emhass.utils")
    root = Path(optimization.__file__).parent
    about = {"defaults_path": root / "data/config_defaults.json", "associations_path": root / "data/associations.csv"}
    logger = logging.getLogger("emhass")
    logger.setLevel(logging.ERROR)
    config = json.loads(about["defaults_path"].read_text(encoding="utf-8")) | json.loads(config_text)
    params = asyncio.run(utils.build_params(about, {}, config, logger))
    told, plan, plant = utils.get_yaml_parse(json.dumps(params, default=str), logger)
    told["time_zone"] = "UTC"
    where = about | {"data_path": root}
    return optimization.Optimization(told, plan, plant, "unit_load_cost", "unit_prod_price", "profit", where, logger)


def _emhass(case: Mapping[str, Any]) -> tuple[float, list[float]]:
    """Solve a case with EMHASS: its receding horizon, without deferrable loads."""
    pandas: Any = import_module("pandas")
    minutes = round(60 * case["hours"])
    config = {
        "optimization_time_step": minutes,
        "number_of_deferrable_loads": 0,
        "set_use_battery": True,
        "set_use_pv": True,
        "set_nodischarge_to_grid": False,
        "battery_charge_power_max": case["max_charge"],
        "battery_discharge_power_max": case["max_discharge"],
        "battery_charge_efficiency": case["charge_efficiency"],
        "battery_discharge_efficiency": case["discharge_efficiency"],
        "battery_nominal_energy_capacity": case["capacity"],
        "battery_minimum_state_of_charge": 0.0,
        "battery_maximum_state_of_charge": 1.0,
        "maximum_power_from_grid": case["most"],
        "maximum_power_to_grid": case["most"],
        "capacity_cost_per_kw": case["peak_price"],
        "delta_forecast_daily": 2,
    }
    index = pandas.date_range(case["start"], periods=len(case["load"]), freq=f"{minutes}min")
    load, sun = (pandas.Series(case[key], index=index) for key in ("load", "solar"))
    data = pandas.DataFrame({"unit_load_cost": case["import"], "unit_prod_price": case["export"]}, index=index)
    optimizer = _emhass_optimizer(json.dumps(config))
    begun = perf_counter()
    answer = optimizer.perform_naive_mpc_optim(
        data,
        sun,
        load,
        len(index),
        soc_init=case["soc"] / case["capacity"],
        soc_final=case["soc_end"] / case["capacity"],
        current_period_peak=case["peak"],
        def_total_hours=[],
        def_start_timestep=[],
        def_end_timestep=[],
    )
    took = perf_counter() - begun
    if str(optimizer.optim_status).lower() != "optimal":
        raise RuntimeError(f"EMHASS: {optimizer.optim_status}")
    return took, _numbers(answer["P_batt"])


def _evcc(case: Mapping[str, Any]) -> tuple[float, list[float]]:
    """Solve a case with evcc's optimizer, as its service does, with what is left at the end valued as by ours."""
    its: Any = import_module("optimizer.optimizer")
    hours, count = case["hours"], len(case["load"])
    begun = perf_counter()
    optimizer = its.Optimizer(
        strategy=its.OptimizationStrategy(charging_strategy="none", discharging_strategy="none"),
        grid=its.GridConfig(p_max_imp=case["peak"], p_max_exp=None, prc_p_exc_imp=case["peak_price"] / 1000),
        batteries=[
            its.BatteryConfig(
                charge_from_grid=True,
                discharge_to_grid=True,
                s_capacity=case["capacity"],
                s_min=0.0,
                s_max=case["capacity"],
                s_initial=case["soc"],
                c_min=0.0,
                c_max=case["max_charge"],
                d_max=case["max_discharge"],
                p_a=case["value_left"] / 1000,
            )
        ],
        time_series=its.TimeSeriesData(
            dt=[3600 * hours] * count,
            gt=[hours * it for it in case["load"]],
            ft=[hours * it for it in case["solar"]],
            p_N=[it / 1000 for it in case["import"]],
            p_E=[it / 1000 for it in case["export"]],
        ),
        eta_c=case["charge_efficiency"],
        eta_d=case["discharge_efficiency"],
        M=1e6,
    )
    answer = optimizer.solve()
    took = perf_counter() - begun
    if answer["status"] not in ("Optimal", "Feasible"):
        raise RuntimeError(f"evcc optimizer: {answer['status']}")
    (battery,) = answer["batteries"]
    pairs = zip(battery["discharging_power"], battery["charging_power"], strict=True)
    return took, _numbers((given - taken) / hours for given, taken in pairs)


def _numbers(values: Iterable[Any]) -> list[float]:
    """Return plain numbers."""
    return [float(value) for value in values]


if __name__ == "__main__":
    sys.exit(main())
