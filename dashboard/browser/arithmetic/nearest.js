// Which point or component a click meant, and which point to begin with.

import { bayes } from "./e_step.js"

const REACH = 13 // pixels around a component's number that choose it

export const nearestIndex = (values, wanted) =>
  values.reduce((best, value, i) => (Math.abs(value - wanted) < Math.abs(values[best] - wanted) ? i : best), 0)

export function nearestPoint(data, { x, y, width, height }) {
  const [spanX, spanY] = data.spans
  const away = point => {
    const dx = (point[0] - x) / spanX * width
    return dx * dx + (point.length > 1 ? ((point[1] - y) / spanY * height) ** 2 : 0)
  }
  let best = 0
  for (let i = 1; i < data.points.length; i++) if (away(data.points[i]) < away(data.points[best])) best = i
  return best
}

// The component whose number was clicked, or null. In one dimension the numbers stand at the peaks, as drawn.
export function componentAt(data, t, { x, y, share, width, height }) {
  const [spanX, spanY] = data.spans
  let best = null, least = REACH
  data.means[t].forEach((mean, k) => {
    const dx = (mean[0] - x) / spanX * width
    const peak = data.weights[t][k] / (Math.sqrt(2 * Math.PI) * data.factors[t][k][0][0])
    const dy = mean.length > 1
      ? (mean[1] - y) / spanY * height
      : (Math.min(Math.max(peak * share / y, 0.03), 0.96) - share) * height
    const away = Math.hypot(dx, dy)
    if (away < least) [best, least] = [k, away]
  })
  return best
}

// Of the first points, the one that the components share most evenly at the start.
export function mostShared(data) {
  const largest = data.points.slice(0, 300).map(x => Math.max(...bayes(data, x, 0).rows.map(r => r.logResponsibility)))
  return largest.indexOf(Math.min(...largest))
}
