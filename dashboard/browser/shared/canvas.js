// A canvas to draw on in CSS pixels.

// Its context, empty, with as many pixels as the screen has there; `width` and `height` where they are not its own.
export function emptied(canvas, width = canvas.clientWidth, height = canvas.clientHeight) {
  const scale = window.devicePixelRatio || 1, wide = Math.round(width * scale), high = Math.round(height * scale)
  if (canvas.width !== wide || canvas.height !== high) Object.assign(canvas, { width: wide, height: high })
  const context = canvas.getContext("2d")
  context.setTransform(scale, 0, 0, scale, 0, 0)
  context.clearRect(0, 0, width, height)
  return context
}
