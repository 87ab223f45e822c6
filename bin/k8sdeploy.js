#!/usr/bin/env node
const [major, minor] = process.versions.node.split('.').map(Number)

if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(
    `k8sdeploy needs Node 20.19 or newer; this is ${process.version}.\n  next   install a current Node, then run the same command again\n`,
  )
  process.exitCode = 10
} else {
  const controller = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop(controller, signal))
  const { main } = await import('../dist/main.js')
  process.exitCode = await main(process.argv.slice(2), controller.signal)
}

/** The first signal lets the running step record its state; the second leaves at once. */
function stop(controller, signal) {
  if (!controller.signal.aborted) return controller.abort(signal)
  process.stderr.write('\nleft at once; `k8sdeploy up` recognises and repairs what is unfinished\n')
  process.exit(signal === 'SIGINT' ? 130 : 143)
}
