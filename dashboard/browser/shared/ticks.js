// Ticks of an axis that is drawn by hand: { at, text }.

import { fixed, isPlain, numeral } from "./numeral.js"

// Round numbers from low to high, so many at most.
export function ticks(low, high, most) {
  const power = 10 ** Math.floor(Math.log10((high - low) / Math.max(most, 1)))
  const every = [1, 2, 5, 10].map(lead => lead * power).find(step => (high - low) / step <= Math.max(most, 1))
  const first = Math.ceil(low / every - 1e-9), last = Math.floor(high / every + 1e-9)
  const digits = Math.max(0, -Math.floor(Math.log10(every) + 1e-9))
  const isShort = isPlain(every) && isPlain(Math.max(Math.abs(low), Math.abs(high)))
  const all = Array.from({ length: Math.max(last - first + 1, 0) }, (_, i) => (first + i) * every)
  return all.map(at => ({ at, text: isShort ? fixed(at, digits) : numeral(at, 4) }))
}

// Powers of ten, for an axis of logarithms.
export function powers(low, high) {
  return Array.from({ length: Math.floor(high) - Math.ceil(low) + 1 }, (_, i) => Math.ceil(low) + i)
    .map(at => ({ at, text: numeral(10 ** at, 1) }))
}
