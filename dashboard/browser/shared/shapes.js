// The components as the picture shows them, as places in pixels of the window: numbers and outlines.

const LOWEST = 0.03, HIGHEST = 0.96 // shares of the axis between which the number of a bell stands (charts/density.py)
const ACROSS = 4.5 // standard deviations of a bell that are drawn
const TURN = 96 // places on an ellipse

export const peakOf = (mixture, k) => mixture.weights[k] / (Math.sqrt(2 * Math.PI) * mixture.factors[k])

// Where component k's number stands.
export function numberOf(plot, mixture, k) {
  if (mixture.D === 2) return plot.toPixels(mixture.means[2 * k], mixture.means[2 * k + 1])
  const peak = Math.min(Math.max(peakOf(mixture, k), LOWEST * plot.y1), HIGHEST * plot.y1)
  return plot.toPixels(mixture.means[k], peak)
}

// The ellipse `radius` standard deviations around the mean.
export function ellipseOf(plot, { means, factors }, k, radius) {
  return Array.from({ length: TURN + 1 }, (_, i) => {
    const c = radius * Math.cos((2 * Math.PI * i) / TURN), s = radius * Math.sin((2 * Math.PI * i) / TURN)
    const x = means[2 * k] + factors[3 * k] * c
    return plot.toPixels(x, means[2 * k + 1] + factors[3 * k + 1] * c + factors[3 * k + 2] * s)
  })
}

// The bell from `from` to `to` standard deviations to the right of the mean.
export function bellOf(plot, mixture, k, from = -ACROSS, to = ACROSS) {
  const steps = Math.ceil((to - from) / 0.1)
  return Array.from({ length: steps + 1 }, (_, i) => {
    const z = from + ((to - from) * i) / steps
    return plot.toPixels(mixture.means[k] + mixture.factors[k] * z, peakOf(mixture, k) * Math.exp(-0.5 * z * z))
  })
}
