// The starts of a row as dots, column by column from the left: so the length of the row says how many there are.

import { ring } from "../shared/strokes.js"

const ROUND = 0.84 // of a dot's cell that it fills
const LARGEST = 11 // pixels, of a cell
const EDGE = 5 // pixels around a row's dots, for the rings of those that are marked

// The largest cells in which `most` dots fit into a place, and how many of them stand in a column.
export function cellsIn(width, height, most) {
  let best = { size: 1, high: 1 }
  const wide = width - 2 * EDGE, tall = height - 2 * EDGE
  for (let high = 1; high <= tall; high++) {
    const size = Math.min(tall / high, wide / Math.ceil(most / high), LARGEST)
    if (size > best.size) best = { size, high: Math.max(1, Math.floor(tall / size + 1e-9)) }
  }
  return best
}

const centreOf = ({ size, high }, i) => [EDGE + (Math.floor(i / high) + 0.5) * size, EDGE + ((i % high) + 0.5) * size]

// The dot at a place, or the nearest one; of a row of n.
export function dotAt({ size, high }, x, y, n) {
  const down = Math.min(Math.max(Math.floor((y - EDGE) / size), 0), high - 1)
  const i = Math.max(Math.floor((x - EDGE) / size), 0) * high + down
  return Math.min(i, n - 1)
}

// All dots of a row. `mark`: how they are drawn, "dot", "cross" (collapsed) or "ring" (cut off); `own` and `held` are
// places in the row, or -1.
export function drawDots(context, cells, n, { mark, colour, ink, paper, own, held }) {
  const radius = (ROUND * cells.size) / 2
  context.lineWidth = Math.max(radius * 0.45, 0.8)
  context.fillStyle = context.strokeStyle = colour
  for (let i = 0; i < n; i++) {
    const [x, y] = centreOf(cells, i)
    context.beginPath()
    if (mark === "cross") {
      const arm = 0.7 * radius
      context.moveTo(x - arm, y - arm)
      context.lineTo(x + arm, y + arm)
      context.moveTo(x - arm, y + arm)
      context.lineTo(x + arm, y - arm)
      context.stroke()
    } else {
      context.arc(x, y, mark === "ring" ? radius - context.lineWidth / 2 : radius, 0, 2 * Math.PI)
      if (mark === "ring") context.stroke()
      else context.fill()
    }
  }
  if (held >= 0) ring(context, centreOf(cells, held), Math.max(radius + 1.5, 4.5), colour, { ink, paper })
  if (own >= 0) ring(context, centreOf(cells, own), Math.max(radius + 3, 6), "transparent", { ink, paper })
}
