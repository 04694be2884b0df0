// The map: the land, and on it the ways, the bound, the peaks.

import { disc, glyph, stroke } from "../shared/strokes.js"
import { powers } from "../shared/ticks.js"
import { axes, cleared, label, plotIn, within } from "./plot.js"
import { besideMark, fillWithin, paintLand } from "./relief.js"

const MARGINS = [0.7, 0.8, 3.1, 4.1] // above, right, below, left; in letters
const THICK = 2.6 // pixels
const MARK = 4 // pixels: radius of a rival's marks

// Draws all. `kept`: what keeps the land (../shared/canvas.js). `land`: { surface, contours, marks, diagonal, axes: [{
// title, low, high, log }, ...] }; `way`: { places, here, next, leaves, steps }, `steps` those that the rivals have taken;
// `bowl`: { lines, inside, outside }, contours of the bound and of the surface; `rivals`. Returns the plot.
export function drawMap(canvas, kept, land, { way, bowl, rivals }, look) {
  const drawing = cleared(canvas), { context, size } = drawing, [across, up] = land.axes
  const plot = plotIn(drawing, MARGINS, [across.low, across.high], [up.low, up.high])
  if (plot.width < 20 || plot.height < 20) return plot
  kept(context, [land, look, size], () => {
    paintLand(drawing, plot, land, look)
    const ticked = ({ title, log, low, high }) => ({ title, ticks: log ? powers(low, high) : undefined })
    axes(drawing, plot, ticked(across), ticked(up), look)
  })
  within(drawing, plot, () => {
    if (bowl) paintBowl(drawing, plot, bowl, look)
    for (const mark of land.marks) paintMark(drawing, plot, mark, look)
    for (const rival of rivals) paintRival(drawing, plot, rival, way.steps, look)
    paintWay(drawing, plot, way, look)
    for (const mark of land.marks) nameMark(drawing, plot, mark, look)
    if (bowl) nameBowl(drawing, plot, bowl, look)
  })
  return plot
}

// Where the bound is higher than the log-likelihood here: there the log-likelihood is higher, too.
function paintBowl({ context }, plot, { lines, inside, outside }, look) {
  context.globalAlpha = 0.3
  fillWithin(context, plot, inside, look.bowl)
  context.globalAlpha = 1
  for (const line of outside) stroke(context, line.map(plot.at), look.ink, 1.8)
  for (const line of inside) {
    stroke(context, line.map(plot.at), look.paper, 4)
    stroke(context, line.map(plot.at), look.bowl, THICK, [8, 4])
  }
  for (const line of lines) stroke(context, line.map(plot.at), look.bowl, 1.4, [5, 4])
}

// Above it, if it is as wide as its name.
function nameBowl(drawing, plot, { inside }, look) {
  const places = inside.flat().map(plot.at), xs = places.map(([x]) => x), said = "lower bound"
  if (!places.length || Math.max(...xs) - Math.min(...xs) < 0.5 * said.length * drawing.size) return
  const top = places.reduce((best, place) => (place[1] < best[1] ? place : best))
  const place = [top[0], Math.max(top[1], plot.top + 16) - 10]
  label(drawing, said, place, look, { align: "center", colour: look.bowlText, bold: true })
}

function paintMark({ context }, plot, { place, kind }, look) {
  const [x, y] = plot.at(place), r = 6
  const corners = kind === "peak" ? [[0, -r], [r, 0.8 * r], [-r, 0.8 * r], [0, -r]] : null
  if (corners) {
    context.beginPath()
    for (const [a, b] of corners) context.lineTo(x + a, y + b)
    context.fillStyle = look.paper
    context.strokeStyle = look.ink
    context.lineWidth = 2
    context.fill()
    context.stroke()
  } else if (kind === "saddle") {
    for (const [colour, width] of [[look.paper, 5], [look.ink, 2]]) {
      stroke(context, [[x - r, y - r], [x + r, y + r]], colour, width)
      stroke(context, [[x - r, y + r], [x + r, y - r]], colour, width)
    }
  }
}

function nameMark(drawing, plot, mark, look) {
  const { kind, place, said } = mark
  if (kind === "ridge") return label(drawing, said, plot.at(place), look, { align: "center", bold: true })
  const { start, toLeft } = besideMark(mark, plot)
  label(drawing, said, start, look, { align: toLeft ? "right" : "left", bold: true })
}

function paintRival({ context }, plot, { places, colour, dash, shape }, steps, look) {
  const line = places.map(plot.at)
  stroke(context, line, look.paper, 5)
  stroke(context, line, colour, 2, dash)
  for (const place of line.slice(0, steps + 1)) glyph(context, place, shape, MARK, colour)
}

function paintWay(drawing, plot, { places, here, next, leaves }, look) {
  const { context } = drawing, line = places.map(plot.at)
  if (leaves) line.push(plot.at(leaves))
  stroke(context, line, look.paper, 6)
  stroke(context, line, look.ink, THICK)
  line.slice(0, places.length).forEach((place, i) => {
    disc(context, place, i > here ? 2.6 : 4, i > here ? look.paper : look.ink, look.ink, 1.5)
  })
  if (leaves) arrowHead(context, line.at(-2), line.at(-1), look.ink)
  if (next) {
    const [x, y] = plot.at(next)
    disc(context, [x, y], 7, "transparent", look.paper, 5)
    disc(context, [x, y], 7, "transparent", look.bowl, THICK)
  }
  const at = line[here]
  disc(context, at, 10, look.ink, look.paper, 3)
  disc(context, at, 4, look.paper, look.paper, 1)
}

function arrowHead(context, [x1, y1], [x2, y2], colour) {
  const length = Math.hypot(x2 - x1, y2 - y1) || 1, [a, b] = [(x2 - x1) / length, (y2 - y1) / length]
  context.fillStyle = colour
  context.beginPath()
  for (const [back, side] of [[0, 0], [13, 6], [13, -6]]) {
    context.lineTo(x2 - back * a - side * b, y2 - back * b + side * a)
  }
  context.fill()
}
