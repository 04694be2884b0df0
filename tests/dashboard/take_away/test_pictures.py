"""Pictures on paper: their marks against emcore, read off the axes."""

import base64
import io
import re
from collections import Counter
from dataclasses import replace

import numpy as np
import pypdfium2
import pytest
from PIL import Image
from scipy.stats import chi2, multivariate_normal, norm
from svg import colour_of, marks_of, on_axes, scale_of
from taken import IRIS, of, shown

from dashboard.charts.palette import LIGHT
from dashboard.take_away.pictures.files import PICTURES, picture
from dashboard.take_away.pictures.sheet import Type, set_in_lines
from dashboard.take_away.pictures.strip import strip, usual_steps
from dashboard.take_away.pictures.vector import drawn, pdf
from dashboard.take_away.pictures.words import of_step, of_steps
from emcore import PRESETS, Dataset, Mixture, e_step, fit
from emcore.numerals import with_minus

COLOURS = np.array([colour_of(code) for code in LIGHT], float)


def dots(marks):
    """The marks of points in a plane."""
    return [mark for mark in marks if mark.tag == "path" and "fill-opacity" in mark.look]


def places_of(marks):
    """Where marks stand, (n, 2)."""
    return np.array([[mark.x, mark.y] for mark in marks])


def in_order(X):
    """Rows, sorted by their first number, then the second."""
    return X[np.lexsort(X.T[::-1].round(1))]


@pytest.mark.parametrize("kind", ["soft", "hard", "uncertainty"])
def test_points_stand_where_they_are_and_are_coloured_by_their_responsibilities(kind):
    moment = shown("penguins", 4, colours=kind)
    marks = marks_of(picture(moment))
    points, X = dots(marks), moment.dataset.X
    shares, _ = e_step(X, moment.trace[4].mixture)
    assert len(points) == len(X)
    where = on_axes(places_of(points), marks)
    distance = np.abs(where[:, np.newaxis] - X).max(axis=2)
    assert distance.min(axis=1).max() < 0.02  # millimetres
    assert distance.min(axis=0).max() < 0.02
    nearest = distance.argmin(axis=1)
    fills = np.array([colour_of(mark.look["fill"]) for mark in points])
    if kind == "soft":
        np.testing.assert_allclose(fills, (shares @ COLOURS[:3])[nearest], atol=0.51 + 1e-6)
    elif kind == "hard":
        np.testing.assert_array_equal(fills, COLOURS[shares.argmax(axis=1)][nearest])
        shapes = Counter(re.sub(r"[\d.]+", "", mark.look["d"]) for mark in points)
        assert sorted(shapes.values()) == sorted(np.bincount(shares.argmax(axis=1)))
    else:
        sizes = np.array([float(re.findall(r"A([\d.]+)", mark.look["d"])[0]) for mark in points])
        doubt = (1 - shares.max(axis=1))[nearest] * 3 / 2
        sure = np.argsort(doubt)
        assert sizes[sure[:50]].max() < sizes[sure[-50:]].min()


def test_ellipses_hold_what_they_say_and_centres_are_means():
    moment = shown("faithful", 9)
    mixture = moment.trace[9].mixture
    marks = marks_of(picture(moment))
    for width, mass in ((2.6, 0.5), (1.8, 0.95)):
        outlines = [mark for mark in marks if mark.get("stroke-width") == width]
        assert [mark.look["stroke"] for mark in outlines] == LIGHT[:2]
        for k, outline in enumerate(outlines):
            away = on_axes(outline.places, marks) - mixture.means[k]
            squared = np.einsum("nd,de,ne->n", away, np.linalg.inv(mixture.covariances[k]), away)
            np.testing.assert_allclose(squared, chi2.ppf(mass, 2), rtol=0.02)
    discs = [mark for mark in marks if mark.get("stroke-width") == 1.5 and mark.look.get("fill") in LIGHT]
    np.testing.assert_allclose(on_axes(places_of(discs), marks), mixture.means, rtol=1e-3)


