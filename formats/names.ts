/** A person's name in the parts that reference formats ask for. */
export interface NameParts {
  /** Empty for a name of one word. */
  given: string;
  /** With its particles: "van der Berg". */
  family: string;
  /** "Jr.", "III" */
  suffix?: string;
}

/**
 * Splits "Given Family" the way BibTeX does: lower-case words begin the family name, else it is the last word.
 * `undefined` for what no rule can take apart and put together again (a comma in it).
 * @see https://tug.ctan.org/info/bibtex/tamethebeast/ttb_en.pdf (section 11)
 */
export function splitName(name: string): NameParts | undefined {
  if (name.includes(',')) return undefined;
  const words = name.split(' ').filter((word) => word !== '');
  const suffix = words.length > 2 && /^(?:[JS]r\.?|I{2,3}|IV)$/.test(words.at(-1) ?? '') ? words.pop() : undefined;
  const particle = words.findIndex((word, at) => at > 0 && at < words.length - 1 && /^\p{Ll}/u.test(word));
  const from = particle > 0 ? particle : Math.max(words.length - 1, 0);
  const parts: NameParts = { given: words.slice(0, from).join(' '), family: words.slice(from).join(' ') };
  return suffix ? { ...parts, suffix } : parts;
}

/** "Given Family Jr." from its parts. */
export function joinName({ given, family, suffix }: NameParts): string {
  return [given, family, suffix ?? ''].filter((part) => part !== '').join(' ');
}

/** "Given Family" from "Family, Given", "Family, Jr., Given" (BibTeX), "Family, Given, Jr." (RIS) or as it stands. */
export function readName(text: string): string {
  return nameOf(text.split(',').map((part) => part.trim()));
}

/** As `readName`, from the parts between the commas. */
export function nameOf(parts: readonly string[]): string {
  const [family = '', second = '', third = ''] = parts;
  if (parts.length > 3) return parts.join(', ');
  if (parts.length < 3) return joinName({ given: second, family });
  return /^(?:[JS]r\.?|I{2,3}|IV)$/.test(third)
    ? joinName({ given: second, family, suffix: third })
    : joinName({ given: third, family, suffix: second });
}

/** "Family, Given" with what follows a comma in the place that the format gives it. */
export function familyFirst(name: string, suffixAt: 'middle' | 'end'): string | undefined {
  const parts = splitName(name);
  if (!parts) return undefined;
  const { given, family, suffix } = parts;
  if (!given) return family;
  if (!suffix) return `${family}, ${given}`;
  return suffixAt === 'middle' ? `${family}, ${suffix}, ${given}` : `${family}, ${given}, ${suffix}`;
}
