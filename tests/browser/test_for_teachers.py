"""The page for teachers in a real browser: the worksheet prints on one page, a vote opens before its reveal."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect
from stepping import COUNT

from dashboard.for_teachers.paper import Asked, worksheet
from dashboard.lessons.course.lessons import LESSONS
from dashboard.lessons.teaching.of_lessons import TEACHING
from dashboard.link.navigation import COURSE

pytestmark = [pytest.mark.browser, pytest.mark.slow]

VOTE = TEACHING["the_algorithm"].vote
LONG = f"https://{'host.' * 40}org/{'a-long-path/' * 40}?query={'x' * 300}"
PAGES = re.compile(rb"/Type\s*/Page\b(?!s)")
SIZE = re.compile(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]")
CUT = (
    """() => [...document.querySelectorAll(".task")].filter(task => task.scrollHeight > task.clientHeight + 1).length"""
)
LINES = """() => Math.min(...Array.from(document.querySelectorAll(".lines i"), line => line.clientHeight))"""


def test_a_teacher_prints_the_worksheet_and_projects_a_vote(server, new_page):
    page = new_page(f"{server}/For_teachers", 1280, 720)
    sheets = []
    for name in ("Worksheet, one page", "Further worksheet"):
        with page.expect_download(timeout=40_000) as started:
            page.get_by_role("button", name=name).click(timeout=40_000)
        sheet = Path(started.value.path()).read_text(encoding="utf-8")
        assert f'href="{server}/' in sheet
        assert not any(one.vote.why in sheet for one in TEACHING.values())
        sheets.append(sheet)
    course = [(key, one.task) for key, one in TEACHING.items() if LESSONS[key].page in COURSE]
    long = worksheet([Asked(number, key, task, LONG) for number, (key, task) in enumerate(course, start=1)])
    for html in (*sheets, long):
        printed = new_page("about:blank")
        printed.set_content(html)
        pdf = printed.pdf(prefer_css_page_size=True, print_background=False)
        assert len(PAGES.findall(pdf)) == 1
        assert [round(float(side) * 25.4 / 72) for side in SIZE.search(pdf).groups()] == [210, 297]  # A4
        letter = printed.pdf(format="Letter")
        assert len(PAGES.findall(letter)) == 1
        printed.set_viewport_size({"width": 688, "height": 1000})  # as wide as printed
        printed.emulate_media(media="print")
        assert printed.evaluate(CUT) == 0
        assert printed.evaluate(LINES) * 25.4 / 96 > 6  # millimetres: room to write
        printed.emulate_media(media="null")

    expect(page.get_by_text(VOTE.why)).to_have_count(0)
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="The question").first.click()
    projected = opened.value
    expect(projected.locator(".st-key-question")).to_have_text(VOTE.question, timeout=40_000)
    expect(projected.get_by_text("hidden: answers")).to_be_visible()
    expect(projected.get_by_role("button", name="Play")).to_be_disabled()
    expect(projected.get_by_text("never part")).to_have_count(0)
    projected.close()
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="The reveal").first.click()
    reveal = opened.value
    expect(reveal.locator(".st-key-question")).to_have_text(VOTE.question, timeout=40_000)
    expect(reveal.locator(COUNT)).to_have_text("Step 0 of 60")
    reveal.keyboard.press("End")
    expect(reveal.locator(COUNT)).to_have_text(re.compile("^Step 60 of 60"))
    reveal.close()
    page.get_by_role("button", name="The answer").first.click()
    expect(page.get_by_text(VOTE.why)).to_be_visible()


def test_the_panel_of_a_lesson_opens_beside_it_and_keeps_its_answer_folded(server, new_page):
    page = new_page(f"{server}/The_bound", 1280, 720)
    vote = TEACHING["the_bound"].vote
    panel = page.locator(".st-key-teachers-the_bound")
    expect(panel.get_by_text("For teachers")).to_be_visible(timeout=40_000)
    expect(page.locator(COUNT)).to_have_text(re.compile("^Beat 0 of"), timeout=20_000)
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(page.locator(COUNT)).to_have_text(re.compile("^Beat 3 of"))
    panel.get_by_text("For teachers").click()
    expect(panel.get_by_text(vote.question)).to_be_visible(timeout=15_000)
    expect(page.locator(COUNT)).to_have_text(re.compile("^Beat 3 of"))  # the lesson stays where it is
    expect(page.get_by_text(vote.why)).to_have_count(0)
    panel.get_by_role("button", name="Link, code").click()
    expect(page.get_by_role("img", name="QR code of the link to the question")).to_be_visible()
