/** What stands in a project instead of a proper file. `undefined`: nothing. */
export type Content = string | Uint8Array | { link: string } | { folder: true } | { pipe: true } | undefined

export type Given = {
  /** Changes to the good project, by path. */
  files?: Record<string, Content>
  env?: Record<string, string | undefined>
  stdin?: string
  /** Shell scripts that go by the name of a tool, in a PATH of their own. */
  tools?: Record<string, string>
  /** Text of the kubeconfig; `HOST` answers over plain HTTP, as the first folder of the path says. */
  kubeconfig?: string
  /** Run in a folder that is no project. */
  isElsewhere?: boolean
}

/** Something that a person, a script or a disk hands over and that cannot be worked with. */
export type BadInput = {
  what: string
  args: string[]
  code: number
  /** What the one error has to name, wherever in it. */
  says: RegExp
  given: Given
}

export const bad = (
  what: string,
  args: string | string[],
  code: number,
  says: RegExp,
  given: Given = {},
): BadInput => ({
  what,
  args: typeof args === 'string' ? args.split(' ').filter((word) => word !== '') : args,
  code,
  says,
  given,
})
