"""The atlas in words: the rows of the strip, a sentence on each, how many starts it takes."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, isnan, log

from dashboard.charts.lessons.endings import LETTERS
from emcore.numerals import plural, with_minus
from emcore.starts import STARTS
from emcore.study.atlas import SAME, Atlas, Optimum
from emcore.study.ways_to_start import Way

SURE = 0.95  # of having found an optimum


@dataclass(frozen=True)
class Row:
    """A row of the strip.

    letter   of its optimum; a sign where there is none, or there are several
    value    its log-likelihood, or what became of the starts, in a word or two
    count    how many starts, and which share of all
    note     what else is to be known of its optimum, in a word or two
    told     all of this for those who hear the page
    mark     how its starts are drawn: "dot", "cross" or "ring"
    starts   their numbers, which are their seeds; `optima`: at which each ended, counted from 0; -1: at none
    """

    letter: str
    value: str
    count: str
    note: str
    told: str
    mark: str
    starts: tuple[int, ...]
    optima: tuple[int, ...]


def rows(atlas: Atlas) -> list[Row]:
    """A row for each of the best optima, one for all others, and one for each reason not to have ended at any."""
    n_rows, all_starts = n_named(len(atlas.optima)), starts_at(atlas)
    found = [
        _row(atlas, LETTERS[i], nats(atlas.optima[i].height), "dot", starts, (i,) * len(starts))
        for i, starts in enumerate(all_starts[:n_rows])
    ]
    others = [(start, i) for i, starts in enumerate(all_starts) for start in starts if i >= n_rows]
    if others:
        starts, places = zip(*others, strict=True)
        found.append(_row(atlas, "…", f"{len(atlas.optima) - n_rows} others", "dot", starts, places))
    for sign, said, mark, starts in (
        ("×", "collapsed", "cross", atlas.collapsed),
        ("○", "still climbing", "ring", atlas.cut_off),
        ("=", "twins", "ring", atlas.with_twins),
    ):
        if starts:
            found.append(_row(atlas, sign, said, mark, starts, (-1,) * len(starts)))
    return found


def _row(atlas: Atlas, letter: str, value: str, mark: str, starts: tuple[int, ...], optima: tuple[int, ...]) -> Row:
    share = percent(len(starts) / len(atlas.ends))
    note = "no peak" if letter.isalpha() and atlas.optima[optima[0]].of_fewer else ""
    said = f"{'Standstill' if note else 'Optimum'} {letter}, {what(atlas)} {value}" if letter.isalpha() else value
    told = f"{said}{', ' * bool(note)}{note}: {plural(len(starts), 'start')}, {share}"
    return Row(letter, value, f"{len(starts)} · {share}", note, told, mark, starts, optima)


def starts_at(atlas: Atlas) -> list[tuple[int, ...]]:
    """For each optimum the numbers of the starts that came there, those that were cut off just before it too."""
    starts: list[list[int]] = [[] for _ in atlas.optima]
    for end in atlas.ends:
        if end.optimum is not None:
            starts[end.optimum].append(end.number)
    return [tuple(numbers) for numbers in starts]


def n_named(n_optima: int) -> int:
    """How many optima have a letter: all of a few; of many so many that the others share a row."""
    return n_optima if n_optima <= len(LETTERS) else len(LETTERS) - 1


def sentences(atlas: Atlas, own: int, own_place: int) -> list[str]:
    """A sentence on each optimum, then on the starts that collapsed, were cut off, or have twins; `own`: the number of
    one's own run, or 0, where it is none of them; then `own_place` is that of its optimum, or -1.
    """
    n, optima = len(atlas.ends), atlas.optima
    lines = []
    for i, (optimum, starts) in enumerate(zip(optima, starts_at(atlas), strict=True)):
        here = len(starts)
        below = "the highest found" if i == 0 else f"{optima[0].height - optimum.height:.2f} below A"
        line = f"{name_of(i, len(optima))}: {what(atlas)} {nats(optimum.height)}, {below}. "
        line += (
            f"{here} of {plural(n, 'start')} ended here ({percent(here / n)}), {'half of them ' * (here > 1)}within "
        )
        line += f"{plural(round(optimum.median_steps), 'step')}."
        line += " A standstill, no peak: this is a fit of fewer components." * optimum.of_fewer
        line += " Your one run is among them." * (own in starts) + " Your one run ended here too." * (i == own_place)
        lines.append(line)
    return [
        *lines,
        "Collapsed: a component fell onto a few points, where the likelihood has no maximum. This is no optimum.",
        "Still climbing: cut off after the most steps, on a plateau or on a very slow slope.",
        "Twins: two components start alike and never part, so this is a fit of fewer components.",
    ]


def place_of(own: Atlas | None, atlas: Atlas) -> int:
    """Where among the optima of an atlas the one run of another ended; -1: nowhere, or it has no optimum."""
    ended = own.optima[0] if own and own.optima else None
    return next((i for i, optimum in enumerate(atlas.optima) if ended and is_same(ended, optimum)), -1)


def own_in_words(own: Atlas) -> str:
    """What became of one's own run, which ended at no optimum that others came to."""
    if own.optima:
        return f"Your own run ended where none of these did: {what(own)} {nats(own.optima[0].height)}."
    return "Your own run collapsed." if own.collapsed else ""


