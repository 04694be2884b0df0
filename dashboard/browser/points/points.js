// The points as they came, handed on: they travel once for every data set.

import { numbersOf } from "../shared/packed.js"
import { putPoints, thePoints } from "../shared/points.js"
import { cleanUp } from "../shared/reruns.js"

export default function ({ data, parentElement }) {
  const { points, ...rest } = data, X = numbersOf(points), D = rest.columns.length
  const taken = { ...rest, X, D, n: X.length / D }
  putPoints(taken)
  return cleanUp(parentElement, [], () => { if (thePoints() === taken) putPoints(null) })
}
