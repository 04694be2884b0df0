// The run, unpacked from what Python sends (stepping/run_in_view.py).

import { mixturesOf, numbersOf } from "./packed.js"

export function runOf({ mixtures, seen, log_likelihoods, log_posteriors, companion, ...rest }) {
  if (!mixtures) return { seen, ...rest } // made in the browser, where nothing is packed
  const own = mixturesOf(mixtures)
  const inPicture = seen === "all" ? own : seen && mixturesOf(seen)
  const logLikelihoods = numbersOf(log_likelihoods)
  const logPosteriors = log_posteriors && numbersOf(log_posteriors)
  return { ...rest, ...own, seen: inPicture, logLikelihoods, logPosteriors, companion: companion && runOf(companion) }
}
