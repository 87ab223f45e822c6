import { detectProject } from '../../src/project/detect-project.ts'

/** A project of these texts, and of files that are only there. */
export const detect = (texts: Record<string, string>, paths: string[] = []) =>
  detectProject({ paths: [...Object.keys(texts), ...paths], texts: new Map(Object.entries(texts)) })

/** The component of a folder `api` that holds these. */
export const component = (texts: Record<string, string>, paths: string[] = []) => {
  const below = Object.entries(texts).map(([path, text]) => [`api/${path}`, text])
  const { components } = detect(
    Object.fromEntries(below),
    paths.map((path) => `api/${path}`),
  )
  return components.find(({ dir }) => dir === 'api')!
}

export const json = (value: object) => JSON.stringify(value, null, 2)
export const express = json({ dependencies: { express: '5' } })
