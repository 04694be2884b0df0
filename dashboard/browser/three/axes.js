// The axes that the three pictures share.

const AROUND = 0.07 // of the points' extent
const LEAST = 1 / 3 // of the plot's width or height that the points take where both axes have one scale

// The ends of the axes, in which all points lie.
export function endsOf({ X, D, n }) {
  const low = [], high = []
  for (let d = 0; d < D; d++) {
    let [least, most] = [Infinity, -Infinity]
    for (let i = 0; i < n; i++) [least, most] = [Math.min(least, X[i * D + d]), Math.max(most, X[i * D + d])]
    const room = AROUND * (most - least || 1)
    low.push(least - room)
    high.push(most + room)
  }
  return { low, high }
}

// The same with one scale for both axes in a plot of this size, so that distances and circles are seen as they are; where
// little would be seen of the points, as of features in different units, each axis keeps its own.
export function withOneScale({ low, high }, width, height) {
  const sizes = low.map((end, d) => high[d] - end), units = [sizes[0] / width, sizes[1] / height], unit = Math.max(...units)
  if (Math.min(...units) < LEAST * unit) return { low, high }
  const room = [width, height].map((size, d) => (unit * size - sizes[d]) / 2)
  return { low: low.map((end, d) => end - room[d]), high: high.map((end, d) => end + room[d]) }
}
