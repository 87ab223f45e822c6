import { expect, it } from 'vitest'
import { readLogLine } from '../../src/views/read-log-line.ts'

it.each([
  ['listening on :8000', 'listening on :8000'],
  ['{"time":"2026-03-01","level":"info","message":"listening","port":8000}', 'info listening'],
  ['{"severity":"ERROR","msg":"no queue"}', 'ERROR no queue'],
  ['{"level":30,"msg":"started"}', 'started'],
  ['{"port":8000}', '{"port":8000}'],
  ['{ not json', '{ not json'],
  ['[1,2]', '[1,2]'],
])('%s', (line, expected) => {
  expect(readLogLine(line)).toBe(expected)
})
