// Formulas with numbers in them, built once and written twice: as MathML to be seen, as LaTeX to be copied and tested.
// A piece is { m: makes the MathML, t: LaTeX }.

import { MATHML, draw, make } from "./element.js"
import { MINUS } from "./numeral.js"
import { written, writtenOfLog } from "./written.js"

// An element of MathML, made anew in every place where its piece stands.
const mathml = (tag, attributes, ...inside) => () =>
  draw(MATHML, tag, attributes, ...inside.map(each => (typeof each === "string" ? each : each())))
const piled = (tag, ...pieces) => mathml(tag, {}, ...pieces.map(piece => piece.m))

export const op = (m, t = m) => ({ m: mathml("mo", {}, m), t })
export const letter = (m, t = m) => ({ m: mathml("mi", {}, m), t })
const digits = (m, t = m) => ({ m: mathml("mn", {}, m), t })
export const TIMES = op("×", " \\times ")
export const PLUS = op("+")
export const SUM = op("∑", "\\sum")
const EQUALS = op("=")
export const MINUS_SIGN = op(MINUS, "-")
export const TWO = digits("2")
export const ONE = digits("1")
const COMMA = { m: mathml("mo", { separator: "true" }, ","), t: "," }
const SPACE = { m: mathml("mspace", { width: "0.17em" }), t: "" }
export const word = text => ({ m: piled("mrow", letter(text), SPACE), t: `\\${text}` }) // exp, det
export const atom = text => (/^-?\d/.test(text) ? digits(text.replace("-", MINUS), text) : letter(text))

// The field's symbols; what the code calls them is said on hover.
export const GAMMA = letter("γ", "\\gamma")
export const PI = letter("π", "\\pi")
export const MU = letter("μ", "\\mu")
export const RIDGE = letter("ε", "\\varepsilon")
const SIGMA = letter("Σ", "\\Sigma")
const SD = letter("σ", "\\sigma")
const IN_CODE = {
  "\\gamma_": "γ: responsibilities", "\\pi_": "π: weights", "\\mu_": "μ: means", "\\Sigma_": "Σ: covariances",
  "\\sigma_": "σ²: covariances", "\\theta_": "θ: thetas", "\\varepsilon": "ε: reg_covar, the ridge",
}

export const row = (...pieces) => ({ m: piled("mrow", ...pieces), t: pieces.map(p => p.t).join(" ") })
export const sub = (base, index) => ({
  m: piled("msub", base, row(...index.split(",").flatMap((each, i) => (i ? [COMMA, atom(each)] : [atom(each)])))),
  t: `${base.t}_{${index}}`,
})
export const sup = (base, index) => ({ m: piled("msup", base, index), t: `${base.t}^{${index.t}}` })
export const under = (base, index) => ({ m: piled("munder", base, letter(index)), t: `${base.t}_{${index}}` })
export const frac = (a, b) => ({ m: piled("mfrac", row(a), row(b)), t: `\\frac{${a.t}}{${b.t}}` })
export const root = a => ({ m: piled("msqrt", a), t: `\\sqrt{${a.t}}` })
export const inBrackets = a => ({ m: piled("mrow", op("("), a, op(")")), t: `\\left(${a.t}\\right)` })

function asPiece({ sign, mantissa, exponent }) {
  const signed = [...(sign ? [mathml("mo", { form: "prefix" }, MINUS)] : []), mathml("mn", {}, mantissa)]
  if (exponent === null) return { m: mathml("mrow", {}, ...signed), t: sign + mantissa }
  // Without a height of its own the exponent leaves the line as it is: nothing jumps when a number becomes tiny.
  const raised = { m: mathml("mpadded", { height: "0" }, atom(String(exponent)).m) }
  const power = piled("msup", digits("10"), raised)
  return { m: mathml("mrow", {}, ...signed, TIMES.m, power), t: `${sign}${mantissa} \\times 10^{${exponent}}` }
}

export const number = value => asPiece(written(value))
export const numberOfLog = log => asPiece(writtenOfLog(log))
export const inBracketsIfNegative = value => (value < 0 ? inBrackets(number(value)) : number(value))

// The covariance of component `k`; in one dimension the variance.
export const covarianceOf = (k, D) => (D === 1 ? sup(sub(SD, k), TWO) : sub(SIGMA, k))

// A column vector or a matrix; in one dimension the number itself.
export function matrix(rows) {
  if (rows.length === 1) return number(rows[0][0])
  const numbers = rows.map(r => r.map(number))
  const t = numbers.map(r => r.map(c => c.t).join(" & ")).join(" \\\\ ")
  return { m: table("matrix", ...numbers.map(r => r.map(c => cell(c)))), t: `\\begin{pmatrix} ${t} \\end{pmatrix}` }
}

// left = right, = right, ...; `below` gives a long left side a line of its own.
export function lines(left, ...rights) {
  const t = rights.map((r, i) => `${i ? "" : left.t} &= ${r.t}`).join(" \\\\ ")
  return {
    m: table("lines", ...rights.map((r, i) => [i ? cell() : cell(left), cell(EQUALS, r)])),
    t: `\\begin{aligned} ${t} \\end{aligned}`,
  }
}

export function below(left, ...rights) {
  const t = rights.map(r => `&${r.goesOn ? "" : "= "}${r.t}`).join(" \\\\ ")
  const indented = rights.map(r => [mathml("mtd", { class: "indented" }, ...(r.goesOn ? [r.m] : [EQUALS.m, r.m]))])
  return { m: table("lines", [cell(left)], ...indented), t: `\\begin{aligned} &${left.t} \\\\ ${t} \\end{aligned}` }
}

const cell = (...pieces) => piled("mtd", ...pieces)
const table = (kind, ...rows) => mathml("mtable", { class: kind }, ...rows.map(cells => mathml("mtr", {}, ...cells)))
export const column = values => matrix(values.map(value => [value]))

// The element of a formula, with its LaTeX, and the code's names of its symbols.
export function math(piece) {
  const latex = draw(MATHML, "annotation", { encoding: "application/x-tex" }, piece.t)
  const formula = draw(MATHML, "math", { display: "block" }, draw(MATHML, "semantics", {}, row(piece).m(), latex))
  const names = Object.entries(IN_CODE).filter(([symbol]) => piece.t.includes(symbol)).map(([, name]) => name)
  return make("span", { title: names.length ? `In the code ${names.join("; ")}.` : "" }, formula)
}
