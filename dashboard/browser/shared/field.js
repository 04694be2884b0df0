// The responsibility field of the plane: its tint, and the line where the largest responsibility changes hands.

import { logProducts, toResponsibilities } from "./responsibilities.js"
import { blend, largestOf } from "./colour.js"

const CELL = 6 // CSS pixels between two places where the field is computed
const TINT = 0.3 // opacity of the field

// `temperature`: how soft the tint is, where it is not that of responsibilities; `classes`: that of every component, where
// some have none of their own.
export function paintField(context, width, height, scale, look, mixture, temperature = 1, classes = ownClasses(mixture)) {
  const columns = Math.ceil(width / (CELL * scale)) + 1, rows = Math.ceil(height / (CELL * scale)) + 1
  const X = new Float64Array(columns * rows * 2)
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const at = 2 * (row * columns + column)
      X[at] = look.low[0] + (column / (columns - 1)) * (look.high[0] - look.low[0])
      X[at + 1] = look.high[1] - (row / (rows - 1)) * (look.high[1] - look.low[1])
    }
  }
  const logs = logProducts(mixture, X, columns * rows)
  const responsibilities = toResponsibilities(logs.map(log => log / temperature), mixture.K)
  const tint = new OffscreenCanvas(columns, rows), image = new ImageData(columns, rows)
  for (let i = 0; i < columns * rows; i++) {
    const colour = blend(look.palette, responsibilities, i * mixture.K, mixture.K)
    image.data.set([colour[0], colour[1], colour[2], 255 * TINT], 4 * i)
  }
  tint.getContext("2d").putImageData(image, 0, 0)
  // The values stand at the cells' corners: centres of the tint's pixels, half a pixel within its edges.
  context.drawImage(tint, 0.5, 0.5, columns - 1, rows - 1, 0, 0, width, height)

  context.beginPath()
  for (const [x1, y1, x2, y2] of boundary(logs, columns, rows, classes)) {
    context.moveTo((x1 / (columns - 1)) * width, (y1 / (rows - 1)) * height)
    context.lineTo((x2 / (columns - 1)) * width, (y2 / (rows - 1)) * height)
  }
  context.lineCap = "round"
  context.lineWidth = 1.6 * scale
  context.strokeStyle = look.ink
  context.globalAlpha = 0.8
  context.stroke()
  context.globalAlpha = 1
}

const ownClasses = ({ K }) => Array.from({ length: K }, (_, k) => k)

// Segments, in cells, between neighbouring places whose largest components are of different classes. Along an edge of a
// cell the difference of two logarithms is nearly linear: where it is 0 the largest changes hands.
function boundary(logs, columns, rows, classes) {
  const K = classes.length, winners = new Uint8Array(columns * rows)
  for (let i = 0; i < winners.length; i++) winners[i] = largestOf(logs, i * K, K)
  const crossing = (p, q) => {
    const a = winners[p], b = winners[q]
    const before = logs[p * K + a] - logs[p * K + b], after = logs[q * K + b] - logs[q * K + a]
    return before + after > 0 ? before / (before + after) : 0.5
  }
  const part = (p, q) => classes[winners[p]] !== classes[winners[q]]
  const segments = []
  for (let row = 0; row + 1 < rows; row++) {
    for (let column = 0; column + 1 < columns; column++) {
      const p = row * columns + column, q = p + 1, r = p + columns, s = r + 1
      if (!part(p, q) && !part(p, r) && !part(p, s)) continue
      const cuts = []
      if (part(p, q)) cuts.push([column + crossing(p, q), row])
      if (part(q, s)) cuts.push([column + 1, row + crossing(q, s)])
      if (part(r, s)) cuts.push([column + crossing(r, s), row + 1])
      if (part(p, r)) cuts.push([column, row + crossing(p, r)])
      if (cuts.length === 2) {
        segments.push([...cuts[0], ...cuts[1]])
      } else { // three or four territories meet
        const x = cuts.reduce((sum, cut) => sum + cut[0], 0) / cuts.length
        const y = cuts.reduce((sum, cut) => sum + cut[1], 0) / cuts.length
        for (const cut of cuts) segments.push([...cut, x, y])
      }
    }
  }
  return segments
}
