// A run that is made in the browser, from a start that a person moves there: places, or a temperature. While the start is
// in hand the run is made anew wherever it is; let go, the server hears of it for the address bar.

import { handOver, handedOver } from "./run.js"
import { inView } from "./step.js"

const REST = 800 // milliseconds after a key in which the start counts as in hand

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other)

// `make(start)` gives a run, { start, handed }, and what the lesson needs besides; `handed` as ./run.js has it. `show()`
// draws it, `tell(start)` tells the server. Charts hear by the text `in_hand` whether it is.
export function makeOwnRun({ make, show, tell }) {
  const own = { run: null, inHand: false }
  let opened = null // when the run was begun, by a link or here, and at which step
  let moves = 0, untouched = true, handed = null, resting = null, before = null

  // What Python asks for. Once the start was moved here it is the browser's, as the step is, until a link says another;
  // `isOther`: what the start is of is another.
  own.take = ({ start, step, arrival }, isOther = false) => {
    const hasArrived = opened?.from !== arrival
    if (hasArrived || isOther || (untouched && !same(start, own.run.start))) {
      untouched = true
      begin(start, hasArrived ? step : 0, arrival)
    }
    own.show()
  }

  function begin(start, step, from = opened.from) {
    own.run = make(start)
    opened = { from, arrival: `${from}, ${moves++}`, step }
  }

  own.show = () => {
    const { handed: made } = own.run, texts = { ...made.texts, in_hand: own.inHand ? "yes" : "" }
    handOver(handed = { ...made, texts, arrival: opened.arrival, step: opened.step })
    show()
  }

  // The run under other rules.
  own.again = () => begin(own.run.start, 0)

  own.move = (start, step = 0) => {
    if (own.inHand && same(start, own.run.start) && inView().position === step) return
    own.inHand = true
    untouched = false
    begin(start, step)
    own.show()
  }

  // Moved by keys, it is let go when they rest.
  own.rest = () => {
    clearTimeout(resting)
    resting = setTimeout(own.settle, REST)
  }

  own.settle = () => {
    clearTimeout(resting)
    if (!own.inHand) return
    own.inHand = false
    own.show()
    tell(own.run.start)
  }

  // Taken up, from where `cancel` puts it back.
  own.hold = () => {
    own.settle()
    before = { start: own.run.start, position: inView().position }
  }

  own.cancel = () => {
    if (!own.inHand) return
    own.inHand = false
    begin(before.start, before.position)
    own.show()
  }

  own.remove = () => {
    clearTimeout(resting)
    if (handed && handedOver() === handed) handOver(null)
  }
  return own
}

// The value that a link can say next to this one (emcore/scenario/fields.py).
export function onGrid(value, { limits: [low, high], grid }) {
  return Math.min(Math.max(Number((Math.round(value / grid) * grid).toFixed(6)), low), high)
}
