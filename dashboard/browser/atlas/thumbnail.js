// An optimum's clusters, small: the points in the colours of the components that most likely made them, and ellipses or
// bells over them.

import { SHAPES } from "../shared/glyphs.js"
import { bellOf, ellipseOf } from "../shared/shapes.js"
import { glyph, stroke } from "../shared/strokes.js"

const DOT = 1.05 // pixels, a point's radius
const RUG = 0.16 // of the height, for the points of one dimension
const LINE = 1.7

// `points`: { X, n, D, low, high, top } in data units, with the ends of the axes; `owners`: of every point its component.
export function drawThumbnail(context, width, height, points, owners, mixture, look) {
  const { low, high, D, top } = points
  const [x0, x1, y0, y1] = D === 1 ? [low[0], high[0], 0, top / (1 - RUG)] : [low[0], high[0], low[1], high[1]]
  const floor = D === 1 ? (1 - RUG) * height : height
  const plot = {
    left: 0, top: 0, width, height, x0, x1, y0, y1,
    toPixels: (x, y) => [((x - x0) / (x1 - x0)) * width, floor - ((y - y0) / (y1 - y0)) * height],
  }
  context.globalAlpha = 0.75
  for (let i = 0; i < points.n; i++) {
    const colour = look.components[owners[i]], place = plot.toPixels(points.X[i * D], D === 1 ? 0 : points.X[i * D + 1])
    if (D === 2) glyph(context, place, SHAPES[owners[i]], DOT, colour)
    else {
      context.fillStyle = colour
      context.fillRect(place[0] - 0.4, floor + 2, 0.8, height - floor - 4)
    }
  }
  context.globalAlpha = 1
  for (let k = 0; k < mixture.K; k++) {
    if (!(mixture.weights[k] > 0)) continue
    const dash = k ? look.dashes[k].map(length => length * 0.7) : []
    const outline = D === 1 ? bellOf(plot, mixture, k) : ellipseOf(plot, mixture, k, look.radius)
    if (D === 2) stroke(context, outline, look.paper, LINE + 2)
    stroke(context, outline, look.components[k], LINE, dash)
  }
}
