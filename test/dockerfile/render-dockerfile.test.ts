import { describe, expect, it } from 'vitest'
import { findLast, readDockerfile } from '../../src/dockerfile/read-dockerfile.ts'
import { renderDockerfile } from '../../src/dockerfile/render-dockerfile.ts'
import { stacks } from './stacks.ts'

const texts = Object.entries(stacks).map(([name, stack]) => ({ name, stack, text: renderDockerfile(stack) }))

describe.each(texts)('the image of $name', ({ stack, text }) => {
  const file = readDockerfile('Dockerfile', text)

  it('is built as it always was', () => expect(text).toMatchSnapshot())

  it('runs as a number that is not root', () => expect(findLast(file, 'USER')?.rest).toMatch(/^[1-9]\d*$/))

  it('hears SIGTERM itself', () => {
    const command = findLast(file, 'CMD') ?? findLast(file, 'ENTRYPOINT')
    const words = JSON.parse(command!.rest) as string[]
    expect(words[0] === '/bin/sh' ? words[2] : 'exec node').toContain('exec ')
  })

  it('listens where it says', () => expect(findLast(file, 'EXPOSE')?.rest).toBe(String(stack.port)))

  it('asks nothing of the builder but the usual', () =>
    expect(text).not.toMatch(/--mount|# syntax|<<|--link/))

  it('builds as its developer does, whose warnings are no errors', () =>
    expect(text).not.toMatch(/^ENV.*\bCI=|\bCI=true\b.*\brun build/m))

  it('names a version of every base', () => {
    const stages = [...text.matchAll(/ AS (\S+)$/gm)].map(([, name]) => name)
    const bases = [...text.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image)
    for (const base of bases.filter((image) => !stages.includes(image)))
      expect(base).toMatch(/:[\w.-]+$|distroless/)
    expect(text).not.toContain(':latest')
  })

  it('installs packages before it copies sources', () => {
    const [stage] = file.stages
    const sources = stage!.findIndex(({ name, rest }) => name === 'COPY' && /^\. /.test(rest))
    const install = stage!.findIndex(
      ({ name, rest }) =>
        name === 'RUN' && /\b(ci|install|sync|restore|download|dependenc|requirements)/.test(rest),
    )
    if (sources >= 0 && install >= 0) expect(install).toBeLessThan(sources)
  })
})

it('a Go program is linked again without what it imports being compiled again', () => {
  const build = readDockerfile('Dockerfile', renderDockerfile(stacks['go']!)).stages[2]!
  const lines = build.map(({ name, rest }) => `${name} ${rest}`)
  const at = (start: string) => lines.findIndex((line) => line.startsWith(start))
  expect(at('RUN xargs -r go build')).toBeGreaterThan(at('COPY --from=imports'))
  expect(at('COPY . ')).toBeGreaterThan(at('RUN xargs -r go build'))
})
