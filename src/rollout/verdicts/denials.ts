/** It wants root's rights; a network that lets nobody out says 'operation not permitted' too. */
export const wantsRoot =
  /\b(chown|chmod|chroot|set(res)?[ug]id|set ?groups|su-exec|gosu|setpriv|sudo|s6-\w+|failed switching to)\b.*operation not permitted|exec \S+: operation not permitted|EPERM: operation not permitted|drop privilege as nonroot/i

/** It may not make a file or a folder, or not there; a database denies in the same words, but says what for. */
export const closedFolder =
  /read-only file system|\bEROFS\b|unable to open database file|\breadonly database\b|(mkdir|\btouch\b|\bcreat\w* ([^\s:]*\/|(\w+ ){0,2}(directory|folder|file|dir)\b)).*permission denied(?! (for|to) )/i
