// One-dimensional data: bars split by responsibility, the rug, and the responsibilities along the axis.

import { responsibilitiesOf } from "../shared/responsibilities.js"
import { blend, css, doubtOf, largestOf } from "../shared/colour.js"

const RUG_MARKS = 1500
const ROUNDED = 1e-3 // of a bar's width

// Bars as high as `heights`, split among the components by their points' responsibilities, or grey without.
export function paintBars(context, width, height, scale, look, heights, X, n, responsibilities) {
  const { left, binWidth, top } = look.bins, K = look.K, n_bins = heights.length
  const parts = responsibilities ? barParts(look, X, n, responsibilities, n_bins) : null
  const place = value => ((value - look.low[0]) / (look.high[0] - look.low[0])) * width
  for (let bin = 0; bin < n_bins; bin++) {
    if (!(heights[bin] > 0)) continue
    const x = place(left + bin * binWidth), wide = Math.max(place(left + (bin + 1) * binWidth) - x - scale, 0.5)
    const tall = (heights[bin] / top) * height
    if (!parts) {
      context.fillStyle = look.grey
      context.globalAlpha = 0.35
      context.fillRect(x, height - tall, wide, tall)
      outline(context, look, scale, x, height - tall, wide, tall)
      continue
    }
    context.globalAlpha = 0.62
    let y = height
    for (let k = 0; k < K; k++) {
      const part = tall * parts[bin * K + k]
      context.fillStyle = css(look.palette[k])
      context.fillRect(x, y - part, wide, part)
      y -= part
    }
    outline(context, look, scale, x, height - tall, wide, tall)
  }
  context.globalAlpha = 1
  if (parts && look.colors === "hard") numberRuns(context, height, scale, look, heights, parts, bin =>
    place(left + bin * binWidth))
}

// Around a bar, whose pale colours alone would hardly be seen.
function outline(context, look, scale, x, y, wide, tall) {
  context.globalAlpha = 1
  context.lineWidth = scale
  context.strokeStyle = look.grey
  context.strokeRect(x, y, wide, tall)
}

// The component's number on every run of bars that are mostly its own, so that colour alone never tells it.
function numberRuns(context, height, scale, look, heights, parts, edge) {
  const owner = bin => (heights[bin] > 0 ? largestOf(parts, bin * look.K, look.K) : -1)
  context.font = `bold ${12 * scale}px ${look.font}`
  context.textAlign = "center"
  context.lineJoin = "round"
  context.lineWidth = 4 * scale
  for (let first = 0, bin = 1; bin <= heights.length; bin++) {
    if (bin < heights.length && owner(bin) === owner(first)) continue
    const middle = (edge(first) + edge(bin)) / 2
    if (owner(first) >= 0 && edge(bin) - edge(first) > 14 * scale) {
      context.strokeStyle = look.paper
      context.fillStyle = look.ink
      context.strokeText(owner(first) + 1, middle, height - 16 * scale)
      context.fillText(owner(first) + 1, middle, height - 16 * scale)
    }
    first = bin
  }
}

// For every bar the components' parts of it, which sum to 1: n_bins x K.
function barParts({ bins, K, colors }, X, n, responsibilities, n_bins) {
  const parts = new Float64Array(n_bins * K)
  for (let i = 0; i < n; i++) {
    const bin = binOf(bins, X[i], n_bins)
    if (bin < 0) continue
    if (colors === "hard") parts[bin * K + largestOf(responsibilities, i * K, K)] += 1
    else for (let k = 0; k < K; k++) parts[bin * K + k] += responsibilities[i * K + k]
  }
  for (let bin = 0; bin < n_bins; bin++) {
    let sum = 0
    for (let k = 0; k < K; k++) sum += parts[bin * K + k]
    for (let k = 0; k < K; k++) parts[bin * K + k] /= sum || 1
  }
  return parts
}

// The bar that holds a value; the first and the last hold the outer ends too, which values rounded to 32 bits may miss.
// -1: none.
export function binOf({ left, binWidth }, value, n_bins) {
  const bars = (value - left) / binWidth
  if (!(bars > -ROUNDED && bars < n_bins + ROUNDED)) return -1
  return Math.min(Math.max(Math.floor(bars), 0), n_bins - 1)
}

// Small marks for single points: coloured, or as tall as they are uncertain.
export function paintRug(context, width, height, scale, look, X, n, responsibilities) {
  const { K } = look, uncertainty = responsibilities && look.colors === "uncertainty"
  for (let i = 0; i < Math.min(n, RUG_MARKS); i++) {
    const x = ((X[i] - look.low[0]) / (look.high[0] - look.low[0])) * width
    let tall = 10 * scale, colour = look.grey
    if (uncertainty) {
      tall = (4 + 90 * doubtOf(responsibilities, i * K, K)) * scale
      colour = look.ink
    } else if (responsibilities && look.colors === "soft") {
      colour = css(blend(look.palette, responsibilities, i * K, K))
    } else if (responsibilities && look.colors === "hard") {
      colour = css(look.palette[largestOf(responsibilities, i * K, K)])
    }
    context.globalAlpha = 0.8
    context.fillStyle = colour
    context.fillRect(x - scale / 2, height - tall, scale, tall)
  }
  context.globalAlpha = 1
}

// The K responsibilities, 0 to 1, along the axis, and where the largest changes hands.
export function paintCurves(context, width, height, scale, look, mixture) {
  const { K } = mixture, n = Math.ceil(width / scale) + 1
  const X = Float64Array.from({ length: n }, (_, i) => look.low[0] + (i / (n - 1)) * (look.high[0] - look.low[0]))
  const responsibilities = responsibilitiesOf(mixture, X, n)
  const inset = 2 * scale // a line at 0 or 1 keeps its thickness
  const x = i => (i / (n - 1)) * width, y = responsibility => height - inset - responsibility * (height - 2 * inset)
  for (let i = 1; i < n; i++) {
    const before = largestOf(responsibilities, (i - 1) * K, K), now = largestOf(responsibilities, i * K, K)
    context.fillStyle = css(look.palette[now])
    context.globalAlpha = 0.1
    context.fillRect(x(i - 1), 0, x(i) - x(i - 1), height)
    context.globalAlpha = 0.7
    context.fillStyle = look.ink
    if (before !== now) context.fillRect(x(i) - 0.75 * scale, 0, 1.5 * scale, height)
  }
  context.globalAlpha = 1
  context.lineWidth = 2.4 * scale
  for (let k = 0; k < K; k++) {
    context.strokeStyle = css(look.palette[k])
    context.setLineDash(look.dashes[k][1] ? look.dashes[k].map(length => length * scale) : [])
    context.beginPath()
    for (let i = 0; i < n; i++) context.lineTo(x(i), y(responsibilities[i * K + k]))
    context.stroke()
  }
  context.setLineDash([])
}
