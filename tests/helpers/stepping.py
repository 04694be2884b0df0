"""Which step a page in a browser shows, and what it looks like."""

import re

from playwright.sync_api import expect

COUNT = ".count"
INPUTS = "form.vega-bindings input[name=step], form.vega-bindings input[name=pick_step]"


def wait_for_step(page, step):
    """The bar, both charts and the sentence all show this step, and nothing moves any more."""
    _wait_for(page, step, rf"^Step {step} of ", rf"^Step {step}:")
    expect(page.locator(".log-likelihood")).not_to_be_empty(timeout=15_000)


def wait_for_beat(page, beat):
    """The same on the lesson on the bound; the charts are drawn."""
    _wait_for(page, beat, rf" {beat} of \d+$", rf"^Beat {beat}, ")
    page.wait_for_timeout(300)


def _wait_for(page, step, count, sentence):
    page.wait_for_function(
        """([inputs, step]) => {
            const all = [...document.querySelectorAll(inputs)]
            const follow = all.length === 2 && all.every(input => Number(input.value) === step)
            return follow && window.emExplorer?.step === step && !window.emExplorer.moving
        }""",
        arg=[INPUTS, step],
        timeout=30_000,
    )
    # The parts of the page mount one after the other: `expect` waits for each.
    expect(page.locator(COUNT)).to_have_text(re.compile(count), timeout=15_000)
    expect(page.locator(".sentence")).to_have_text(re.compile(sentence), timeout=15_000)


def mixture_drawn(page):
    """What the picture draws: a row for each component, which it counts from 1; then weight, mean x, l11 and more."""
    text = page.locator("form.vega-bindings input[name=mixture]").first.evaluate("input => input.value")
    return [[float(number) for number in row.split(" ")] for row in text.split(";")[1:]]


def picture_of(page, nth=0):
    """The pixels of a chart, as text to compare."""
    return page.evaluate(
        """nth => {
            const chart = document.querySelectorAll('[data-testid=stVegaLiteChart]')[nth]
            const canvas = chart.querySelector('canvas')
            return canvas ? canvas.toDataURL() : chart.querySelector('svg').outerHTML
        }""",
        nth,
    )
