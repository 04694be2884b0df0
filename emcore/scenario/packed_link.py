"""A long link made short without a server: its query, deflated with a dictionary of what links say, in `?z=`.

The first letter of what `z` holds is the version, which names the dictionary. Links are for ever: a dictionary is never
changed; a better one gets the next version.
"""

import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode

NAME = "z"
MOST_LETTERS = 20_000  # packed or unpacked: ten times what the longest link of ours has

# What is likely in the order in which links say it; the likeliest at the end. Long numbers are those of presets.
DICTIONARIES = {
    "1": b"run=yours&exponent=-4&replay=faithful-murphy&from=2.5"
    b"&on=yours&starts=50&criterion=icl&sign=mclust&cell=3_full"
    b"&ask=What+will+happen+next%3F+Where+do+the+How+many+components+are+there%3F+Which+of+these+is+the+start+step+EM+Why"
    b"&lock=data~start~truth~answers~step&click=predict&click=beat&plane=matrix&plane=1_3&dream=yes&field=yes"
    b"&colors=uncertainty&colors=hard&colors=soft&contours=filled&contours=lines&truth=yes&beats=two"
    b"&data=clusters-2d&clusters=300_-6_-3_1_1_0~300_6_-3_1_1_0~300_0_6_1_1_0&points=1000&noise=0.1&seed=2"
    b"&data=penguins&data=faithful-waiting&data=galaxies&data=iris&data=moons&data=ring&data=uniform-2d&data=clusters-1d"
    b"&components=0.3333333333333333_-5_5~0.5_1.5_-1.5_0.31622776601683794_0.7071067811865476_0.5~0.25_-0.5_0.1_1_1_0"
    b"&start=random-points&start=kmeans&start=kmeanspp&k=2&k=3&k=4&start_seed=2&iterations=200&iterations=60"
    b"&tol=1e-08&tol=0.0001&weights=learned&covariance=spherical&covariance=tied&covariance=diag&ridge=0.1"
    b"&columns=sepal_length~sepal_width~petal_length~petal_width&columns=eruptions~waiting&columns=x1~x2&scale=standard"
    b"&data=own&own_file=points.csv&own_rows=1000&own_mark=&start=kmeanspp&k=2&weights=learned&columns=x~y"
    b"&data=own&own=-0.5_-1.25~0.12_0.75~1.01_2.5~-1.75_3.99~4.5_-2.0~1.5_-3~0_-1~2_1~-1_0"
}
NEWEST = max(DICTIONARIES)


def packed(query: Mapping[str, str]) -> str:
    """What `z` holds to say this query: letters, digits, - and _ alone."""
    squeezing = zlib.compressobj(9, wbits=zlib.MAX_WBITS, zdict=DICTIONARIES[NEWEST])
    data = squeezing.compress(urlencode(query).encode()) + squeezing.flush()
    return NEWEST + urlsafe_b64encode(data).decode().rstrip("=")


def unpacked(query: Mapping[str, Any]) -> tuple[dict[str, str], list[str]]:
    """A link's query with what its `z` says, and what could not be used, a line each; never raises.

    What stands beside `z` counts more than what is said within. A query without `z` stays as it is.
    """
    beside = {name: str(value) for name, value in query.items()}
    text = beside.pop(NAME, None)
    if text is None:
        return beside, []
    try:
        within = dict(parse_qsl(_text_in(text), keep_blank_values=True, max_num_fields=100))
    except ValueError as why:
        return beside, [f"{NAME}: this short link {why}; ask whoever gave it for the long one."]
    within.pop(NAME, None)
    return within | beside, []


def _text_in(payload: str) -> str:
    """The query as text. Raises `ValueError` that says why not."""
    dictionary = DICTIONARIES.get(payload[:1])
    if dictionary is None:
        raise ValueError("is of no version known here")
    reading, data = zlib.decompressobj(zdict=dictionary), payload[1:]
    try:
        if len(data) > MOST_LETTERS:
            raise ValueError
        text = reading.decompress(urlsafe_b64decode(data + "=" * (-len(data) % 4)), MOST_LETTERS)
        if not reading.eof or reading.unused_data:
            raise ValueError
        return text.decode("ascii")
    except (ValueError, zlib.error):  # neither base 64, nor deflated, nor whole, nor of a length that links have
        raise ValueError("is damaged, cut off or too long") from None
