import type { Nodes, PhrasingContent, RootContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import type { ComponentChildren, JSX } from 'preact';
import { webAddress } from '@/papers/paper';
import { Formula } from './Formula';

export interface MarkdownProps {
  text: string;
  /** The level of the heading over it: its own begin below, however many signs they are written with. */
  under: 2 | 3;
  /** Draws a link to another paper, `[[arxiv:2401.00001]]`, given what stands between the brackets. */
  link?: ((id: string) => ComponentChildren) | undefined;
}

/** Between these two signs, which no text needs, stands the number of what was taken out before reading. */
const [OPEN, CLOSE] = ['\ue000', '\ue001'];
const TAKEN = new RegExp(`${OPEN}(\\d+)${CLOSE}`);
/** Code stays as it is; formulas and links to papers are taken out, so that Markdown does not read what is in them. */
const PARTS =
  /(```[\s\S]*?(?:```|$)|~~~[\s\S]*?(?:~~~|$)|`[^`\n]*`)|\$\$([\s\S]+?)\$\$|\$([^\s$](?:[^$\n]*[^\s$\\])?)\$(?!\d)|\[\[([^[\]\n]{1,300})\]\]/g;

type Taken = { tex: string; display: boolean } | { id: string };

/** A note in Markdown (GFM), with formulas and links to papers. No HTML: what looks like it is shown as it was typed. */
export function Markdown({ text, under, link }: MarkdownProps) {
  const taken: Taken[] = [];
  const source = text.replace(PARTS, (whole, code?: string, block?: string, inline?: string, id?: string) => {
    if (code !== undefined) return whole;
    taken.push(id === undefined ? { tex: block ?? inline ?? '', display: block !== undefined } : { id });
    return `${OPEN}${taken.length - 1}${CLOSE}`;
  });
  const tree = fromMarkdown(source, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
  const draw: Draw = { taken, under, open: [], link: link ?? ((id) => `[[${id}]]`) };
  return <div class="markdown">{all(tree.children, draw)}</div>;
}

interface Draw {
  taken: Taken[];
  under: number;
  /** How many signs the headings are written with in whose part one is, the widest first. */
  open: number[];
  link(id: string): ComponentChildren;
}

function all(nodes: readonly Nodes[], draw: Draw): ComponentChildren[] {
  return nodes.map((node) => one(node as RootContent, draw));
}

/** Text with what was taken out put back. */
function words(text: string, { taken, link }: Draw): ComponentChildren {
  if (!text.includes(OPEN)) return text;
  return text.split(TAKEN).map((part, at) => {
    const piece = at % 2 ? taken[Number(part)] : undefined;
    if (!piece) return part;
    return 'id' in piece ? link(piece.id) : <Formula key={`${at}`} tex={piece.tex} display={piece.display} />;
  });
}

function one(node: RootContent | PhrasingContent, draw: Draw): ComponentChildren {
  const children = 'children' in node && node.type !== 'table' ? all(node.children, draw) : undefined;
  switch (node.type) {
    case 'text':
      return words(node.value, draw);
    case 'html':
      return node.value;
    case 'paragraph':
      return <p>{children}</p>;
    case 'heading': {
      // No level is left out, whatever was left out in writing.
      while ((draw.open.at(-1) ?? 0) >= node.depth) draw.open.pop();
      draw.open.push(node.depth);
      const Heading = `h${Math.min(6, draw.under + draw.open.length)}` as keyof JSX.IntrinsicElements;
      return <Heading>{children}</Heading>;
    }
    case 'strong':
      return <strong>{children}</strong>;
    case 'emphasis':
      return <em>{children}</em>;
    case 'delete':
      return <del>{children}</del>;
    case 'inlineCode':
      return <code>{node.value}</code>;
    case 'code':
      return (
        <pre>
          <code>{node.value}</code>
        </pre>
      );
    case 'blockquote':
      return <blockquote>{children}</blockquote>;
    case 'break':
      return <br />;
    case 'thematicBreak':
      return <hr />;
    case 'list':
      return node.ordered ? <ol start={node.start ?? 1}>{children}</ol> : <ul>{children}</ul>;
    case 'listItem':
      return (
        <li class={typeof node.checked === 'boolean' ? 'task' : undefined}>
          {typeof node.checked === 'boolean' && (
            <input type="checkbox" checked={node.checked} disabled aria-label={node.checked ? 'done' : 'to do'} />
          )}
          {children}
        </li>
      );
    case 'link': {
      const address = webAddress(node.url);
      return address ? (
        <a href={address} target="_blank" rel="noreferrer">
          {children}
        </a>
      ) : (
        children
      );
    }
    // Nothing is fetched: a picture is shown as what it is called.
    case 'image':
      return node.alt ?? node.url;
    case 'table':
      return (
        <table>
          <tbody>
            {node.children.map((row, at) => (
              <tr key={`${at}`}>
                {row.children.map((cell, column) => {
                  const Cell = at === 0 ? 'th' : 'td';
                  return <Cell key={`${column}`}>{all(cell.children, draw)}</Cell>;
                })}
              </tr>
            ))}
          </tbody>
        </table>
      );
    default:
      return children ?? ('value' in node ? node.value : '');
  }
}
