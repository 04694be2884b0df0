// The run in view. It travels from Python once; step bar, charts, read-out and painter share it.
//
// last             the last step; word, what a step is called; query, what tells the run from others
// K, D             components, features
// logLikelihoods   of every step; logPosteriors, what EM climbs with a prior: none without one
// weights, means, factors
//                  of every step and component, one after the other in flat lists; a lower Cholesky factor row by row:
//                  l11, or l11, l21, l22, and so on
// seen             the same as the picture shows it, in one dimension or two: { K, D, weights, means, factors }; none
//                  where the picture shows every pair of features
// sentences, e_beats, texts
//                  of a run that is made in the browser: what is said of every step, and of its E beat where it has beats;
//                  what charts are told, by input
// companion        another run that is stepped beside it, with `last` and all that follows here of its own; mostly none
// longest          the last step of what else is shown beside it, if that goes on longer; mostly none

import { announce, listen } from "./events.js"

const HANDED_OVER = "em-explorer:handed-over", RUN = "em-explorer:run"

// The run as it comes from Python, for the step bar, which unpacks it for all others. Both `on...` return what ends them.
export const handedOver = () => window.emExplorerHandedOver ?? null
export const onHandOver = act => listen(HANDED_OVER, act)

export function handOver(data) {
  window.emExplorerHandedOver = data
  announce(HANDED_OVER)
}

export const theRun = () => window.emExplorerRun ?? null
export const onRun = act => listen(RUN, act)

// The run that a chart or a painting shows which says so by this name; by none the run itself.
export const COMPANION = "companion"
export const runNamed = name => (name === COMPANION ? theRun()?.companion : theRun()) ?? null

// The last step that there is to show: a shorter run stays at its end.
export const lastOfAll = run => Math.max(run.last, run.companion?.last ?? 0, run.longest ?? 0)

export function putRun(run) {
  window.emExplorerRun = run
  announce(RUN)
}

// The mixture in the picture at a step of the run, or at the nearest that it has.
export const mixtureAt = (run, step) => mixtureOf(run.seen, run.last, step)

// The same in all dimensions, whatever the picture shows of them.
export const wholeMixtureAt = (run, step) => mixtureOf(run, run.last, step)

function mixtureOf(lists, last, step) {
  const { K, D } = lists, t = Math.min(Math.max(step, 0), last)
  const part = (name, size) => lists[name].subarray(t * K * size, (t + 1) * K * size)
  return { K, D, weights: part("weights", 1), means: part("means", D), factors: part("factors", (D * (D + 1)) / 2) }
}
