import type { FoundComponent } from '../component.ts'
import { type ProjectFiles, within } from '../project-files.ts'
import { chooseGoMain, findGoMains } from './go-main.ts'
import type { StackFinding } from './stack-finding.ts'
import { findText, has, isBelow } from './text-of.ts'
import { chooseVersion } from './versions.ts'

const readAtRunTime = ['templates', 'static', 'public', 'migrations', 'views', 'assets', 'web', 'config']
const needC = ['github.com/mattn/go-sqlite3', 'github.com/confluentinc/confluent-kafka-go']

export function goStack(component: FoundComponent, files: ProjectFiles): StackFinding {
  const { dir } = component
  const manifest = within(dir, 'go.mod')
  const text = files.texts.get(manifest) ?? ''
  const c = needC.find((name) => text.includes(name))
  if (c) return refusal(`${c} needs a C compiler`, manifest, 'add a Dockerfile that builds it with cgo')
  const mains = findGoMains(dir, files)
  const main = chooseGoMain(mains, files)
  if (!main)
    return refusal(
      mains.length > 0
        ? `several programs: ${mains.map(({ path }) => path).join(', ')}`
        : 'no package main was found',
      manifest,
      'add a Dockerfile that builds the one that serves',
    )
  const asked = findText(files, [manifest], /^go 1\.(\d+)/)
  const version = chooseVersion(
    'go',
    asked && { value: Number(asked.text), source: asked.source, confidence: 'certain' },
  )
  return {
    stack: {
      language: 'go',
      dir: '.',
      port: component.port?.value ?? 8080,
      buildArgs: [],
      version: `1.${version.value}`,
      hasSums: has(files, within(dir, 'go.sum')),
      main: main.folder,
      assets: readAtRunTime.filter((name) =>
        files.paths.some((path) => isBelow(within(dir, name), path) && !path.endsWith('.go')),
      ),
    },
    context: dir,
    because: [`Go 1.${version.value} ← ${version.because}`, `func main ← ${main.path}`],
  }
}

const refusal = (reason: string, source: string, advice: string): StackFinding => ({ reason, source, advice })
