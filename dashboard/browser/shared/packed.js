// Numbers as Python packs them (stepping/run_in_view.py), in 64 bits or in 32.
const bytesOf = text => Uint8Array.from(atob(text), letter => letter.charCodeAt(0)).buffer
export const numbersOf = text => new Float64Array(bytesOf(text))
export const shortNumbersOf = text => new Float32Array(bytesOf(text))
