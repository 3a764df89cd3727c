import { FIELDS } from '@/formats/format';
import { FORMATS, holding } from '@/formats/index';

/** What each format holds, as a table in Markdown: printed for the README by `npx tsx scripts/holdings.ts`. */
export function tableOfHoldings(): string {
  const remarks: string[] = [];
  const rows = FORMATS.map((format) => {
    const ways = [format.read && 'in', format.write && 'out'].filter(Boolean).join(', ');
    const cells = FIELDS.map((field) => {
      const { level, remark = '' } = holding(format, field);
      if (level === 'all') return '●';
      if (level === 'none') return '';
      if (!remarks.includes(remark)) remarks.push(remark);
      return `◐ ${remarks.indexOf(remark) + 1}`;
    });
    return `| ${[format.label, ways, ...cells].join(' | ')} |`;
  });
  const head = ['format', '', ...FIELDS.map((field) => HEADS[field] ?? field)];
  const notes = remarks.map((remark, at) => `${at + 1}: ${remark}`).join('; ');
  return [
    `| ${head.join(' | ')} |`,
    `|${' --- |'.repeat(head.length)}`,
    ...rows,
    '',
    `● all of it, ◐ in part: ${notes}.`,
  ].join('\n');
}

const HEADS: Record<string, string> = { savedAt: 'saved', updatedAt: 'changed', reviewAt: 'review', url: 'address' };

if (process.argv[1]?.endsWith('holdings.ts')) console.log(tableOfHoldings());
