// The mixture that the picture draws: that of the step in view, or, while one step flows into another, one on the way.
// The step bar owns it.

import { announce, listen } from "./events.js"

const DRAWN = "em-explorer:drawn", IN_HAND = "em-explorer:in-hand"

// { mixture, number, moving }: as `mixtureAt` of run.js gives it, or null where no picture draws one; a number that is
// another for every picture; whether it is on the way.
export const drawn = () => window.emExplorerDrawn ?? { mixture: null, number: 0, moving: false }

export function putDrawn(mixture, moving) {
  window.emExplorerDrawn = { mixture, number: (drawn().number + 1) % 1000, moving }
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

// Ask the step bar to draw a mixture in place of the step's, as long as it is dragged; null: no more.
export const drawInHand = mixture => announce(IN_HAND, mixture)
export const onInHand = act => listen(IN_HAND, event => act(event.detail))
