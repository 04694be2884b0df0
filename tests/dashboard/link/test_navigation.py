"""The path through the pages: an order, the way on from each, and the page that one is on."""

import re
from urllib.parse import parse_qs

import pytest
from opening import PAGES, ROOT, open_page

from dashboard.link import navigation


def test_the_path_begins_on_the_dashboard_and_goes_through_every_page_once_the_lessons_by_their_numbers():
    files = {f"pages/{file.name}" for file in (ROOT / "pages").iterdir() if file.suffix == ".py"}
    assert navigation.PATH[0] == "app.py"
    assert sorted(navigation.PATH[1:]) == sorted(files)
    numbers = [int(number[1]) for page in navigation.PATH if (number := re.match(r"pages/(\d+)_", page))]
    assert numbers == list(range(1, len(numbers) + 1))
    assert [navigation.number_of(page) for page in navigation.LESSONS] == numbers


def test_next_goes_through_all_pages_and_back_returns():
    way, page = [], "app.py"
    while page:
        way.append(page)
        page = navigation.neighbours(page)[1]
    assert way == navigation.PATH
    while way:
        before, _ = navigation.neighbours(way.pop())
        assert before == (way[-1] if way else "")


@pytest.mark.parametrize("page", PAGES)
def test_every_page_lists_the_others_in_one_column_and_ends_with_the_way_on(page):
    app = open_page(page, k="2", start="kmeanspp", data="faithful").run()
    assert not app.exception
    links = {link.proto.label: link.proto for link in app.get("page_link")}
    others = [navigation.title_of(other) for other in navigation.PATH if other != page]
    in_column = [label for label in others if page != "app.py" or label != "Gallery"]  # there beside the first
    assert [label for label in links if label in in_column] == in_column
    assert set(others) <= set(links)
    here = [text.value for text in app.sidebar.markdown if text.value == navigation.title_of(page)]
    assert len(here) == (page != "app.py")  # on the dashboard the list holds the lessons alone
    before, after = navigation.neighbours(page)
    ways = {label for label in links if label.startswith(("Back: ", "Next: "))}
    assert ways == {
        f"{word}: {navigation.title_of(other)}" for word, other in (("Back", before), ("Next", after)) if other
    }
    for way in ways:
        assert parse_qs(links[way].query_string)["data"] == ["faithful"]
