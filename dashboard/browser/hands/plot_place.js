// Where the picture's plot is within its canvas, and which data stand where in it.

import { thePlot } from "../shared/plot.js"

// In CSS pixels of the canvas; null while there is no picture.
export function plotPlace() {
  const plot = thePlot()
  if (!plot) return null
  const { canvas, width, height, x0, x1, y0, y1 } = plot
  const box = canvas.getBoundingClientRect(), left = plot.left - box.left, top = plot.top - box.top
  const within = (share, length) => Math.min(Math.max(share / length, 0), 1)
  return {
    canvas, left, top, width, height, x0, x1, y0, y1,
    xOf: value => left + (width * (value - x0)) / (x1 - x0),
    yOf: value => top + height * (1 - (value - y0) / (y1 - y0)),
    dataAt: ([x, y]) => [x0 + within(x - left, width) * (x1 - x0), y1 - within(y - top, height) * (y1 - y0)],
    holds: ([x, y]) => x >= left && x <= left + width && y >= top && y <= top + height,
  }
}

// Where a pointer is, in the same pixels.
export function spotOf({ clientX, clientY }, canvas) {
  const box = canvas.getBoundingClientRect()
  return [clientX - box.left, clientY - box.top]
}
