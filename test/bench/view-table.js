const amount = ({ value, unit }) => `${value < 10 ? value.toFixed(1) : Math.round(value)} ${unit}`

const row = (each) =>
  each.skipped
    ? [each.name, 'skipped', each.skipped, '', '']
    : [
        each.name,
        amount(each),
        each.against ?? '',
        each.base === undefined ? '' : amount({ value: each.base, unit: each.unit }),
        each.base === undefined ? '' : `× ${(each.value / each.base).toFixed(2)}`,
      ]

export function viewTable(results) {
  const lines = [['what', 'median', 'against', 'median', 'ratio'], ...results.map(row)]
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)))
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
