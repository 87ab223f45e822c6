import { expect, it } from 'vitest'
import { findCopy } from '../../src/dockerfile/find-copy.ts'
import { readDockerfile } from '../../src/dockerfile/read-dockerfile.ts'

const twoStages = `FROM node:22 AS build
COPY . .
FROM nginx AS web
COPY --from=build /app/dist /srv
`

it.each<[string, string, string | undefined, string, number | undefined]>([
  ['everything', 'FROM node\nCOPY . .\n', undefined, '.env', 2],
  ['everything, with flags', 'FROM node\nCOPY --chown=1:1 ./ /app/\n', undefined, 'a/.env', 2],
  ['its folder', 'FROM node\nCOPY src config/ /app/\n', undefined, 'config/key.pem', 2],
  ['another folder', 'FROM node\nCOPY src /app/\n', undefined, 'src2/key.pem', undefined],
  ['by name', 'FROM node\nCOPY package.json .npmrc ./\n', undefined, '.npmrc', 2],
  ['by a wildcard', 'FROM node\nADD .npm* ./\n', undefined, '.npmrc', 2],
  ['a wildcard that stays in its folder', 'FROM node\nCOPY *.pem ./\n', undefined, 'a/key.pem', undefined],
  ['in exec form', 'FROM node\nCOPY ["a b", "/app/"]\n', undefined, 'a b/key.pem', 2],
  ['a stage that hands files on', twoStages, undefined, '.env', undefined],
  ['a stage that is the target', twoStages, 'build', '.env', 2],
  [
    'a stage that the last one is made from',
    'FROM node AS base\nCOPY . .\nFROM base\nUSER 1\n',
    undefined,
    '.env',
    2,
  ],
  [
    'a document in the Dockerfile',
    'FROM node\nCOPY <<EOF /app/.env\nA=1\nEOF\n',
    undefined,
    '.env',
    undefined,
  ],
])('%s', (_, text, target, path, line) => {
  expect(findCopy(readDockerfile('Dockerfile', text), target, path)?.line).toBe(line)
})
