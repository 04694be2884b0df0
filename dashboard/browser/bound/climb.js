// EM on the mean of one bell, all else fixed, as emcore takes it (emcore/study/one_parameter.py, beats.py).
//
// model   points       in one dimension
//         weight, sd   of the bell whose mean is free
//         others       at every point the logarithm of the weighted density of all that is fixed

const sum = values => values.reduce((total, value) => total + value, 0)
const bell = ({ weight, sd }, x, mean) =>
  Math.log(weight / (Math.sqrt(2 * Math.PI) * sd)) - 0.5 * ((x - mean) / sd) ** 2
const cost = share => (share > 0 ? share * Math.log(share) : 0)

// How much of every point the bell holds at this mean.
const sharesAt = (model, mean) => model.points.map((x, n) => 1 / (1 + Math.exp(model.others[n] - bell(model, x, mean))))

const logLikelihood = (model, mean) => sum(model.points.map((x, n) => {
  const one = bell(model, x, mean), other = model.others[n]
  return Math.max(one, other) + Math.log1p(Math.exp(-Math.abs(one - other)))
}))

const lowerBound = (model, shares, mean) => sum(shares.map((share, n) =>
  share * bell(model, model.points[n], mean) + (1 - share) * model.others[n] - cost(share) - cost(1 - share)))

// The lower bound as the mean moves and the shares stay: top - curvature (mean - at)^2 / 2.
function parabolaOf(model, shares) {
  const count = sum(shares), at = sum(shares.map((share, n) => share * model.points[n])) / count
  return { at, top: lowerBound(model, shares, at), curvature: count / model.sd ** 2 }
}

// The means of all steps from `start`, and whether the run has converged: the mean log-likelihood per point gained less
// than `tol`. Else it has taken `max_iter` steps.
export function climb(model, start, { max_iter, tol }) {
  const means = [start]
  for (let before = NaN; ;) {
    const mean = means.at(-1), now = logLikelihood(model, mean)
    if (Math.abs(now - before) / model.points.length < tol) return { means, converged: true }
    if (means.length > max_iter) return { means, converged: false }
    means.push(parabolaOf(model, sharesAt(model, mean)).at)
    before = now
  }
}

// The start and every beat of a run, as each leaves things: { kind, step, before, after, logLikelihood, bound,
// parabola }. Its shares are those of the mean before it; the start has none, and the first ones' parabola.
export function beatsOf(model, means) {
  const beats = []
  for (const [step, mean] of means.entries()) {
    const shares = sharesAt(model, mean), parabola = parabolaOf(model, shares)
    const beat = (kind, after) => {
      const values = { logLikelihood: logLikelihood(model, after), bound: lowerBound(model, shares, after) }
      beats.push({ kind, step, before: mean, after, ...values, parabola })
    }
    if (step === 0) beat("start", mean)
    beat("E", mean)
    if (step + 1 < means.length) beat("M", means[step + 1])
  }
  return beats
}
