// What a click explains: of a row Bayes' rule with its numbers, of a coin the sums that make it.

import { cells, headings, make, tableRow } from "../shared/element.js"
import {
  GAMMA, MINUS_SIGN, ONE, PI, PLUS, SUM, TIMES, atom, below, frac, inBrackets, letter, lines, math, number, numberOfLog, op,
  row, sub, sup, under,
} from "../shared/formula.js"
import { logSumOf } from "../shared/responsibilities.js"
import { textOf, textOfLog } from "../shared/written.js"
import { logProducts } from "./em.js"
import { NAMES } from "./words.js"

const THETA = letter("θ", "\\theta"), H = letter("h"), T = letter("t")
const A_LINE = 3 // terms of a sum
const formula = piece => make("div", { className: "formula" }, math(piece))
const tail = theta => inBrackets(row(ONE, MINUS_SIGN, theta))

// Of row n under the coins of a step.
export function rowParts(coins, each, n) {
  const logs = logProducts(coins, each), logSum = logSumOf(logs), k = "k"
  const product = j => row(sub(PI, j), sup(sub(THETA, j), H), sup(tail(sub(THETA, j)), T))
  const rule = lines(sub(GAMMA, `n,${k}`), frac(product(k), row(under(SUM, "j"), product("j"))))
  const table = make("table", {},
    make("thead", {}, tableRow(...headings(["coin", "πₖ", "θₖ", "product", "share"]))),
    make("tbody", {}, ...NAMES.map((name, j) => tableRow(...headings([name], "row"), ...cells([
      textOf(coins.weights[j]), textOf(coins.thetas[j]), textOfLog(logs[j]), textOfLog(logs[j] - logSum)])))),
    make("tfoot", {}, tableRow(...headings(["sum"], "row"), ...cells(["", "", textOfLog(logSum), "1"]))))
  const a = number(coins.thetas[0])
  const inNumbers = below(sub(GAMMA, `${n + 1},A`),
    frac(row(number(coins.weights[0]), TIMES, sup(a, atom(String(each.heads))), TIMES, sup(tail(a), atom(String(each.tails)))), numberOfLog(logSum)),
    numberOfLog(logs[0] - logSum))
  return [make("p", {}, `h = ${each.heads}, t = ${each.tails}`), formula(rule), table, formula(inNumbers)]
}

// Of coin k from a step to the next.
export function coinParts({ shares, given }, next, rows, k, learned) {
  const name = NAMES[k], share = n => number(shares[n][k])
  const term = (of, n) => [...(n ? [PLUS] : []), share(n), TIMES, atom(String(rows[n][of]))]
  const sum = of => Array.from({ length: Math.ceil(rows.length / A_LINE) }, (_, line) => {
    const terms = rows.slice(line * A_LINE, (line + 1) * A_LINE).flatMap((_each, i) => term(of, line * A_LINE + i))
    return { ...row(...terms), goesOn: line > 0 }
  })
  const meant = symbol => row(under(SUM, "n"), sub(GAMMA, `n,${name}`), sub(symbol, "n"))
  const [heads, tails] = [letter("H"), letter("T")].map(symbol => sub(symbol, name))
  const theta = lines(sub(THETA, name), row(frac(heads, row(heads, PLUS, tails)), op("="),
    frac(number(given[k].heads), row(number(given[k].heads), PLUS, number(given[k].tails)))), number(next.thetas[k]))
  const weight = learned
    ? [formula(lines(sub(PI, name), row(frac(row(under(SUM, "n"), sub(GAMMA, `n,${name}`)), letter("N")), op("="),
      frac(number(given[k].rows), atom(String(rows.length)))), number(next.weights[k])))]
    : [make("p", {}, `Each coin is taken equally often: the weight stays at ${next.weights[k]}.`)]
  return [
    make("p", {}, "Every row gives its heads and tails by its share:"),
    formula(below(heads, meant(H), ...sum("heads"), number(given[k].heads))),
    formula(below(tails, meant(T), ...sum("tails"), number(given[k].tails))),
    formula(theta), ...weight,
  ]
}
