"""A fault in the Python of a study names the file and, where there is one, the row."""

import pytest

from sim.commands.cli import main
from sim.inputs import in_use
from sim.runs.work import warm

RULE = "return super().goes_alone(i) if waited >= 26 else 0"
FAULTS = {  # a file, what is written into it in place of what, and what is said of it
    "a metric that raises": (
        "metrics.py",
        "    issues =",
        "    1 / 0\n    issues =",
        "metrics.py row 21: metrics alone_share: ZeroDivisionError: division by zero",
    ),
    "a metric that leaves": (
        "metrics.py",
        "    issues =",
        "    raise SystemExit\n    issues =",
        "metrics.py row 21: SystemExit",
    ),
    "a metric that calls": (
        "metrics.py",
        "    issues =",
        "    import sim\n    sim.levers()\n    issues =",
        "metrics.py row 22: sim: called by an agent or a metric during a run",
    ),
    "a metric that gives a word": (
        "metrics.py",
        "return [(opened",
        'return ["much"] or [(opened',
        "metrics.py: metrics alone_share: measure returned \"['much']\"; expected a number for each",
    ),
    "a metric that gives two numbers": (
        "metrics.py",
        "return [(opened",
        "return [1, 2] or [(opened",
        "metrics.py: metrics alone_share: measure returned 2 numbers; expected 1",
    ),
    "no measure": ("metrics.py", "def measure", "def measures", "metrics.py: METRICS or measure(world) is missing"),
    "no metrics": ("metrics.py", "METRICS = (", "METRICS = 3 or (", "metrics.py: METRICS is '3'"),
    "a metric that is known": ("metrics.py", '"alone_share"', '"goodput"', "metrics.py: metric 'goodput': known"),
    "no direction": ("metrics.py", "better=0", "better=2", "metrics.py: metric alone_share: better is '2'"),
    "what is no Metric": ("metrics.py", "Metric(", "Mertic(", "metrics.py row 10: NameError"),
    "an agent that raises": (
        "agents.py",
        RULE,
        "return self.patience",
        "agents.py row 15: AttributeError: Patient has no",
    ),
    "an agent that does not fit the one it stands in for": (
        "agents.py",
        RULE,
        "return super().goes_alone(i, 3)",
        "agents.py row 15: TypeError: SubnationalActor.goes_alone()",
    ),
    "a field that cannot be set": (
        "agents.py",
        "        waited",
        "        self.trust = 'high'\n        waited",
        "agents.py row 14: Patient north",
    ),
    "an answer that is none": ("agents.py", RULE, 'return "no"', "agents.py row 13: Patient north North: goes_alone("),
    "a position that is none": (
        "agents.py",
        "        waited",
        "        return 4\n\n    def position(self, i):\n        return 'left'\n        waited",
        "agents.py row 16: Patient north North: position(",
    ),
    "a file beside it": (
        "agents.py",
        "class Patient",
        "import beside\n\n\nclass Patient",
        "beside.py row 3: KeyError: 'b'",
    ),
    "one that is no Python": (
        "agents.py",
        "class Patient",
        "import broken\n\n\nclass Patient",
        "broken.py row 2: SyntaxError: ",
    ),
    "a class that the program refuses": (
        "agents.py",
        '    """Acts',
        '    def trust(self):\n        pass\n\n    """Acts',
        "agents.py row 10: Patient.trust: hides a field",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_python_has_file_and_row(fault, coast, capsys):
    file, old, new, said = FAULTS[fault]
    text = (coast / file).read_text()
    assert old in text
    (coast / file).write_text(text.replace(old, new))
    (coast / "beside.py").write_text("A = {}\n\nA['b']\n")
    (coast / "broken.py").write_text("A = 1\nB = = 2\n")
    words = "run policy=open_door scenario=coast agents.SubnationalActor=Patient run.years=0.2 run.replicates=1"
    assert main([*words.split(), "run.threads=1", "--study", str(coast)]) == 2
    line = capsys.readouterr().err
    assert (
        line.splitlines()[-1].removeprefix("paradip: agents.SubnationalActor: ").startswith((f"paradip: {said}", said))
    )


def test_outcomes_of_ones_own_are_measured_in_ones_own_country_alone(coast):
    """Where the rules are made ready, in another one, they are left alone."""
    text = (coast / "metrics.py").read_text()
    (coast / "metrics.py").write_text(text.replace("    issues =", "    1 / 0\n    issues ="))
    in_use.ask_for(coast)
    warm()
