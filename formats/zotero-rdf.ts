import { Parser } from 'htmlparser2';
import { arxivId, doiId } from '@/papers/identity';
import { publishedOf, timeOf } from './dates';
import { LineCounter } from './decode';
import { found, type Raw } from './entry';
import type { Pieces, Problem, Reading, ReadOptions } from './format';
import { htmlText } from './html-text';
import { joinName } from './names';

/** One element of the file with all that is in it. */
interface Node {
  name: string;
  attributes: Readonly<Record<string, string>>;
  children: Node[];
  text: string;
}

/** What papers refer to but are not papers themselves. */
const PARTS = /^(?:bib:(?:Memo|Journal|Series|Periodical|Conference)|z:(?:Attachment|Collection|UserItem))$/;

/**
 * Reads Zotero's RDF. Notes and journals stand beside the papers that refer to them, mostly behind: a paper waits
 * until what it refers to has come, at most to the end of the file. Collections are not read.
 * @see https://github.com/zotero/translators/blob/master/RDF.js
 */
export async function* readZoteroRdf(pieces: Pieces, { signal, now }: ReadOptions = {}): AsyncGenerator<Reading> {
  const resources = new Map<string, Node>();
  const notes = new Map<string, number>();
  const waiting = new Map<Node, { line: number; refs: Set<string> }>();
  function* arrive({ node, line }: { node: Node; line: number }): Generator<Reading> {
    const about = node.attributes['rdf:about'] ?? '';
    if (PARTS.test(node.name)) {
      resources.set(about, node);
      if (node.name === 'bib:Memo') notes.set(about, line);
      for (const [paper, { line: at, refs }] of waiting) {
        if (!refs.delete(about) || refs.size > 0) continue;
        waiting.delete(paper);
        yield found(rawOf(paper, resources, notes), at, now);
      }
      return;
    }
    if (textIn(node, 'z:itemType') === 'attachment') return;
    const refs = new Set(referred(node).filter((ref) => !resources.has(ref)));
    if (refs.size) waiting.set(node, { line, refs });
    else yield found(rawOf(node, resources, notes), line, now);
  }
  const reader = new Elements();
  for await (const piece of pieces) {
    signal?.throwIfAborted();
    for (const element of reader.next(piece)) yield* 'problem' in element ? [element] : arrive(element);
  }
  for (const element of reader.end()) yield* 'problem' in element ? [element] : arrive(element);
  for (const [paper, { line }] of waiting) yield found(rawOf(paper, resources, notes), line, now);
  for (const line of notes.values()) yield { problem: 'This note belongs to no paper', line };
}

function referred(node: Node): string[] {
  return ['dcterms:isReferencedBy', 'dcterms:isPartOf', 'bib:presentedAt'].flatMap((name) =>
    childrenOf(node, name).flatMap((child) => child.attributes['rdf:resource'] ?? []),
  );
}

