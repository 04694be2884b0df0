// Where the marks of all answers are drawn, in pixels of the window.

const SMALLEST = 2.4, LARGEST = 7 // radius of a mark
const SHARE = 0.1 // of the plot, which the squares around all marks take together
const TALLEST = 0.62 // of the plot: the tallest column of a dot plot

// The radius of n marks.
export const radiusOf = (n, { width, height }) =>
  Math.min(Math.max(0.5 * Math.sqrt((SHARE * width * height) / n), SMALLEST), LARGEST)

// Marks { k, x, y } of places in shares of the axes: `shares` holds D numbers for each component of each answer.
export function marksOf(shares, { K, D }, plot, radius) {
  const places = Array.from({ length: shares.length / D }, (_, i) => ({ k: i % K, x: plot.left + shares[D * i] * plot.width, y: null }))
  if (D === 1) return stacked(places, plot, radius)
  return places.map((mark, i) => ({ ...mark, y: plot.top + (1 - shares[2 * i + 1]) * plot.height }))
}

// A dot plot: columns of marks on the axis, those of a component together; they come closer where they would be too many.
function stacked(marks, plot, radius) {
  const wide = 2 * radius, columns = new Map()
  for (const mark of marks) {
    const column = Math.round((mark.x - plot.left) / wide)
    if (!columns.has(column)) columns.set(column, [])
    columns.get(column).push(mark)
  }
  const tallest = Math.max(1, ...[...columns.values()].map(column => column.length))
  const apart = Math.min(wide, (TALLEST * plot.height) / tallest), bottom = plot.top + plot.height - radius
  return [...columns].flatMap(([column, all]) => all.sort((a, b) => a.k - b.k).map((mark, i) => ({
    k: mark.k, x: plot.left + column * wide, y: bottom - i * apart,
  })))
}
