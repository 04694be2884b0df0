// The ghost: EM from the mixture in hand, run in the browser, some milliseconds in every frame, until it ends.

import { knows, runFrom } from "./em.js"

const BUDGET = 10 // milliseconds of EM in a frame

// `points` and `rules` as in em.js; `of`, how many points the data have.
export function ghostFrom(mixture, points, rules, of) {
  const run = knows(rules.covarianceType) ? runFrom(mixture, points, rules) : null
  const exact = points.n === of
  return {
    run,
    goesOn: () => run !== null && run.stop === null,
    goOn() {
      const until = performance.now() + BUDGET
      do run.advance()
      while (run.stop === null && performance.now() < until)
    },
    logLikelihood: () => (run !== null && exact ? run.startLogLikelihood : NaN), // of the mixture in hand
    words() {
      const about = exact ? "" : `, about: by ${points.n.toLocaleString("en")} of ${of.toLocaleString("en")} points`
      if (run.stop === "collapsed") return `Dashed: here, at step ${run.step}, EM breaks off: a component collapses${about}`
      return `Dashed: where EM ends from here${run.stop ? "" : `, at step ${run.step} by now`}${about}`
    },
  }
}
