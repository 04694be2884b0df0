// A picture that shows one mixture and never another: no step bar writes into it.

import { keepWritten } from "./charts.js"
import { mixtureText } from "./texts.js"

const NO_TRAIL = -1

// Returns what ends it.
export function showOneMixture(mixture) {
  return keepWritten("mixture", () => mixtureText({ number: 0, moving: false, mixture }, NO_TRAIL, mixture.means)).end
}
