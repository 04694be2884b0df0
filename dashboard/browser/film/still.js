// A picture of what the stage shows, twice as sharp as a plain screen.

import { compose } from "./composing.js"
import { drawnAtRest, keyInView, layoutOf, stepInView, thePictures, theTrace } from "./on_screen.js"

const SCALE = 2

// PNG. `words`: { title, question, link }.
export async function still(words, withTrace, look) {
  const pictures = thePictures(), trace = withTrace ? theTrace() : []
  await drawnAtRest([...pictures, ...trace])
  const parts = [
    { text: words.title, size: 21, bold: true },
    { text: words.question, size: 15 },
    await drawing(pictures),
    { text: keyInView(), size: 12 },
    ...(trace.length ? [await drawing(trace)] : []),
    { text: stepInView(), size: 14, bold: true },
    { text: words.link, size: 11 },
  ]
  const canvas = document.createElement("canvas")
  compose(canvas, parts, { scale: SCALE, ...look })
  return new Promise(done => canvas.toBlob(done, "image/png"))
}

const drawing = async charts => ({
  layout: layoutOf(charts), images: await Promise.all(charts.map(({ view }) => view.toCanvas(SCALE))),
})
