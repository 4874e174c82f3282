"""paradip list: what there is to choose from."""

from sim.errors import InputError, nearest

TOPICS = (
    "scenarios",
    "policies",
    "delegation",
    "oversight",
    "coordination",
    "investment",
    "run",
    "levers",
    "readings",
    "parameters",
    "metrics",
    "claims",
    "targets",
    "figures",
    "exercises",
    "experiments",
    "study",
)
ABOUT = f"""Topics: {", ".join(TOPICS)}."""
EXAMPLES = """examples:
  paradip list policies
  paradip list scenarios us_2023
  paradip list oversight
  paradip list levers
  paradip list parameters | grep trust
  paradip list metrics"""


def add_arguments(parser) -> None:
    parser.add_argument(
        "topics",
        nargs="*",
        metavar="TOPIC",
        help="one of " + ", ".join(TOPICS) + "; scenarios NAME shows how big things are in one of them",
    )


def execute(arguments) -> None:
    if arguments.topics[:1] == ["scenarios"] and len(arguments.topics) == 2:
        from sim.commands import list_scenario

        print(list_scenario.scenario(arguments.topics[1]))
        return
    if len(arguments.topics) != 1:
        raise InputError(
            f"list: {len(arguments.topics)} topics given; expected one of {', '.join(TOPICS)}, or scenarios and a name"
        )
    topic = arguments.topics[0]
    if topic not in TOPICS:
        raise InputError(
            f"list: '{topic[:40]}' is not a topic; expected one of {', '.join(TOPICS)}{nearest(topic, TOPICS)}"
        )
    print({one.__name__: one for one in TABLES}.get(topic, lambda: group(topic))())


def scenarios() -> str:
    from sim.commands.table import paragraphs
    from sim.inputs.folder import scenario_names
    from sim.inputs.scenario import load_scenario

    entries = {}
    for name in scenario_names():
        tables = load_scenario(name)
        parts = {"subnational actor": tables.subnationals, "counterpart": tables.counterparts, "domain": tables.domains}
        counts = [f"{len(rows)} {noun}{'' if len(rows) == 1 else 's'}" for noun, rows in parts.items()]
        entries[name] = f"{tables.title}: {', '.join(counts)}"
    return paragraphs(entries) + "\n\nor the path of a folder with the same tables: scenario=path/to/folder"


def group(topic: str) -> str:
    """Presets with what they stand for; for a group of levers, the levers too."""
    from sim.commands.table import paragraphs
    from sim.model.limits import LIMITS
    from sim.setup.config import presets
    from sim.setup.presets import describe

    name = "policy" if topic == "policies" else topic
    text = paragraphs({preset: describe(name, preset) for preset in presets(name)})
    levers = {key: limit.expected for key, limit in LIMITS.items() if key.startswith(name + ".")}
    return text + (f"\n\nlevers:\n{paragraphs(levers)}" if levers else "")


def levers() -> str:
    from sim.commands.table import aligned
    from sim.model.levers import LEVERS

    rows = [
        [key, one.expected, one.off, one.price.formula if one.price else one.paid, one.explained]
        for key, one in LEVERS.items()
    ]
    return aligned(["lever", "values", "off", "price in FTE", "meaning"], rows)


def readings() -> str:
    from sim.commands.table import aligned
    from sim.model.path.readings import READINGS

    rows = [[one.name, one.unit, f"{one.delay:g}", one.meaning] for one in READINGS.values()]
    return aligned(["reading", "unit", "known after, weeks", "meaning"], rows)


def parameters() -> str:
    from sim.commands.table import aligned
    from sim.model.parameters import PARAMETERS

    rows = [
        [p.name, p.symbol, p.default, p.low, p.high, p.unit, f"{p.meaning} [{p.source}]"] for p in PARAMETERS.values()
    ]
    return aligned(["parameter", "symbol", "default", "from", "to", "unit", "meaning [source]"], rows)


def claims() -> str:
    from sim.commands.table import paragraphs
    from sim.study.claims.claim import read_claims

    return paragraphs({claim.id: claim.claim for claim in read_claims([])})


def targets() -> str:
    from sim.commands.table import paragraphs
    from sim.study.evidence.page import read_targets

    return paragraphs({one.name: f"{one.observed} To {one.use}. [{one.source}]" for one in read_targets()})


def figures() -> str:
    from sim.commands.table import paragraphs
    from sim.study.publish.plate import read_plates

    return paragraphs({plate.id: plate.question for plate in read_plates([])})


def exercises() -> str:
    from sim.commands.table import paragraphs
    from sim.web.exercise import exercise_names, read_exercise

    known = [read_exercise(name) for name in exercise_names()]
    return paragraphs({one.name: f"{one.title}. {one.question}" for one in known})


def experiments() -> str:
    from sim.commands.table import paragraphs
    from sim.study.experiment import experiment_names, read_experiment

    return paragraphs({name: read_experiment(name).question for name in experiment_names()})


def metrics() -> str:
    from sim.commands.table import aligned
    from sim.model.metrics import METRICS

    rows = [[m.name, m.group, m.unit, m.preferred, m.meaning] for m in METRICS]
    return aligned(["outcome", "group", "unit", "better", "meaning"], rows)


def study() -> str:
    from sim.commands import list_study

    return list_study.study()


TABLES = (scenarios, levers, readings, parameters, metrics, claims, targets, figures, exercises, experiments, study)