def what(atlas: Atlas) -> str:
    """What EM climbs: with a prior the log posterior."""
    with_prior = any(optimum.height != optimum.log_likelihood for optimum in atlas.optima)
    return "log posterior" if with_prior else "log-likelihood"


def line_of(mark: str, n_optima: int) -> int:
    """Which of the sentences is on the starts of a row without an optimum, by its sign."""
    return n_optima + "×○=".index(mark)


def name_of(place: int, n_optima: int) -> str:
    """The letter of an optimum, or its number."""
    return LETTERS[place] if place < n_named(n_optima) else f"Optimum {place + 1}"


def intro(*, as_map: bool) -> str:
    """What is seen, in Markdown."""
    if as_map:
        return "Every place: a run of EM whose **mean 1 starts there**. Its colour: the **optimum** where it ended."
    return "Every dot: a run of EM from another **random start**. Its row: the **optimum** where it ended."


def parts(atlas: Atlas, letters: Atlas) -> list[tuple[float, int, str]]:
    """What the starts of an atlas came to: (share of all, tone, letter), from the best optimum on. The letters are
    those of another atlas of the same data and model; an optimum above A, which it did not find, has a star.
    """
    n, named = len(atlas.ends), letters.optima[: n_named(len(letters.optima))]
    found = []
    for optimum, starts in zip(atlas.optima, starts_at(atlas), strict=True):
        tone = next((i for i, one in enumerate(named) if is_same(one, optimum)), len(LETTERS))
        above = optimum.height > named[0].height if named else False
        letter = LETTERS[tone] if tone < len(LETTERS) else "★" * above
        found.append((len(starts) / n, tone, letter))
    at_none = sum(end.optimum is None for end in atlas.ends)
    return [*found, (at_none / n, len(LETTERS), "×")] if at_none else found


def is_same(one: Optimum, other: Optimum) -> bool:
    """Whether two optima, of different searches, are one."""
    return abs(one.height - other.height) <= SAME


def way_in_words(way: Way) -> str:
    """How many starts of a way found the best of all, and how many steps a run takes in the median."""
    steps = "" if isnan(way.median_steps) else f" · {plural(round(way.median_steps), 'step')}"
    return f"{percent(way.n_best / max(1, way.n_ended))}{steps}"


def ways_in_words(ways: Sequence[Way]) -> str:
    """Which way to start found the best of all most often, and which never, in Markdown."""
    most = max(ways, key=lambda way: way.n_best / max(1, way.n_ended))
    if all(way.n_best == way.n_ended for way in ways):
        return "Whichever way they start, all runs end at the best."
    line = (
        f"**{STARTS[most.key].label}** {'find' if most.key.startswith('random') else 'finds'} the best most often: in "
        f"{most.n_best} of {plural(most.n_ended, 'start')}."
    )
    never = [STARTS[way.key].label for way in ways if way.n_ended and not way.n_best]
    if never:
        line += f" **{' and '.join(never)}**: not once."
    return line


def chance(share: float, n_starts: int) -> float:
    """That at least one of so many starts finds an optimum that this share of starts reaches: 1 - (1 - share)^n."""
    return 1 - (1 - share) ** n_starts


def starts_for(share: float, sure: float = SURE) -> int:
    """The fewest starts that find it with a chance of at least `sure`; `share` above 0."""
    if share >= 1:
        return 1
    return max(1, ceil(log(1 - sure) / log(1 - share) - 1e-9))


def nats(value: float) -> str:
    """With two decimals."""
    return with_minus(f"{value:.2f}")


def percent(share: float) -> str:
    """Whole, but for small shares and those near all."""
    size = 100 * share
    return f"{size:.1f} %" if 0 < size < 10 or 99 < size < 100 else f"{size:.0f} %"
