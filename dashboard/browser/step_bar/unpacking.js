// The run, unpacked from what Python sends (stepping/run_in_view.py).

const numbers = text => new Float64Array(Uint8Array.from(atob(text), letter => letter.charCodeAt(0)).buffer)
const mixturesOf = ({ K, D, ...lists }) =>
  Object.fromEntries([["K", K], ["D", D], ...Object.entries(lists).map(([name, text]) => [name, numbers(text)])])

export function runOf({ mixtures, seen, log_likelihoods, ...rest }) {
  if (!mixtures) return rest
  const own = mixturesOf(mixtures)
  const inPicture = seen === "all" ? own : seen && mixturesOf(seen)
  return { ...rest, ...own, seen: inPicture, logLikelihoods: numbers(log_likelihoods) }
}
