// Where the marks of all answers are drawn, in pixels of the window.

const SIZES = [[60, 6], [250, 4.5], [1000, 3.5], [Infinity, 2.6]] // up to so many marks they have this radius
const TALLEST = 0.62 // of the plot: the tallest column of a dot plot

export const sizeOf = n => SIZES.find(([most]) => n <= most)[1]

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
