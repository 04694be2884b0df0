// The run and the mixture in view as the texts that charts take (charts/stepping.py), by the name of the charts' inputs.

const COARSE = 3 // times as far apart may places on a curve be, on the way from step to step

export const textsOf = run => ({
  trail: run.seen?.D === 2 ? trailOf(run) : "",
  log_likelihoods: run.logLikelihoods ? run.logLikelihoods.join(" ") : "",
  log_posteriors: run.logPosteriors ? run.logPosteriors.join(" ") : "",
})

// A row for every step and component: step, component, x, y.
function trailOf({ last, seen: { K, means } }) {
  const rows = []
  for (let i = 0; i < (last + 1) * K; i++) {
    rows.push([Math.floor(i / K), (i % K) + 1, means[2 * i], means[2 * i + 1]].join(" "))
  }
  return rows.join(";")
}

// The picture's number, the trail's last step, how coarse it may be; then a row for every component: component, weight, x, l11, and in the
// plane y, l21, l22, and the mean at the trail's end.
export function mixtureText({ number, moving, mixture: { K, D, weights, means, factors } }, trailEnd, meansThere) {
  const rows = [`${number} ${trailEnd} ${moving ? COARSE : 1}`]
  for (let k = 0; k < K; k++) {
    const row = [k + 1, weights[k], means[D * k]]
    if (D === 1) row.push(factors[k])
    else row.push(factors[3 * k], means[2 * k + 1], ...factors.slice(3 * k + 1, 3 * k + 3), ...meansThere.slice(2 * k, 2 * k + 2))
    rows.push(row.join(" "))
  }
  return rows.join(";")
}
