import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { UpReport } from '../../src/report.ts'
import { facts } from './facts.ts'
import { copyProject, type Project, type Reported } from './project.ts'
import { needBaseImages } from './projects/base-images.ts'
import { type Figures, figuresOf, type Stage, type Time, tableOf } from './projects/figures.ts'
import { makeLock } from './projects/make-lock.ts'
import {
  answerWith,
  megabytesOf,
  missingAssets,
  postTo,
  removeImages,
  runningImages,
} from './projects/proof.ts'
import { type Row, rows, unbuilt } from './projects/rows.ts'

const isAll = process.env['K8SDEPLOY_TEST_PROJECTS'] === 'all'
const chosen = rows.filter(({ heavy }) => isAll || !heavy)
const left = rows.filter((row) => !chosen.includes(row))
const table: Figures[] = []

afterAll(() => console.log(`\n${tableOf(table)}\n`))

test.skip.each(left)(
  '$folder is built, deployed and answers: $heavy, needs K8SDEPLOY_TEST_PROJECTS=all',
  () => undefined,
)

test.skip.each(unbuilt)('%s is built, deployed and answers: %s', () => undefined)

describe.each(chosen)('$folder', (row) => {
  const figures = figuresOf(row)
  let project: Project
  let first: string[] = []
  // a second try finds the line as the first has left it
  let isChanged = false

  beforeAll(async () => {
    table.push(figures)
    project = await copyOf(row)
  })
  afterAll(async () => {
    if (first.length > 0) await removeImages(first, await runningImages(project))
    await project?.remove()
  })

  const seen = (stage: Stage, whether: boolean) => {
    figures.seen[stage] = whether
    return whether
  }

  test('is recognised', async () => {
    const found = await detect(project)
    expect(found.map(nameOf)).toEqual([row.finds.frontend, row.finds.backend])
    seen('detected', true)
  })

  test('gets a Dockerfile for each part', async () => {
    const before = await detect(project)
    expect(before.map(({ image }) => image)).toMatchObject([{ isGenerated: true }, { isGenerated: true }])
    const { code, stderr } = await project.init(...(row.answers ?? []))
    expect(code, stderr).toBe(0)
    const files = before.map(({ dockerfile }) => existsSync(join(project.root, dockerfile!.value)))
    expect(seen('generated', files.every(Boolean))).toBe(true)
  })

  test('is built, deployed and verified, and its address answers with the row', async () => {
    const outcome = await project.up()
    seen('built', isDone(outcome, 'images'))
    expect(outcome.report.status, outcome.why).toBe('verified')
    seen('deployed', true)
    figures.first = timeOf(outcome)
    first = await runningImages(project)
    figures.megabytes = await Promise.all(first.map(megabytesOf))
    if (row.post) await postTo(`${project.url}${row.path}`, row.post)
    const answer = await answerWith(`${project.url}${row.path}`, 'first row')
    expect(seen('answered', answer.includes('first row')), answer).toBe(true)
    expect(await missingAssets(`${project.url}/`)).toEqual([])
  }, 600_000)

  test('a changed line arrives', async () => {
    const { file, from, to } = row.change
    if (!isChanged) await project.replace(file, from, to.replace('NEW', project.name))
    isChanged = true
    const outcome = await project.up()
    expect(outcome.report.status, outcome.why).toBe('verified')
    figures.again = timeOf(outcome)
    const wanted = `first row ${project.name}`
    expect(await answerWith(`${project.url}${row.path}`, wanted)).toContain(wanted)
  }, 600_000)
})

const repository = new URL('../..', import.meta.url).pathname

async function copyOf(row: Row): Promise<Project> {
  const { folder, place = 'test/fixtures/projects', setup, bases, locks, secrets } = row
  await needBaseImages(bases ?? [])
  const project = await copyProject(join(repository, place, folder), setup)
  for (const { folder: below, by } of locks ?? []) await makeLock(`${project.root}/${below}`, by)
  await project.writeSecrets({ [row.databaseVariable ?? 'DATABASE_URL']: facts.databaseUrl, ...secrets })
  return project
}

type Found = { value: string } | null
type Component = Partial<Record<'framework' | 'language' | 'packageManager' | 'dockerfile', Found>> & {
  image?: { isGenerated: boolean }
}

async function detect(project: Project): Promise<Component[]> {
  const { stdout } = await project.init('--dry-run', '-o', 'json')
  return (JSON.parse(stdout) as { components: Component[] }).components
}

const nameOf = ({ framework, language, packageManager }: Component) =>
  `${framework?.value ?? language?.value ?? 'pages'} · ${packageManager?.value ?? 'none'}`

const phase = ({ report }: Reported<UpReport>, name: string) => report.phases?.find((it) => it.name === name)
const isDone = (outcome: Reported<UpReport>, name: string) => phase(outcome, name)?.status === 'done'

function timeOf(outcome: Reported<UpReport>): Time {
  const seconds = outcome.report.phases.reduce((sum, it) => sum + it.seconds, 0)
  return { seconds, build: phase(outcome, 'images')?.seconds ?? 0 }
}
