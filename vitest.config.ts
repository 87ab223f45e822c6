import { defineConfig } from 'vitest/config'
import LongestFirst from './.ci/longest-first.js'

/** `fast`: pure rooms and replay. `cli`: the built CLI, real helm, the sandbox. `cluster`: a real Kubernetes (test/cluster/run). */
export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'fast',
          include: ['test/**/*.test.ts'],
          exclude: ['test/cli/**', 'test/cluster/**', 'test/fixtures/**'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'cli',
          include: ['test/cli/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // They drive servers against their own clocks: two files at once lose requests that one alone does not.
          fileParallelism: false,
          retry: 1,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'cluster',
          include: ['test/cluster/**/*.test.ts'],
          // Each is many deploys, on machines that others use too.
          testTimeout: 900_000,
          hookTimeout: 600_000,
          // What they do is mostly waiting for a cluster.
          maxWorkers: 3,
          retry: 1,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
})
