// A picture that shows one mixture and never another: no step bar writes into it.

import { inputsOf, onNewElements, write } from "./charts.js"
import { mixtureText } from "./texts.js"

const NO_TRAIL = -1

// Returns what ends it.
export function showOneMixture(mixture) {
  const text = mixtureText({ number: 0, moving: false, mixture }, NO_TRAIL, mixture.means)
  const show = () => inputsOf("mixture").forEach(input => write(input, text))
  show()
  return onNewElements(show)
}
