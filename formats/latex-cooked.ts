import { parse } from '@retorquere/bibtex-parser';
import { partsOfText } from './latex';

const OPENING = 0xe000;

/**
 * LaTeX with commands that only a large table knows, as plain text. The parser would flatten formulas and lose line
 * ends, so those pass it as signs of the private use area. `undefined` where it cannot read the text either.
 */
export function cooked(source: string): string | undefined {
  const kept: string[] = [];
  const keep = (part: string) => String.fromCharCode(OPENING + kept.push(part) - 1);
  const guarded = partsOfText(source.slice(0, 50_000))
    .map((part, at) => (at % 2 ? keep(part) : part.replace(/\n/g, keep)))
    .join('')
    .replaceAll('<', '\\textless{}')
    .replaceAll('>', '\\textgreater{}');
  if (kept.length > 6_000) return undefined;
  try {
    const { entries } = parse(`@misc{k, abstract = {${guarded}}}`, {
      english: false,
      sentenceCase: false,
      caseProtection: false,
      unsupported: (_node, tex) => tex,
    });
    const text = entries[0]?.fields.abstract;
    return text
      ?.replace(/<\/?(?:i|b|sc|sub|sup|span|p|br|pre|code|ul|ol|li)\b[^>]*>/g, '')
      .replace(/[\ue000-\uf8ff]/g, (sign) => kept[sign.charCodeAt(0) - OPENING] ?? sign)
      .normalize('NFC')
      .trim();
  } catch {
    return undefined;
  }
}
