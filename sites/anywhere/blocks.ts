import type { PaperId } from '@/papers/paper';
import { textOf } from '../site';
import { type PaperLink, paperLinks } from './links';
import { isProse, titleOf } from './title';

/** Elements that are part of a line or a row, never a card of their own. */
const INLINE = new Set(
  'A ABBR B BUTTON CODE EM FONT I LABEL MARK Q S SMALL SPAN STRONG SUB SUP TD TH TIME U'.split(' '),
);
/** A block longer than this holds more than one paper, in characters. */
const LONGEST = 5_000;

/** The card of each link: the smallest repeated block around it that speaks of one paper and says its title. */
export function cardOf(links: PaperLink[]): Element[] {
  const within = new Map<Element, PaperLink[]>();
  for (const link of links) {
    for (let at: Element | null = link.element; at && at.localName !== 'body'; at = at.parentElement) {
      const there = within.get(at);
      if (there) there.push(link);
      else within.set(at, [link]);
    }
  }
  const done = new Set<Element>();
  return links.flatMap((link) => {
    // All links of one card lead to it: the climb is made once.
    for (let at: Element | null = link.element; at; at = at.parentElement) {
      if (done.has(at)) return [];
    }
    const card = climb(link, within);
    for (const part of termAndDescription(card)) done.add(part);
    return [card];
  });
}

function climb(link: PaperLink, within: Map<Element, PaperLink[]>): Element {
  let best: Element | undefined;
  let last: Element | undefined;
  for (let at = link.element.parentElement; at && at.localName !== 'body'; at = at.parentElement) {
    if (INLINE.has(at.nodeName)) {
      if (!isOnePaper(within.get(at) ?? [])) break;
      continue;
    }
    const parts = termAndDescription(at);
    const links = parts.flatMap((part) => within.get(part) ?? []);
    if (!isOnePaper(links) || (at.textContent?.length ?? 0) > LONGEST) break;
    const title = titleOf(parts, links);
    if (!title && isProse(parts, links)) return link.element;
    last = at;
    if (!title) continue;
    best ??= parts[0];
    if (parts[0] && isRepeated(at, within)) return parts[0];
  }
  return best ?? (last && headingBefore(last) ? last : link.element);
}

/** Whether links may all lead to one paper: two papers differ in an identifier of one kind, or in what is said of them. */
function isOnePaper(links: PaperLink[]): boolean {
  const bySchema = new Map<string, PaperId>();
  let said: PaperLink | undefined;
  for (const link of links) {
    const scheme = link.id.slice(0, link.id.indexOf(':'));
    const other = bySchema.get(scheme);
    if (other && other !== link.id) return false;
    bySchema.set(scheme, link.id);
    if (!link.says) continue;
    if (said && said.id !== link.id && said.says !== link.says) return false;
    said ??= link;
  }
  return true;
}

/** Whether a block is one of a series: a row, an entry, a paragraph, or one among others that are made like it. */
function isRepeated(block: Element, within: Map<Element, PaperLink[]>): boolean {
  const parent = block.parentElement;
  if (!parent) return false;
  if (block.matches('li, tr, dt, dd, cite')) return true;
  // The paragraphs of one entry belong together.
  if (block.localName === 'p') return !parent.closest('li, tr, dd') || !isOnePaper(within.get(parent) ?? []);
  return [...parent.children].some(
    (other) =>
      other !== block &&
      other.nodeName === block.nodeName &&
      (within.has(other) || (block.className !== '' && other.className === block.className)),
  );
}

/** All elements of a card: a term with its descriptions, and a paragraph of links with the heading that names their paper. */
export function partsOf(card: Element): Element[] {
  const parts = termAndDescription(card);
  if (parts.length > 1 || titleOf(parts, paperLinks(card))) return parts;
  const heading = headingBefore(card);
  return heading ? [heading, card] : parts;
}

function termAndDescription(card: Element): Element[] {
  if (!card.matches('dt, dd')) return [card];
  let term = card;
  while (term.localName === 'dd' && term.previousElementSibling) term = term.previousElementSibling;
  const parts = [term];
  for (let next = term.nextElementSibling; next?.localName === 'dd'; next = next.nextElementSibling) parts.push(next);
  return term.localName === 'dt' && parts.length < 5 ? parts : [card];
}

/** The heading right before a block that holds no more than the links to its paper. */
function headingBefore(block: Element): Element | undefined {
  const before = block.matches('p, div, ul') ? block.previousElementSibling : null;
  return before?.matches('h2, h3, h4, h5, h6') && textOf(block).length < 400 && titleOf([before], [])
    ? before
    : undefined;
}
