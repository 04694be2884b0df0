// Contours of the mixture density: the outlines of the smallest regions that hold given shares of its mass.

const SIZE = { columns: 110, rows: 80 } // places along the axes at which the density is computed
const FARTHEST = 80 // squared standard deviations; beyond, a component adds nothing that a contour could show
const LINE = { width: 1.2, opacity: 0.75 }, FILL = { opacity: 0.1 }

// The mass of the mixture in a cell around each place, row by row from the lower left; with a frame of zeros around
// them, in which regions end that the axes cut.
export function massesOf(mixture, low, high) {
  const { columns, rows } = SIZE, masses = new Float64Array((columns + 2) * (rows + 2))
  const dx = (high[0] - low[0]) / (columns - 1), dy = (high[1] - low[1]) / (rows - 1)
  for (let k = 0; k < mixture.K; k++) {
    const m1 = mixture.means[2 * k], m2 = mixture.means[2 * k + 1]
    const [l11, l21, l22] = mixture.factors.slice(3 * k, 3 * k + 3)
    const peak = mixture.weights[k] / (2 * Math.PI) * (dx / l11) * (dy / l22)
    for (let row = 0; row < rows; row++) {
      const y = low[1] + row * dy - m2
      for (let column = 0, at = (row + 1) * (columns + 2) + 1; column < columns; column++, at++) {
        const z1 = (low[0] + column * dx - m1) / l11, z2 = (y - l21 * z1) / l22, distance2 = z1 * z1 + z2 * z2
        if (distance2 < FARTHEST) masses[at] += peak * Math.exp(-0.5 * distance2)
      }
    }
  }
  return masses
}

// For each share, in growing order, the mass of a cell above which cells hold it together (Hyndman, 1996). Shares that
// lie beyond the axes, or between the places, are left out.
export function levelsOf(masses, shares) {
  const sorted = masses.slice().sort(), levels = []
  let held = 0
  for (let i = sorted.length - 1; i >= 0 && levels.length < shares.length; i--) {
    held += sorted[i]
    while (held >= shares[levels.length]) levels.push(sorted[i])
  }
  return levels
}

// Lines around what lies above a level, which is to their left; if `closed`, along the ends of the axes too. Lists of
// places [x, y], as shares of the axes; those that come back to where they began end with their first place. The places
// stand as those of `massesOf` do, `size` along the axes.
export function outlinesOf(masses, level, closed, size = SIZE) {
  const following = stretches(masses, level, closed ? 0 : 1, size), entered = new Set(following.values())
  const edges = [...following.keys()], lines = []
  for (const start of [...edges.filter(edge => !entered.has(edge)), ...edges]) {
    if (!following.has(start)) continue
    const line = [placeOn(start, masses, level, size)]
    for (let edge = start; following.has(edge);) {
      const next = following.get(edge)
      following.delete(edge)
      line.push(placeOn(next, masses, level, size))
      edge = next
    }
    lines.push(line)
  }
  return lines
}

// Where the outline goes on within each square of four places: from an edge to an edge. Between a place and the one on
// its right lies edge 2 * place, between it and the one above edge 2 * place + 1.
function stretches(masses, level, margin, { columns, rows }) {
  const following = new Map(), isAbove = place => masses[place] > level, across = columns + 2
  for (let row = margin; row < rows + 1 - margin; row++) {
    for (let column = margin; column < columns + 1 - margin; column++) {
      const at = row * across + column, right = at + 1, up = at + across, first = isAbove(at)
      if (isAbove(right) === first && isAbove(up) === first && isAbove(up + 1) === first) continue
      const corners = [at, right, up + 1, up], above = corners.map(isAbove) // anticlockwise, as the edges after them
      const edges = [2 * at, 2 * right + 1, 2 * up, 2 * at + 1]
      const leaving = [0, 1, 2, 3].filter(i => above[i] && !above[(i + 1) % 4])
      const entering = [0, 1, 2, 3].filter(i => !above[i] && above[(i + 1) % 4])
      // With two corners above, opposite each other, the middle says whether they are joined.
      const middle = corners.reduce((sum, place) => sum + masses[place], 0) / 4
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

// Where the mass reaches the level along an edge, if it changes evenly.
function placeOn(edge, masses, level, { columns, rows }) {
  const across = columns + 2, place = edge >> 1, upright = edge % 2, other = place + (upright ? across : 1)
  const share = (level - masses[place]) / (masses[other] - masses[place])
  const x = (place % across) - 1 + (upright ? 0 : share), y = Math.floor(place / across) - 1 + (upright ? share : 0)
  const within = (value, last) => Math.min(Math.max(value, 0), last) / last
  return [within(x, columns - 1), within(y, rows - 1)]
}

// What draws the contours of a mixture on a plot of this size, its upper left corner at 0.
export function contoursOf(mixture, look, width, height) {
  const filled = look.contours === "filled", masses = massesOf(mixture, look.low, look.high)
  const paths = levelsOf(masses, look.masses).map(level => {
    const path = new Path2D()
    for (const line of outlinesOf(masses, level, filled)) {
      line.forEach(([x, y], i) => path[i ? "lineTo" : "moveTo"](x * width, (1 - y) * height))
    }
    return path
  })
  return context => {
    context.beginPath()
    context.rect(0, 0, width, height)
    context.clip()
    context.setLineDash([])
    context.lineWidth = LINE.width
    context.lineCap = "butt"
    context.lineJoin = "miter"
    context.strokeStyle = context.fillStyle = look.ink
    context.globalAlpha = filled ? FILL.opacity : LINE.opacity
    for (const path of paths) context[filled ? "fill" : "stroke"](path)
  }
}
