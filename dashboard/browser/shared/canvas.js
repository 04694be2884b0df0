// A canvas to draw on in CSS pixels, and what is kept of it.

// Its context, empty, with as many pixels as the screen has there; `width` and `height` where they are not its own.
export function emptied(canvas, width = canvas.clientWidth, height = canvas.clientHeight) {
  const scale = window.devicePixelRatio || 1, wide = Math.round(width * scale), high = Math.round(height * scale)
  if (canvas.width !== wide || canvas.height !== high) Object.assign(canvas, { width: wide, height: high })
  const context = canvas.getContext("2d")
  context.setTransform(scale, 0, 0, scale, 0, 0)
  context.clearRect(0, 0, width, height)
  return context
}

// How many times as large as usual the page's type is: in lecture mode that on canvases grows with it.
export const typeOf = () => parseFloat(getComputedStyle(document.documentElement).fontSize) / 16

// What stays from picture to picture: `draw(context, of, paint)` has `paint()` draw it on an empty canvas, or copies what
// it drew, as long as the canvas is as large and the values in the list `of` are the same.
export function makeKept() {
  const copy = document.createElement("canvas")
  let drawn = []
  return (context, of, paint) => {
    const { canvas } = context, { width, height } = canvas, now = [width, height, ...of]
    if (now.every((value, i) => value === drawn[i])) {
      context.save()
      context.resetTransform()
      context.drawImage(copy, 0, 0)
      context.restore()
      return
    }
    paint()
    Object.assign(copy, { width, height })
    copy.getContext("2d").drawImage(canvas, 0, 0)
    drawn = now
  }
}
