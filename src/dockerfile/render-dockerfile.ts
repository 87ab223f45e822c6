import { dotnet, go, java } from './recipes/compiled.ts'
import { nextStandalone, nodeServer } from './recipes/node-server.ts'
import { python } from './recipes/python.ts'
import { ruby } from './recipes/ruby.ts'
import { plainSite, staticSite } from './recipes/static-site.ts'
import type { NodeStack, Stack } from './stack.ts'

/** Multi-stage, non-root by number, exec form; no `# syntax` line, which would need a public registry. */
export const renderDockerfile = (stack: Stack): string => `${linesOf(stack).join('\n')}\n`

const linesOf = (stack: Stack): string[] => {
  switch (stack.language) {
    case 'javascript':
      return node(stack)
    case 'python':
      return python(stack)
    case 'go':
      return go(stack)
    case 'java':
      return java(stack)
    case 'ruby':
      return ruby(stack)
    case 'csharp':
      return dotnet(stack)
    default:
      return stack satisfies never
  }
}

const node = (stack: NodeStack): string[] => {
  const { serve } = stack
  switch (serve.kind) {
    case 'process':
      return nodeServer(stack, serve)
    case 'next-standalone':
      return nextStandalone(stack, serve.hasPublicFolder)
    case 'static':
      return staticSite(stack, serve.output, serve.proxy)
    case 'plain':
      return plainSite(stack, serve.output, serve.proxy)
    default:
      return serve satisfies never
  }
}
