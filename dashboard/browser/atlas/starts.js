// Starts by their places, { row, at }: the row of the optimum where one ended, and which of that row's starts it is.

import { theRun } from "../shared/run.js"

export const rows = () => theRun()?.rows ?? []
export const startOf = ({ row, at }) => rows()[row].starts[at]

// null where no row has it.
export function placeOf(start) {
  for (const [row, { starts }] of rows().entries()) {
    const at = starts.indexOf(Number(start))
    if (at >= 0) return { row, at }
  }
  return null
}

// The first of a row; one's own, if it is there.
export const firstOf = row => ({ row, at: Math.max(rows()[row].starts.indexOf(theRun().own), 0) })

export const colourOf = ({ tone }, look) => (tone < 0 ? look.grey : look.endings[tone])
