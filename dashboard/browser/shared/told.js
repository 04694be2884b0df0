// The sentence on the step in view, for those who tell it elsewhere.

export const told = () => window.emExplorerTold ?? ""
export const putTold = sentence => { window.emExplorerTold = sentence }
