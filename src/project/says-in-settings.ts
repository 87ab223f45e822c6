import type { Folder } from './project-files.ts'

/** Whether one of the settings files that Spring, Quarkus and Micronaut read says this. */
export const saysInSettings = ({ texts }: Folder, words: RegExp): boolean =>
  [...texts].some(([path, text]) => /application[\w-]*\.(ya?ml|properties)$/.test(path) && words.test(text))
