// What is drawn once a frame at most, however often that is asked for.

// { soon, end }: `soon()` asks for it, `end()` takes back what was asked.
export function onceAFrame(act) {
  let frame = null
  function soon() {
    frame ??= requestAnimationFrame(() => {
      frame = null
      act()
    })
  }
  function end() {
    cancelAnimationFrame(frame)
    frame = null
  }
  return { soon, end }
}
