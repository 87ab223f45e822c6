/**
 * JSON that every YAML parser reads back as it was: some take bare C1 controls and U+2028 for line breaks, or refuse them; a
 * bare U+FFFD is the sign of a file that is not UTF-8.
 */
export const yamlJson = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffd-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
