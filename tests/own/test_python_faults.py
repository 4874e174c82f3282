"""What does not fit a call from Python is one line, as on the command line."""

import pandas as pd
import pytest
from short import SHORT, Loyal, rows

import sim
from sim.agents.agents import Counterpart

WRONG = {
    "a policy": (lambda: sim.run(3), "policy: '3'"),
    "a group of a policy": (lambda: sim.run(sim.Policy(delegation=3)), "policy: delegation='3'; expected Delegation"),
    "several values": (lambda: sim.run("ban", years=[1, 2]), r"run.years: '\[1, 2\]'"),
    "a word of a sweep": (lambda: sim.sweep(3), "sweep: '3'; expected words"),
    "no axis": (lambda: sim.sweep(policy="ban"), "no key has several values"),
    "an empty axis": (lambda: sim.sweep({"parameters.load": []}), "parameters.load: names no value"),
    "a value": (lambda: sim.sweep({"parameters.load": [1, -1]}), "parameters.load: '-1'"),
    "a key": (lambda: sim.sweep({"parameters.laod": [1, 2]}), "did you mean 'parameters.load'"),
    "a key twice": (lambda: sim.sweep("run.seed=1,2", seed=[1, 2]), "run.seed: given twice"),
    "points": (lambda: sim.sweep(points=3), "points: '3'; expected a csv file"),
    "uneven points": (lambda: sim.sweep(points=[{"run.seed": 1}, {"run.sed": 1}]), "points: number 1: keys run.sed"),
    "a point twice": (lambda: sim.sweep(points=[{"run.seed": 1}] * 2), "number 1: the same as number 0"),
    "a column twice": (
        lambda: sim.sweep(points=pd.DataFrame([[1, 2]], columns=["seed", "seed"])),
        "points: 'seed' is the name of two columns",
    ),
    "a key of a point twice": (
        lambda: sim.sweep(points=[{"seed": 1, "run.seed": 2}]),
        "points: number 0: run.seed: given twice",
    ),
    "a key of a run twice": (lambda: sim.run("ban", years=1, **{"run.years": 2}), "run.years: given twice"),
    "a point that is none": (lambda: sim.sweep(points=[{"run.seed": 1}, 3]), "points: number 1: '3'; expected values"),
    "a policy of a point": (
        lambda: sim.sweep(points=[{"policy": sim.Policy()}, {"policy": "bann"}]),
        "points: number 1: policy: 'bann'.* did you mean 'ban'",
    ),
    "a point's policy and another": (
        lambda: sim.sweep(points=[{"policy": sim.Policy(), "run.seed": 1}], policy="ban"),
        "policy: given twice",
    ),
    "a point's policy and a group": (
        lambda: sim.sweep(points=[{"policy": sim.Policy(), "run.seed": 1}], oversight="alarm"),
        "oversight: given twice",
    ),
    "a point's lever and policies": (
        lambda: sim.sweep(points=[{"delegation.level": 0.3}], policy=[sim.Policy(), sim.policy("ban")]),
        "delegation.level: given twice",
    ),
    "points of policies and policies": (
        lambda: sim.sweep(points=[{"policy": sim.Policy()}], policy=[sim.Policy(), sim.policy("ban")]),
        "policy: given twice",
    ),
    "no file of points": (lambda: sim.sweep(points="nowhere.csv"), "^points: 'nowhere.csv': No such file"),
    "one axis zipped": (lambda: sim.sweep({"run.seed": [1, 2]}, zip=True), "^zip: fewer than two axes"),
    "two designs": (lambda: sim.sweep(design="lhs:2", zip=True), "^design: given together with zip; expected one"),
    "over without a design": (lambda: sim.sweep(over="all"), "^over: .* expected a design as well, lhs:N"),
    "an interval without a design": (
        lambda: sim.sweep("parameters.load=interval(0.9,1)"),
        "expected a design, lhs:N or sobol:N, or a list",
    ),
    "nothing drawn": (lambda: sim.sweep(design="lhs:2"), "^design: nothing to sample; expected factors to draw over"),
    "an outcome of until": (lambda: sim.run("ban", until="godput:1%"), "^until: 'godput' is not known"),
    "a width of until": (lambda: sim.run("ban", until="goodput"), "^until: goodput: ''; expected a share"),
    "a lever that is not set": (
        lambda: setattr(sim.Policy().delegation, "levl", 3),
        "Delegation.levl: not known; .*'level'",
    ),
    "a lever of another group": (
        lambda: setattr(sim.Policy().delegation, "alarm", 3),
        "did you mean 'oversight.alarm'",
    ),
    "a group that is not set": (lambda: setattr(sim.Policy(), "delegatoin", 3), "Policy.delegatoin: .*'delegation'"),
    "a point and an axis": (lambda: sim.sweep(points=[{"run.seed": 1}], seed=2), "run.seed: given twice"),
    "no function": (lambda: sim.run("ban", metrics={"late": 3}), "metric 'late': '3'; expected a function"),
    "no mapping": (lambda: sim.run("ban", metrics=[rows]), "metrics: .* expected functions of a world by name"),
    "a metric's name": (lambda: sim.run("ban", metrics={"goodput": rows}), "metric 'goodput': known already"),
    "an agent's code": (lambda: sim.run("ban", agents={"nort": Loyal}, **SHORT), "did you mean 'north'"),
    "a kind of agent": (
        lambda: sim.run("ban", agents={"north": Counterpart}, **SHORT),
        "a subclass of SubnationalActor",
    ),
    "a class by name": (lambda: sim.run("ban", agents={"north": "Loyal"}, **SHORT), "agents.north: agent 'Loyal'"),
    "until": (lambda: sim.run("ban", until=3), "until: '3'"),
    "progress": (lambda: sim.run("ban", progress=3), "progress: '3'"),
    "a setting of one policy": (lambda: sim.sweep(policy=[{"years": 3}, "ban"]), "policy: 'years' is not a lever"),
    "an agent of one policy": (
        lambda: sim.sweep(policy=["ban:agents.north=none", "ban"]),
        "policy: 'agents.north' is not a lever",
    ),
    "policies twice": (lambda: sim.sweep({"policy": [sim.Policy()]}, policy=[sim.Policy()]), "policy: given twice"),
    "policies and a word": (lambda: sim.sweep("policy=ban,combined", policy=[sim.Policy()]), "policy: given twice"),
    "a policy twice": (lambda: sim.sweep(policy=[sim.Policy(), sim.Policy()]), "'centralized' is named twice"),
    "a setting of a policy": (lambda: sim.policy("ban", years=3), "years: not a lever"),
    "a preset beside objects": (
        lambda: sim.sweep(policy=[sim.Policy(), sim.policy("ban")], oversight=["alarm", "patrol"]),
        "oversight: given twice",
    ),
    "worlds that differ": (
        lambda: sim.compare("centralized", {"policy": "ban", "seed": 7}, **SHORT),
        "compare: seed is not the same for all",
    ),
    "parameters that are none": (lambda: sim.sweep({"run.seed": [1, 2]}, parameters="load=1"), "parameters: 'load=1'"),
    "too many values": (lambda: sim.sweep(seed=range(10**9)), "run.seed: 1,000,000,000 values; expected at most"),
    "run": (lambda: sim.run("ban", run=0.3), "run: '0.3'; expected the name of a preset"),
    "a design": (lambda: sim.sweep(design=4), "design: '4'"),
    "over": (lambda: sim.sweep(design="lhs:2", over=3), "over: '3'"),
    "points of one column": (lambda: sim.sweep(points=pd.Series([1])), "points: "),
    "a folder": (lambda: sim.load(3), "load: '3'"),
    "a scenario": (lambda: sim.load_scenario(None), "scenario: 'None'"),
    "a study that is a number": (lambda: sim.use_study(3), "study: '3'"),
    "no folder": (lambda: sim.use_study(""), "study: ''; expected the path of a folder"),
    "an outcome of a figure": (lambda: sim.compare("ban", "combined", **SHORT).figure("zz"), "figure: 'zz'"),
    "no outcome": (lambda: sim.compare("ban", "combined", **SHORT).figure([]), "figure: no outcome named"),
    "a study": (lambda: sim.use_study("/nowhere"), "study: '/nowhere' is not a folder"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_does_not_fit_is_one_line(case):
    call, said = WRONG[case]
    with pytest.raises(sim.InputError, match=said):
        call()
