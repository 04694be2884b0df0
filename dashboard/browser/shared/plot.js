// Where a chart's plot is on the page, and which data stand where in it.
//
// The chart holds a blank image, as large as its plot, whose address ends in the ends of the axes (charts/pick.py). When
// Vega would draw it, the canvas is asked where that is, and nothing is drawn. So place and axes are those of the frame
// that is seen, whatever the window, the theme or the data do.

import { onBlank } from "./blanks.js"
import { CHART, inputsOf, write } from "./charts.js"
import { announce, listen } from "./events.js"

const AXES = "axes=", PLOT = "em-explorer:plot"

// All that import this share what was noted, by canvas: { axes, box }, the box in shares of the canvas.
function notedPlots() {
  if (window.emExplorerPlots) return window.emExplorerPlots
  const noted = window.emExplorerPlots = new WeakMap()
  onBlank((word, context, [x, y, wide, high]) => {
    if (!word.startsWith(AXES)) return false
    const { a, d, e, f } = context.getTransform(), { width, height } = context.canvas
    noted.set(context.canvas, {
      axes: word.slice(AXES.length).split("_").map(Number),
      box: [(e + a * x) / width, (f + d * y) / height, (a * wide) / width, (d * high) / height],
    })
    announce(PLOT)
    return true
  })
  return noted
}

// Charts that were drawn before this was asked for the first time are drawn again.
const noted = notedPlots()
for (const input of inputsOf("layer")) write(input, (Number(input.value) + 1) % 1000)

// The plot of a chart, in pixels of the window: { canvas, left, top, width, height, x0, x1, y0, y1 }, and what turns
// data into pixels and back. null where the chart says nothing of its plot, or is not drawn yet.
export function plotOf(chart) {
  const canvas = chart?.querySelector("canvas"), found = canvas && noted.get(canvas)
  if (!found) return null
  const page = canvas.getBoundingClientRect(), [x0, x1, y0, y1] = found.axes, [across, down, wide, high] = found.box
  const left = page.left + across * page.width, top = page.top + down * page.height
  const width = wide * page.width, height = high * page.height
  return {
    canvas, left, top, width, height, x0, x1, y0, y1,
    toPixels: (x, y) => [left + ((x - x0) / (x1 - x0)) * width, top + (1 - (y - y0) / (y1 - y0)) * height],
    toData: (px, py) => [x0 + ((px - left) / width) * (x1 - x0), y1 - ((py - top) / height) * (y1 - y0)],
    holds: (px, py) => px >= left && px <= left + width && py >= top && py <= top + height,
  }
}

// The plot of the page's picture.
export const thePlot = () => [...document.querySelectorAll(CHART)].map(plotOf).find(Boolean) ?? null

// Calls `act` whenever a plot is drawn, where it was or elsewhere. Returns what ends it.
export const onPlot = act => listen(PLOT, act)
