/** Whole seconds, as the API prints times. */
export const timestamp = (date: Date): string => date.toISOString().replace(/\.\d+Z$/, 'Z')
