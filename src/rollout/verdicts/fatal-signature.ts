import { findCauseLine, misuse } from './cause-line.ts'
import { closedFolder, wantsRoot } from './denials.ts'
import { lacksSetting, lacksVariable } from './lacks-setting.ts'
import { isOfPeer, provesPeer, speaksOfPeer } from './peer-words.ts'

/** What neither time nor a peer can change: the program or its settings lack something. */
const deterministic =
  /ReferenceError|ImportError|NameError|LoadError|Could not find or load main class|no main manifest attribute|Unable to access jarfile|can't open file|Could not open input file|(framework|assembly).*was not found|is not defined\b|(unknown|unrecognized|invalid|bad|no such) (argument|command)|segmentation fault|heap out of memory|OutOfMemoryError|only run as pid 1\b|\bEACCES\b|PermissionError|\bEISDIR\b|IsADirectoryError|\[emerg\]|ImproperlyConfigured|Could not import module|not found in module|must start with the protocol|NoSuchModuleError|GemNotFound|Failed to configure a DataSource|production build in|Too small maximum heap|\bP30(09|18)\b|Multiple head revisions|Can't locate revision|FlywayValidateException|Could not resolve placeholder|\b(listen|bind)\b.*permission denied|permission denied.*\bbind\b/i

/** Of a program that was built wrongly no peer is the reason, whatever else its log says. */
const builtWrongly =
  /Cannot find (module|package)|MODULE_NOT_FOUND|SyntaxError(?!.*\bJSON\b)|IndentationError|ModuleNotFoundError|ClassNotFoundException|NoClassDefFoundError|UnsupportedClassVersionError|error while loading shared libraries|version .(GLIBC|CXXABI|OPENSSL)[\w.]*. not found|ERR_UNKNOWN_FILE_EXTENSION|could not locate the Query Engine|install or update \.NET|Missing script: |invalid ELF header|Error loading shared library|another platform than|Could not load the "\w+" module|did not initialize yet.*prisma generate/i

const isDeterministic = (line: string): boolean =>
  lacksSetting(line) || [deterministic, closedFolder, wantsRoot].some((one) => one.test(line))

/** Nobody's trouble but its own: then words on times and locks among the other lines are no reason either. */
const isOwnFault = (line: string): boolean =>
  closedFolder.test(line) || (isDeterministic(line) && !speaksOfPeer(line))

const normalize = (line: string): string =>
  line
    .replace(/\d{4}[-/]\d\d[-/]\d\d[T ][\d:.,]+ ?(Z|[+-][\d:]+)?/g, '')
    .replace(/0x[\da-f]+|\b[\da-f]{8,}\b|\d+/gi, '#')
    .trim()

export type FatalSignature = {
  key: string
  line: string
  isTransient: boolean
  /** Starting again cannot change it; another error may yet. */
  isDeterministic: boolean
  /** Nobody else's work mends it, only another image or another environment. */
  isOwn: boolean
}

const findSignature = (lines: string[]): FatalSignature | undefined => {
  const line = findCauseLine(lines)
  if (line === undefined) return undefined
  const isFinal = misuse.test(line) || builtWrongly.test(line)
  const isTransient = !isFinal && lines.some(isOwnFault(line) ? provesPeer : isOfPeer)
  return {
    key: normalize(line),
    line,
    isTransient,
    isOwn: isFinal || [closedFolder, wantsRoot].some((one) => one.test(line)) || lacksVariable(line),
    isDeterministic: isFinal || (!isTransient && isDeterministic(line)),
  }
}

/** Every tick asks again about logs that have not changed. */
const known = new WeakMap<string[], { found: FatalSignature | undefined }>()

/** What a crash died of, in its own words; two runs with the same key died of the same. */
export const findFatalSignature = (lines: string[]): FatalSignature | undefined => {
  const before = known.get(lines)
  if (before) return before.found
  const found = findSignature(lines)
  known.set(lines, { found })
  return found
}
