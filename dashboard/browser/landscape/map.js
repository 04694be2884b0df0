// The map: the surface in bands of one hue, the higher the stronger, with its contours and their heights; on it the
// ways, the bound, the peaks.

import { fixed } from "../shared/numeral.js"
import { disc, stroke } from "../shared/strokes.js"
import { powers } from "../shared/ticks.js"
import { axes, cleared, label, plotIn, within } from "./plot.js"
import { contour, endsOf, levelsOf } from "./surface.js"

const MARGINS = [0.7, 0.8, 3.1, 4.1] // above, right, below, left; in letters
const ROOM = 40 // pixels between two heights that are written
const TRIES = 24, GOLDEN = 0.618
const THIN = 1, THICK = 2.6
const DIAGONAL = 0.84 // of the axes: where it is named

const rgb = hex => [1, 3, 5].map(at => parseInt(hex.slice(at, at + 2), 16))

// The colour of a share of the way from the lowest to the highest.
function colourAt(ramp, share) {
  const at = share * (ramp.length - 1), i = Math.min(Math.floor(at), ramp.length - 2)
  const [from, to] = [rgb(ramp[i]), rgb(ramp[i + 1])]
  return `rgb(${from.map((value, c) => Math.round(value + (at - i) * (to[c] - value))).join(" ")})`
}

// What draws all that stays while the start and the step move: { levels, lines, bands }.
export function contoursOf(surface, given = []) {
  const levels = given.length ? given : levelsOf(endsOf(surface)).reverse() // the lowest first
  const lines = levels.map(level => contour(surface, level)), bands = levels.map(level => contour(surface, level, true))
  return { levels, lines, bands }
}

const asWritten = level => fixed(level, Math.min((String(level).split(".")[1] ?? "").length, 2))

// Draws the land itself; kept as a picture while it is the same.
function paintLand(drawing, plot, land, look) {
  const { context } = drawing, { contours } = land, written = []
  within(drawing, plot, () => {
    context.fillStyle = colourAt(look.ramp, 0)
    context.fillRect(plot.left, plot.top, plot.width, plot.height)
    contours.bands.forEach((lines, i) => {
      context.fillStyle = colourAt(look.ramp, (i + 1) / contours.levels.length)
      context.beginPath()
      for (const line of lines) {
        line.forEach((place, j) => context[j ? "lineTo" : "moveTo"](...plot.at(place)))
        context.closePath()
      }
      context.fill("evenodd")
    })
    context.globalAlpha = 0.55
    for (const line of contours.lines.flat()) stroke(context, line.map(plot.at), look.ink, THIN)
    context.globalAlpha = 1
    if (land.diagonal) {
      stroke(context, [[-1e3, -1e3], [1e3, 1e3]].map(plot.at), look.ink, THIN, [2, 5])
      const [x, y] = plot.at(land.axes.map(({ low, high }) => low + DIAGONAL * (high - low)))
      label(drawing, "μ₁ = μ₂", [x - 8, y - 8], look, { align: "right", small: 0.9 })
      written.push([x - 2.5 * drawing.size, y - 8])
    }
    contours.lines.forEach((lines, i) => {
      for (const line of lines) heightOn(drawing, plot, line.map(plot.at), asWritten(contours.levels[i]), written, look)
    })
  })
}

// The height of a line, where it is free of others'; nowhere, if it is short.
function heightOn(drawing, plot, line, said, written, look) {
  if (line.length < 12) return
  for (let n = 0; n < TRIES; n++) {
    const i = Math.floor(((0.36 + n * GOLDEN) % 1) * (line.length - 1)), [x, y] = line[i]
    const [before, after] = [line[Math.max(i - 2, 0)], line[Math.min(i + 2, line.length - 1)]]
    if (Math.abs(after[0] - before[0]) < 0.6 * Math.abs(after[1] - before[1])) continue // too steep to be read along
    const isIn = [[-1, -1], [1, 1]].every(([a, b]) => plot.holds([x + 0.6 * ROOM * a, y + 0.35 * ROOM * b]))
    if (!isIn || written.some(([a, b]) => Math.hypot((x - a) / 1.5, y - b) < 0.75 * ROOM)) continue
    written.push([x, y])
    label(drawing, said, [x, y], { ...look, paper: look.halo }, { align: "center", small: 0.8 })
    return
  }
}

// Draws all. `land`: { surface, contours, marks, diagonal, axes: [{ title, low, high, log }, ...] }; `way`: { places,
// here, next, leaves }; `bowl`: { lines, inside, outside }, contours of the bound and of the surface; `rivals`. Returns
// the plot.
export function drawMap(canvas, kept, land, { way, bowl, rivals }, look) {
  const drawing = cleared(canvas), { context, size } = drawing, [across, up] = land.axes
  const plot = plotIn(drawing, MARGINS, [across.low, across.high], [up.low, up.high])
  if (plot.width < 20 || plot.height < 20) return plot
  const key = [canvas.width, canvas.height, size].join(" ")
  if (kept.land !== land || kept.look !== look || kept.key !== key) {
    paintLand(drawing, plot, land, look)
    const ticked = ({ title, log, low, high }) => ({ title, ticks: log ? powers(low, high) : undefined })
    axes(drawing, plot, ticked(across), ticked(up), look)
    kept.picture ??= document.createElement("canvas")
    Object.assign(kept.picture, { width: canvas.width, height: canvas.height })
    kept.picture.getContext("2d").drawImage(canvas, 0, 0)
    Object.assign(kept, { land, look, key })
  } else {
    context.drawImage(kept.picture, 0, 0, drawing.width, drawing.height)
  }
  within(drawing, plot, () => {
    if (bowl) paintBowl(drawing, plot, bowl, look)
    for (const mark of land.marks) paintMark(drawing, plot, mark, look)
    for (const rival of rivals) paintRival(drawing, plot, rival, way.here, look)
    paintWay(drawing, plot, way, look)
    for (const mark of land.marks) nameMark(drawing, plot, mark, look)
    if (bowl) nameBowl(drawing, plot, bowl, look)
  })
  return plot
}

// Where the bound is higher than the log-likelihood here: there the log-likelihood is higher, too.
function paintBowl({ context }, plot, { lines, inside, outside }, look) {
  context.beginPath()
  for (const line of inside) {
    line.forEach((place, i) => context[i ? "lineTo" : "moveTo"](...plot.at(place)))
    context.closePath()
  }
  context.globalAlpha = 0.3
  context.fillStyle = look.bowl
  context.fill("evenodd")
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

// `isAbove`: where the way that comes to it does not run.
function nameMark(drawing, plot, { place, kind, said, isAbove }, look) {
  const [x, y] = plot.at(place)
  if (kind === "ridge") return label(drawing, said, [x, y], look, { align: "center", bold: true })
  const toLeft = x > plot.left + 0.7 * plot.width
  label(drawing, said, [x + (toLeft ? -12 : 12), y + (isAbove ? -14 : 12)], look, { align: toLeft ? "right" : "left", bold: true })
}

function paintRival({ context }, plot, { places, colour, dash, shape }, here, look) {
  const line = places.map(plot.at)
  stroke(context, line, look.paper, 5)
  stroke(context, line, colour, 2, dash)
  line.forEach(([x, y], i) => {
    if (i > here) return
    context.fillStyle = colour
    context.beginPath()
    for (const [a, b] of shape) context.lineTo(x + 4 * a, y + 4 * b)
    context.fill()
  })
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
