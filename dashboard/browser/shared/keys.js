// Keys that move what is in view from anywhere on the page, unless something else needs them.

// Targets that use the arrow keys, space or Enter themselves.
const BUSY = "input, textarea, select, [contenteditable=true], [role=slider], [role=combobox], [role=listbox], " +
  "[role=option], [role=radio], [role=radiogroup], [role=tab], [role=menu], [role=menuitem], [role=grid], [role=dialog]"
const PRESSABLE = "button, a, summary, [role=button]" // these use space and Enter only
const PRESSES = [" ", "Enter"]

// Whether a key is for something else than the bar whose own slider is `range`.
export function isForOthers(event, range) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.defaultPrevented) return true
  const target = event.composedPath()[0]
  if (target === range || !(target instanceof Element)) return false
  if (target.closest(BUSY) || document.querySelector("[role=dialog]")) return true
  return PRESSES.includes(event.key) && Boolean(target.closest(PRESSABLE))
}
