import type { FoundComponent } from '../project/component.ts'
import type { Project } from '../project/detect-project.ts'
import type { Note } from '../project/note.ts'

/** What runs by itself and is neither of the two that are deployed: the app may need it all the same. */
export const leftOut = (chosen: string[], { components, roles }: Project): Note[] =>
  chosen.includes('')
    ? []
    : components
        .filter((it) => !chosen.includes(it.dir) && runsByItself(it))
        .map((it) =>
          noteOf(
            it,
            roles.backend.candidates.some(({ dir }) => dir === it.dir),
          ),
        )

const runsByItself = ({ dir, dockerfile, start, framework, database, isShared }: FoundComponent) =>
  dir !== '.' &&
  !isAside.test(dir) &&
  (dockerfile !== undefined || (start !== undefined && !isShared)) &&
  (framework !== undefined || database !== undefined)

const isAside = /(^|\/)(docs?|examples?|e2e|storybook|website|landing)(\/|$)/

const noteOf = (
  { dir, framework, database, dockerfile, start }: FoundComponent,
  isServer: boolean,
): Note => ({
  id: 'left-out',
  severity: isServer ? 'warn' : 'info',
  message: `${dir} runs by itself (${framework?.value.name ?? database?.value.driver}), and is not deployed`,
  source: dockerfile?.source ?? start?.source ?? dir,
  advice:
    'one frontend and one backend are deployed: if the app needs it, run it elsewhere and give its address as a variable',
})
