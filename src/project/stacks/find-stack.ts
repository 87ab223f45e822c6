import type { ProxyRule } from '../../dockerfile/stack.ts'
import type { FoundComponent } from '../component.ts'
import { type ProjectFiles, within } from '../project-files.ts'
import type { Language } from '../read-manifest.ts'
import { dotnetStack } from './dotnet-stack.ts'
import { goStack } from './go-stack.ts'
import { jvmStack } from './jvm-stack.ts'
import { nodeStack } from './node-stack.ts'
import { pythonStack } from './python-stack.ts'
import { rubyStack } from './ruby-stack.ts'
import type { StackFinding } from './stack-finding.ts'
import { has } from './text-of.ts'

type Find = (component: FoundComponent, files: ProjectFiles, proxy: ProxyRule[]) => StackFinding

const rows: Record<Language, Find> = {
  javascript: nodeStack,
  python: pythonStack,
  go: goStack,
  java: jvmStack,
  ruby: rubyStack,
  csharp: dotnetStack,
  rust: ({ dir }) => ({
    reason: 'which program of a Cargo project serves, and what it needs beside it, is not told by its files',
    source: within(dir, 'Cargo.toml'),
    advice: 'add a Dockerfile that builds it with `cargo build --release` and starts the program',
  }),
  elixir: ({ dir }) => ({
    reason: 'a release of an Elixir project is made as its own configuration says',
    source: within(dir, 'mix.exs'),
    advice: 'add a Dockerfile; `mix phx.gen.release --docker` writes one',
  }),
  php: ({ dir }) => ({
    reason: 'an image for PHP needs decisions about its web server that nobody can guess',
    source: dir,
    advice: 'add a Dockerfile, e.g. with FrankenPHP or php-fpm and nginx',
  }),
}

/** The stack of a folder by its language; a folder of pages without a manifest is served as it is. */
export function findStack(
  component: FoundComponent,
  files: ProjectFiles,
  proxy: ProxyRule[],
): StackFinding | undefined {
  const { language, dir } = component
  if (language) return rows[language.value](component, files, proxy)
  const output = ['public', '.'].find((folder) =>
    has(files, within(dir, folder === '.' ? 'index.html' : `${folder}/index.html`)),
  )
  return output === undefined ? undefined : plainPages(dir, output, proxy)
}

const plainPages = (dir: string, output: string, proxy: ProxyRule[]): StackFinding => ({
  stack: {
    language: 'javascript',
    dir: '.',
    port: 8080,
    buildArgs: [],
    version: '22',
    manager: 'npm',
    manifests: [],
    usesTurbo: false,
    usesPrisma: false,
    needsDevDependencies: false,
    needsManager: false,
    serve: { kind: 'plain', output, isSinglePage: false, proxy },
  },
  context: dir,
  because: [`pages ← ${within(dir, output === '.' ? 'index.html' : `${output}/index.html`)}`],
})
