// The run from a start, and all that is handed over of it (../shared/run.js).

import { runFrom } from "./em.js"
import { eBeatsOf, sentencesOf } from "./words.js"

const FIRST_LEAPS = 5, LEAP = 0.9 // as charts/trace.py leaves out first steps; a start just below one coin is seen

// `model`: { rows, one_coin }, the log-likelihood of one coin for all rows.
export function madeFrom(thetas, { rows, one_coin }, rules) {
  const run = runFrom(thetas, rows, rules), logLikelihoods = run.steps.map(step => step.logLikelihood)
  const query = `coins ${thetas.join(" ")} ${rules.learn_weights ? "learned" : "fixed"}`
  return {
    ...run, start: thetas, learned: rules.learn_weights,
    handed: {
      query, word: "Step", beats: true, last: run.steps.length - 1, settled: run.settled, logLikelihoods,
      sentences: sentencesOf(run), e_beats: eBeatsOf(run, rows), texts: { trace_axis: axisOf(logLikelihoods, one_coin) },
      thetas: run.steps.map(step => step.thetas),
    },
  }
}

// The first step on the axis of log-likelihoods, and its ends: after steps that each gain nearly all there is to gain.
function axisOf(lls, oneCoin) {
  const top = Math.max(...lls, oneCoin)
  const leaps = t => lls[t + 1] - lls[t] > LEAP * (Math.max(...lls) - lls[t])
  let first = 0
  while (first < Math.min(FIRST_LEAPS, lls.length - 3) && lls[first] < oneCoin && leaps(first)) first++
  const bottom = Math.min(...lls.slice(first), oneCoin), edge = 0.08 * (top - bottom) + 0.02
  const below = first > 0 ? 0.25 * (top - bottom) : 0 // room for the note on these steps
  return [first, bottom - edge - below, top + edge].join(" ")
}
