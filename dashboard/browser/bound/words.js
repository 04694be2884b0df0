// What is said of the start and of every beat, and the numbers beside it.

import { fixed } from "../shared/numeral.js"

const DIGITS = 3 // of nats

export const place = mean => fixed(mean, 2)
const nats = value => fixed(value, DIGITS)
const rounded = value => Number(value.toFixed(DIGITS))
const amount = value => (value > 10 ** -DIGITS / 2 ? nats(value) : `under ${nats(10 ** -DIGITS)}`)

// Log-likelihood, lower bound and KL to the digits shown, made to add up: KL is the difference of the other two.
function shown({ logLikelihood, bound }) {
  const whole = rounded(logLikelihood), part = rounded(bound)
  return { logLikelihood: whole, bound: part, gap: whole - part }
}

// The same as texts; at the start nothing is shared out.
export function numbersShown(beat) {
  const { logLikelihood, bound, gap } = shown(beat)
  return [nats(logLikelihood), ...(beat.kind === "start" ? ["?", "?"] : [nats(bound), nats(gap)])]
}

// One sentence for the start and for every beat; the last one says how the run ended.
export function sentencesOf(beats, converged) {
  const lines = beats.map((beat, number) => sentence(beat, number, beats[number - 1]))
  lines.push(`${lines.pop()} ${converged ? "EM has arrived: this is a peak." : "These are all the beats of this run."}`)
  return lines
}

function sentence(beat, number, beatBefore) {
  const now = shown(beat), { kind, before, after } = beat
  if (kind === "start") {
    return `Beat 0, the start: the narrow bell stands at ${place(after)}, log-likelihood ${nats(now.logLikelihood)}. ` +
      "No point is shared out yet, so there is no bound. Press play."
  }
  const label = `Beat ${number}, ${kind} step:`, was = shown(beatBefore)
  if (number === 1) {
    return `${label} every point is shared out between the bells. These shares make the first bound; it touches the ` +
      `curve at ${place(after)}, where the bell stands. KL is 0.`
  }
  if (kind === "E") {
    return `${label} the bell stays at ${place(after)}, the points are shared out anew; the bound rises by ` +
      `${amount(was.gap)} to touch the curve. KL is 0.`
  }
  const [bound, whole] = [now.bound - was.bound, now.logLikelihood - was.logLikelihood].map(amount)
  return `${label} the shares stay, the bell jumps from ${place(before)} to the bound's top at ${place(after)}. ` +
    `Bound up ${bound}, log-likelihood up ${whole}: ${amount(now.gap)} more, the new KL.`
}
