// The run from a start: where it ends, its beats, and all that is handed over of it (../shared/run.js): its sentences,
// and the text that the charts take (charts/lessons/beats.py).

import { beatsOf, climb } from "./climb.js"
import { numbersShown, sentencesOf } from "./words.js"

export function runFrom(start, model, rules) {
  const { means, converged } = climb(model, start, rules), beats = beatsOf(model, means)
  const handed = { query: `bound from ${start}`, word: "Beat", last: beats.length - 1 }
  const told = { sentences: sentencesOf(beats, converged), texts: { climb: beats.map(row).join(";") } }
  return { start, end: means.at(-1), beats, handed: { ...handed, ...told } }
}

function row(beat) {
  const { kind, before, after, logLikelihood, bound, parabola: { at, top, curvature } } = beat
  return [kind, ...numbersShown(beat), before, after, logLikelihood, bound, at, top, curvature].join(" ")
}
