// The cells of a search as places on the chart of a criterion: `cells` say how many components, `k`, and which `kind` of
// covariances; `values` are the criterion's. All are known by their place in these lists.

const REACH = 24 // pixels around a point of the chart in which it is meant

// Along the curve by `across` components, as far as there are any; or `up` to the curve above at the same K, or down by
// -1. null: there is none.
export function neighbour(cells, values, here, across, up) {
  const { k, kind } = cells[here], all = [...cells.keys()]
  if (across !== 0) {
    const way = Math.sign(across), ahead = all.filter(i => cells[i].kind === kind && (cells[i].k - k) * way > 0)
    const far = i => Math.abs(cells[i].k - k - across)
    if (Number.isFinite(across)) return ahead.length ? nearest(ahead, far) : null
    return ahead.length ? nearest(ahead, i => -way * cells[i].k) : null
  }
  const column = all.filter(i => cells[i].k === k).sort((i, j) => values[i] - values[j])
  return column[column.indexOf(here) + up] ?? null
}

// What is pointed at: the point of any curve that is near enough, else the number of components of the curve in hand.
export function pointedAt(cells, values, held, plot, px, py) {
  const distance = i => {
    const [x, y] = plot.toPixels(cells[i].k, values[i])
    return Math.hypot(x - px, Math.max(y, plot.top) - py)
  }
  const all = [...cells.keys()], near = nearest(all, distance)
  if (distance(near) <= REACH) return near
  const [k] = plot.toData(px, py), most = Math.max(...cells.map(cell => cell.k))
  if (k > most + 0.5) return null // there stand the curves' names
  return nearest(all.filter(i => cells[i].kind === cells[held].kind), i => Math.abs(cells[i].k - k))
}

const nearest = (places, far) => places.reduce((best, i) => (far(i) < far(best) ? i : best))
