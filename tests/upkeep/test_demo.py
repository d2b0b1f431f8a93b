"""The demo network is whole however small somebody wants it, or is refused in a sentence."""


def test_a_network_of_one_store_in_each_city_is_whole(empty_app, run):
    assert "8 stores, 7 days" in run(empty_app, "demo", "--stores", "8", "--days", "7")
    assert run(empty_app, "verify") == "Everything holds.\n"


def test_fewer_stores_than_cities_are_refused_before_anything_is_written(empty_app, run):
    assert "6 is not in the range 8<=x<=500" in run(empty_app, "demo", "--stores", "6", status=2)
