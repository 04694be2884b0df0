// The arithmetic in sentences.

import { numeral } from "../shared/numeral.js"
import { priorPoints } from "../shared/prior.js"
import { OF_TYPE } from "./m_step.js"
import { listed, textOf, written } from "../shared/written.js"

const vector = x => (x.length === 1 ? textOf(x[0]) : ["(", ...listed(x.map(textOf)), ")"])
const TOO_MANY = "These points are too many to be added up in the browser: only sums over all of them make the M step."

export function summaryOfPoint(rows, t, n) {
  const owner = rows.reduce((best, each, k) => (each.logProduct > rows[best].logProduct ? k : best), 0)
  const percent = 100 * Math.exp(rows[owner].logResponsibility)
  const much = rows.length === 1 ? "all" : percent >= 99.95 ? "nearly all" : `${percent.toFixed(1)} %`
  return `Step ${t}: ${much} of point ${n} belongs to component ${owner + 1}. ` +
    "A responsibility is a product divided by the sum of all products."
}

export function summaryOfComponent({ run, points, t, mixture: { D, means } }, sums, k) {
  if (!sums) return [TOO_MANY]
  const last = run.collapsed ? "its last sound step" : "its last"
  const when = t < run.last ? `Step ${t} to ${t + 1}` : `After step ${t} of the run, ${last}`
  const held = `component ${k + 1} holds ${written(sums.counts[k]).mantissa} of ${points.n_points} points in all`
  const mean = Array.from(means.slice(k * D, (k + 1) * D))
  return [`${when}: ${held}; its mean goes from `, ...vector(mean), " to ", ...vector(sums.means[k]), "."]
}

export function notes({ run, points, whole, mixture: { K } }) {
  const { learn_weights, covariance_type, prior } = run.options
  const weights = learn_weights ? "" : "Weights are fixed equal, 1/K, in this run. "
  const texts = [`Rows and components count from 1. ${weights}N = ${points.n_points} points.`]
  if (OF_TYPE[covariance_type] && (points.D > 1 || covariance_type === "tied")) texts.push(OF_TYPE[covariance_type])
  if (prior) {
    const { atMean, n } = priorPoints(prior, covariance_type, K)
    texts.push(`The prior is as if each component had more points: κ = ${numeral(atMean, 4)} at μ₀ for its mean, and ` +
      `n₀ = ${numeral(n, 4)} with scatter S₀ for its covariance. W: the scatter of its own points about their mean x̄; ` +
      "B: what the way from there to μ₀ adds.")
  }
  if (!whole) texts.push(`${points.n} of the ${points.n_points} points can be chosen.`)
  return texts.join(" ")
}
