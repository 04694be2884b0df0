// A film of what the stage shows: the step bar is asked for one step after the other, and each is kept when it is drawn.

import { setFilmed } from "../shared/filmed.js"
import { goTo, inView } from "../shared/step.js"
import { compose } from "./composing.js"
import { makeGif } from "./gif.js"
import { drawnAtRest, layoutOf, stepInView, thePictures } from "./on_screen.js"

const WIDEST = 900 // pixels of a picture
export const LARGEST = 20e6 // bytes

// An animated GIF of the positions of the step bar, or null where `tell(share)`, which hears of every picture, answers
// that it is to end. `times`: hundredths of a second for each picture, and for the last. Throws RangeError where the
// film grows larger than `LARGEST`. The step in view is the one from before, whatever happens.
export async function film(positions, times, words, look, tell) {
  const before = inView().position, charts = thePictures(), canvas = document.createElement("canvas")
  const layout = layoutOf(charts), scale = Math.min(1, WIDEST / layout.wide)
  let gif = null
  setFilmed(true)
  try {
    for (const [i, position] of positions.entries()) {
      goTo(position)
      await drawnAtRest(charts)
      const parts = [
        { text: words.title, size: 18, bold: true },
        { text: words.question, size: 14 },
        { layout, images: charts.map(({ marks }) => marks) },
        ...stepInView().map(text => ({ text, size: 14, bold: true })),
      ]
      const context = compose(canvas, parts, { scale, ...look }), { width, height } = canvas
      gif ??= makeGif(width, height)
      gif.add(context.getImageData(0, 0, width, height).data, i + 1 < positions.length ? times.each : times.last)
      if (gif.size() > LARGEST) throw new RangeError("too large")
      if (!tell((i + 1) / positions.length)) return null
      await new Promise(done => setTimeout(done)) // the page is seen and heard
    }
    return gif.end()
  } finally {
    setFilmed(false)
    goTo(before)
  }
}
