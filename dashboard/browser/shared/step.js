// The step in view. The step bar owns it; whatever follows it hears of every change by an event.

import { announce, listen } from "./events.js"

const MOST_LEFT = 20
const left = window.emExplorerLeft ??= new Map() // positions by queries, of all that have this file

const STEP = "em-explorer:step", GO = "em-explorer:go", HOLD = "em-explorer:hold"

// The step, its beat ("E", "M" or none), the position that both make, whether it plays, of which query.
export const inView = () => window.emExplorer ?? { step: 0, beat: "", position: 0, playing: false, query: null }

export function putInView(view) {
  window.emExplorer = view
  left.delete(view.query) // so that it comes last
  left.set(view.query, view.position)
  if (left.size > MOST_LEFT) left.delete(left.keys().next().value)
  announce(STEP)
}

// The position at which the run of a query was left, if it was in view: the dashboard's, after a lesson's own.
export const leftAt = query => left.get(query)

// Ask the step bar for a step.
export const goTo = step => announce(GO, step)

// While it is held, the step bar waits at step 0.
export const isHeld = () => Boolean(window.emExplorerHold)

export function hold(held) {
  window.emExplorerHold = held
  announce(HOLD)
}

// Each returns what ends it.
export const onStep = act => listen(STEP, act)
export const onGo = act => listen(GO, event => act(event.detail))
export const onHold = act => listen(HOLD, act)
