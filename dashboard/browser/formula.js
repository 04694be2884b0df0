// Formulas with numbers in them, built once and written twice: as MathML to be seen, as LaTeX to be copied and tested.
// A piece is { m: MathML, t: LaTeX }.

const MINUS = "\u2212"
const FIGURES = 4

const op = (m, t = m) => ({ m: `<mo>${m}</mo>`, t })
const TIMES = op("×", " \\times "), PLUS = op("+"), SUM = op("∑", "\\sum")
const name = text => ({ m: `<mi mathvariant="normal">${text}</mi>`, t: `\\text{${text.replace("_", "\\_")}}` })
const letter = (m, t = m) => ({ m: `<mi>${m}</mi>`, t })
const row = (...pieces) => ({ m: `<mrow>${pieces.map(p => p.m).join("")}</mrow>`, t: pieces.map(p => p.t).join(" ") })
const sub = (base, index) => ({
  m: `<msub>${base.m}<mrow>${index.split(",").map(i => atom(i).m).join("<mo separator='true'>,</mo>")}</mrow></msub>`,
  t: `${base.t}_{${index}}`,
})
const sup = (base, index) => ({ m: `<msup>${base.m}${index.m}</msup>`, t: `${base.t}^{${index.t}}` })
const under = (base, index) => ({ m: `<munder>${base.m}<mi>${index}</mi></munder>`, t: `${base.t}_{${index}}` })
const frac = (a, b) => ({ m: `<mfrac>${row(a).m}${row(b).m}</mfrac>`, t: `\\frac{${a.t}}{${b.t}}` })
const root = a => ({ m: `<msqrt>${a.m}</msqrt>`, t: `\\sqrt{${a.t}}` })
const inBrackets = a => ({ m: `<mrow><mo>(</mo>${a.m}<mo>)</mo></mrow>`, t: `\\left(${a.t}\\right)` })
const word = text => ({ m: `<mi>${text}</mi><mspace width="0.17em"></mspace>`, t: `\\${text}` }) // exp, det
const MINUS_SIGN = op(MINUS, "-"), TWO = { m: "<mn>2</mn>", t: "2" }, ONE = { m: "<mn>1</mn>", t: "1" }
const atom = text => (/^-?\d/.test(text) ? { m: `<mn>${text.replace("-", MINUS)}</mn>`, t: text } : letter(text))

// A number with FIGURES digits, or all before the point; tiny and huge ones as mantissa and exponent. What may
// underflow comes as its natural logarithm.
function parts(value) {
  if (value === null || !Number.isFinite(value)) return { sign: "", mantissa: "–", exponent: null }
  const sign = value < 0 ? "-" : "", size = Math.abs(value)
  if (size === 0) return { sign: "", mantissa: "0", exponent: null }
  if (size >= 1e-4 && size < 1e7) {
    const decimals = FIGURES - 1 - Number(size.toExponential(FIGURES - 1).split("e")[1])
    return { sign, mantissa: size.toFixed(Math.max(decimals, 0)), exponent: null }
  }
  const [mantissa, exponent] = size.toExponential(FIGURES - 1).split("e")
  return { sign, mantissa, exponent: Number(exponent) }
}

function partsOfLog(log) {
  if (log > -600 && log < 600) return parts(Math.exp(log))
  if (log === -Infinity) return parts(0)
  const exponent = Math.floor(log / Math.LN10)
  return { sign: "", mantissa: (10 ** (log / Math.LN10 - exponent)).toFixed(FIGURES - 1), exponent }
}

function asText({ sign, mantissa, exponent }) {
  const raised = exponent === null ? "" : ` × 10<sup>${String(exponent).replace("-", MINUS)}</sup>`
  return sign.replace("-", MINUS) + mantissa + raised
}

function asPiece({ sign, mantissa, exponent }) {
  const m = (sign && `<mo form="prefix">${MINUS}</mo>`) + `<mn>${mantissa}</mn>`
  if (exponent === null) return { m: `<mrow>${m}</mrow>`, t: sign + mantissa }
  // Without a height of its own the exponent leaves the line as it is: nothing jumps when a number becomes tiny.
  const raised = `<mpadded height="0"><mn>${String(exponent).replace("-", MINUS)}</mn></mpadded>`
  const power = `<mo>×</mo><msup><mn>10</mn>${raised}</msup>`
  return { m: `<mrow>${m}${power}</mrow>`, t: `${sign}${mantissa} \\times 10^{${exponent}}` }
}

const number = value => asPiece(parts(value))
const numberOfLog = log => asPiece(partsOfLog(log))
const inBracketsIfNegative = value => (value < 0 ? inBrackets(number(value)) : number(value))

// A column vector or a matrix; in one dimension the number itself.
function matrix(rows) {
  if (rows.length === 1) return number(rows[0][0])
  const cells = rows.map(r => r.map(number))
  const m = cells.map(r => `<mtr>${r.map(c => `<mtd>${c.m}</mtd>`).join("")}</mtr>`).join("")
  const t = cells.map(r => r.map(c => c.t).join(" & ")).join(" \\\\ ")
  return { m: `<mtable class="matrix">${m}</mtable>`, t: `\\begin{pmatrix} ${t} \\end{pmatrix}` }
}
// left = right, = right, ...; `below` gives a long left side a line of its own.
function lines(left, ...rights) {
  const m = rights.map((r, i) => `<mtr><mtd>${i ? "" : left.m}</mtd><mtd><mo>=</mo>${r.m}</mtd></mtr>`).join("")
  const t = rights.map((r, i) => `${i ? "" : left.t} &= ${r.t}`).join(" \\\\ ")
  return { m: `<mtable class="lines">${m}</mtable>`, t: `\\begin{aligned} ${t} \\end{aligned}` }
}

function below(left, ...rights) {
  const m = rights.map(r => `<mtr><mtd class="indented">${r.goesOn ? "" : "<mo>=</mo>"}${r.m}</mtd></mtr>`).join("")
  const t = rights.map(r => `&${r.goesOn ? "" : "= "}${r.t}`).join(" \\\\ ")
  return {
    m: `<mtable class="lines"><mtr><mtd>${left.m}</mtd></mtr>${m}</mtable>`,
    t: `\\begin{aligned} &${left.t} \\\\ ${t} \\end{aligned}`,
  }
}

const column = values => matrix(values.map(value => [value]))

const escaped = text => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;")
const math = piece =>
  `<math display="block"><semantics>${row(piece).m}<annotation encoding="application/x-tex">${escaped(piece.t)}` +
  "</annotation></semantics></math>"
