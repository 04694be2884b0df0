// A picture of one mixture, which no step bar writes into.

import { inputsOf, onNewElements, write } from "./charts.js"
import { mixtureText } from "./texts.js"

const NO_TRAIL = -1

// Returns { show, end }: `show(mixture, moving)` has it draw another, or one on the way to it.
export function showOneMixture(mixture) {
  let text = "", number = 0
  const put = () => inputsOf("mixture").forEach(input => write(input, text))
  function show(one, moving = false) {
    number = (number + 1) % 1000
    text = mixtureText({ number, moving, mixture: one }, NO_TRAIL, one.means)
    put()
  }
  show(mixture)
  return { show, end: onNewElements(put) }
}
