// Which point or component a click meant, and which point to begin with.

import { pointAt } from "../shared/points.js"
import { bayes } from "./e_step.js"

const REACH = 24, NUMBERS_REACH = 13 // pixels around a point, around a component's number

// The point nearest to a place in pixels, or null where none is near. In one dimension its height is nobody's.
export function nearestPoint({ X, D, n }, plot, [px, py]) {
  const [x, y] = plot.toData(px, py), wide = plot.width / (plot.x1 - plot.x0), high = plot.height / (plot.y1 - plot.y0)
  let best = null, least = REACH
  for (let i = 0; i < n; i++) {
    const dx = (X[i * D] - x) * wide, dy = D > 1 ? (X[i * D + 1] - y) * high : 0
    const away = Math.hypot(dx, dy)
    if (away < least) [best, least] = [i, away]
  }
  return best
}

// The component whose number is at a place in pixels, or null. In one dimension the numbers stand at the peaks.
export function componentAt({ K, D, weights, means, factors }, plot, [px, py]) {
  let best = null, least = NUMBERS_REACH
  for (let k = 0; k < K; k++) {
    const peak = weights[k] / (Math.sqrt(2 * Math.PI) * factors[k])
    const height = D > 1 ? means[k * D + 1] : Math.min(Math.max(peak, 0.03 * plot.y1), 0.96 * plot.y1)
    const [x, y] = plot.toPixels(means[k * D], height), away = Math.hypot(x - px, y - py)
    if (away < least) [best, least] = [k, away]
  }
  return best
}

// Of the first points, the one that the components of a mixture share most evenly.
export function mostShared(points, mixture) {
  const largest = Array.from({ length: Math.min(points.n, 300) }, (_, i) =>
    Math.max(...bayes(mixture, pointAt(points, i)).rows.map(row => row.logResponsibility)))
  return largest.indexOf(Math.min(...largest))
}
