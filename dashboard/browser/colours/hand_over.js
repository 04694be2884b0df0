// How a painting gets into a chart. The chart holds a blank image, as large as its plot, whose address ends in the name
// of what to paint. When Vega draws that image, the painting is drawn instead: in the same frame as the curves, at the
// right place and size whatever the window does, and without the cost of encoding a picture. A painting is a canvas, or
// a function that draws into the chart's own, as a mark of Vega's would.

import { onBlank } from "../shared/blanks.js"
import { inputsOf, write } from "../shared/charts.js"

const SHARPEST = 2 // device pixels to a CSS pixel; finer costs time and shows nothing
const NAME = /^\w+$/

// Pixel on pixel: Vega's plots begin at half a pixel, which would blur small dots.
function putDown(context, painting, x, y, scale) {
  const { a, d, e, f } = context.getTransform()
  context.save()
  context.setTransform(a / scale, 0, 0, d / scale, Math.round(e + x * a), Math.round(f + y * d))
  context.drawImage(painting, 0, 0)
  context.restore()
}

function drawInto(context, draw, x, y) {
  context.save()
  context.translate(x, y)
  draw(context)
  context.restore()
}

// `paint(name, width, height, scale)` gives a painting, or null for nothing.
export function handOver(paint) {
  const end = onBlank((name, context, [x, y, width, height]) => {
    if (!NAME.test(name)) return false
    const scale = Math.min(context.getTransform().a, SHARPEST)
    const painting = paint(name, width, height, scale)
    if (painting) (typeof painting === "function" ? drawInto : putDown)(context, painting, x, y, scale)
    return true
  })

  // Vega draws only what changed: a number that only the blank images depend on makes it draw them. A chart that draws
  // the mixture redraws by itself when that changes.
  function redraw(mixtureChanged = false) {
    for (const input of inputsOf("layer")) {
      if (mixtureChanged && input.form.querySelector("input[name=mixture]")) continue
      write(input, (Number(input.value) + 1) % 1000)
    }
  }

  return {
    redraw,
    remove() {
      end()
      redraw()
    },
  }
}
