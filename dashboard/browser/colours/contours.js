// Contours of the mixture density: the outlines of the smallest regions that hold given shares of its mass.

import { outlinesOf } from "../shared/outlines.js"

const SIZE = { columns: 110, rows: 80 } // places along the axes at which the density is computed
const FARTHEST = 80 // squared standard deviations; beyond, a component adds nothing that a contour could show
const LINE = { width: 1.2, opacity: 0.75 }, FILL = { opacity: 0.1 }

// The mass of the mixture in a cell around each place, row by row from the lower left; with a frame of zeros around
// them, in which regions end that the axes cut.
export function massesOf(mixture, low, high) {
  const { columns, rows } = SIZE, masses = new Float64Array((columns + 2) * (rows + 2))
  const dx = (high[0] - low[0]) / (columns - 1), dy = (high[1] - low[1]) / (rows - 1)
  for (let k = 0; k < mixture.K; k++) {
    const m1 = mixture.means[2 * k], m2 = mixture.means[2 * k + 1]
    const [l11, l21, l22] = mixture.factors.slice(3 * k, 3 * k + 3)
    const peak = mixture.weights[k] / (2 * Math.PI) * (dx / l11) * (dy / l22)
    for (let row = 0; row < rows; row++) {
      const y = low[1] + row * dy - m2
      for (let column = 0, at = (row + 1) * (columns + 2) + 1; column < columns; column++, at++) {
        const z1 = (low[0] + column * dx - m1) / l11, z2 = (y - l21 * z1) / l22, distance2 = z1 * z1 + z2 * z2
        if (distance2 < FARTHEST) masses[at] += peak * Math.exp(-0.5 * distance2)
      }
    }
  }
  return masses
}

// For each share, in growing order, the mass of a cell above which cells hold it together (Hyndman, 1996). Shares that
// lie beyond the axes, or between the places, are left out.
export function levelsOf(masses, shares) {
  const sorted = masses.slice().sort(), levels = []
  let held = 0
  for (let i = sorted.length - 1; i >= 0 && levels.length < shares.length; i--) {
    held += sorted[i]
    while (held >= shares[levels.length]) levels.push(sorted[i])
  }
  return levels
}

// What draws the contours of a mixture on a plot of this size, its upper left corner at 0.
export function contoursOf(mixture, look, width, height) {
  const filled = look.contours === "filled", masses = massesOf(mixture, look.low, look.high)
  const paths = levelsOf(masses, look.masses).map(level => {
    const path = new Path2D()
    for (const line of outlinesOf(masses, level, filled, SIZE)) {
      line.forEach(([x, y], i) => path[i ? "lineTo" : "moveTo"](x * width, (1 - y) * height))
    }
    return path
  })
  return context => {
    context.beginPath()
    context.rect(0, 0, width, height)
    context.clip()
    context.setLineDash([])
    context.lineWidth = LINE.width
    context.lineCap = "butt"
    context.lineJoin = "miter"
    context.strokeStyle = context.fillStyle = look.ink
    context.globalAlpha = filled ? FILL.opacity : LINE.opacity
    for (const path of paths) context[filled ? "fill" : "stroke"](path)
  }
}
