// The step bar. It owns the step: it writes it into the charts' bound inputs and the address bar, and tells the
// read-out and the sentence by an event. The server hears nothing of it.

const STEP_EVENT = "em-explorer:step"
const GO_EVENT = "em-explorer:go" // asks for the step in `detail`
const HOLD_EVENT = "em-explorer:hold" // window.emExplorerHold changed: while it is true, the bar waits at step 0
const INPUTS = "form.vega-bindings input[name=step], form.vega-bindings input[name=pick_step]"
const PICKED = "form.vega-bindings input[name=pick_step]"
// Targets that use the arrow keys or space themselves.
const BUSY = "input, textarea, select, [contenteditable=true], [role=slider], [role=combobox], [role=listbox], " +
  "[role=option], [role=radio], [role=radiogroup], [role=tab], [role=menu], [role=menuitem], [role=grid], [role=dialog]"
const PRESSABLE = "button, a, summary, [role=button]" // these use space only

function makeBar(root) {
  const $ = selector => root.querySelector(selector)
  const range = $(".range"), count = $(".count"), select = $("select")
  const button = name => $(`[data-do=${name}]`)
  const bar = { position: 0, unit: 1, last: 0, timer: null, urlTimer: null, arrival: null, query: "", mounts: 0 }
  const known = new WeakSet() // chart inputs that have the step already

  // In two beats a step takes two positions: t + 0.5 is the E beat, with the parameters of step t; t + 1 the M beat.
  const step = () => Math.floor(bar.position)
  const beat = () => (bar.unit === 1 || bar.position === 0 ? "" : bar.position > step() ? "E" : "M")

  bar.go = (step, { keepPlaying = false } = {}) => {
    if (!keepPlaying) bar.pause()
    bar.position = Math.min(Math.max(Math.round(step / bar.unit) * bar.unit, 0), window.emExplorerHold ? 0 : bar.last)
    bar.show()
  }

  bar.show = () => {
    const held = Boolean(window.emExplorerHold)
    if (held) bar.position = 0
    const words = `${bar.word} ${step()} of ${bar.last}${beat() && ` · ${beat()}`}`
    range.step = bar.unit
    range.max = bar.last
    range.value = bar.position
    range.setAttribute("aria-valuetext", words)
    count.textContent = words
    button("first").disabled = button("back").disabled = bar.position === 0
    button("forward").disabled = button("last").disabled = held || bar.position === bar.last
    button("play").disabled = held || bar.last === 0
    range.disabled = held
    pushToCharts(true)
    window.emExplorer = {
      query: bar.query, step: step(), beat: beat(), position: bar.position, playing: bar.timer !== null,
    }
    window.dispatchEvent(new CustomEvent(STEP_EVENT, { detail: window.emExplorer }))
    clearTimeout(bar.urlTimer)
    bar.urlTimer = setTimeout(writeUrl, 200) // browsers allow only some hundred changes of the address a minute
  }

  function pushToCharts(all) {
    for (const input of document.querySelectorAll(INPUTS)) {
      if (!all && known.has(input)) continue
      known.add(input)
      if (input.value === String(step())) continue
      input.value = step()
      input.dispatchEvent(new Event("input", { bubbles: true }))
    }
  }

  function writeUrl() {
    const kept = location.search.replace(/^\?/, "").split("&").filter(part => part && !part.startsWith("step="))
    if (bar.position > 0) kept.push(`step=${bar.position}`)
    const search = kept.length ? "?" + kept.join("&") : ""
    if (search !== location.search) history.replaceState(history.state, "", location.pathname + search + location.hash)
  }

  bar.play = () => {
    if (bar.last === 0 || window.emExplorerHold) return
    if (bar.position === bar.last) bar.position = 0
    const tick = () => {
      if (bar.position >= bar.last) return bar.pause()
      bar.go(bar.position + bar.unit, { keepPlaying: true })
      if (bar.position >= bar.last) bar.pause()
    }
    bar.timer = setInterval(tick, 1000 / Number(select.value))
    showPlaying()
    bar.show()
  }

  bar.pause = () => {
    if (bar.timer === null) return
    clearInterval(bar.timer)
    bar.timer = null
    showPlaying()
    bar.show()
  }

  function showPlaying() {
    const playing = bar.timer !== null
    button("play").classList.toggle("playing", playing)
    button("play").setAttribute("aria-label", playing ? "Pause" : "Play")
    button("play").querySelector(".word").textContent = playing ? "Pause" : "Play"
  }

  async function copy() {
    writeUrl()
    const word = button("copy").querySelector(".word")
    try {
      await navigator.clipboard.writeText(location.href)
      word.textContent = "Copied"
    } catch {
      window.prompt("The link to this scenario and step:", location.href)
    }
    setTimeout(() => { word.textContent = "Copy link" }, 1500)
  }

  const actions = {
    first: () => bar.go(0), back: () => bar.go(bar.position - bar.unit),
    forward: () => bar.go(bar.position + bar.unit),
    last: () => bar.go(bar.last), play: () => (bar.timer === null ? bar.play() : bar.pause()), copy,
  }
  const keys = { Home: "first", ArrowLeft: "back", " ": "play", ArrowRight: "forward", End: "last" }

  function onKey(event) {
    const action = keys[event.key]
    if (!action || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.defaultPrevented) return
    const target = event.composedPath()[0]
    if (target !== range && target instanceof Element) {
      if (target.closest(BUSY) || document.querySelector("[role=dialog]")) return
      if (event.key === " " && target.closest(PRESSABLE)) return
    }
    event.preventDefault()
    actions[action]()
  }

  // A click on the trace selects a step inside the chart; its bound input tells which.
  function onClick(event) {
    if (!(event.target instanceof Element) || !event.target.closest("[data-testid=stVegaLiteChart]")) return
    for (const delay of [40, 150, 400]) {
      setTimeout(() => {
        for (const input of document.querySelectorAll(PICKED)) {
          if (known.has(input) && input.value !== String(step())) bar.go(Number(input.value))
        }
      }, delay)
    }
  }

  for (const [name, action] of Object.entries(actions)) button(name).onclick = action
  range.oninput = () => bar.go(Number(range.value))
  select.onchange = () => { if (bar.timer !== null) { clearInterval(bar.timer); bar.play() } }
  const onGo = event => bar.go(event.detail), onHold = () => bar.go(bar.position)
  window.addEventListener(GO_EVENT, onGo)
  window.addEventListener(HOLD_EVENT, onHold)
  document.addEventListener("keydown", onKey)
  document.addEventListener("click", onClick)
  // Charts are made anew on a theme switch, in full screen, with new axes: hand each the step as it appears.
  const observer = new MutationObserver(() => pushToCharts(false))
  observer.observe(document.body, { childList: true, subtree: true })

  bar.remove = () => {
    bar.pause()
    clearTimeout(bar.urlTimer)
    observer.disconnect()
    window.removeEventListener(GO_EVENT, onGo)
    window.removeEventListener(HOLD_EVENT, onHold)
    document.removeEventListener("keydown", onKey)
    document.removeEventListener("click", onClick)
  }
  return bar
}

const bars = new WeakMap()

export default function ({ data, parentElement }) {
  let bar = bars.get(parentElement)
  if (!bar) bars.set(parentElement, (bar = makeBar(parentElement)))
  bar.last = data.last
  bar.unit = data.beats ? 0.5 : 1
  bar.query = data.query
  bar.word = data.word ?? "Step" // what a position is called
  if (data.arrival !== bar.arrival) {
    const before = window.emExplorer
    bar.arrival = data.arrival
    if (data.hold) window.emExplorerHold = true // until the predictions' panel is there and says what is told
    bar.position = data.keep && before && before.query === data.query ? before.position : data.step
    bar.pause()
  }
  bar.position = Math.min(Math.floor(bar.position / bar.unit) * bar.unit, bar.last)
  bar.show()
  const mount = ++bar.mounts
  return () => {
    if (mount !== bar.mounts) return // a late clean-up of a run that another has replaced
    bar.remove()
    bars.delete(parentElement)
  }
}
