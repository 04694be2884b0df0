// What is said of the start, of every E beat and of every step.

import { fixed, percent } from "../shared/numeral.js"

export const NAMES = ["A", "B"]
export const tosses = value => fixed(value, 1)
export const theta = value => fixed(value, 3)
const nats = value => fixed(value, 3)
const alike = ({ thetas: [a, b] }) => Math.abs(a - b) < 1e-12

const counted = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`
export const headsOf = ({ heads, tails }) => `${counted(heads, "head")}, ${counted(tails, "tail")}`

export function sentencesOf({ steps, converged }) {
  const lines = steps.map((step, t) => (t === 0 ? start(step) : mBeat(steps, t)))
  const last = steps.at(-1), ended = !converged ? "These are all the steps of this run."
    : alike(last) ? "EM rests: nothing tells the coins apart." : "EM has arrived."
  lines.push(`${lines.pop()} ${ended}`)
  return lines
}

// None follows the last step.
export const eBeatsOf = ({ steps }, rows) => steps.map((step, t) => {
  const begins = `Step ${t}, E step:`
  if (alike(step)) return `${begins} the coins are alike, so every row goes to both in halves, whatever its heads.`
  const most = step.shares.reduce((best, [a], n) => (a > step.shares[best][0] ? n : best), 0)
  const least = step.shares.reduce((best, [a], n) => (a < step.shares[best][0] ? n : best), 0)
  const said = n => `row ${n + 1}, ${counted(rows[n].heads, "head")},`
  return `${begins} Bayes' rule shares every row out. Of ${said(most)} coin A gets ${percent(step.shares[most][0])}, of ` +
    `${said(least)} ${percent(step.shares[least][0])}.`
})

const start = ({ thetas, logLikelihood }) =>
  `Step 0, a guess: coin A shows heads in ${percent(thetas[0])} of its tosses, coin B in ${percent(thetas[1])}. ` +
  `Log-likelihood ${nats(logLikelihood)}. No row is shared out yet. Press play.`

function mBeat(steps, t) {
  const { thetas, logLikelihood } = steps[t], before = steps[t - 1], gain = logLikelihood - before.logLikelihood
  const made = thetas.map((value, k) => {
    const { heads, tails } = before.given[k]
    return `${NAMES[k]} ${tosses(heads)} of ${tosses(heads + tails)}, so ${theta(value)}`
  })
  const rises = gain < 0.0005 ? "rises by less than 0.001" : `rises by ${nats(gain)}`
  return `Step ${t}, M step: the heads are added up. ${made.join("; ")}. Log-likelihood ${rises}.`
}
