import { Parser } from 'htmlparser2';

const BLOCKS = new Set(['p', 'div', 'ul', 'ol', 'blockquote', 'pre', 'table', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6']);
const MARKS: Readonly<Record<string, string>> = {
  strong: '**',
  b: '**',
  em: '_',
  i: '_',
  code: '`',
  s: '~~',
  del: '~~',
};

/**
 * The text of a note that a program keeps as HTML (Zotero), as Markdown of the plainest kind: paragraphs, headings,
 * lists, emphasis, links with http(s) addresses. Text that holds no HTML passes unchanged.
 */
export function htmlText(html: string): string {
  if (!/<[a-z!/]|&\w+;|&#/i.test(html)) return html.trim();
  let [text, hidden] = ['', 0];
  const links: string[] = [];
  const lists: string[] = [];
  const parser = new Parser(
    {
      onopentag(name, { href }) {
        if (name === 'script' || name === 'style') hidden++;
        else if (name === 'br') text += '\n';
        else if (name === 'li')
          text += `\n${'  '.repeat(Math.max(0, lists.length - 1))}${lists.at(-1) === 'ol' ? '1.' : '-'} `;
        else if (/^h[1-6]$/.test(name)) text += `\n\n${'#'.repeat(Number(name[1]))} `;
        else if (name === 'blockquote') text += '\n\n> ';
        else if (BLOCKS.has(name)) text += lists.length ? '\n' : '\n\n';
        if (name === 'ul' || name === 'ol') lists.push(name);
        if (name === 'a') {
          links.push(/^https?:/i.test(href ?? '') ? (href ?? '') : '');
          if (links.at(-1)) text += '[';
        }
        text += MARKS[name] ?? '';
      },
      ontext(part) {
        if (!hidden) text += part.replace(/\s+/g, ' ');
      },
      onclosetag(name) {
        if (name === 'script' || name === 'style') hidden = Math.max(0, hidden - 1);
        text += MARKS[name] ?? '';
        const href = name === 'a' ? links.pop() : undefined;
        if (href) text += `](${href})`;
        if (name === 'ul' || name === 'ol') lists.pop();
        if (BLOCKS.has(name) && lists.length === 0) text += '\n\n';
      },
    },
    { decodeEntities: true },
  );
  parser.write(html);
  parser.end();
  return text
    .replace(/[ \t]*\n[ \t]*(?=\n)/g, '\n')
    .replace(/\n /g, (found, at: number) => (text.slice(at).match(/^\n +(?:-|1\.) /) ? found : '\n'))
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