def test_curves_are_the_weighted_densities_and_bars_are_split_by_responsibility():
    moment = shown("first", 6)
    mixture, x = moment.trace[6].mixture, moment.dataset.X[:, 0]
    marks = marks_of(picture(moment))
    curves = [mark for mark in marks if mark.get("stroke-width") == 2.6]
    assert len(curves) == 3
    for k, curve in enumerate(curves):
        places = on_axes(curve.places, marks)
        density = mixture.weights[k] * norm(mixture.means[k, 0], mixture.covariances[k, 0, 0] ** 0.5).pdf(places[:, 0])
        np.testing.assert_allclose(places[:, 1], density, atol=5e-5)
    shares, _ = e_step(x[:, np.newaxis], mixture)
    areas = np.zeros(3)
    for bar in marks:
        if bar.look.get("fill-opacity") == "0.62":
            wide, tall = (float(number) for number in re.search(r"h([\d.]+)v([\d.]+)", bar.look["d"]).groups())
            slopes = abs(scale_of(marks, "x")[0]), abs(scale_of(marks, "y")[0])
            areas[LIGHT.index(bar.look["fill"].upper())] += (wide + 1) * slopes[0] * tall * slopes[1]
    np.testing.assert_allclose(areas, shares.mean(axis=0), rtol=0.01)


def test_contours_hold_their_share_of_the_mixture():
    moment = shown("penguins", 20, contours="lines")
    mixture = moment.trace[20].mixture
    marks = marks_of(picture(moment))
    lines = [mark for mark in marks if mark.get("stroke-width") == 1.2]
    assert len(lines) == 4
    rng = np.random.default_rng(8)
    labels = rng.choice(3, 200_000, p=mixture.weights)
    drawn_points = mixture.means[labels] + np.einsum(
        "nij,nj->ni", mixture.cholesky[labels], rng.standard_normal((len(labels), 2))
    )

    def density(X):
        return sum(
            w * multivariate_normal(m, c).pdf(X)
            for w, m, c in zip(mixture.weights, mixture.means, mixture.covariances, strict=True)
        )

    of_points = density(drawn_points)
    for line, mass in zip(lines, (0.25, 0.5, 0.75, 0.95), strict=True):
        along = density(on_axes(line.places, marks))
        assert along.std() / along.mean() < 0.05  # one level all along
        assert np.mean(of_points > along.mean()) == pytest.approx(mass, abs=0.015)


def test_the_tint_is_blended_by_responsibility_and_its_lines_part_the_territories():
    moment = shown("penguins", 20, field=True)
    marks = marks_of(picture(moment))
    mixture = moment.trace[20].mixture
    tint = next(mark for mark in marks if mark.tag == "image")
    url = next(value for name, value in tint.look.items() if name.endswith("href"))
    pixels = np.asarray(Image.open(io.BytesIO(base64.b64decode(url.partition(",")[2]))), float)
    rows, columns = pixels.shape[:2]
    y, x = (np.array([[10, 50, 120, 190], [11, 60, 199, 300]]) + 0.5) / [[rows], [columns]]
    places = np.stack([tint.x + x * 640, tint.y + y * 400], axis=1)
    shares, _ = e_step(on_axes(places, marks), mixture)
    there = pixels[[10, 50, 120, 190], [11, 60, 199, 300]]
    np.testing.assert_allclose(there, shares @ COLOURS[:3], atol=3)
    border = next(mark for mark in marks if mark.get("stroke-width") == 1.6 and mark.look["stroke"] == "#1F2328")
    shares = np.sort(e_step(on_axes(border.places, marks), mixture)[0], axis=1)
    assert np.quantile(shares[:, -1] - shares[:, -2], 0.95) < 0.03


def test_in_two_beats_colours_wait_for_the_next_e_beat():
    def fills(step, **view):
        return Counter(mark.look["fill"] for mark in dots(marks_of(picture(shown("faithful", step, **view)))))

    assert len(fills(0, beats=True)) == 1  # nothing has been shared out
    assert fills(0.5, beats=True) == fills(0) == fills(1, beats=True) != fills(1)


