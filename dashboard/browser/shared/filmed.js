// While the screen is filmed every picture is finished before the next: all points are painted, whatever that costs.

export const isFilmed = () => Boolean(window.emExplorerFilmed)
export const setFilmed = filmed => { window.emExplorerFilmed = filmed }
