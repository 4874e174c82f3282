"""A pytest plugin: tests in the order asked for, and a line of JSON for each that begins and ends.

Only tests of theory may kill. Left out is what is blind to a rule (the text of sources, documents, figures, the page,
models of others, what is said of bad input, one way of running against another, both of which would be wrong alike) and
whatever holds a pinned number or hash (test_ticks.py holds errors that were measured, test_publish.py published ones).
"""

import json
import os
from pathlib import Path

import hypothesis
import pytest
from hypothesis import Phase

BLIND = tuple(
    f"tests/{name}"
    for name in (
        "browser/",
        "docking/",
        "faults/",
        "figures/",
        "mutation/",
        "planted/",
        "sweep/",
        "workshop/",
        "world/",
        "determinism/test_modes.py",
        "determinism/test_processors.py",
        "metamorphic/test_ticks.py",
        "test_bad_input.py",
        "test_cache.py",
        "test_columns.py",
        "test_config.py",
        "test_doors.py",
        "test_injection.py",
        "test_nothing_supplied_is_run.py",
        "test_odd.py",
        "test_performance.py",
        "test_publish.py",
        "test_readme.py",
        "test_saving.py",
        "test_strays.py",
        "test_wheel.py",
    )
)
BRITTLE = ("tests/metrics/test_measure.py::test_quantiles_agree_with_sorting",)  # its tolerance is that of a few worlds
PINNED = ("golden", "baseline", "pinned")
PLAN = (
    json.loads(Path(os.environ["WITNESS"]).read_text()) if "WITNESS" in os.environ else {}
)  # root, log, rank, left_out


def may_kill(name: str) -> bool:
    """Whether a test, by its id, is one of theory."""
    return not name.startswith(BLIND + BRITTLE) and not any(word in name.lower() for word in PINNED)


def function_of(name: str) -> str:
    """A test's id without its parameters."""
    return name.partition("[")[0]


def is_invalid(error: BaseException) -> bool:
    """Whether a compiler or a linter says this, and no test is needed."""
    return isinstance(error, NameError | SyntaxError) or type(error).__module__.startswith("numba.")


def write(**event) -> None:
    with open(PLAN["log"], "a") as file:
        file.write(json.dumps(event) + "\n")


def pytest_configure(config):
    """A mutant needs one example, not the smallest one."""
    hypothesis.settings.register_profile("witness", phases=[Phase.explicit, Phase.generate])
    hypothesis.settings.load_profile("witness")


def pytest_ignore_collect(collection_path, config):
    name = collection_path.relative_to(config.rootpath).as_posix()
    return True if not may_kill(name + "/" * collection_path.is_dir()) else None


def pytest_collection_modifyitems(config, items):
    import sim

    assert Path(sim.__file__).is_relative_to(PLAN["root"]), f"the tests would look at {sim.__file__}"
    left_out = set(PLAN["left_out"])
    items[:] = [
        item
        for item in items
        if may_kill(item.nodeid) and item.nodeid not in left_out and not item.get_closest_marker("baseline")
    ]
    rank = PLAN["rank"]
    items.sort(key=lambda item: rank.get(function_of(item.nodeid), len(rank)))
    write(tests=len(items))


def pytest_collectreport(report):
    if report.failed:
        text = str(report.longrepr)
        write(failed=report.nodeid, invalid=any(kind in text for kind in ("NameError", "SyntaxError")), seconds=0.0)


def pytest_runtest_logstart(nodeid):
    write(begins=nodeid)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.failed:
        write(
            failed=item.nodeid,
            seconds=call.duration,
            invalid=call.excinfo is not None and is_invalid(call.excinfo.value),
        )
    elif report.when == "call":
        write(passed=item.nodeid, seconds=call.duration)
    return report
