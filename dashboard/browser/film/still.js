// A picture of what the stage shows, twice as sharp as a plain screen.

import { told } from "../shared/told.js"
import { compose } from "./composing.js"
import { beside, drawnAtRest, keyInView, layoutOf, stepInView, thePictures, theTrace } from "./on_screen.js"

const SCALE = 2

// PNG. `words`: { title, question, link }.
export async function still(words, withTrace, look) {
  const pictures = thePictures(), trace = withTrace ? theTrace() : []
  await drawnAtRest([...pictures, ...trace])
  const drawn = await drawing(pictures), lines = { scale: SCALE, ...look }
  if (trace.length) {
    const column = compose(document.createElement("canvas"), [{ text: told(), size: 14 }, await drawing(trace)], { ...lines, margin: 0 })
    drawn.layout = beside(drawn.layout, column.canvas.width / SCALE, column.canvas.height / SCALE)
    drawn.images.push(column.canvas)
  }
  const parts = [
    { text: words.title, size: 21, bold: true },
    { text: words.question, size: 15 },
    drawn,
    { text: keyInView(), size: 12 },
    ...stepInView().map(text => ({ text, size: 14, bold: true })),
    { text: words.link, size: 11 },
  ]
  const { canvas } = compose(document.createElement("canvas"), parts, lines)
  return new Promise(done => canvas.toBlob(done, "image/png"))
}

const drawing = async charts => ({
  layout: layoutOf(charts), images: await Promise.all(charts.map(({ view }) => view.toCanvas(SCALE))),
})