def test_more_than_two_features_are_coloured_by_all_of_them():
    moment = of(IRIS, 8)
    points = dots(marks_of(picture(moment)))
    shares, _ = e_step(moment.dataset.X, moment.trace[8].mixture)
    fills = np.array([colour_of(mark.look["fill"]) for mark in points], float)
    np.testing.assert_allclose(in_order(fills), in_order(shares @ COLOURS[:3]), atol=25)
    np.testing.assert_allclose(fills.sum(axis=0), (shares @ COLOURS[:3]).sum(axis=0), rtol=0.01)
    matrix = dots(marks_of(picture(of(IRIS, 8, plane="matrix"))))
    assert Counter(mark.look["fill"] for mark in matrix if mark.get("fill-opacity") == 0.8) == Counter(
        {fill: 6 * count for fill, count in Counter(mark.look["fill"] for mark in points).items()}
    )


def test_many_points_are_pixels_and_the_file_stays_small():
    moment = shown("notebook-2d", 3)
    svg = picture(moment)
    assert len(svg) < 600_000
    assert len(pdf(svg)) < 400_000
    marks = marks_of(svg)
    assert not dots(marks)
    image = next(mark for mark in marks if mark.tag == "image")
    url = next(value for name, value in image.look.items() if name.endswith("href"))
    pixels = np.asarray(Image.open(io.BytesIO(base64.b64decode(url.partition(",")[2]))))
    some = moment.dataset.X[::100]
    across, up = scale_of(marks, "x"), scale_of(marks, "y")
    columns = 3 * ((some[:, 0] - across[1]) / across[0] - image.x)
    rows = 3 * ((some[:, 1] - up[1]) / up[0] - image.y)
    there = pixels[rows.astype(int), columns.astype(int)]
    assert (there[:, 3] > 100).mean() > 0.99
    blue = some[:, 0] < 3  # the leftmost cloud is the first component's, alone
    np.testing.assert_allclose(np.median(there[blue, :3], axis=0), COLOURS[0], atol=6)


def test_of_very_many_points_in_many_dimensions_a_matrix_shows_some_and_says_so():
    X = np.random.default_rng(3).normal(size=(20_000, 8))
    trace = fit(X, Mixture([0.5, 0.5], [X[0], X[1]], np.stack([np.eye(8)] * 2)), max_iter=1)
    data = Dataset(X, None, None, tuple("abcdefgh"))
    many = replace(of(IRIS, 1, plane="matrix"), dataset=data, trace=trace, steps=(1,))
    assert "1,071 points" in re.sub("<.*?>", "", strip(many))


def test_a_pdf_has_one_page_with_title_question_key_step_and_source():
    moment = shown("faithful", 3, question="Which points would you not like to assign?")
    page = pypdfium2.PdfDocument(PICTURES["picture-pdf"].make(moment))
    assert len(page) == 1
    text = " ".join(page[0].get_textpage().get_text_range().split())
    for told in (
        moment.title,
        moment.question,
        "holds 95 % of it",
        "Step 3 of 60",
        "Azzalini",
        "eruption length (min)",
    ):
        assert told in text, told
    assert f"{moment.trace.log_likelihoods[3]:.3f}".replace("-", "−") in text


def test_a_strip_has_a_panel_for_every_step():
    moment = shown("faithful")
    assert usual_steps(moment.trace)[:5] == (0, 1, 2, 5, 10)
    for steps in (usual_steps(moment.trace), (3,), (0, 4, 7, 60)):
        marks = marks_of(strip(replace(moment, steps=steps)))
        captions = [mark.text for mark in marks if re.match(r"\([a-z]\)  ?step", mark.text)]
        assert [int(caption.rpartition(" ")[2]) for caption in captions] == list(steps)
        discs = [mark for mark in marks if mark.get("stroke-width") == 1.5 and mark.look.get("fill") in LIGHT]
        assert len(discs) == 2 * len(steps)
        assert len(dots(marks)) == len(steps) * len(moment.dataset.X)
    settled = usual_steps(shown("separated").trace)
    assert settled == tuple(sorted(set(settled)))


