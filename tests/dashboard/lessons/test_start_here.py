"""Start here: a way through all lessons, which remembers what was opened."""

from opening import open_page

from dashboard.lessons.course.lessons import LESSONS
from dashboard.link import navigation


def cards(app):
    return [link.proto for link in app.main.get("page_link") if link.proto.label.startswith("**")]


def test_the_way_goes_from_the_dashboard_through_all_lessons_with_the_visitors_scenario():
    app = open_page("pages/Start_here.py", k="2", start="kmeanspp", data="faithful").run()
    assert not app.exception
    first, *lessons = cards(app)
    assert first.page == ""
    assert [card.label.split("**")[1] for card in lessons] == [lesson.question for lesson in LESSONS.values()]
    assert all("data=faithful" in card.query_string for card in (first, *lessons))
    course = lessons[: len(navigation.COURSE)]
    minutes = sum(int(card.label.rpartition(" minutes")[0].split()[-1]) for card in (first, *course))
    assert f"in {minutes} minutes" in app.main.markdown[0].value


def test_what_was_opened_is_ticked():
    app = open_page("pages/Start_here.py").run()
    assert not any("✓" in card.label for card in cards(app))
    app.switch_page(LESSONS["textbook_replays"].page).run()
    app.switch_page("pages/Start_here.py").run()
    ticked = [card.label for card in cards(app) if "✓ opened" in card.label]
    assert len(ticked) == 1
    assert LESSONS["textbook_replays"].question in ticked[0]
