// What is said of every step, of the map, and of where other ways lead.

import { fixed, numeral } from "../shared/numeral.js"

const DIGITS = 3 // of nats
const nats = value => fixed(value, DIGITS)
const amount = value => (value > 10 ** -DIGITS / 2 ? nats(value) : `under ${nats(10 ** -DIGITS)}`)

// A place by its parameters: "μ₁ −1.84, μ₂ 2.05".
export const placeIn = (axes, place) => axes.map(({ short, log }, i) =>
  `${short} ${log ? numeral(10 ** place[i], 2) : fixed(place[i], 2)}`).join(", ")

// One sentence for every step of a run; the last one says how it ended. `end`: what the last place is, in words.
export function sentencesOf({ places, logLikelihoods, stop, bounds }, axes, end) {
  const lines = places.map((place, step) => {
    const now = `${placeIn(axes, place)}, log-likelihood ${nats(logLikelihoods[step])}`
    if (step === 0) return `Step 0, the start: ${now}. Drag the dot anywhere, or press play.`
    const gain = logLikelihoods[step] - logLikelihoods[step - 1], promised = bounds[step - 1] - logLikelihoods[step - 1]
    return `Step ${step}: to the bound's top at ${now}, up ${amount(gain)} (the bound: ${amount(promised)}).`
  })
  return [...lines.slice(0, -1), `${lines.at(-1)} ${endingOf(stop, end)}`]
}

function endingOf(stop, end) {
  if (stop === "converged") return `EM has arrived: this is ${end}.`
  if (stop === "collapsed") return "The next bound has no top: the bell shrinks onto one point, without end."
  if (stop === "empty") return "The narrow bell holds none of the points: there is no M step."
  return "These are all the steps of this run."
}

const ENDS = {
  peak: said => said, saddle: said => said, flat: () => "far out on flat land",
  away: () => "away for good", max_iter: () => "not there yet",
}

// "Newton, 3 steps: the saddle".
export function wayOf({ name, places, end }, said) {
  const steps = places.length - 1
  return `${name}, ${steps} step${steps === 1 ? "" : "s"}: ${ENDS[end](said)}`
}
