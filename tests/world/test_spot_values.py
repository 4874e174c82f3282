"""Figures of the federations, held against their primary sources."""

from sim.inputs.scenario import load_scenario


def value(table, code, column):
    return table[column][table.codes.index(code)]


def test_spot_values_from_the_primary_sources():
    us, canada, germany = map(load_scenario, ("us_2023", "canada_2023", "germany_2023"))
    assert value(us.subnationals, "CA", "gdp_musd") == 3862171
    assert value(us.subnationals, "TX", "exports_musd") == 444608
    assert value(us.subnationals, "WY", "population") == 584057
    assert value(us.subnationals, "CA_los_angeles", "exports_musd") == 58588
    assert value(us.counterparts, "CHN", "gdp_musd") == 17794782
    assert value(us.counterparts, "GBR", "ideal") == 2.057
    assert value(us.counterparts, "JPN", "ties") == 323
    assert (value(us.counterparts, "FIN", "ally"), value(us.counterparts, "TWN", "ally")) == (1, 0)
    assert value(canada.subnationals, "ON", "gdp_musd") == round(1119545 / 1.35)
    assert value(germany.subnationals, "NW", "gdp_musd") == round(839084 * 1.0813)
    assert value(germany.counterparts, "RUS", "agreement") == 0.337
    assert germany.elections["first_week"] == 112
    assert us.start.isoformat() == "2023-01-02" and us.elections["first_week"] == 107
