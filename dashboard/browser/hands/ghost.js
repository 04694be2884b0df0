// The ghost: EM from the mixture in hand, run in the browser, some milliseconds in every frame, until it ends. Of many
// points some come first, which end while one drags; all of them follow.

import { knows, pointsOf, runFrom } from "../shared/em.js"

const BUDGET = 10 // milliseconds of EM in a frame
const FEW = 2000 // points

// What ghosts are computed from: the points in view, a part of them first where they are many.
export function ghostPoints({ X, D, n, n_points }) {
  const every = Math.ceil(n / FEW), part = new Float64Array(Math.ceil(n / every) * D)
  for (let i = 0; i * every < n; i++) part.set(X.subarray(i * every * D, (i * every + 1) * D), i * D)
  return { stages: (every > 1 ? [part, X] : [X]).map(points => pointsOf(points, D)), of: n_points }
}

// `rules` as in em.js; a covariance type that it does not know has no ghost: null.
export function ghostFrom(mixture, { stages, of }, rules) {
  if (!knows(rules.covariance_type)) return null
  const runs = stages.map(points => runFrom(mixture, points, rules))
  const running = () => runs.find(run => run.stop === null)
  const shown = () => runs.findLast(run => run.stop !== null) ?? runs[0]
  return {
    shown,
    goesOn: () => running() !== undefined,
    goOn() {
      const until = performance.now() + BUDGET
      do running().advance()
      while (running() && performance.now() < until)
    },
    words() {
      const { step, stop, n } = shown()
      const about = n === of ? "" : ` (by ${n.toLocaleString("en")} of ${of.toLocaleString("en")} points)`
      if (stop === "collapsed") return `Ghost: from here EM breaks off at step ${step}, as a component collapses${about}`
      return `Ghost: ${stop ? "" : "on the way to "}where EM ends from here${about}`
    },
  }
}
