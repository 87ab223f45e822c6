import { isNoise } from './cause-line.ts'
import { isCalmLine } from './is-calm-line.ts'

/** A peer that may come up, or an answer that may change: no crash that says this is final. */
const trouble =
  /\b(ECONN(REFUSED|RESET|ABORTED)|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EPIPE)\b|connection (refused|reset|closed|timed out)|connect EPERM|\b(dial|connect|write|sendto|sendmsg): operation not permitted|could not (connect|translate)|can(no|')t (connect|reach)|failed to connect|unable to connect|connect(ion)? (failed|failure|exception)|ConnectException|ConnectionError|UnknownHostException|no such host|host not found|name resolution|timed out|Timeout(Error|Exception)|(i\/o|connect\w*|read) ?timeout|timeout (of \S+ )?(expired|exceeded)|deadline exceeded|unavailable|unreachable|not (yet )?(ready|accepting)|\b(system|database) is starting up|wait(ing)? for .*(:\d|\b(server|service|database|db)\b)|try(ing)? again|\bretrying\b|temporar(y|ily) (failure|error|unavailable)|too many (clients|connections|requests)|\b(HTTP|status)\D{0,8}50[234]\b|\b50[234] (bad|service|gateway)/i

/** The same, of which a program also speaks when it tells of itself. */
const hint =
  /OperationalError|timed? ?out|wait(ing)? for|retry|starting up|not (yet )?available|temporar|\b50[234]\b(?! ms)|\block(ed)?\b/i

/** Servers tell that they wait for a part of themselves, or cannot open their own port. */
const ownAffairs =
  /waiting for (the )?(application|background tasks|connections to close|tasks|workers|child|processes)\b|can't connect to \('/i

/** What a peer's trouble sounds like even where it is told calmly; times and locks are also a program's own. */
const alarming =
  /refused|reset|unreachable|unavailable|wait|retry|again|ECONN|ENOTFOUND|EAI_AGAIN|not (yet )?ready|no such host/i

/** How long it would wait, how a variable is called, what locks the versions of packages. */
const settings = [
  /\b(?!UND_ERR_|ERR_)[A-Z\d]+(?:_[A-Z\d]+)*_(?:TIMEOUT|RETR(?:Y|IES)|LOCK|WAIT)(?:_[A-Z\d]+)*\b(?! [\w.-]+:\d)/g,
  /\b\w*(?:timeout|retr(?:y|ies)|wait)\w*["']?\s*[=:]\s*["']?\d+(?:ms|s|m)?(?![\w.:])/gi,
  /(?<![\w-])[\w-]*-lock\b|\.lock\b|\block ?file\w*/gi,
]

const withoutSettings = (line: string): string =>
  settings.reduce((text, pattern) => text.replace(pattern, ''), line)

/** Any word of a peer, told as an alarm or not. */
export const speaksOfPeer = (line: string): boolean => {
  const told = withoutSettings(line)
  return trouble.test(told) || hint.test(told)
}

const isTold = (line: string): boolean =>
  !isNoise(line) && !ownAffairs.test(line) && (!isCalmLine(line) || alarming.test(line))

/** It may be that the program waits for a peer. */
export const isOfPeer = (line: string): boolean => isTold(line) && speaksOfPeer(line)

/** A peer is in trouble, in words that mean nothing else. */
export const provesPeer = (line: string): boolean => isTold(line) && trouble.test(withoutSettings(line))
