"""Numbers of components that would hide each other, or the whole of their component, stand aside, each joined to where
it belongs."""

import altair as alt

NEAR = 20  # pixels between two places whose discs would overlap, with type of the usual size
APART = 22  # pixels, in which they stand
SMALL = 8  # pixels: what reaches less far is hidden by a disc


def dodged(components: alt.Chart, aside: str = "0") -> alt.Chart:
    """The components (component, x, y), moved along the axis of x where others are near: `x` is where a number stands,
    `true_x` where it belongs, `n` how many stand together. The ends of the axes are the numbers x0, x1, y0, y1.

    `aside`: a Vega expression for the pixels by which a number stands aside in any case.
    """
    others = alt.JoinAggregateFieldDef(op="values", field="component", **{"as": "others"})
    right = "(datum.others.true_x - datum.true_x) / (x1 - x0) * width"
    up = "(datum.others.y - datum.y) / (y1 - y0) * height"
    return (
        components.transform_calculate(true_x="datum.x", aside=aside)
        .transform_joinaggregate([others])
        .transform_flatten(["others"])
        .transform_calculate(right=right, up=up)
        .transform_filter(f"datum.right * datum.right + datum.up * datum.up < pow({NEAR} * type, 2)")
        .transform_calculate(
            before="datum.right < 0 || (datum.right === 0 && datum.others.component < datum.component) ? 1 : 0"
        )
        .transform_aggregate(before="sum(before)", n="count()", groupby=["component", "true_x", "y", "aside"])
        .transform_calculate(
            moved=f"datum.aside + (datum.before - (datum.n - 1) / 2) * {APART} * type",
            x="datum.true_x + datum.moved * (x1 - x0) / width",
        )
    )


def off_a_narrow_one(reach: str) -> str:
    """`aside` for components that reach so many pixels to a side: a disc apart from one that it would hide, towards
    the middle."""
    return f"{APART} * type * clamp(2 - {reach} / ({SMALL} * type), 0, 1) * (datum.x > (x0 + x1) / 2 ? -1 : 1)"


def leaders(numbers: alt.Chart, x: alt.X, y: alt.Y, colour: alt.Color) -> alt.Chart:
    """Thin lines from the numbers, dodged, to where they belong."""
    rule = numbers.transform_filter("datum.n > 1 || datum.aside != 0").mark_rule(strokeWidth=1.5, clip=True)
    return rule.encode(x=x, y=y, x2="true_x:Q", color=colour)


def far_away(components: alt.Chart, x: alt.X, y: alt.Y, colour: alt.ExprRef, size: alt.ExprRef) -> alt.Chart:
    """At the border the numbers of those beyond the axes, with an arrow that says where."""
    beyond = "datum.mx < x0 || datum.mx > x1 || datum.my < y0 || datum.my > y1"
    side = "datum.mx < x0 ? '\u2190 ' + datum.component : datum.mx > x1 ? datum.component + ' \u2192' : "
    side += "datum.my > y1 ? '\u2191 ' + datum.component : '\u2193 ' + datum.component"
    return (
        components.transform_calculate(mx="datum.x", my="datum.y")  # as the last lines write over x and y
        .transform_filter(beyond)
        .transform_calculate(text=side)
        .transform_calculate(
            x="clamp(datum.mx, x0 + 18 * type * (x1 - x0) / width, x1 - 18 * type * (x1 - x0) / width)",
            y="clamp(datum.my, y0 + 12 * type * (y1 - y0) / height, y1 - 12 * type * (y1 - y0) / height)",
        )
        .mark_text(fontWeight="bold", fontSize=size, color=colour)
        .encode(x=x, y=y, text="text:N")
    )
