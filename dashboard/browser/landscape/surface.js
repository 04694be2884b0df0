// A surface over the map: its heights on a grid, its contours, its peaks.

import { outlinesOf } from "../shared/outlines.js"

const BELOW = -1e12 // the height around the map, in which regions end that its edges cut
const MOST_LEVELS = 11
const POWERS = 5 // of ten, that they go through

// { columns, rows, across, up, heights }: the places along the axes, and the heights row by row from the lower left,
// with a frame around them.
export function surfaceOf(across, up, heightAt) {
  const [columns, rows] = [across.length, up.length], heights = new Float64Array((columns + 2) * (rows + 2)).fill(BELOW)
  up.forEach((y, row) => across.forEach((x, column) => {
    heights[(row + 1) * (columns + 2) + column + 1] = heightAt(x, y, column, row)
  }))
  return { columns, rows, across, up, heights }
}

// `count` places from `low` to `high`, evenly, but for those next to `exact` ones, which stand there: a ridge that is
// narrower than the grid is not missed.
export function places(low, high, count, exact = []) {
  const all = Array.from({ length: count }, (_, i) => low + ((high - low) * i) / (count - 1))
  for (const value of exact) {
    const i = Math.round(((value - low) / (high - low)) * (count - 1))
    if (i > 0 && i < count - 1) all[i] = value
  }
  return all
}

const heightIn = ({ columns, heights }, column, row) => heights[(row + 1) * (columns + 2) + column + 1]

function endsOf({ columns, rows, heights }) {
  let low = Infinity, high = -Infinity
  for (let row = 1; row <= rows; row++) {
    for (let at = row * (columns + 2) + 1; at <= row * (columns + 2) + columns; at++) {
      if (heights[at] < low) low = heights[at]
      if (heights[at] > high) high = heights[at]
    }
  }
  return { low, high }
}

// Lines of equal height as lists of places on the map; if `closed`, along the map's edges too.
export function contour(surface, level, closed = false) {
  const { columns, rows, across, up, heights } = surface
  return outlinesOf(heights, level, closed, { columns, rows }).map(line =>
    line.map(([x, y]) => [within(across, x * (columns - 1)), within(up, y * (rows - 1))]))
}

// The value at a broken place in a list.
function within(values, at) {
  const i = Math.min(Math.floor(at), values.length - 2)
  return values[i] + (at - i) * (values[i + 1] - values[i])
}

// Heights at which contours are drawn, the highest first: ever farther below the top, in round numbers.
function levelsOf({ low, high }) {
  const levels = [], largest = Math.floor(Math.log10(Math.max(high - low, 1e-9))), finest = 10 ** (largest - 2) / 2
  for (let power = largest; power > largest - POWERS; power--) {
    for (const lead of [5, 2, 1]) {
      const grain = Math.max(10 ** power / 2, finest)
      const level = Number((Math.round((high - lead * 10 ** power) / grain) * grain).toPrecision(12))
      if (level > low && level < high && !levels.includes(level)) levels.push(level)
    }
  }
  return levels.slice(0, MOST_LEVELS).sort((a, b) => b - a)
}

// What draws all that stays while the start and the step move: { levels, lines, bands }.
export function contoursOf(surface, given = []) {
  const levels = given.length ? given : levelsOf(endsOf(surface)).reverse() // the lowest first
  const lines = levels.map(level => contour(surface, level)), bands = levels.map(level => contour(surface, level, true))
  return { levels, lines, bands }
}

const AROUND = [[-1, -1], [0, -1], [1, -1], [-1, 0], [1, 0], [-1, 1], [0, 1], [1, 1]]

// The places that are higher than all around them, the highest first.
export function peaksOf(surface) {
  const { columns, rows, across, up } = surface, peaks = []
  for (let row = 1; row < rows - 1; row++) {
    for (let column = 1; column < columns - 1; column++) {
      const height = heightIn(surface, column, row)
      const around = AROUND.map(([dx, dy]) => heightIn(surface, column + dx, row + dy))
      if (height > Math.max(...around)) peaks.push({ place: [across[column], up[row]], height })
    }
  }
  return peaks.sort((a, b) => b.height - a.height)
}
