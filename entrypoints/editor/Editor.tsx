import { X } from 'lucide-preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { NoteField } from '@/components/NoteField';
import { TagField } from '@/components/TagField';
import { TroubleNotice } from '@/components/TroubleNotice';
import type { EditorTask, Looked } from '@/papers/messages';
import { ask, newAct, onChange } from '@/papers/remote';
import { asTrouble, type TroubleName } from '@/papers/trouble';

/** Tags and note of one paper, typed in a frame of our own that the page cannot listen to. */
export function Editor({ task: { paper, focus } }: { task: EditorTask }) {
  const [trouble, setTrouble] = useState<TroubleName>();
  const sitting = useMemo(newAct, []);
  const flush = useRef<() => Promise<boolean>>(async () => true);
  const [looked, setLooked] = useState<Looked>();

  const look = () =>
    ask('papers.look', { ids: paper.ids }).then(setLooked, (error) => setTrouble(asTrouble(error, 'CannotOpen').name));
  const change = async (what: object) => {
    const outcome = await ask('papers.change', { act: newAct(), targets: [{ paper }], ...what });
    setTrouble(undefined);
    return outcome;
  };
  const attempt = (what: object) => change(what).catch((error) => setTrouble(asTrouble(error).name));
  const close = async () => {
    // What cannot be stored stays in sight.
    if (await flush.current()) await ask('editor.tell', { close: true });
  };
  useEffect(() => {
    void look();
    return onChange(look);
  }, []);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.isComposing) return;
      event.preventDefault();
      void close();
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, []);

  const row = looked?.paper;
  const tags = (row?.tagIds ?? []).flatMap((id) => looked?.tags.find((tag) => tag.id === id) ?? []);
  return (
    <>
      <header>
        <h1>{paper.title}</h1>
        <button type="button" class="quiet" aria-label="Close" title="Close (Esc)" onClick={() => void close()}>
          <X size={15} aria-hidden="true" />
        </button>
      </header>
      {trouble && <TroubleNotice name={trouble} />}
      {looked && (
        <>
          <TagField
            tags={tags}
            known={looked.tags}
            add={(addTags) => void attempt({ addTags })}
            remove={(id) => void attempt({ removeTags: [id] })}
            autofocus={focus === 'tags'}
          />
          <NoteField
            note={row?.note ?? ''}
            noteRev={row?.noteRev ?? 0}
            save={async (text, base) => {
              const { note } = await change({ note: { text, base }, sitting });
              return note ?? { text, rev: base };
            }}
            autofocus={focus === 'note'}
            flush={(store) => {
              flush.current = store;
            }}
          />
        </>
      )}
    </>
  );
}
