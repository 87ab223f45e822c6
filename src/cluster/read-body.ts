import type { IncomingMessage } from 'node:http'
import { pipeline, type Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import type { Clock } from '../ports.ts'
import { startWatchdog } from './watchdog.ts'

const wholeMs = 120_000

/** Nobody here asks for compression, but a proxy on the way may not ask either. */
export function unzipped(stream: IncomingMessage): Readable {
  if (stream.headers['content-encoding'] !== 'gzip') return stream
  // whoever reads the end of the pipeline is told of its errors
  return pipeline(stream, createGunzip(), () => undefined)
}

/** A slow answer is read to its end as long as something comes; a silent one is not. */
export async function readBody(stream: Readable, clock: Clock, quietMs: number): Promise<string> {
  const giveUp = () => stream.destroy(new Error('the answer stopped half way'))
  const quiet = startWatchdog(clock, quietMs, giveUp)
  const whole = startWatchdog(clock, wholeMs, giveUp)
  try {
    return (await collect(stream, quiet.heard)).toString('utf8')
  } finally {
    quiet.stop()
    whole.stop()
  }
}

/** By its events: an iterator over the stream would cost a short command milliseconds to load. */
const collect = (stream: Readable, heard: () => void) =>
  new Promise<Buffer>((resolve, reject) => {
    const chunks: Buffer[] = []
    const take = (chunk: Buffer) => {
      heard()
      chunks.push(chunk)
    }
    stream.on('data', take).once('end', () => resolve(Buffer.concat(chunks)))
    stream.once('error', reject).once('close', () => reject(new Error('the answer was cut')))
  })
