"""The gallery's pictures are those of its cards, drawn as the dashboard draws today."""

from dataclasses import replace
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from dashboard.lessons.gallery import CARDS, HEIGHT, PICTURES, WIDTH, picture_of
from dashboard.take_away.gallery_pictures import PIXELS, drawn, small

BLOCK = 8  # pixels, over which lossy compression evens out


def blocks(picture):
    """Mean colours of small squares."""
    size = (PIXELS * WIDTH // BLOCK, PIXELS * HEIGHT // BLOCK)
    return np.asarray(picture.convert("RGB").resize(size, Image.Resampling.BOX), float)


def difference(card, dark, file):
    now = blocks(Image.open(BytesIO(drawn(small(card, dark=dark)))))
    return np.abs(now - blocks(Image.open(file))).max()


@pytest.mark.slow
@pytest.mark.parametrize(("number", "card"), list(enumerate(CARDS)), ids=[card.preset_key for card in CARDS])
def test_a_picture_is_that_of_its_card(number, card):
    """One fails? `python -m dashboard.take_away.gallery_pictures` draws them anew; look at them. In one theme each."""
    dark = number % 2 == 1
    assert difference(card, dark, picture_of(card, dark=dark)) < 45


def test_another_step_would_be_seen():
    card = CARDS[0]
    before = replace(card, view=replace(card.view, step=card.view.step - 1))
    assert difference(before, False, picture_of(card, dark=False)) > 90


def test_no_picture_is_left_of_a_card_that_is_gone():
    assert set(PICTURES.iterdir()) == {picture_of(card, dark=dark) for card in CARDS for dark in (False, True)}
