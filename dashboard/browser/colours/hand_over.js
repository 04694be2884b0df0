// How a painting gets into a chart. The chart holds a blank image, as large as its plot, whose address ends in the name
// of what to paint. When Vega draws that image, the painting is drawn instead: in the same frame as the curves, at the
// right place and size whatever the window does, and without the cost of encoding a picture. A painting is a canvas, or
// a function that draws into the chart's own, as a mark of Vega's would.

import { CHART, inputsOf, onNewElements, write } from "../shared/charts.js"

const SHARPEST = 2 // device pixels to a CSS pixel; finer costs time and shows nothing
const nameOf = image => (image instanceof HTMLImageElement && /^data:.*#(\w+)$/.exec(image.src)?.[1]) || null

// Pixel on pixel: Vega's plots begin at half a pixel, which would blur small dots.
function putDown(context, painting, x, y, scale) {
  const { a, d, e, f } = context.getTransform()
  context.save()
  context.setTransform(a / scale, 0, 0, d / scale, Math.round(e + x * a), Math.round(f + y * d))
  CanvasRenderingContext2D.prototype.drawImage.call(context, painting, 0, 0)
  context.restore()
}

function drawInto(context, draw, x, y) {
  context.save()
  context.translate(x, y)
  draw(context)
  context.restore()
}

// `paint(name, width, height, scale)` gives a painting, or null for nothing. Charts that are made anew are adopted.
export function handOver(paint) {
  const adopted = new Map()

  function adopt() {
    const canvases = new Set(document.querySelectorAll(`${CHART} canvas`))
    for (const [canvas, context] of adopted) {
      if (canvases.has(canvas)) continue
      delete context.drawImage
      adopted.delete(canvas)
    }
    let isNew = false
    for (const canvas of canvases) {
      if (adopted.has(canvas)) continue
      isNew = true
      const context = canvas.getContext("2d")
      adopted.set(canvas, context)
      context.drawImage = function (image, ...box) {
        const name = box.length === 4 ? nameOf(image) : null
        if (name === null) return CanvasRenderingContext2D.prototype.drawImage.call(this, image, ...box)
        const [x, y, width, height] = box
        const scale = Math.min(window.devicePixelRatio || 1, SHARPEST)
        const painting = paint(name, width, height, scale)
        if (painting) (typeof painting === "function" ? drawInto : putDown)(this, painting, x, y, scale)
      }
    }
    if (isNew) redraw()
  }

  // Vega draws only what changed: a number that only the blank images depend on makes it draw them. A chart that draws
  // the mixture redraws by itself when that changes.
  function redraw(mixtureChanged = false) {
    for (const input of inputsOf("layer")) {
      if (mixtureChanged && input.form.querySelector("input[name=mixture]")) continue
      write(input, (Number(input.value) + 1) % 1000)
    }
  }

  const end = onNewElements(adopt)
  adopt()
  return {
    redraw,
    remove() {
      end()
      for (const context of adopted.values()) delete context.drawImage
      redraw()
    },
  }
}
