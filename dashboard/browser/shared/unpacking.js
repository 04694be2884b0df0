// The run, unpacked from what Python sends (stepping/run_in_view.py).

import { mixturesOf, numbersOf } from "./packed.js"

export function runOf({ mixtures, seen, log_likelihoods, companion, ...rest }) {
  if (!mixtures) return { seen, ...rest } // made in the browser, where nothing is packed
  const own = mixturesOf(mixtures)
  const inPicture = seen === "all" ? own : seen && mixturesOf(seen)
  const logLikelihoods = numbersOf(log_likelihoods)
  return { ...rest, ...own, seen: inPicture, logLikelihoods, companion: companion && runOf(companion) }
}
