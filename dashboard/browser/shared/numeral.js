// Numbers as a person reads them, as emcore's `numerals.py` writes them.

export const MINUS = "\u2212"
const RAISED = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" }
export const isPlain = size => size === 0 || (size >= 1e-4 && size < 1e7)

// So many decimals, and no minus zero.
export const fixed = (value, decimals) => value.toFixed(decimals).replace(/^-(?=0\.?0*$)/, "").replace("-", MINUS)

export const percent = share => `${fixed(100 * share, 0)}\u00a0%`

// A true minus, `figures` significant figures without zeros at the end, times ten with a raised exponent.
export function numeral(value, figures) {
  if (!Number.isFinite(value)) return "–"
  const sign = value < 0 ? MINUS : "", size = Math.abs(value)
  const [mantissa, exponent] = size.toExponential(figures - 1).split("e")
  if (isPlain(size)) return sign + Number(size.toFixed(Math.max(figures - 1 - Number(exponent), 0)))
  const power = "10" + [...String(Number(exponent))].map(letter => RAISED[letter]).join("")
  return sign + (Number(mantissa) === 1 ? power : `${Number(mantissa)} × ${power}`)
}
