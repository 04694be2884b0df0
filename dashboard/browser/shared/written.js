// Numbers as they are written in the arithmetic: { sign, mantissa, exponent }, with FIGURES digits or all before the
// point; tiny and huge ones with an exponent. What may underflow comes as its natural logarithm.

import { make } from "./element.js"
import { MINUS, isPlain } from "./numeral.js"

const FIGURES = 4

export function written(value) {
  if (value === null || !Number.isFinite(value)) return { sign: "", mantissa: "–", exponent: null }
  const sign = value < 0 ? "-" : "", size = Math.abs(value)
  if (size === 0) return { sign: "", mantissa: "0", exponent: null }
  const [mantissa, exponent] = size.toExponential(FIGURES - 1).split("e")
  if (!isPlain(size)) return { sign, mantissa, exponent: Number(exponent) }
  return { sign, mantissa: size.toFixed(Math.max(FIGURES - 1 - Number(exponent), 0)), exponent: null }
}

export function writtenOfLog(log) {
  if (Number.isNaN(log) || log === -Infinity || Math.abs(log) < 600) return written(Math.exp(log))
  const exponent = Math.floor(log / Math.LN10)
  return { sign: "", mantissa: (10 ** (log / Math.LN10 - exponent)).toFixed(FIGURES - 1), exponent }
}

// Texts and elements of HTML.
function asText({ sign, mantissa, exponent }) {
  const digits = sign.replace("-", MINUS) + mantissa
  return exponent === null ? [digits] : [`${digits} × 10`, make("sup", {}, String(exponent).replace("-", MINUS))]
}

export const textOf = value => asText(written(value))
export const textOfLog = log => asText(writtenOfLog(log))
export const listed = texts => texts.flatMap((text, i) => (i ? [", ", ...text] : text))
