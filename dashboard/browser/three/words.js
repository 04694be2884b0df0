// What is said of the three runs at a step.

import { fixed, numeral } from "../shared/numeral.js"

const NAMES = ["EM", "hard EM", "k-means"]

const LARGE = 1e5 // nats: of more the decimals have no room, and say nothing
const nats = value => fixed(value, Math.abs(value) < LARGE ? 3 : 0)
export const temperatureInWords = temperature => `T = ${numeral(temperature, 3)}`

export const stepOf = ({ steps }, step) => steps[Math.min(step, steps.length - 1)]
const lastOf = ({ steps }) => steps.length - 1

// The headings over the pictures: names, and what is to be known beside them.
export function titles(em, { how }, step) {
  const { temperature } = stepOf(em, step)
  const at = temperature === 1 && how !== "circles" ? "soft shares" : `at ${temperatureInWords(temperature)}`
  return [["EM", how === "circles" ? `${at}, equal circles` : at], ["Hard EM", "whole points"], ["k-means", "distances only"]]
}

// What each of them climbs or lowers, and its value.
export function objectives([em, hard, kMeans], step) {
  const { temperature, objective, logLikelihood } = stepOf(em, step)
  return [
    temperature === 1 ? `Log-likelihood ${nats(logLikelihood)}` : `Tempered log-lik. ${nats(objective)}`,
    `Classification log-lik. ${nats(stepOf(hard, step).objective)}`,
    `Squared distances ${numeral(stepOf(kMeans, step).objective, 7)}`,
  ]
}

// What a tempered log-likelihood is not.
export const remark = (em, step) => (stepOf(em, step).temperature === 1 ? "" : "To be compared at one temperature only")

// The components of every class, and how many points are theirs.
function groupsOf({ classes, sizes }) {
  const members = first => classes.flatMap((of, k) => (of === first ? [k] : []))
  return [...new Set(classes)].map(first => ({ members: members(first), size: sizes[first] }))
}

const hasMelted = ({ mixture, classes }) => mixture.K > 1 && classes.every(of => of === 0)
const numbers = members => members.map(k => k + 1).join(" = ")

export function sizesOf(run, step) {
  const now = stepOf(run, step)
  if (hasMelted(now)) return "all equal"
  return groupsOf(now).map(({ members, size }) => (members.length > 1 ? `${numbers(members)}: ${size}` : size)).join(" | ")
}

// Whether it has ended by this step, and how.
export function stateOf(run, step) {
  const last = lastOf(run)
  if (step < last) return "on its way"
  if (run.stop === "settled") return `settled at step ${last}`
  return run.stop === "most" ? `unsettled at step ${last}` : `collapsed at step ${last}`
}

// The same for those who don't see the picture.
export function alternative(run, [name, how], objective, step) {
  const now = stepOf(run, step), { mixture: { K, D, means }, sizes, classes } = now, melted = hasMelted(now)
  const components = Array.from({ length: K }, (_, k) => {
    const place = Array.from({ length: D }, (__, d) => numeral(means[k * D + d], 3)).join(", ")
    const held = classes[k] === k ? ` with ${sizes[k]} points` : `, melted into ${classes[k] + 1}`
    return `${k + 1} at ${place}${melted ? "" : held}`
  })
  return `${name}, ${how}. Step ${Math.min(step, lastOf(run))}, ${stateOf(run, step)}. ${objective}. Components: ${components.join("; ")}.` +
    (melted ? " All shares equal, no border." : "")
}

// A sentence for every step of all three.
export function sentencesOf(runs, last) {
  return Array.from({ length: last + 1 }, (_, step) => {
    if (step === 0) return "Step 0: all three start from the same means and share the points out for the first time. Press play."
    const changes = runs.map((run, i) => {
      const before = stepOf(run, step - 1), now = stepOf(run, step)
      if (hasMelted(before) || hasMelted(now)) return 0
      const count = now.winners.reduce((sum, winner, n) => sum + (winner !== before.winners[n]), 0)
      return count && `${count} in ${NAMES[i]}`
    }).filter(Boolean)
    const told = `Step ${step}: ${changes.length ? `points that change sides: ${changes.join(", ")}` : "no point changes sides"}. `
    if (hasMelted(stepOf(runs[0], step))) return `${told}EM has melted: every component has the same share of every point.`
    return `${told}Against EM, hard EM places ${apart(runs[0], runs[1], step)} points otherwise, k-means ${apart(runs[0], runs[2], step)}.`
  })
}

// How many points two runs place otherwise, whatever their components are called: those of the one answer to those of the
// other with which they share most points.
function apart(first, second, step) {
  const [one, other] = [first, second].map(run => stepOf(run, step)), { K } = one.mixture
  const common = Array.from({ length: K * K }, () => 0)
  one.winners.forEach((winner, i) => common[winner * K + other.winners[i]]++)
  const rows = new Set(), columns = new Set()
  let same = 0
  for (const [at, count] of [...common.entries()].sort((a, b) => b[1] - a[1])) {
    const row = Math.floor(at / K), column = at % K
    if (rows.has(row) || columns.has(column)) continue
    rows.add(row)
    columns.add(column)
    same += count
  }
  return one.winners.length - same
}
