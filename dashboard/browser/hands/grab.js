// What lies under the pointer: a mean, an outline, or nothing that can be dragged.

import { bellOf, ellipseOf, numberOf } from "../shared/shapes.js"

const REACH = { mouse: { mean: 18, spread: 8 }, touch: { mean: 28, spread: 16 } } // pixels
const FLANK = [0.5, 2.5] // standard deviations between which a bell is held: nearer its top leads nowhere

// { k, part }, the nearest mean within reach, else the nearest outline; or null. `radii`: of the ellipses drawn.
export function gripAt(plot, mixture, radii, spot, pointer) {
  if (!plot.holds(...spot)) return null
  const reach = REACH[pointer === "mouse" ? "mouse" : "touch"]
  const components = Array.from({ length: mixture.K }, (_, k) => k)
  const means = components.map(k => ({ k, part: "mean", away: distance(numberOf(plot, mixture, k), spot) }))
  const spreads = components.map(k => ({ k, part: "spread", away: away(outlinesOf(plot, mixture, k, radii), spot) }))
  return nearest(means, reach.mean) ?? nearest(spreads, reach.spread)
}

function outlinesOf(plot, mixture, k, radii) {
  if (mixture.D === 2) return radii.map(radius => ellipseOf(plot, mixture, k, radius))
  const [near, far] = FLANK
  return [bellOf(plot, mixture, k, -far, -near), bellOf(plot, mixture, k, near, far)]
}

function nearest(grips, reach) {
  const best = grips.reduce((a, b) => (b.away <= a.away ? b : a)) // of equals the one on top
  return best.away <= reach ? { k: best.k, part: best.part } : null
}

const distance = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1])

// From lines to a place.
function away(lines, spot) {
  let least = Infinity
  for (const line of lines) {
    for (let i = 1; i < line.length; i++) least = Math.min(least, toStretch(line[i - 1], line[i], spot))
  }
  return least
}

function toStretch([x1, y1], [x2, y2], [x, y]) {
  const dx = x2 - x1, dy = y2 - y1, length2 = dx * dx + dy * dy
  const along = length2 > 0 ? Math.min(Math.max(((x - x1) * dx + (y - y1) * dy) / length2, 0), 1) : 0
  return Math.hypot(x1 + along * dx - x, y1 + along * dy - y)
}
