// From responsibilities to colours. `row` is where a point's K of them begin.

export const rgbOf = hex => [1, 3, 5].map(at => parseInt(hex.slice(at, at + 2), 16))
export const css = ([red, green, blue]) => `rgb(${red} ${green} ${blue})`

const blended = [0, 0, 0]

// The components' colours in proportion to their responsibilities. The answer is overwritten by the next call.
export function blend(palette, responsibilities, row, K) {
  blended[0] = blended[1] = blended[2] = 0
  for (let k = 0; k < K; k++) {
    const responsibility = responsibilities[row + k], colour = palette[k]
    blended[0] += responsibility * colour[0]
    blended[1] += responsibility * colour[1]
    blended[2] += responsibility * colour[2]
  }
  return blended
}

// The component with the largest.
export function largestOf(values, row, K) {
  let best = 0
  for (let k = 1; k < K; k++) if (values[row + k] > values[row + best]) best = k
  return best
}

// What the largest lacks to 1: from 0 to 1, where all K are equal.
export const doubtOf = (responsibilities, row, K) =>
  K === 1 ? 0 : (1 - responsibilities[row + largestOf(responsibilities, row, K)]) / (1 - 1 / K)