function rawOf(node: Node, resources: ReadonlyMap<string, Node>, notes: Map<string, number>): Raw {
  const resolved = (name: string): Node[] =>
    childrenOf(node, name).flatMap((child) => [
      ...child.children,
      ...one(resources.get(child.attributes['rdf:resource'] ?? '')),
    ]);
  const [journals, meetings] = [resolved('dcterms:isPartOf'), resolved('bib:presentedAt')];
  const texts = childrenOf(node, 'dcterms:isReferencedBy').flatMap((child) => {
    const ref = child.attributes['rdf:resource'] ?? '';
    notes.delete(ref);
    return htmlText(textIn(resources.get(ref), 'rdf:value'));
  });
  // Zotero writes the DOI of an article into its journal.
  const identifiers = [node, ...journals].flatMap((part) => childrenOf(part, 'dc:identifier'));
  const dois = identifiers.flatMap(({ text }) => /^\s*DOI\s+(\S+)/i.exec(text)?.[1] ?? []);
  const url = identifiers.map((part) => textIn(childrenOf(part, 'dcterms:URI')[0], 'rdf:value')).find(Boolean);
  const extra = textIn(node, 'dc:description');
  const arxiv = /^arXiv:\s*(\S+)/im.exec(extra)?.[1] ?? textIn(node, 'z:archiveID') ?? '';
  const pmid = /^PMID:\s*(\d+)/im.exec(extra)?.[1];
  return {
    ids: [arxivId(arxiv), dois[0] ? doiId(dois[0]) : undefined, pmid ? `pmid:${pmid}` : undefined],
    title: textIn(node, 'dc:title'),
    authors: namesOf(node),
    abstract: textIn(node, 'dcterms:abstract'),
    published: publishedOf(textIn(node, 'dc:date')),
    venue: [...journals, ...meetings].map((part) => textIn(part, 'dc:title')).find(Boolean),
    url,
    tags: childrenOf(node, 'dc:subject').flatMap((subject) => [
      subject.text.trim(),
      ...subject.children.map((tag) => textIn(tag, 'rdf:value')),
    ]),
    note: texts.filter(Boolean).join('\n\n'),
    savedAt: timeOf(textIn(node, 'dcterms:dateSubmitted')),
  };
}

function namesOf(node: Node): string[] {
  const items = childrenOf(node, 'bib:authors').flatMap((list) => list.children.flatMap((seq) => seq.children));
  const people = items.flatMap((item) => item.children);
  return people
    .map((person) =>
      joinName({
        given: textIn(person, 'foaf:givenName') || textIn(person, 'foaf:givenname'),
        family: textIn(person, 'foaf:surname'),
      }),
    )
    .filter((name) => name !== '');
}

function childrenOf(node: Node | undefined, name: string): Node[] {
  return node?.children.filter((child) => child.name === name) ?? [];
}

function textIn(node: Node | undefined, name: string): string {
  return childrenOf(node, name)[0]?.text.trim() ?? '';
}

function one<T>(value: T | undefined): T[] {
  return value === undefined ? [] : [value];
}

const MOST = { depth: 32, text: 4_000_000 };

/** The elements under the root, each whole, with the line on which it begins. */
class Elements {
  private lines = new LineCounter();
  private done: ({ node: Node; line: number } | Problem)[] = [];
  private open: Node[] = [];
  private depth = 0;
  private size = 0;
  private line = 1;
  private parser = new Parser(
    {
      onopentag: (name, attributes) => this.opened({ name, attributes, children: [], text: '' }),
      ontext: (text) => {
        const node = this.open.at(-1);
        this.size += text.length;
        if (node && this.size <= MOST.text) node.text += text;
      },
      onclosetag: () => this.closed(),
    },
    { xmlMode: true, decodeEntities: true },
  );

  next(piece: string): ({ node: Node; line: number } | Problem)[] {
    this.lines.add(piece);
    this.parser.write(piece);
    this.lines.at(this.parser.startIndex);
    return this.done.splice(0);
  }

  end(): ({ node: Node; line: number } | Problem)[] {
    const inside = this.open.length > 0;
    this.open = [];
    this.parser.end();
    if (inside) this.done.push({ problem: 'The file ends in the middle of this', line: this.line });
    return this.done.splice(0);
  }

  private opened(node: Node): void {
    this.depth++;
    if (this.depth === 1) return;
    if (this.depth === 2) {
      this.line = this.lines.at(this.parser.startIndex);
      this.size = 0;
    } else if (this.depth <= MOST.depth) this.open.at(-1)?.children.push(node);
    if (this.depth <= MOST.depth) this.open.push(node);
  }

  private closed(): void {
    const node = this.depth <= MOST.depth ? this.open.pop() : undefined;
    this.depth--;
    if (this.depth !== 1 || !node) return;
    if (this.size > MOST.text) this.done.push({ problem: 'Too long to be read', line: this.line });
    else this.done.push({ node, line: this.line });
  }
}
