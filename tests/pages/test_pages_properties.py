"""No link makes a page fail, and what a page leaves in the address opens the same scenario."""

import pytest
from hostile_links import LINKS
from hypothesis import given, settings
from hypothesis import strategies as st
from opening import PAGES, open_page, query_of

from dashboard.link.address import FIRST, HOME
from emcore import Scenario

pytestmark = pytest.mark.slow


@settings(max_examples=settings.default.max_examples // 8)
@given(page=st.sampled_from(PAGES), query=LINKS)
def test_no_link_makes_a_page_fail(page, query):
    app = open_page(page, **query).run()
    assert not app.exception
    left = query_of(app)
    opened = FIRST if page == HOME and not query else Scenario.from_query(query)[0]
    assert Scenario.from_query(left)[0] == opened
    app.run()
    assert not app.exception
    assert query_of(app) == left
