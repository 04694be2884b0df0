// Small shapes to print points with, as masks of opacities: thousands of marks, printed by hand, cost milliseconds.

import { SHAPES } from "./glyphs.js"

const stamps = new Map()

// The mask of a shape with this radius in device pixels: {size, half, mask}, opacities 0 to 1.
export function stampOf(shape, radius, opacity) {
  const key = `${shape} ${radius.toFixed(2)} ${opacity.toFixed(3)}`
  if (!stamps.has(key)) {
    const half = Math.ceil(1.6 * radius), size = 2 * half + 1
    const context = new OffscreenCanvas(size, size).getContext("2d", { willReadFrequently: true })
    context.translate(half + 0.5, half + 0.5)
    context.beginPath()
    for (const [x, y] of SHAPES[shape]) context.lineTo(x * radius, y * radius)
    context.fill()
    const pixels = context.getImageData(0, 0, size, size).data
    const mask = new Float32Array(size * size)
    for (let i = 0; i < mask.length; i++) mask[i] = (opacity * pixels[4 * i + 3]) / 255
    stamps.set(key, { size, half, mask })
  }
  return stamps.get(key)
}

// Print a stamp in a colour (0 to 255 each) at a device pixel, over what is there; `pixels` are premultiplied RGBA.
export function print(pixels, width, height, stamp, x, y, red, green, blue) {
  const { size, half, mask } = stamp
  const left = x - half, top = y - half
  const from = Math.max(0, -left), to = Math.min(size, width - left)
  for (let row = Math.max(0, -top); row < Math.min(size, height - top); row++) {
    let at = 4 * ((top + row) * width + left + from)
    for (let i = row * size + from; i < row * size + to; i++, at += 4) {
      const a = mask[i]
      if (a === 0) continue
      const rest = 1 - a
      pixels[at] = red * a + pixels[at] * rest
      pixels[at + 1] = green * a + pixels[at + 1] * rest
      pixels[at + 2] = blue * a + pixels[at + 2] * rest
      pixels[at + 3] = 255 * a + pixels[at + 3] * rest
    }
  }
}

// From premultiplied colours, which printing needs, to plain ones, which a canvas takes.
export function unmultiply(pixels) {
  const whole = new Uint32Array(pixels.buffer) // most pixels are empty: one look at each is enough
  for (let i = 0; i < whole.length; i++) {
    if (whole[i] === 0) continue
    const at = 4 * i, a = pixels[at + 3]
    if (a === 0 || a === 255) continue
    const scale = 255 / a
    pixels[at] *= scale
    pixels[at + 1] *= scale
    pixels[at + 2] *= scale
  }
}
