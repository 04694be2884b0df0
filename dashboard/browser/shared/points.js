// The points in view, exactly: { X, n, D, n_points, every, columns }. X holds n x D numbers; of n_points it has every so
// many, the first one first.

import { announce, listen } from "./events.js"

const POINTS = "em-explorer:points"

export const thePoints = () => window.emExplorerPoints ?? null
export const onPoints = act => listen(POINTS, act) // returns what ends it

export function putPoints(points) {
  window.emExplorerPoints = points
  announce(POINTS)
}

export const pointAt = ({ X, D }, i) => [...X.subarray(i * D, (i + 1) * D)]
export const numberOf = ({ every }, i) => i * every + 1
