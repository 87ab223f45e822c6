import type { FoundComponent } from '../component.ts'
import { type ProjectFiles, within } from '../project-files.ts'
import type { StackFinding } from './stack-finding.ts'
import { findText, has, isBelow } from './text-of.ts'

export function rubyStack({ dir, framework, port }: FoundComponent, files: ProjectFiles): StackFinding {
  const at = (name: string) => within(dir, name)
  if (framework?.value.name !== 'Rails')
    return {
      reason: 'only Rails is known well enough',
      source: at('Gemfile'),
      advice: 'add a Dockerfile that starts the server',
    }
  const asked =
    findText(files, [at('.ruby-version')], /^(?:ruby-)?(\d+\.\d+)/) ??
    findText(files, [at('Gemfile')], /^\s*ruby\s+["'](?:~>\s*)?(\d+\.\d+)/)
  const version = asked?.text ?? '3.4'
  const hasAssets = files.paths.some(
    (path) => isBelow(at('app/assets'), path) || isBelow(at('app/javascript'), path),
  )
  return {
    stack: {
      language: 'ruby',
      dir: '.',
      port: port?.value ?? 3000,
      buildArgs: [],
      version,
      hasLock: has(files, at('Gemfile.lock')),
      hasAssets,
    },
    context: dir,
    because: [`Ruby ${version} ← ${asked?.source ?? 'the project names no version'}`],
  }
}
