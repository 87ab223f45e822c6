/** `1 pod`, `2 pods`. */
export const countThings = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`
