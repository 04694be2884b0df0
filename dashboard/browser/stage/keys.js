// Whose the keys are. After a use of the mouse or a finger they are the stage's, whatever it was that was clicked: else
// space would take back the last choice. Who moves the focus by Tab, or by a screen reader, has them where the focus is.

const OF_STEPS = ["ArrowLeft", "ArrowRight", "Home", "End", " "] // the step bar acts on them
const TYPED_INTO = "input:not([type=range], [type=checkbox], [type=radio], [role=combobox]), textarea, select, " +
  "[contenteditable=true], [data-testid=stDataFrame], [role=grid], [role=listbox], [role=menu], [role=dialog], dialog"
const STEPS = ".st-key-step-bar, .st-key-cell-bar"
const LIST = "[role=combobox], [aria-haspopup=listbox], [aria-haspopup=menu]"
const OWN = "[data-keys=own]" // a slider that is turned on and on: its arrow keys stay with it
const LATER = 400 // ms after the pointer: focus that moves then is moved by something else
const WIDGET = "[data-testid=stElementContainer]"

// `acts`: what the stage does by itself on a letter or sign; `escape()` tells whether there was something to leave.
// Returns { lend, end }: `lend(element)` focuses an element without giving it the stage's keys.
export function keysOfTheStage(acts, escape) {
  // Kept by the window: the page may be drawn anew while a control has the focus, and whose the keys are stays.
  const last = window.emExplorerKeys ??= { byPointer: true, used: 0, widget: null }

  function onPointer({ target }) {
    last.byPointer = true
    last.used = performance.now()
    if (target instanceof Element) last.widget = target.closest(WIDGET) ?? last.widget // an open list is no part of its widget
  }

  function onFocus({ target }) { // Streamlit gives it back to the same widget late
    if (performance.now() - last.used > LATER && !last.widget?.contains(target)) last.byPointer = false
  }

  function keeps(focused) {
    if (focused.closest(TYPED_INTO)) return true
    const list = focused.closest(LIST)
    return list && (!last.byPointer || list.getAttribute("aria-expanded") === "true")
  }

  // In the capture phase: before the widget that has the focus.
  function onKey(event) {
    if (event.key === "Tab") last.byPointer = false
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
    const focused = event.composedPath()[0]
    if (!(focused instanceof Element) || keeps(focused)) return
    const act = acts[event.key.toLowerCase()]
    if (act) {
      take(event)
      if (!event.repeat) act()
    } else if (last.byPointer && OF_STEPS.includes(event.key) && focused !== document.body && document.querySelector(STEPS) &&
      (event.key === " " || !focused.matches(OWN))) {
      take(event)
      focused.blur() // Tab goes on from there all the same
      document.body.dispatchEvent(new KeyboardEvent("keydown", { key: event.key, bubbles: true, cancelable: true }))
    }
  }

  // After everybody else: whatever is open closes first, and says so by `preventDefault`.
  function onEscape(event) {
    if (event.key !== "Escape" || event.defaultPrevented || event.isComposing) return
    const focused = event.composedPath()[0]
    if (focused instanceof Element && !keeps(focused) && escape()) event.preventDefault()
  }

  function take(event) {
    event.preventDefault()
    event.stopImmediatePropagation()
  }

  // A list that the browser itself draws is closed once something was chosen.
  function onInput(event) {
    const chosen = event.composedPath()[0]
    if (last.byPointer && chosen instanceof HTMLSelectElement) chosen.blur()
  }

  const listeners = { pointerdown: onPointer, pointerup: onPointer, focusin: onFocus, keydown: onKey, input: onInput }
  for (const [name, act] of Object.entries(listeners)) addEventListener(name, act, true)
  addEventListener("keydown", onEscape)
  return {
    lend(element) {
      element?.focus({ preventScroll: true })
      last.byPointer = true
    },
    end() {
      for (const [name, act] of Object.entries(listeners)) removeEventListener(name, act, true)
      removeEventListener("keydown", onEscape)
    },
  }
}
