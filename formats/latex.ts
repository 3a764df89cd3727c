import { ACCENTS, DRESS, SIGNS } from './latex-signs';

/** Text out of LaTeX; `unknown` holds the first command that no table here knows, by name. */
export interface Decoded {
  text: string;
  unknown?: string;
}

/**
 * LaTeX as references hold it, as plain text: accents and signs become characters, dress falls away, formulas stay
 * as `$…$` (also those written `\(…\)`, `\[…\]` or `\ensuremath{…}`).
 */
export function fromLatex(source: string): Decoded {
  // Most values hold nothing of LaTeX: those pass at the speed of one search.
  if (!/[\\{}$~`']|--/.test(source)) return { text: source };
  const reader = new LatexReader(source);
  const text = reader.read().normalize('NFC');
  return reader.unknown ? { text, unknown: reader.unknown } : { text };
}

class LatexReader {
  unknown: string | undefined;
  private at = 0;

  constructor(private source: string) {}

  read(): string {
    let text = '';
    while (this.at < this.source.length) {
      const plain = this.match(/[^\\{}$~`'-]+/y);
      if (plain) text += plain;
      else text += this.sign();
    }
    return text;
  }

  private sign(): string {
    const sign = this.source[this.at] ?? '';
    if (sign === '\\') return this.command();
    if (sign === '$') return this.formula();
    this.at++;
    if (sign === '{' || sign === '}') return '';
    if (sign === '~') return ' ';
    if (sign === '-') return this.match(/--/y) ? '—' : this.match(/-/y) ? '–' : '-';
    if (this.source[this.at] !== sign) return sign;
    this.at++;
    return sign === '`' ? '“' : '”';
  }

  /** `$…$` or `$$…$$` as it stands; a dollar without a partner is a dollar. */
  private formula(): string {
    const found = matchAt(/\$\$((?:[^$\\]|\\[\s\S])+)\$\$|\$((?:[^$\\]|\\[\s\S])+)\$/y, this.source, this.at);
    const body = found?.[1] ?? found?.[2];
    if (found && body !== undefined) {
      this.at += found[0].length;
      return `$${body}$`;
    }
    this.at++;
    return '$';
  }

  private command(): string {
    this.at++;
    const name = this.match(/[a-zA-Z]+/y);
    if (name === '') return this.signCommand();
    if (Object.hasOwn(ACCENTS, name)) {
      this.match(/\s+/y);
      return this.accented(ACCENTS[name] ?? '');
    }
    this.match(name === 'url' || name === 'nolinkurl' || name === 'path' ? /\s*(?={)/y : /[ \t]*\n?[ \t]*/y);
    if (Object.hasOwn(SIGNS, name)) return SIGNS[name] ?? '';
    if (name === 'href') {
      this.group();
      return '';
    }
    if (name === 'url' || name === 'nolinkurl' || name === 'path') return this.group();
    if (name === 'ensuremath') return `$${this.group()}$`;
    if (!DRESS.has(name)) this.unknown ??= name;
    return '';
  }

  private signCommand(): string {
    const sign = this.source[this.at] ?? '';
    this.at++;
    if (sign === '(' || sign === '[') {
      const end = this.source.indexOf(sign === '(' ? '\\)' : '\\]', this.at);
      if (end < 0) return sign;
      const body = this.source.slice(this.at, end).trim();
      this.at = end + 2;
      return `$${body}$`;
    }
    if (Object.hasOwn(ACCENTS, sign)) return this.accented(ACCENTS[sign] ?? '');
    if (sign === '\\') return '\n';
    if (/[\s,;:!]/.test(sign)) return sign === '!' ? '' : ' ';
    return /[-/@]/.test(sign) ? '' : sign;
  }

  /** The accent over the letter that follows, which may stand in braces or be a command itself (`\'{\i}`). */
  private accented(mark: string): string {
    this.match(/[ \t]+/y);
    let letter: string;
    if (this.source[this.at] === '{') {
      const inner = new LatexReader(this.group());
      letter = inner.read();
      this.unknown ??= inner.unknown;
    } else if (this.source[this.at] === '\\') letter = this.command();
    else letter = this.match(/\P{M}/uy);
    letter = letter.replace(/^ı/, 'i').replace(/^ȷ/, 'j');
    const [first = ''] = letter;
    return letter === '' ? '' : (first + mark).normalize('NFC') + letter.slice(first.length);
  }

  /** The inside of the braces that open here, as it stands; nothing where none open. */
  private group(): string {
    if (this.source[this.at] !== '{') return '';
    const from = this.at + 1;
    for (let depth = 0; this.at < this.source.length; this.at++) {
      const sign = this.source[this.at];
      if (sign === '{') depth++;
      else if (sign === '}' && --depth === 0) break;
    }
    return this.source.slice(from, this.at++);
  }

  private match(pattern: RegExp): string {
    const found = matchAt(pattern, this.source, this.at)?.[0] ?? '';
    this.at += found.length;
    return found;
  }
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** A formula as Pandoc recognises one: no blank inside the dollars, no digit behind them. */
const FORMULA = /\$(?![\s$])(?:[^$\\]|\\[\s\S])*?(?<!\s)\$(?!\d)/g;

/** Text in parts, of which every second one is a formula with its dollars. */
export function partsOfText(text: string): string[] {
  const parts: string[] = [];
  let from = 0;
  for (const found of text.matchAll(FORMULA)) {
    if (!balanced(found[0])) continue;
    parts.push(text.slice(from, found.index), found[0]);
    from = found.index + found[0].length;
  }
  parts.push(text.slice(from));
  return parts;
}

/** Plain text as LaTeX. `ascii`: accented Latin letters as commands, for programs that know no UTF-8. */
export function toLatex(text: string, ascii: boolean): string {
  return partsOfText(text)
    .map((part, at) => (at % 2 ? formulaOf(part) : escapeLatex(part, ascii)))
    .join('');
}

/** A title as LaTeX: as `toLatex`, and words with capitals inside are kept from being set in lower case. */
export function toLatexTitle(text: string, ascii: boolean): string {
  return partsOfText(text)
    .map((part, at) => {
      if (at % 2) return `{${formulaOf(part)}}`;
      return part.replace(/\S+/g, (word) => {
        const escaped = escapeLatex(word, ascii);
        return /.\p{Lu}/u.test(word.replace(/^[^\p{L}\p{N}]+/u, '')) ? `{${escaped}}` : escaped;
      });
    })
    .join('');
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  // BibTeX counts braces whether or not a backslash stands before them.
  '{': '\\textbraceleft{}',
  '}': '\\textbraceright{}',
  $: '\\$',
  '&': '\\&',
  '#': '\\#',
  _: '\\_',
  '%': '\\%',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
};

const MARKS = new Map(Object.entries(ACCENTS).map(([name, mark]) => [mark, name]));
const LETTERS = new Map(
  Object.entries(SIGNS).flatMap(([name, sign]) => (/^[^\p{ASCII}\s]$/u.test(sign) ? [[sign, name]] : [])),
);

function escapeLatex(text: string, ascii: boolean): string {
  const escaped = text
    .replace(/[\\{}$&#_%~^<>]/g, (sign) => ESCAPES[sign] ?? sign)
    // Two of these in a row would become one sign.
    .replace(/--+|''+|``+/g, (run) => [...run].join('{}'));
  if (!ascii) return escaped;
  return escaped.replace(/[^\p{ASCII}]/gu, (letter) => {
    const known = LETTERS.get(letter);
    if (known) return `{\\${known}}`;
    const [base = '', mark = '', more] = letter.normalize('NFD');
    const name = MARKS.get(mark);
    if (!name || more !== undefined || !/[a-z]/i.test(base)) return letter;
    const under = base === 'i' || base === 'j' ? `\\${base}` : base;
    return /[a-z]/i.test(name) ? `{\\${name}{${under}}}` : `{\\${name}${under.length > 1 ? `{${under}}` : under}}`;
  });
}

function formulaOf(formula: string): string {
  if (balanced(formula.replaceAll('\\\\', ''), true)) return formula;
  return formula.replace(/\\([{}])/g, (_, brace) => (brace === '{' ? '\\lbrace ' : '\\rbrace '));
}

/** Whether the braces pair up; `plainly` counts those behind a backslash too, as BibTeX does. */
function balanced(text: string, plainly = false): boolean {
  let depth = 0;
  for (const sign of (plainly ? text : text.replace(/\\[\s\S]/g, '')).matchAll(/[{}]/g)) {
    depth += sign[0] === '{' ? 1 : -1;
    if (depth < 0) return false;
  }
  return depth === 0;
}
