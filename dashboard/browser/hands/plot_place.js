// Where the picture's plot is on the page, and which data stand where in it.

import { CHART } from "../shared/charts.js"

// Within `canvas`, in CSS pixels; the painter notes it there (../colours/hand_over.js) whenever the chart is drawn. null
// while there is no picture.
export function plotPlace() {
  const canvas = [...document.querySelectorAll(`${CHART} canvas`)].find(canvas => canvas.emExplorerPlot)
  if (!canvas?.isConnected) return null
  const { left, top, width, height, axes: [x0, x1, y0, y1] } = canvas.emExplorerPlot
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
