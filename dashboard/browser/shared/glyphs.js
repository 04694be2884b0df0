// Shapes of small marks, by component: their corners around 0, to be drawn as large as one likes.

// One shape per component, so that hard assignment is never told by colour alone. Each fills about the same area.
export const SHAPES = [
  polygon(24, 1, 0),
  polygon(4, 1.25, Math.PI / 4),
  polygon(3, 1.5, -Math.PI / 2),
  polygon(4, 1.3, 0),
  cross(1.35, 0.45, 0),
  polygon(3, 1.5, Math.PI / 2),
  cross(1.35, 0.45, Math.PI / 4),
  star(1.6, 0.7),
]

function polygon(n, radius, turn) {
  return Array.from({ length: n }, (_, i) => {
    const angle = turn + (2 * Math.PI * i) / n
    return [radius * Math.cos(angle), radius * Math.sin(angle)]
  })
}

function star(outer, inner) {
  return Array.from({ length: 10 }, (_, i) => {
    const angle = -Math.PI / 2 + (Math.PI * i) / 5, radius = i % 2 ? inner : outer
    return [radius * Math.cos(angle), radius * Math.sin(angle)]
  })
}

function cross(long, half, turn) {
  const arm = [[half, -half], [long, -half], [long, half], [half, half]]
  const corners = [0, 1, 2, 3].flatMap(quarter => arm.map(([x, y]) =>
    [[x, y], [-y, x], [-x, -y], [y, -x]][quarter]))
  return corners.map(([x, y]) =>
    [x * Math.cos(turn) - y * Math.sin(turn), x * Math.sin(turn) + y * Math.cos(turn)])
}
