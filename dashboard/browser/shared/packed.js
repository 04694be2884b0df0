// Numbers as Python packs them (stepping/run_in_view.py), in 64 bits or in 32.
const bytesOf = text => Uint8Array.from(atob(text), letter => letter.charCodeAt(0)).buffer
export const numbersOf = text => new Float64Array(bytesOf(text))
export const shortNumbersOf = text => new Float32Array(bytesOf(text))

// Mixtures, of one step or of many.
export const mixturesOf = ({ K, D, weights, means, factors }) => ({
  K, D, weights: numbersOf(weights), means: numbersOf(means), factors: (D > 2 ? shortNumbersOf : numbersOf)(factors),
})
