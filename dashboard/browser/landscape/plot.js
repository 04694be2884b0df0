// A plot of our own on a canvas: its frame, its axes, and what turns data into pixels of the canvas.

import { emptied, typeOf } from "../shared/canvas.js"
import { ticks } from "../shared/ticks.js"

const LETTERS = 12.8 // pixels, of usual type
const TICK = 4 // pixels
const APART = 62 // pixels between two ticks, at least, across; less up

// The canvas, empty, in pixels of the page; { context, width, height, size }: `size` of its letters.
export function cleared(canvas) {
  const context = emptied(canvas), size = LETTERS * typeOf()
  context.lineJoin = "round"
  return { context, width: canvas.clientWidth, height: canvas.clientHeight, size }
}

// { left, top, width, height } of the plot between margins in letters, with x from x0 to x1 and y from y0 to y1.
export function plotIn({ width, height, size }, margins, [x0, x1], [y0, y1]) {
  const [above, right, below, before] = margins.map(letters => letters * size)
  const box = { left: before, top: above, width: width - before - right, height: height - above - below }
  return {
    ...box, x0, x1, y0, y1,
    at: ([x, y]) => [box.left + ((x - x0) / (x1 - x0)) * box.width, box.top + (1 - (y - y0) / (y1 - y0)) * box.height],
    dataAt: ([px, py]) => [
      x0 + ((px - box.left) / box.width) * (x1 - x0), y1 - ((py - box.top) / box.height) * (y1 - y0),
    ],
    holds: ([px, py]) => px >= box.left && px <= box.left + box.width && py >= box.top && py <= box.top + box.height,
  }
}

// What is drawn by `act` stays within the plot.
export function within({ context }, plot, act) {
  context.save()
  context.beginPath()
  context.rect(plot.left, plot.top, plot.width, plot.height)
  context.clip()
  act()
  context.restore()
}

// Frame, ticks and titles. `across`, `up`: { title, ticks }; where no ticks are given they are round numbers.
export function axes(drawing, plot, across, up, look) {
  const { context, size } = drawing, { left, top, width, height } = plot, bottom = top + height
  text(context, size, look)
  context.fillStyle = look.muted
  context.strokeStyle = look.grey
  context.lineWidth = 1
  context.strokeRect(left, top, width, height)
  context.beginPath()
  context.textAlign = "center"
  context.textBaseline = "top"
  for (const { at, text: said } of across.ticks ?? ticks(plot.x0, plot.x1, width / APART)) {
    const [x] = plot.at([at, plot.y0])
    context.moveTo(x, bottom)
    context.lineTo(x, bottom + TICK)
    context.fillText(said, x, bottom + TICK + 2)
  }
  context.textAlign = "right"
  context.textBaseline = "middle"
  for (const { at, text: said } of up.ticks ?? ticks(plot.y0, plot.y1, (1.6 * height) / APART)) {
    const [, y] = plot.at([plot.x0, at])
    context.moveTo(left, y)
    context.lineTo(left - TICK, y)
    context.fillText(said, left - TICK - 3, y)
  }
  context.stroke()
  context.fillStyle = look.ink
  context.textAlign = "center"
  context.textBaseline = "bottom"
  context.fillText(across.title, left + width / 2, drawing.height, width)
  context.save()
  const long = Math.min(context.measureText(up.title).width, drawing.height) // it may reach below the plot
  context.translate(0, Math.max(top + height / 2, long / 2))
  context.rotate(-Math.PI / 2)
  context.textBaseline = "top"
  context.fillText(up.title, 0, 0, drawing.height)
  context.restore()
}

function text(context, size, look, bold = false) {
  context.font = `${bold ? "bold " : ""}${size}px ${getComputedStyle(document.body).fontFamily}`
  context.fillStyle = look.ink
}

// A word with a halo. `align`: left, right or center of [x, y].
export function label({ context, size }, said, [x, y], look, style = {}) {
  const { align = "left", colour = look.ink, bold = false, small = 1 } = style
  text(context, small * size, look, bold)
  context.textAlign = align
  context.textBaseline = "middle"
  context.lineWidth = 4
  context.strokeStyle = look.paper
  context.strokeText(said, x, y)
  context.fillStyle = colour
  context.fillText(said, x, y)
}
