// The run, unpacked from what Python sends (stepping/run_in_view.py).

import { numbersOf } from "../shared/packed.js"

const mixturesOf = ({ K, D, ...lists }) =>
  Object.fromEntries([["K", K], ["D", D], ...Object.entries(lists).map(([name, text]) => [name, numbersOf(text)])])

export function runOf({ mixtures, seen, log_likelihoods, ...rest }) {
  if (!mixtures) return rest
  const own = mixturesOf(mixtures)
  const inPicture = seen === "all" ? own : seen && mixturesOf(seen)
  return { ...rest, ...own, seen: inPicture, logLikelihoods: numbersOf(log_likelihoods) }
}
