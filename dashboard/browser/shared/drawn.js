// The mixture that the picture draws: that of the step in view, or, while one step flows into another, one on the way.
// The step bar owns it.

import { announce, listen } from "./events.js"
import { COMPANION } from "./run.js"

const DRAWN = "em-explorer:drawn", IN_HAND = "em-explorer:in-hand"

// { mixture, companion, number, moving }: the mixture as `mixtureAt` of run.js gives it, or null where no picture draws
// one; the same of the run's companion; a number that is another for every picture; whether they are on the way.
export const drawn = () => window.emExplorerDrawn ?? { mixture: null, companion: null, number: 0, moving: false }
export const drawnOf = name => (name === COMPANION ? drawn().companion : drawn().mixture)

export function putDrawn({ mixture, companion = null }, moving) {
  window.emExplorerDrawn = { mixture, companion, number: (drawn().number + 1) % 1000, moving }
}

export const announceDrawn = () => announce(DRAWN)

// Returns what ends it.
export const onDrawn = act => listen(DRAWN, act)

// On the straight way from one mixture to another, `share` of it behind: what lies between two Cholesky factors with
// positive diagonals is one, too.
export function between(from, to, share) {
  const part = name => to[name].map((value, i) => from[name][i] + share * (value - from[name][i]))
  return { ...to, weights: part("weights"), means: part("means"), factors: part("factors") }
}

// The same of all that are drawn.
export const allBetween = (from, to, share) => ({
  mixture: between(from.mixture, to.mixture, share),
  companion: to.companion && between(from.companion, to.companion, share),
})

// Ask the step bar to draw a mixture in place of the step's, as long as it is dragged; null: no more.
export const drawInHand = mixture => announce(IN_HAND, mixture)
export const onInHand = act => listen(IN_HAND, event => act(event.detail))
