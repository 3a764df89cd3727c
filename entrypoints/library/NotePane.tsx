import { useMemo, useRef, useState } from 'preact/hooks';
import { Dialog } from '@/components/Dialog';
import { NoteField } from '@/components/NoteField';
import { ago } from '@/components/print';
import { isoDay } from '@/papers/days';
import { changesOf } from '@/papers/history';
import { useLive, withLibrary } from '@/papers/live';
import { ask, newAct } from '@/papers/remote';
import type { PaperRow } from '@/papers/rows';
import { useUnsaved } from '@/papers/use-unsaved';
import { useActs } from './acts';
import { finder } from './finder';
import { NoteView } from './NoteView';

/** The note of a paper: written, read as Markdown, and all its earlier versions. */
export function NotePane({ row, template }: { row: PaperRow; template: string }) {
  const acts = useActs();
  const [reading, setReading] = useState(false);
  const [history, setHistory] = useState(false);
  const sitting = useMemo(newAct, [row.key]);
  const aside = useUnsaved(row.ids, sitting);
  const flush = useRef<() => Promise<boolean>>(async () => true);
  const change = (note: { text: string; base: number; from?: string; sent?: string }, more: object = {}) =>
    ask('papers.change', { act: newAct(), targets: [{ key: row.key }], note, ...more });
  const show = async (view: boolean) => {
    // What cannot be stored stays in the field.
    if (await flush.current()) setReading(view);
  };
  return (
    <section class="note-pane">
      <div class="note-head">
        <h3>Note</h3>
        <button type="button" class="link" aria-pressed={!reading} onClick={() => setReading(false)}>
          Write
        </button>
        <button type="button" class="link" aria-pressed={reading} onClick={() => void show(true)}>
          Preview
        </button>
        <button type="button" class="link" onClick={() => setHistory(true)}>
          History
        </button>
        {template && row.note === '' && !reading && (
          <button
            type="button"
            class="link"
            onClick={() => change({ text: filled(template, row), base: row.noteRev }).catch(acts.fail)}
          >
            Use the template
          </button>
        )}
      </div>
      {reading ? (
        <NoteView text={row.note} under={3} />
      ) : (
        <NoteField
          key={row.key}
          note={row.note}
          noteRev={row.noteRev}
          aside={aside}
          save={async (note) => (await change(note, { sitting })).note ?? { text: note.text, rev: note.base }}
          flush={(store) => {
            flush.current = store;
          }}
          suggest={suggest}
        />
      )}
      {history && (
        <Dialog title="Earlier versions of this note" read close={() => setHistory(false)}>
          <Versions
            row={row}
            restore={(text) => {
              setHistory(false);
              void acts.change('Note restored', [row.key], { note: { text, base: row.noteRev } });
            }}
          />
        </Dialog>
      )}
    </section>
  );
}

/** Papers whose title or authors begin like what was typed after `[[`. */
function suggest(text: string): Promise<{ id: string; title: string }[]> {
  const word = { field: 'text' as const, values: [text] };
  return new Promise((resolve) => {
    finder.ask({ kind: 'find', rev: 0, query: text.trim() ? [word] : [] }, ({ keys, done }) => {
      if (keys) {
        withLibrary(async (library) => {
          const rows = await library.papers.bulkGet(keys.slice(0, 6));
          resolve(rows.flatMap((row) => (row?.ids[0] ? [{ id: row.ids[0], title: row.title }] : [])));
        }).catch(() => resolve([]));
      } else if (done) resolve([]);
    });
  });
}

function filled(template: string, { title, authors, organisation = '' }: PaperRow): string {
  const date = isoDay(Date.now());
  const by = authors.join(', ') || organisation;
  // A title may hold what stands for something else, or a sign that `replace` takes for its own.
  const words: Record<string, string> = { title, authors: by, date };
  return template.replace(/\{(title|authors|date)\}/g, (_, name: string) => words[name] ?? '');
}

/** Every text that the note ever was, the newest first. */
function Versions({ row, restore }: { row: PaperRow; restore(text: string): void }) {
  const { value } = useLive(
    async (library) => {
      const changes = await changesOf(library, row.key);
      return changes.flatMap(({ rev, at, change: { after } }) =>
        after?.note === undefined ? [] : [{ rev, at, text: after.note }],
      );
    },
    [row.key],
  );
  if (!value) return null;
  if (value.length === 0) return <p class="hint">This note was never written.</p>;
  return (
    <ol class="versions">
      {value.map(({ rev, at, text }) => (
        <li key={rev}>
          <div class="version-head">
            <time dateTime={new Date(at).toISOString()}>{ago(at)}</time>
            {text === row.note ? (
              <span class="hint">as it is now</span>
            ) : (
              <button type="button" class="link" onClick={() => restore(text)}>
                Restore
              </button>
            )}
          </div>
          <pre>{text || '(empty)'}</pre>
        </li>
      ))}
    </ol>
  );
}
