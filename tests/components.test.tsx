// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import axe from 'axe-core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Marks, type MarksProps } from '@/components/Marks';
import { NoteField, type NoteFieldProps } from '@/components/NoteField';
import { PageBar, type PageBarProps } from '@/components/PageBar';
import { TagField } from '@/components/TagField';
import { KEYS } from '@/papers/listing';
import type { Mark } from '@/papers/paper';
import { Trouble } from '@/papers/trouble';

afterEach(cleanup);

/** What axe can judge without a layout engine; colours are judged in the browser tests. */
async function expectAccessible(container: Element): Promise<void> {
  const { violations } = await axe.run(container, {
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
  });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join()}`)).toEqual([]);
}

const mark: Mark = { key: 'k', ids: ['arxiv:1'], status: 'reading', tags: [], note: '', rev: 1 };
const tags = Array.from({ length: 5 }, (_, colour) => ({ name: `tag ${colour}`, colour }));
const acts = () => ({ copy: vi.fn(), save: vi.fn(), status: vi.fn(), edit: vi.fn(), select: vi.fn(), undo: vi.fn() });

describe('the strip', () => {
  const states: [string, Partial<MarksProps>][] = [
    ['unsaved', { mark: undefined }],
    ['saved', { mark: { ...mark, status: 'unread' } }],
    ['tagged and annotated', { mark: { ...mark, tags, note: 'first line' } }],
    ['dismissed, with undo', { mark: { ...mark, status: 'dismissed' }, said: { text: 'Dismissed', rev: 1 } }],
    ['in trouble', { mark, trouble: 'DiskFull' }],
  ];
  it.each(states)('is accessible when %s', async (_state, props) => {
    const { container } = render(<Marks title="A paper" mark={mark} acts={acts()} {...props} />);
    await expectAccessible(container);
    expect(screen.getByRole('group', { name: 'Dogear: A paper' })).toBeDefined();
  });

  it('says what is known of the paper', () => {
    render(<Marks title="A paper" mark={{ ...mark, tags, note: 'first line' }} acts={acts()} />);
    const said = screen.getByRole('group').getAttribute('aria-description');
    expect(said).toBe('Reading; tags tag 0, tag 1, tag 2, tag 3, tag 4; note: first line');
  });

  it('shows three tags and how many more there are', () => {
    const { container } = render(<Marks title="A paper" mark={{ ...mark, tags }} acts={acts()} />);
    const painted = [...container.querySelectorAll('[data-text]')].map((node) => node.getAttribute('data-text'));
    expect(painted).toEqual(['tag 0', 'tag 1', 'tag 2', '+2']);
  });

  it('keeps what is shown out of the text of the document', () => {
    const { container } = render(
      <Marks title="A paper" mark={{ ...mark, tags, note: 'secret' }} said={{ text: 'Saved', rev: 1 }} acts={acts()} />,
    );
    expect(container.textContent).toBe('');
  });

  it('ignores clicks that a script has made up', () => {
    const does = acts();
    render(<Marks title="A paper" mark={undefined} acts={does} />);
    fireEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect(does.save).not.toHaveBeenCalled();
  });
});

describe('the page bar', () => {
  const bar: PageBarProps = {
    counts: { papers: 53, saved: 7, read: 3, dismissed: 2, fresh: 5, hidden: 0, selected: 0, strange: 0 },
    filter: {},
    tags: ['methods'],
    place: { collapsed: false, right: 16, bottom: 16 },
    keys: KEYS,
    keysOff: false,
    taken: ['/'],
    said: undefined,
    trouble: undefined,
    help: false,
    acts: {
      filter: vi.fn(),
      words: vi.fn(),
      place: vi.fn(),
      selectShown: vi.fn(),
      clear: vi.fn(),
      set: vi.fn(),
      tags: vi.fn(),
      undo: vi.fn(),
      help: vi.fn(),
      keysOff: vi.fn(),
    },
  };
  const states: [string, Partial<PageBarProps>][] = [
    ['open', {}],
    ['collapsed', { place: { ...bar.place, collapsed: true } }],
    [
      'filtering',
      { filter: { hideRead: true, words: 'debate', tag: 'methods' }, counts: { ...bar.counts, hidden: 12 } },
    ],
    ['selecting', { counts: { ...bar.counts, selected: 4 } }],
    ['saying what happened', { said: 'Saved 4' }],
    ['showing the keys', { help: true }],
    ['in trouble', { trouble: 'NoAnswer', counts: { ...bar.counts, strange: 3 } }],
  ];
  it.each(states)('is accessible when %s', async (_state, props) => {
    const { container } = render(<PageBar {...bar} {...props} />);
    await expectAccessible(container);
  });
});

describe('the tag field', () => {
  const known = ['alpha', 'beta', 'alphabet'].map((name, colour) => ({ id: name, name, colour, uses: 9 - colour }));
  const draw = (has: string[] = [], stored = true, more: { many?: string } = {}) => {
    const [add, remove] = [vi.fn(async () => stored), vi.fn()];
    const { container } = render(
      <TagField
        tags={known.filter(({ name }) => has.includes(name))}
        known={known}
        add={add}
        remove={remove}
        {...more}
      />,
    );
    return { container, add, remove, field: screen.getByRole('combobox', { name: 'Tags' }) };
  };
  const type = (field: Element, text: string) => fireEvent.input(field, { target: { value: text } });

  it('is accessible, with suggestions and without', async () => {
    const { container, field } = draw(['beta']);
    await expectAccessible(container);
    type(field, 'alp');
    await expectAccessible(container);
  });

  it('suggests tags in use, most used first, and takes the chosen one by keyboard', () => {
    const { field, add } = draw();
    type(field, 'alp');
    expect(screen.getAllByRole('option').map((option) => option.textContent)).toEqual(['alpha9', 'alphabet7']);
    fireEvent.keyDown(field, { key: 'ArrowDown' });
    fireEvent.keyDown(field, { key: 'ArrowDown' });
    fireEvent.keyDown(field, { key: 'Enter' });
    expect(add).toHaveBeenCalledWith(['alphabet']);
  });

  it('takes several at once, and what was half typed when it is left', () => {
    const { field, add } = draw();
    type(field, 'one, two; three');
    fireEvent.keyDown(field, { key: 'Enter' });
    type(field, 'half');
    fireEvent.blur(field);
    expect(add.mock.calls).toEqual([[['one', 'two', 'three']], [['half']]]);
  });

  it('keeps what was half typed for many papers until it is said', () => {
    const { field, add } = draw([], true, { many: '3 papers' });
    type(field, 'half');
    fireEvent.blur(field);
    expect(add).not.toHaveBeenCalled();
    expect((field as HTMLInputElement).value).toBe('half');
    fireEvent.keyDown(field, { key: 'Enter' });
    expect(add).toHaveBeenCalledWith(['half']);
  });

  it('gives back what could not be stored', async () => {
    const { field } = draw([], false);
    type(field, 'one, two');
    fireEvent.keyDown(field, { key: 'Enter' });
    await waitFor(() => expect((field as HTMLInputElement).value).toBe('one, two'));
  });

  it('takes the last tag away with Backspace in an empty field', () => {
    const { field, remove } = draw(['alpha', 'beta']);
    fireEvent.keyDown(field, { key: 'Backspace' });
    expect(remove).toHaveBeenCalledWith('beta');
  });
});

describe('the note field', () => {
  const draw = (save: NoteFieldProps['save'], note = '', noteRev = 0) => {
    let flush = async () => true;
    const give = (store: () => Promise<boolean>) => {
      flush = store;
    };
    const drawn = render(<NoteField note={note} noteRev={noteRev} save={save} flush={give} />);
    const field = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Note' });
    const type = (text: string) => fireEvent.input(field, { target: { value: text } });
    const redraw = (now: string, rev: number) =>
      drawn.rerender(<NoteField note={now} noteRev={rev} save={save} flush={give} />);
    return { ...drawn, field, type, redraw, flush: () => flush() };
  };

  it('saves by itself, and says so', async () => {
    const save = vi.fn(async ({ text }: { text: string }) => ({ text, rev: 1 }));
    const { type, container } = draw(save);
    type('a thought');
    await vi.waitFor(() => expect(save).toHaveBeenCalledWith({ text: 'a thought', base: 0, from: '' }));
    await screen.findByText('Saved');
    await expectAccessible(container);
  });

  it('keeps what cannot be saved, says why, and saves it when asked again', async () => {
    let broken = true;
    const { type, field, flush, container } = draw(async ({ text }) => {
      if (broken) throw new Trouble('DiskFull');
      return { text, rev: 1 };
    });
    type('precious');
    expect(await flush()).toBe(false);
    await screen.findByRole('alert');
    await expectAccessible(container);
    expect(field.value).toBe('precious');
    broken = false;
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await screen.findByText('Saved');
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('shows what was written elsewhere, unless something is half typed here', async () => {
    const { field, redraw, type } = draw(async ({ text }) => ({ text, rev: 9 }), 'old', 1);
    redraw('from the popup', 2);
    await vi.waitFor(() => expect(field.value).toBe('from the popup'));
    type('half typed');
    redraw('newer still', 3);
    expect(field.value).toBe('half typed');
  });

  it('shows both texts when two were writing, and loses nothing typed meanwhile', async () => {
    let answer = (_now: { text: string; rev: number }) => {};
    const save = vi.fn<NoteFieldProps['save']>(
      () =>
        new Promise((resolve) => {
          answer = resolve;
        }),
    );
    const { type, field, flush } = draw(save);
    type('mine');
    const saved = flush();
    type('mine, and more');
    answer({ text: 'theirs\n\nmine', rev: 2 });
    // Of what is stored now, only what was typed since is news.
    await vi.waitFor(() => expect(save).toHaveBeenLastCalledWith({ text: 'mine, and more', base: 0, from: 'mine' }));
    expect(field.value).toBe('mine, and more');
    answer({ text: 'theirs\n\nmine, and more', rev: 3 });
    expect(await saved).toBe(true);
    await vi.waitFor(() => expect(field.value).toBe('theirs\n\nmine, and more'));
  });

  it('puts aside what cannot be saved, until it is', async () => {
    let broken = true;
    const save = async ({ text }: { text: string }) => {
      if (broken) throw new Trouble('NoAnswer');
      return { text, rev: 1 };
    };
    const aside = { offers: [], keep: vi.fn(async () => {}), drop: vi.fn() };
    render(<NoteField note="" noteRev={0} save={save} aside={aside} />);
    fireEvent.input(screen.getByRole('textbox', { name: 'Note' }), { target: { value: 'precious' } });
    await waitFor(() => expect(aside.keep).toHaveBeenCalledWith('precious'));
    expect(aside.drop).not.toHaveBeenCalled();
    // Whoever leaves now is asked by the browser.
    expect(fireEvent(window, new Event('beforeunload', { cancelable: true }))).toBe(false);
    broken = false;
    fireEvent.click(await screen.findByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(aside.drop).toHaveBeenCalledWith());
    expect(fireEvent(window, new Event('beforeunload', { cancelable: true }))).toBe(true);
  });

  it('saves one at a time: pressed in haste, “Try again” asks once and says what came of it', async () => {
    let answer = (_broken: boolean) => {};
    const save = vi.fn(
      ({ text }: { text: string }) =>
        new Promise<{ text: string; rev: number }>((resolve, reject) => {
          answer = (broken) => (broken ? reject(new Trouble('NoAnswer')) : resolve({ text, rev: 1 }));
        }),
    );
    render(<NoteField note="" noteRev={0} save={save} />);
    fireEvent.input(screen.getByRole('textbox', { name: 'Note' }), { target: { value: 'precious' } });
    await waitFor(() => expect(save).toHaveBeenCalledTimes(1));
    // Its user leaves the field, and comes back, while it is being saved.
    for (let times = 0; times < 3; times++) fireEvent.blur(window);
    answer(true);
    const again = await screen.findByRole('button', { name: 'Try again' });
    for (let times = 0; times < 3; times++) fireEvent.click(again);
    await waitFor(() => expect(save).toHaveBeenCalledTimes(2));
    answer(false);
    await waitFor(() => expect(screen.getByRole('status').textContent).toBe('Saved'));
    expect(screen.queryByRole('alert')).toBeNull();
    expect(save).toHaveBeenCalledTimes(2);
  });

  it('puts aside what is not saved yet when its page goes', () => {
    const aside = { offers: [], keep: vi.fn(async () => {}), drop: vi.fn() };
    render(<NoteField note="" noteRev={0} save={() => new Promise(() => {})} aside={aside} />);
    fireEvent.input(screen.getByRole('textbox', { name: 'Note' }), { target: { value: 'last words' } });
    dispatchEvent(new Event('pagehide'));
    expect(aside.keep).toHaveBeenCalledWith('last words');
  });

  it('offers what was put aside, and takes it into the note', async () => {
    const aside = { offers: [{ sitting: 's', text: 'lost words', at: 0 }], keep: async () => {}, drop: vi.fn() };
    const save = vi.fn(async ({ text }: { text: string }) => ({ text, rev: 2 }));
    const { container } = render(<NoteField note="there" noteRev={1} save={save} aside={aside} />);
    await expectAccessible(container);
    fireEvent.click(screen.getByRole('button', { name: 'Put it into the note' }));
    await waitFor(() => expect(save).toHaveBeenCalledWith({ text: 'there\n\nlost words', base: 1, from: 'there' }));
    await waitFor(() => expect(aside.drop).toHaveBeenCalledWith('s'));
    expect(screen.queryByRole('note')).toBeNull();
  });
});
