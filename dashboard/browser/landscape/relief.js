// The land itself: the surface in bands of one hue, the higher the stronger, with its contours and their heights.

import { css, rgbOf } from "../shared/colour.js"
import { fixed } from "../shared/numeral.js"
import { stroke } from "../shared/strokes.js"
import { label, within } from "./plot.js"

const ROOM = 40 // pixels between two heights that are written
const TRIES = 24, GOLDEN = 0.618
const THIN = 1 // pixels
const DIAGONAL = 0.84 // of the axes: where it is named

// The colour of a share of the way from the lowest to the highest.
function colourAt(ramp, share) {
  const at = share * (ramp.length - 1), i = Math.min(Math.floor(at), ramp.length - 2)
  const [from, to] = [rgbOf(ramp[i]), rgbOf(ramp[i + 1])]
  return css(from.map((value, c) => Math.round(value + (at - i) * (to[c] - value))))
}

const asWritten = level => fixed(level, Math.min((String(level).split(".")[1] ?? "").length, 2))

export function paintLand(drawing, plot, land, look) {
  const { context } = drawing, { contours } = land, written = []
  within(drawing, plot, () => {
    context.fillStyle = colourAt(look.ramp, 0)
    context.fillRect(plot.left, plot.top, plot.width, plot.height)
    contours.bands.forEach((lines, i) => {
      fillWithin(context, plot, lines, colourAt(look.ramp, (i + 1) / contours.levels.length))
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
    for (const mark of land.marks) written.push(...wordsOf(mark, plot, drawing))
    contours.lines.forEach((lines, i) => {
      for (const line of lines) heightOn(drawing, plot, line.map(plot.at), asWritten(contours.levels[i]), written, look)
    })
  })
}

// Where a mark's name begins, and on which side of it; `isAbove`: where the way that comes to it does not run.
export function besideMark({ place, isAbove }, plot) {
  const [x, y] = plot.at(place), toLeft = x > plot.left + 0.7 * plot.width
  return { start: [x + (toLeft ? -12 : 12), y + (isAbove ? -14 : 12)], toLeft }
}

// The places that a peak's or a saddle's name takes up.
function wordsOf(mark, plot, { size }) {
  if (mark.kind === "ridge") return []
  const { start: [x, y], toLeft } = besideMark(mark, plot), long = 0.55 * size * mark.said.length
  return [0, 0.5, 1].map(share => [x + (toLeft ? -1 : 1) * share * long, y])
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

// What lies within closed lines on the map.
export function fillWithin(context, plot, lines, colour) {
  context.beginPath()
  for (const line of lines) {
    line.forEach((place, i) => context[i ? "lineTo" : "moveTo"](...plot.at(place)))
    context.closePath()
  }
  context.fillStyle = colour
  context.fill("evenodd")
}