def test_dreamt_data_are_left_out_with_their_line_of_the_key():
    plain, dreamt = shown("first", 1), shown("first", 1, dream=True)
    assert PICTURES["picture-svg"].make(plain) == PICTURES["picture-svg"].make(dreamt)


def test_pictures_are_light_whatever_the_page_is():
    light, dark = shown("first", 1), shown("first", 1, dark=True)
    assert PICTURES["picture-svg"].make(light) == PICTURES["picture-svg"].make(dark)


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", "a & b > c", "if", "\x07\ud800bell", "W" * 400, "", "列"]
)
def test_any_text_of_others_stays_text(name):
    moment = shown("faithful", 1)
    columns = Dataset(moment.dataset.X, None, None, (name or "x", f"{name}2"))
    hostile = replace(moment, dataset=columns, title=name, question=name, link=f"https://example.org/?{name}")
    svg = picture(hostile)
    assert not [mark for mark in marks_of(svg) if mark.tag == "script"]
    (page,) = pypdfium2.PdfDocument(pdf(svg))
    assert page.get_width() < 800


def test_lines_keep_all_words_and_what_is_bold():
    text = "**Thick ellipse**: holds 50 % of a component's mass. **Trail**: the means so far."
    lines = set_in_lines(text, Type(10, "#000000", marked=True), 120)
    assert len(lines) > 2
    assert " ".join(lines).replace("** **", " ") == text
    assert all(line.count("**") % 2 == 0 for line in lines)
    assert set_in_lines("", Type(10, "#000000"), 100) == []


def test_a_question_is_printed_letter_by_letter():
    (page,) = pypdfium2.PdfDocument(pdf(picture(replace(shown("faithful", 1), question="Why **this** $x^2$?"))))
    assert "Why **this** $x^2$?" in page.get_textpage().get_text_range()


def test_nothing_is_fetched():
    spec = {"data": {"url": "http://127.0.0.1:9/x.csv"}, "mark": "point", "width": 10, "height": 10}
    with pytest.raises(ValueError, match="(?i)not allowed|access"):
        drawn(spec, "x")


@pytest.mark.slow
@pytest.mark.parametrize("key", PRESETS)
def test_every_preset_can_be_taken_away(key):
    moment = shown(key, 2, beats=True, truth=True, field=True, contours="filled")
    svg = picture(moment)
    assert len(dots(marks_of(svg))) > 0 or moment.dataset.X.shape[1] == 1 or "<image" in svg
    assert len(pypdfium2.PdfDocument(pdf(svg))) == 1
    if key in ("first", "faithful", "collapse"):
        assert len(pypdfium2.PdfDocument(pdf(strip(replace(moment, steps=(1,)))))) == 1


@pytest.mark.parametrize("key", PICTURES)
def test_every_kind_of_file_is_what_it_says(key):
    made = PICTURES[key].make(shown("collapse", 1))
    begins = {"application/pdf": b"%PDF", "image/svg+xml": b"<svg", "image/png": b"\x89PNG"}
    assert made.startswith(begins[PICTURES[key].mime])
    assert len(made) > 5000


def test_with_a_prior_the_words_under_a_picture_and_a_strip_have_the_log_posterior_too():
    moment = of(replace(PRESETS["faithful"].scenario, n_components=3, start="kmeanspp", prior=True), 3)
    without = of(replace(moment.scenario, prior=False), 3)
    height = with_minus(f"{moment.trace[3].log_likelihood:.3f}"), with_minus(f"{moment.trace[3].log_posterior:.3f}")
    at = of_step(moment, 600).footer[0]
    assert f"Log-likelihood: {height[0]}. Log posterior: {height[1]}. EM for a mixture of 3 Gaussians" in at
    assert "covariances: full, with a conjugate prior." in at
    strips = of_steps(moment, (0, 3), 300).footer[0]
    assert re.search(rf"Log-likelihoods: \(a\) [^ ]+, \(b\) {height[0]}[.] Log posteriors: \(a\) [^ ]+, ", strips)
    assert f"(b) {height[1]}. The run's last step" in strips
    for words in (of_step(without, 600), of_steps(without, (0, 3), 300)):
        assert "osterior" not in words.told
        assert "prior" not in words.told
