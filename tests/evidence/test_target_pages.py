"""Pages of targets: those that are published, and what is wrong with those that are not right."""

import re

import pandas as pd
import pytest

from sim.errors import InputError
from sim.inputs.pages import read_yaml
from sim.inputs.shipped import shipped
from sim.model.metrics import NAMES
from sim.study.evidence import fitted, read_target, read_targets, target_names
from sim.study.evidence.fit import setups_of

FOLDER = shipped("experiments") / "evidence"


def written(name: str) -> dict:
    return read_yaml(name, (FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


def test_every_published_page_reads_and_names_metrics_that_there_are():
    targets = read_targets()
    assert [one.name for one in targets] == target_names() == sorted(path.stem for path in FOLDER.glob("*.yaml"))
    assert len(targets) >= 25
    for one in targets:
        assert {metric for _, metric in one.reading.names} <= set(NAMES), one.name
        assert one.low <= one.value <= one.high and one.error > 0.0 and one.discrepancy > 0.0, one.name
        assert one.observed.endswith(".") and one.source and one.reason and one.derivation, one.name
    assert setups_of(targets, {})  # every scenario and policy can be run


def test_the_split_is_as_promised():
    """At least eight kept to test and never fitted; Canada and Germany only to test; titles that tell targets apart."""
    targets = read_targets()
    kept = [one for one in targets if one.use == "test"]
    assert len(kept) >= 8 and len([one for one in targets if one.scenario != "us_2023"]) >= 4
    assert all(one.use == "test" for one in targets if one.scenario != "us_2023")
    assert len({one.title for one in targets}) == len(targets)


def test_test_targets_never_reach_a_fit():
    targets = read_targets()
    assert {one.use for one in fitted(targets)} == {"fit"} and {one.use for one in targets} == {"fit", "test"}
    assert len(fitted(targets)) + sum(one.use == "test" for one in targets) == len(targets)
    assert fitted(one for one in targets if one.use == "test") == []


def test_discrepancies_follow_the_rule_of_the_folder():
    """10% for the same quantity, 30% for a proxy, 50% for another country; hundredths of an index from -1 to 1. The
    scale is log where the unit has no upper bound."""
    for name in target_names():
        page = written(name)
        allowed = (0.1, 0.3, 0.5) if page["unit"] == "[-1,1]" else ("10%", "30%", "50%")
        assert page["discrepancy"] in allowed, name
        unbounded = page["unit"] in ("weeks", "ratio", "deals/year", "per 1000")
        assert (page.get("scale") == "log") == unbounded, name
        says = {"10%": "The same quantity", "30%": "A proxy"}.get(str(page["discrepancy"]))
        assert says is None or page["reason"].startswith(says), name


def test_what_is_published_is_of_these_pages():
    """A page that was changed after the last run shows here: paradip evidence --out results/published/evidence."""
    table = pd.read_csv(shipped("published") / "evidence" / "evidence.csv").set_index("target")
    assert list(table.index) == target_names()
    for one in read_targets():
        row = table.loc[one.name]
        assert (row["use"], row["reading_of"], row["scenario"]) == (one.use, one.reading.text, one.scenario), one.name
        stated = row[["observed", "observed_low", "observed_high", "error", "discrepancy"]].tolist()
        assert stated == pytest.approx([one.value, one.low, one.high, one.error, one.discrepancy], rel=1e-9), one.name


def test_the_numbers_in_the_readme_are_those_of_the_pages():
    targets, text = read_targets(), (FOLDER.parents[1] / "README.md").read_text(encoding="utf-8")
    kept = sum(one.use == "test" for one in targets)
    flat = " ".join(text.split())
    assert f"compares it with {len(targets)} published figures" in flat
    assert f"agree with {len(targets) - kept} of them; the other {kept} are never used" in flat


def test_every_target_says_where_its_figure_comes_from():
    for one in read_targets():
        assert one.source == "public record" or re.search("[0-9]{4}|version|as [a-z_0-9]+", one.source), one.name


FAULTS = {
    "no title": ({"title": None}, "key title is missing"),
    "an empty title": ({"title": '""'}, "row 1: title: ''; expected text"),
    "a key that is no key": ({"titel": "A"}, "row 16: key 'titel': not known; expected title, "),
    "a value in words": ({"value": "many"}, "row 3: value: 'many'; expected a number"),
    "a value that is none": ({"value": ".nan"}, "row 3: value: '.nan'; expected a number"),
    "a switch for a value": ({"value": "true"}, "row 3: value: 'True'; expected a number"),
    "neither error nor discrepancy": (
        {"error": "0", "discrepancy": "0"},
        "discrepancy: '0'; expected more than 0, since the error is 0",
    ),
    "no error": ({"error": None}, "no error given; expected error or interval, one of them"),
    "two errors": ({"interval": "[0.7, 0.8]"}, "error and interval given; expected error or interval, one of them"),
    "a negative error": ({"error": "-1"}, "row 4: error: '-1'; expected a standard error, 0 or more"),
    "an interval of one": ({"error": None, "interval": "[0.7]"}, "interval: '[0.7]'; expected two numbers"),
    "an interval in words": ({"error": None, "interval": "[low, 0.8]"}, "interval: 'low'; expected a number"),
    "an interval beside the value": (
        {"error": None, "interval": "[0.8, 0.9]"},
        "interval: '[0.8, 0.9]'; expected two numbers on either side of value",
    ),
    "an interval turned round": (
        {"error": None, "interval": "[0.9, 0.6]"},
        "interval: '[0.9, 0.6]'; expected two numbers on either side of value",
    ),
    "an interval from 0 on a log scale": (
        {"error": None, "interval": "[0, 0.8]", "scale": "log"},
        "expected two numbers above 0 on either side of value",
    ),
    "0 on a log scale": ({"value": "0", "scale": "log"}, "row 3: value: '0'; expected a number above 0"),
    "a scale that is none": ({"scale": "lg"}, "row 9: scale: 'lg'; expected linear or log, did you mean 'log'?"),
    "a use that is none": ({"use": "tests"}, "row 15: use: 'tests'; expected fit or test, did you mean 'test'?"),
    "a list for a use": ({"use": "[fit]"}, "row 15: use: "),
    "a discrepancy in words": ({"discrepancy": "some"}, "row 13: discrepancy: 'some'; expected a share of value such"),
    "a negative discrepancy": ({"discrepancy": "-0.1"}, "row 13: discrepancy: '-0.1'; expected a share of value such"),
    "a metric that is none": (
        {"reading": "delivred"},
        "reading: metric 'delivred': not known; expected one of paradip list metrics, did you mean 'delivered'?",
    ),
    "a function": ({"reading": "max(delivered, 1)"}, "row 10: reading: 'max(delivered, 1)' has no place in a reading"),
    "a number for a reading": ({"reading": "3"}, "row 10: reading: '3'; expected text"),
    "a reading without a metric": ({"reading": "2 * 3"}, "row 10: reading: '2 * 3' names no metric"),
    "a scenario that is none": ({"scenario": "us_2032"}, "row 11: scenario 'us_2032': not found; expected one of"),
    "a policy that is none": ({"policy": "policy=status_qou"}, "did you mean 'status_quo'?"),
    "words without a key": ({"policy": "status_quo"}, "row 12: "),
    "an assumption in a policy": (
        {"policy": "policy=ban parameters.load=1"},
        "row 12: policy: parameters.load is not of a policy; expected presets and levers, such as policy=status_quo",
    ),
    "a setting in a policy": ({"policy": "policy=ban run.years=1"}, "row 12: policy: run.years is not of a policy"),
    "several policies in one": ({"policy": "policy=ban,combined"}, "row 12: policy: policy: several values"),
    "one policy by name": ({"policy": "{a: policy=ban}"}, "row 12: policy: 'a'; expected at least two names"),
    "a name that is no name": (
        {"policy": "{A1: policy=ban, b: policy=ban}"},
        "row 12: policy: 'A1'; expected a name of small letters",
    ),
    "a policy that is not read": (
        {"policy": "{a: policy=ban, b: policy=combined}", "reading": "a.delivered"},
        "row 10: reading: policy b is not in it; expected every policy of the page",
    ),
    "a metric of no policy": (
        {"policy": "{a: policy=ban, b: policy=combined}"},
        "reading: metric delivered: of which policy? expected a.delivered or b.delivered",
    ),
}


@pytest.mark.parametrize("case", FAULTS)
def test_a_fault_is_one_line_that_names_page_row_and_key(case, page):
    lines, said = FAULTS[case]
    with pytest.raises(InputError) as fault:
        read_target(page(**lines))
    text = str(fault.value)
    assert text.startswith("target mine.yaml") and said in text and "expected" in text and "\n" not in text, text


def test_a_page_that_is_no_mapping_is_refused(tmp_path):
    path = tmp_path / "list.yaml"
    path.write_text("- one\n")
    with pytest.raises(InputError, match=r"target list.yaml: .*expected keys with values"):
        read_target(path)
    with pytest.raises(InputError, match="target: 'us_promise_g20'; .*did you mean 'us_promises_g20'"):
        read_target("us_promise_g20")
    with pytest.raises(InputError, match="named twice"):
        read_targets(["us_voided", "us_voided"])
