// The marks of all answers, and where EM ended, on a canvas over the picture.

import { SHAPES } from "../shared/glyphs.js"
import { disc, number, stroke } from "../shared/strokes.js"

export const DISC = 12 // radius of the disc where a component ended
const RING = 9 // of the ring at the median
const HEAD = 8 // length of an arrow's head

// The canvas, as large as the plot and empty, to be drawn on in pixels of the window.
export function cleared(canvas, plot) {
  const scale = window.devicePixelRatio || 1, wide = Math.round(plot.width * scale), high = Math.round(plot.height * scale)
  if (canvas.width !== wide || canvas.height !== high) Object.assign(canvas, { width: wide, height: high })
  const box = canvas.parentElement.getBoundingClientRect()
  Object.assign(canvas.style, {
    left: `${plot.left - box.left}px`, top: `${plot.top - box.top}px`, width: `${plot.width}px`, height: `${plot.height}px`,
  })
  const context = canvas.getContext("2d")
  context.setTransform(1, 0, 0, 1, 0, 0)
  context.clearRect(0, 0, wide, high)
  context.setTransform(scale, 0, 0, scale, -scale * plot.left, -scale * plot.top)
  return context
}

// What lies under the marks keeps in the background.
export function veil(context, plot, paper) {
  context.globalAlpha = 0.45
  context.fillStyle = paper
  context.fillRect(plot.left, plot.top, plot.width, plot.height)
  context.globalAlpha = 1
}

export function mark(context, { k, x, y }, radius, { colors }) {
  context.beginPath()
  for (const [a, b] of SHAPES[k]) context.lineTo(x + radius * a, y + radius * b)
  context.closePath()
  context.fillStyle = context.strokeStyle = colors[k]
  context.globalAlpha = 0.45
  context.fill()
  context.globalAlpha = 0.9
  context.lineWidth = 1
  context.stroke()
  context.globalAlpha = 1
}

// A line on all that is drawn.
export function line(context, places, colour, look, dash) {
  stroke(context, places, look.paper, 6)
  stroke(context, places, colour, 2.5, dash)
}

// From the median of the answers to `apart` pixels before where the component ended; nothing where there is no room.
export function arrow(context, [x1, y1], [x2, y2], apart, look) {
  const length = Math.hypot(x2 - x1, y2 - y1)
  if (length < RING + apart + HEAD) return
  const [a, b] = [(x2 - x1) / length, (y2 - y1) / length], [tx, ty] = [x2 - apart * a, y2 - apart * b]
  const head = side => [tx - HEAD * a - 0.6 * side * HEAD * b, ty - HEAD * b + 0.6 * side * HEAD * a]
  line(context, [[x1 + RING * a, y1 + RING * b], [tx, ty]], look.ink, look)
  line(context, [head(1), [tx, ty], head(-1)], look.ink, look)
}

export function median(context, place, k, look) {
  disc(context, place, RING + 2, look.paper, look.paper, 1)
  disc(context, place, RING, look.paper, look.colors[k], 3)
  number(context, place, k, 11, look.ink)
}

export function end(context, place, k, look) {
  disc(context, place, DISC + 3, look.paper, look.ink, 1.5)
  disc(context, place, DISC, look.colors[k], look.colors[k], 1)
  number(context, place, k, 13, look.on_colors[k])
}
