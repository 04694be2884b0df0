// Lines around what lies above a level on a grid: it is to their left.

// Lists of places [x, y], as shares of the axes; those that come back to where they began end with their first place. If
// `closed`, the lines go along the ends of the axes, too. `heights`: row by row from the lower left, of { columns, rows }
// places with a frame around them, which is lower than every level.
export function outlinesOf(heights, level, closed, size) {
  const following = stretches(heights, level, closed ? 0 : 1, size), entered = new Set(following.values())
  const edges = [...following.keys()], lines = []
  for (const start of [...edges.filter(edge => !entered.has(edge)), ...edges]) {
    if (!following.has(start)) continue
    const line = [placeOn(start, heights, level, size)]
    for (let edge = start; following.has(edge);) {
      const next = following.get(edge)
      following.delete(edge)
      line.push(placeOn(next, heights, level, size))
      edge = next
    }
    lines.push(line)
  }
  return lines
}

// Where the outline goes on within each square of four places: from an edge to an edge. Between a place and the one on
// its right lies edge 2 * place, between it and the one above edge 2 * place + 1.
function stretches(heights, level, margin, { columns, rows }) {
  const following = new Map(), isAbove = place => heights[place] > level, across = columns + 2
  for (let row = margin; row < rows + 1 - margin; row++) {
    for (let column = margin; column < columns + 1 - margin; column++) {
      const at = row * across + column, right = at + 1, up = at + across, first = isAbove(at)
      if (isAbove(right) === first && isAbove(up) === first && isAbove(up + 1) === first) continue
      const corners = [at, right, up + 1, up], above = corners.map(isAbove) // anticlockwise, as the edges after them
      const edges = [2 * at, 2 * right + 1, 2 * up, 2 * at + 1]
      const leaving = [0, 1, 2, 3].filter(i => above[i] && !above[(i + 1) % 4])
      const entering = [0, 1, 2, 3].filter(i => !above[i] && above[(i + 1) % 4])
      // With two corners above, opposite each other, the middle says whether they are joined.
      const middle = corners.reduce((sum, place) => sum + heights[place], 0) / 4
      const turn = leaving.length === 2 && middle <= level ? -1 : 1
      for (const from of leaving) {
        let to = from
        while (!entering.includes(to)) to = (to + turn + 4) % 4
        following.set(edges[from], edges[to])
      }
    }
  }
  return following
}

// Where the height reaches the level along an edge, if it changes evenly.
function placeOn(edge, heights, level, { columns, rows }) {
  const across = columns + 2, place = edge >> 1, upright = edge % 2, other = place + (upright ? across : 1)
  const share = (level - heights[place]) / (heights[other] - heights[place])
  const x = (place % across) - 1 + (upright ? 0 : share), y = Math.floor(place / across) - 1 + (upright ? share : 0)
  const within = (value, last) => Math.min(Math.max(value, 0), last) / last
  return [within(x, columns - 1), within(y, rows - 1)]
}
