import { spawn } from 'node:child_process'

const { K8SDEPLOY_TEST_KUBECONFIG: kubeconfig, K8SDEPLOY_TEST_HELM3: helm3 } = process.env

/** What one would wait with instead. */
export const helms = { 'helm 3 --wait': helm3, 'helm 4 --wait': 'helm' }

export const helmWait = (helm, { name, chart, options }, seconds, values = []) => [
  helm,
  [
    ...['upgrade', '--install', name, chart, '--namespace', name, '--kubeconfig', kubeconfig],
    ...['--wait', '--timeout', `${seconds}s`, ...values],
  ],
  options,
]

/** Runs to the end; answers the exit code, when it ended and what it said last. */
export function run([file, args, options]) {
  const child = spawn(file, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (text) => {
    stdout += text
  })
  child.stderr.on('data', (text) => {
    stderr = (stderr + text).slice(-4000)
  })
  let endedAt
  child.on('exit', () => {
    endedAt = performance.now()
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, endedAt, stdout, stderr }))
  })
}
