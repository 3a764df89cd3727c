// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/preact';
import axe from 'axe-core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Bars } from '@/components/Bars';
import { ChangeList } from '@/components/ChangeList';
import { Title } from '@/components/Formula';
import { LongBar } from '@/components/LongBar';
import { Markdown } from '@/components/Markdown';
import { Marked, placesIn } from '@/components/Marked';
import { Stars } from '@/components/Stars';

afterEach(cleanup);

async function sound(element: Element): Promise<void> {
  const { violations } = await axe.run(element, { rules: { region: { enabled: false } } });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
}

describe('Markdown', () => {
  const draw = (text: string) =>
    render(<Markdown text={text} under={3} link={(id) => <a href="#x">{id}</a>} />).container;

  it('draws what notes are made of', async () => {
    const container = draw(
      '# Claim\n\n**bold** _it_ ~~no~~ `code`\n\n- [x] done\n- [ ] open\n\n| a | b |\n|---|---|\n| 1 | 2 |',
    );
    for (const selector of ['h4', 'strong', 'em', 'del', 'code', 'input[type=checkbox]', 'th', 'td']) {
      expect(container.querySelector(selector), selector).not.toBeNull();
    }
    await sound(container);
  });

  it('begins its headings below the one over it, and leaves no level out', () => {
    const text = '### a\n\n###### b\n\n#### c\n\n# d\n\n### e\n\n> # f';
    const headings = [...draw(text).querySelectorAll('h1, h2, h3, h4, h5, h6')];
    expect(headings.map(({ tagName, textContent }) => `${textContent}: ${tagName}`)).toEqual([
      'a: H4',
      'b: H5',
      'c: H5',
      'd: H4',
      'e: H5',
      'f: H4',
    ]);
  });

  it('shows HTML as text, and no address but http(s)', () => {
    const container = draw(
      '<img src=x onerror=alert(1)> [a](javascript:alert(1)) [b](https://x.org) ![pic](https://x.org/p.png)',
    );
    expect(container.querySelector('img')).toBeNull();
    expect(container.textContent).toContain('<img src=x onerror=alert(1)>');
    expect([...container.querySelectorAll('a')].map((link) => link.getAttribute('href'))).toEqual(['https://x.org/']);
    expect(container.textContent).toContain('pic');
  });

  it('leaves formulas and links to papers alone, and code as it is', () => {
    const container = draw('$a_i * b_i * c$ and [[arxiv:2401.00001]], `$x$ [[y]]`, costs $5 or $6');
    expect([...container.querySelectorAll('.formula')].map((formula) => formula.textContent)).toEqual([
      'a_i * b_i * c',
    ]);
    expect(container.querySelector('a')?.textContent).toBe('arxiv:2401.00001');
    expect(container.querySelector('code')?.textContent).toBe('$x$ [[y]]');
    expect(container.textContent).toContain('costs $5 or $6');
  });
});

describe('marked words', () => {
  it.each([
    ['Schrödinger bridges', ['schrodinger'], [[0, 11]]],
    ['Schro\u0308dinger', ['schrodinger'], [[0, 12]]],
    [
      'a ﬁne fit',
      ['fi'],
      [
        [2, 3],
        [6, 8],
      ],
    ],
    ['overlapping', ['over', 'erlap'], [[0, 7]]],
    ['nothing', ['x'], []],
  ] as const)('%s', (text, sought, places) => {
    expect(placesIn(text, [...sought])).toEqual(places);
  });

  it('keep the text as it is', () => {
    const { container } = render(<Marked text="Ünïcode everywhere" sought={['unicode', 'every']} />);
    expect(container.textContent).toBe('Ünïcode everywhere');
    expect([...container.querySelectorAll('mark')].map((mark) => mark.textContent)).toEqual(['Ünïcode', 'every']);
  });
});

describe('other parts', () => {
  it('titles draw formulas only', () => {
    const { container } = render(<Title text="On $O(n)$ sorting for $5 and $6" />);
    expect(container.querySelectorAll('.formula')).toHaveLength(1);
  });

  it('stars are chosen and taken away', async () => {
    const choose = vi.fn();
    const { container } = render(<Stars rating={3} choose={choose} />);
    fireEvent.click(screen.getByLabelText('4 of 5'));
    fireEvent.click(screen.getByLabelText('3 of 5'));
    expect(choose.mock.calls).toEqual([[4], [null]]);
    await sound(container);
  });

  it('bars bring their numbers as a table that leads to the papers', async () => {
    const open = vi.fn();
    const { container } = render(
      <Bars title="Saved" labels={['one', 'two']} series={[{ name: 'Saved', values: [3, 0], open }]} />,
    );
    fireEvent.click(screen.getByText('3'));
    expect(open).toHaveBeenCalledWith(0);
    expect(container.querySelectorAll('rect')).toHaveLength(2);
    await sound(container);
  });

  it('what takes long says how far it is, and speaks of every tenth of the way only', async () => {
    const words = (done: number) => `Reading: ${done * 200} papers`;
    const { container, rerender } = render(<LongBar what="Reading" words="Reading" />);
    const bar = () => screen.getByRole('progressbar', { name: 'Reading' }) as HTMLProgressElement;
    expect(bar().hasAttribute('value')).toBe(false);
    const spoken = new Set<string>();
    for (let n = 0; n <= 100; n++) {
      rerender(<LongBar what="Reading" done={n / 100} words={words(n)} />);
      spoken.add(screen.getByRole('status').textContent ?? '');
      expect(screen.getByText(words(n))).toBeTruthy();
    }
    expect(bar().value).toBe(1);
    expect(spoken.size).toBe(11);
    await sound(container);
  });

  it('the last changes show how far a long one is, and what can be undone', () => {
    const act = { at: 0, words: 'Imported', papers: 3_000 };
    const undo = vi.fn();
    const changes = [
      { ...act, rev: 3, state: 'going back' as const, done: 0.438 },
      { ...act, rev: 2, state: 'coming in' as const },
      { ...act, rev: 1, state: 'stands' as const },
    ];
    render(<ChangeList changes={changes} undo={undo} />);
    expect(screen.getByText('Taking it back: 43 %')).toBeTruthy();
    expect(screen.getByText('Coming in …')).toBeTruthy();
    const buttons = screen.getAllByRole('button', { name: /^Undo/ });
    for (const button of buttons) fireEvent.click(button);
    expect(undo.mock.calls).toEqual([[2], [1]]);
  });
});
