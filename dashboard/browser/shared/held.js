// Which of many is in view: the one that is held, unless another is pointed at. The server hears of one only when it is
// chosen, or has been held for a while.

const RESTS = 1000 // ms after which what is held is chosen
const PRESSED = "button, a, label, input, canvas, [role=option]"

// `nameOf(one)`: what the server calls it; `show(one, pointing)` draws it; `tell(name)` tells the server. Nothing is null.
export function makeHeld({ nameOf, show, tell }) {
  // `byHand`: whether the visitor has held it, and no other has come from the server since.
  const held = { one: null, byHand: false, shown: null, pointing: false, chosen: "" }
  let rest = 0, told = [] // what the server has been told and has not yet answered

  held.show = (one, pointing = false) => {
    Object.assign(held, { shown: one, pointing })
    show(one, pointing)
  }

  held.point = one => {
    if (held.one === null) return // nothing has come yet
    if (one === null && held.pointing) held.show(held.one)
    if (one !== null && nameOf(one) !== nameOf(held.shown)) held.show(one, true)
  }

  held.hold = one => {
    if (one === null) return
    Object.assign(held, { one, byHand: true })
    held.show(one)
    rests()
  }

  function rests() {
    clearTimeout(rest)
    if (nameOf(held.one) !== held.chosen) rest = setTimeout(held.choose, RESTS)
  }

  held.choose = () => {
    clearTimeout(rest)
    const name = nameOf(held.one)
    if (name === held.chosen) return
    told.push(name)
    held.chosen = name
    tell(name)
  }

  // Whether the server means another than is in hand, as by a link: it has `name` in view, if it says so. What it says of
  // one that it was told may come late.
  held.hears = (name, isNew) => {
    const answered = told.indexOf(name) + 1
    told = told.slice(answered)
    const isOther = isNew || (name !== undefined && !answered && name !== held.chosen)
    if (!isOther) return false
    clearTimeout(rest)
    Object.assign(held, { chosen: name ?? held.chosen, byHand: false })
    return true
  }

  // Shows what is held, or `other`, which came from the server; `resting`: what is held is still to be chosen.
  held.take = (other, resting = other === null) => {
    held.one = other ?? held.one
    held.show(held.one)
    if (resting) rests()
  }

  // What is pressed elsewhere may bring others, or choose one.
  const onPress = event => event.composedPath().some(part => part.matches?.(PRESSED)) && clearTimeout(rest)
  document.addEventListener("pointerdown", onPress, true)
  held.end = () => {
    clearTimeout(rest)
    document.removeEventListener("pointerdown", onPress, true)
  }
  return held
}
