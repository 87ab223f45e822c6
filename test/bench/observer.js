import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'

const { K8SDEPLOY_TEST_KUBECONFIG: kubeconfig } = process.env

/** Somebody else who watches the API server, through `kubectl proxy`, for as long as `work` takes. */
export async function withObserver(work) {
  const proxy = spawn('kubectl', ['--kubeconfig', kubeconfig, 'proxy', '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    const [line] = await once(createInterface(proxy.stdout), 'line')
    const server = `http://${line.split(' ').at(-1)}`
    return await work({ watch: (path, see) => watch(server, path, see) })
  } finally {
    proxy.kill()
  }
}

const once = (emitter, name) => new Promise((resolve) => emitter.once(name, (...all) => resolve(all)))

/**
 * Calls `see(object, type)` for each event; answers how to stop. A watch that the API server ends, or refuses because
 * its cache is a moment behind, is begun again.
 */
async function watch(server, path, see) {
  const stop = new AbortController()
  const { signal } = stop
  const open = () => fetch(`${server}${path}?watch=true`, { signal })
  const read = async (answer) => {
    for await (const line of createInterface(Readable.fromWeb(answer.body))) {
      const { object, type } = JSON.parse(line)
      if (type !== 'ERROR') see(object, type)
    }
    await pause(200, undefined, { signal })
    return read(await open())
  }
  read(await open()).catch((error) => {
    if (error.name !== 'AbortError') throw error
  })
  return () => stop.abort()
}
