// A map of basins: where mean 1 starts, coloured by the optimum where EM ends from there, with a pattern and a letter for
// each. Cells are numbered from 1, row by row, the lowest row first.

import { typeOf } from "../shared/canvas.js"
import { disc, ring, stroke, word } from "../shared/strokes.js"
import { ticks } from "../shared/ticks.js"

const LEFT = 34, BOTTOM = 34, TOP = 4, RIGHT = 6 // pixels around the map, for its axes in usual type
const LETTERS = 11
const GAP = 9 // pixels between the lines of a pattern
const DISC = 10, DOT = 1.6 // radii
const SPACES = 4 // between the ticks of an axis, at most

// For every cell the row of its optimum, counted from 0; -1: none yet.
export function rowsOfCells({ map: { size }, rows }) {
  const owners = new Int16Array(size * size).fill(-1)
  rows.forEach(({ starts }, row) => starts.forEach(start => { owners[start - 1] = row }))
  return owners
}

export function plotOfMap({ size, x0, x1, y0, y1 }, width, height) {
  const type = typeOf(), left = type * LEFT, wide = width - left - RIGHT, high = height - TOP - type * BOTTOM
  return {
    left, top: TOP, width: wide, height: high, type, size, x0, x1, y0, y1,
    toPixels: (x, y) => [left + ((x - x0) / (x1 - x0)) * wide, TOP + (1 - (y - y0) / (y1 - y0)) * high],
  }
}

// The cell at a place on the canvas, or the nearest one.
export function cellAt({ left, top, width, height, size }, x, y) {
  const within = value => Math.min(Math.max(Math.floor(value * size), 0), size - 1)
  return within(1 - (y - top) / height) * size + within((x - left) / width) + 1
}

export function neighbourOf({ size }, start, across, up) {
  const column = ((start - 1) % size) + across, row = Math.floor((start - 1) / size) + up
  return column >= 0 && column < size && row >= 0 && row < size ? row * size + column + 1 : null
}

const cornerOf = ({ left, top, width, height, size }, index) =>
  [left + ((index % size) * width) / size, top + height - ((Math.floor(index / size) + 1) * height) / size]

const centreOfCell = (plot, start) => {
  const [x, y] = cornerOf(plot, start - 1)
  return [x + plot.width / plot.size / 2, y + plot.height / plot.size / 2]
}

// All but the place that is held. `owners` as `rowsOfCells` gives them, `colours` of the rows; `letters` the same.
export function drawMap(context, plot, owners, { colours, letters, points, second, columns, own, look }) {
  const wide = plot.width / plot.size, high = plot.height / plot.size
  colours.forEach((colour, row) => {
    const cells = new Path2D()
    owners.forEach((owner, index) => {
      if (owner === row) cells.rect(...cornerOf(plot, index), wide + 0.4, high + 0.4)
    })
    context.save()
    context.clip(cells)
    context.globalAlpha = 0.34
    context.fillStyle = colour
    context.fillRect(plot.left, plot.top, plot.width, plot.height)
    context.globalAlpha = 0.55
    pattern(context, plot, row, colour)
    context.restore()
  })
  borders(context, plot, owners, look.ink, wide, high)
  axes(context, plot, columns, look)
  for (let i = 0; i < points.n; i++) {
    const [x, y] = plot.toPixels(points.X[2 * i], points.X[2 * i + 1])
    disc(context, [x, y], DOT, look.ink, look.paper, 0.7)
  }
  letters.forEach((letter, row) => {
    const place = innermost(owners, row, plot.size)
    if (place >= 0) badge(context, plot, place + 1, letter, colours[row], look)
  })
  numbered(context, plot, plot.toPixels(...second), 2, look)
  if (own > 0) ring(context, centreOfCell(plot, own), plot.type * DISC + 4, "transparent", look)
}

export const drawHeld = (context, plot, start, look) => numbered(context, plot, centreOfCell(plot, start), 1, look)

// Each row has its own: lines this way or that, or a grid of them; the first has none.
function pattern(context, { left, top, width, height }, row, colour) {
  const kinds = [[], [[1, 1]], [[-1, 1]], [[1, 0]], [[0, 1]], [[1, 1], [-1, 1]], [[1, 0], [0, 1]], [[1, 2]], [[-1, 2]]]
  const reach = width + height
  for (const [across, down] of kinds[row % kinds.length]) {
    for (let at = -reach; at < 2 * reach; at += GAP) {
      const [x, y] = down ? [left + at, top] : [left, top + at]
      stroke(context, [[x, y], [x + across * reach, y + down * reach]], colour, 1.3)
    }
  }
}

function borders(context, plot, owners, ink, wide, high) {
  const { size } = plot
  context.beginPath()
  owners.forEach((owner, index) => {
    const [x, y] = cornerOf(plot, index), column = index % size
    if (column < size - 1 && owners[index + 1] !== owner) {
      context.moveTo(x + wide, y)
      context.lineTo(x + wide, y + high)
    }
    if (index + size < size * size && owners[index + size] !== owner) {
      context.moveTo(x, y)
      context.lineTo(x + wide, y)
    }
  })
  context.strokeStyle = ink
  context.lineWidth = 1
  context.stroke()
}

// The cell of a row that is the farthest from all others, where its letter has room; -1: it has none.
function innermost(owners, row, size) {
  const far = Int16Array.from(owners, owner => (owner === row ? 9999 : 0))
  const at = (column, line) => (column < 0 || line < 0 || column >= size || line >= size ? 0 : far[line * size + column])
  const pass = (index, step) => {
    const column = index % size, line = Math.floor(index / size)
    if (far[index]) far[index] = Math.min(far[index], at(column - step, line) + 1, at(column, line - step) + 1)
  }
  for (let index = 0; index < far.length; index++) pass(index, 1)
  for (let index = far.length - 1; index >= 0; index--) pass(index, -1)
  const most = far.reduce((best, value, index) => (value > far[best] ? index : best), 0)
  return far[most] > 0 ? most : -1
}

function axes(context, plot, [across, up], look) {
  context.strokeStyle = look.ink
  context.lineWidth = 1
  context.strokeRect(plot.left, plot.top, plot.width, plot.height)
  context.fillStyle = look.ink
  context.font = `${plot.type * LETTERS}px ${look.font}`
  context.textBaseline = "top"
  context.textAlign = "center"
  for (const { at, text } of ticks(plot.x0, plot.x1, SPACES)) context.fillText(text, plot.toPixels(at, 0)[0], plot.top + plot.height + 3)
  context.textAlign = "right"
  context.fillText(across + " →", plot.left + plot.width, plot.top + plot.height + 18 * plot.type)
  context.textBaseline = "middle"
  for (const { at, text } of ticks(plot.y0, plot.y1, SPACES)) context.fillText(text, plot.left - 4, plot.toPixels(0, at)[1])
  context.save()
  context.translate(5 * plot.type, plot.top)
  context.rotate(-Math.PI / 2)
  context.fillText(up + " →", 0, 0)
  context.restore()
}

function badge(context, plot, start, letter, colour, look) {
  const place = centreOfCell(plot, start)
  disc(context, place, plot.type * DISC + 2, colour, look.paper, 2)
  word(context, place, letter, plot.type * 14, look.paper)
}

function numbered(context, { type }, place, number, look) {
  disc(context, place, type * DISC, look.components[number - 1], look.paper, 2)
  word(context, place, number, type * 12, look.on_components[number - 1])
}
