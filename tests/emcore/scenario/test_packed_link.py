"""Links made short: what was packed is unpacked, for ever; what somebody else packed does no harm."""

import base64
import hashlib
import tracemalloc
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from emcore import PRESETS, Scenario
from emcore.scenario.own_points import OWN, own_data
from emcore.scenario.packed_link import DICTIONARIES, MOST_LETTERS, packed, unpacked

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
QUERIES = st.dictionaries(TEXTS.filter(lambda name: name not in ("", "z")), TEXTS, max_size=8)
EIGHT = "~".join(f"{size}_{3 * size}.25_-{size}.5_1_2_0.5" for size in range(1, 9))
LONG = {"data": "clusters-2d", "clusters": EIGHT, "components": EIGHT, "ask": "Where do the components end, and why?"}


def payload(text, version="1", *, dictionary=None):
    """What a stranger may put into `z`."""
    squeezing = zlib.compressobj(9, zdict=DICTIONARIES["1"] if dictionary is None else dictionary)
    data = squeezing.compress(text) + squeezing.flush()
    return version + base64.urlsafe_b64encode(data).decode().rstrip("=")


@given(QUERIES)
def test_what_was_packed_is_unpacked(query):
    text = packed(query)
    assert set(text) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    assert unpacked({"z": text}) == (query, [])


@given(QUERIES, st.text())
def test_without_z_a_query_stays_as_it_is_and_no_text_for_z_raises(query, text):
    assert unpacked(query) == (query, [])
    said, problems = unpacked({**query, "z": text})
    assert query.items() <= said.items()
    assert len(problems) <= 1


@given(st.integers(0, 10_000), st.sampled_from("AZaz09-_"))
def test_a_damaged_link_is_none(at, letter):
    text = packed(LONG)
    at = 1 + at % (len(text) - 1)
    for other in (text[:at], text[:at] + letter + text[at + 1 :]):
        said, problems = unpacked({"step": "3", "z": other})
        if said != {**LONG, "step": "3"}:  # the last letter holds bits that count for nothing
            assert said == {"step": "3"}
            assert "damaged" in problems[0]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "no version known"),
        ("2" + packed({"k": "2"})[1:], "no version known"),
        ("<b>", "no version known"),
        ("1", "damaged"),
        ("1%%%", "damaged"),
        ("1é٣\x00", "damaged"),
        (payload(b"k=2", dictionary=b"another"), "damaged"),
        (payload("k=é".encode()), "damaged"),
        (payload(b"&".join(b"k%d=1" % i for i in range(101))), "cut off or too long|Max number of fields"),
        (payload(b"k=2") + "AAAA", "damaged"),
        ("1" + "A" * 10 * MOST_LETTERS, "too long"),
    ],
    ids=range(11),
)
def test_what_can_not_be_read_is_said_and_the_rest_is_used(text, why):
    said, problems = unpacked({"k": "4", "z": text})
    assert said == {"k": "4"}
    assert len(problems) == 1
    assert any(part in problems[0] for part in why.split("|"))


def test_a_bomb_is_not_blown_up():
    bomb = payload(b"ask=" + b"0" * 12_000_000)
    assert len(bomb) < MOST_LETTERS  # is not refused for its own length
    tracemalloc.start()
    said, problems = unpacked({"z": bomb})
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (said, len(problems)) == ({}, 1)
    assert peak < 1_000_000


def test_what_stands_beside_counts_and_none_is_packed_within_another():
    assert unpacked({"z": packed({"k": "2", "data": "ring"}), "k": "5"}) == ({"k": "5", "data": "ring"}, [])
    assert unpacked({"z": payload(b"k=2&z=" + packed({"k": "3"}).encode())}) == ({"k": "2"}, [])


def test_long_links_become_short():
    points = [((7 * i) % 101 / 10, (31 * i) % 103 / 10) for i in range(100)]
    own = Scenario(OWN, start="kmeanspp", own=own_data(np.array(points), "", 100, may_travel=True)).to_query()
    for query, share in ((LONG, 0.7), (own, 0.7), *((preset.scenario.to_query(), 0.9) for preset in PRESETS.values())):
        length = len("&".join(f"{name}={value}" for name, value in query.items()))
        if length > 60:
            assert len(packed(query)) < share * length


def test_a_dictionary_is_for_ever():
    """Links that were given away hold nothing of it: whoever changes it breaks them all. Add a version instead."""
    mark = hashlib.blake2b(DICTIONARIES["1"], digest_size=8).hexdigest()
    assert mark == "6cee8b1794d2723f"
