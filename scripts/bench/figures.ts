/** One measured figure, as the table shows it. */
export interface Figure {
  what: string;
  value: number;
  unit: 'ms' | 'kB' | 'MB' | '';
  /** The value that is to be reached; absent for figures that only tell. */
  goal?: number;
}

/** The middle of several runs: one run that the machine disturbed does not move it. */
export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low = Number.NaN, high = Number.NaN] =
    sorted.length % 2 === 1 ? [sorted[middle], sorted[middle]] : [sorted[middle - 1], sorted[middle]];
  return (low + high) / 2;
}

/** The figures as a table of text, with whether each goal is met. */
export function tableOf(figures: Figure[]): string {
  const rows = figures.map(({ what, value, unit, goal }) => [
    what,
    `${amount(value)} ${unit}`.trim(),
    goal === undefined ? '' : `≤ ${goal} ${unit}`.trim(),
    goal === undefined ? '' : value <= goal ? 'met' : 'MISSED',
  ]);
  const head = ['figure (median)', 'measured', 'goal', ''];
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  return [head, widths.map((width) => '-'.repeat(width)), ...rows]
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function amount(value: number): string {
  if (Number.isNaN(value)) return 'not measured';
  return value !== 0 && Math.abs(value) < 1 ? value.toFixed(3) : value.toFixed(1);
}
