import { X } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { NoteField } from '@/components/NoteField';
import { papers as count } from '@/components/print';
import { TagField } from '@/components/TagField';
import { TroubleNotice } from '@/components/TroubleNotice';
import { useEvent } from '@/components/use-event';
import type { EditorTask, Looked } from '@/papers/messages';
import type { Paper, Tag } from '@/papers/paper';
import { ask, newAct, onChange } from '@/papers/remote';
import { asTrouble, type TroubleName } from '@/papers/trouble';
import { useUnsaved } from '@/papers/use-unsaved';
import { FilterWords } from './FilterWords';
import { Stolen, useStolen } from './Stolen';

/** What is typed on a listing page: tags and note of a paper, tags for several, or the words of the page's filter. */
export function Editor({ task }: { task: EditorTask }) {
  const [paper, ...others] = task.papers;
  if (task.focus === 'words' || !paper) return <FilterWords words={task.words ?? ''} />;
  if (others.length) return <Several papers={task.papers} />;
  return <One paper={paper} focus={task.focus} />;
}

/** A paper's tags and note. */
function One({ paper, focus }: { paper: Paper; focus: 'tags' | 'note' }) {
  const sitting = useMemo(newAct, []);
  const flush = useRef<() => Promise<boolean>>(async () => true);
  const { looked, change, attempt, trouble } = usePapers([paper]);
  const row = looked?.paper;
  const aside = useUnsaved(paper.ids, sitting);
  const tagging = useRef(Promise.resolve(true));
  // What cannot be stored stays in sight.
  const mayClose = async () => {
    // A frame that is taken away tells its fields nothing; a tag field takes what is half typed when it is left.
    if (document.activeElement instanceof HTMLInputElement) document.activeElement.blur();
    const pending = tagging.current;
    // Names that could not be stored are in their field again, and asked for again while they are.
    tagging.current = Promise.resolve(true);
    const [tagged, noted] = await Promise.all([pending, flush.current()]);
    return tagged && noted;
  };
  return (
    <Sheet title={paper.title} mayClose={mayClose} trouble={trouble} stored={row?.key}>
      {looked && (
        <>
          <TagField
            tags={(row?.tagIds ?? []).flatMap((id) => looked.tags.find((tag) => tag.id === id) ?? [])}
            known={looked.tags}
            add={(addTags) => {
              tagging.current = attempt({ addTags });
              return tagging.current;
            }}
            remove={(id) => void attempt({ removeTags: [id] })}
            autofocus={focus === 'tags'}
          />
          <NoteField
            note={row?.note ?? ''}
            noteRev={row?.noteRev ?? 0}
            save={async (note) => (await change({ note, sitting })).note ?? { text: note.text, rev: note.base }}
            autofocus={focus === 'note'}
            aside={aside}
            flush={(store) => {
              flush.current = store;
            }}
          />
        </>
      )}
    </Sheet>
  );
}

/** Tags for several papers at once: each is one act on all of them. */
function Several({ papers }: { papers: Paper[] }) {
  const [given, setGiven] = useState<string[]>([]);
  const { looked, attempt, trouble } = usePapers(papers);
  const tags = given.flatMap((name) => looked?.tags.find((tag) => tag.name === name) ?? []);
  const fields = useRef<HTMLDivElement>(null);
  const typed = useRef('');
  const [warned, setWarned] = useState('');
  // What was typed for many papers is neither done nor left out without a word.
  const mayClose = async () => {
    if (!typed.current || typed.current === warned) return true;
    setWarned(typed.current);
    fields.current?.querySelector('input')?.focus();
    return false;
  };
  const many = count(papers.length);
  return (
    <Sheet title={`Tags for ${many}`} mayClose={mayClose} trouble={trouble}>
      <div ref={fields}>
        {looked && (
          <TagField
            tags={tags}
            known={looked.tags}
            add={(addTags) => {
              setGiven((now) => [...new Set([...now, ...addTags])]);
              return attempt({ addTags });
            }}
            remove={(id) => {
              void attempt({ removeTags: [id] });
              setGiven((now) => now.filter((name) => name !== tags.find((tag: Tag) => tag.id === id)?.name));
            }}
            autofocus
            many={many}
            typed={(text) => {
              typed.current = text;
              if (!text) setWarned('');
            }}
          />
        )}
        <p class="hint" role="status">
          {warned && `“${warned}” is not added yet. Enter adds it; closing once more leaves it out.`}
        </p>
      </div>
    </Sheet>
  );
}

/** What the library knows of the papers, kept up to date, and how to change them. */
function usePapers(papers: Paper[]) {
  const [looked, setLooked] = useState<Looked>();
  const [trouble, setTrouble] = useState<TroubleName>();
  const fail = (error: unknown) => setTrouble(asTrouble(error, 'CannotOpen').name);
  const look = useEvent(() => {
    ask('papers.look', { ids: papers[0]?.ids ?? [] }).then(setLooked, fail);
  });
  useEffect(() => {
    look();
    return onChange(look);
  }, []);
  const change = async (what: object) => {
    const outcome = await ask('papers.change', { act: newAct(), targets: papers.map((paper) => ({ paper })), ...what });
    setTrouble(undefined);
    return outcome;
  };
  const attempt = (what: object) =>
    change(what).then(
      () => true,
      (error) => {
        fail(error);
        return false;
      },
    );
  return { looked, trouble, change, attempt };
}

interface SheetProps {
  title: string;
  trouble?: TroubleName | undefined;
  /** Whether nothing would be lost by closing. */
  mayClose?: () => Promise<boolean>;
  /** The key of the paper, once it is stored. */
  stored?: string | undefined;
  children: ComponentChildren;
}

/** The frame's page: title, way out, what is wrong, and the fields. Escape closes. */
export function Sheet({ title, trouble, mayClose, stored, children }: SheetProps) {
  const [stolen, goOn] = useStolen();
  const close = useEvent(async () => {
    if (!mayClose || (await mayClose())) await ask('editor.tell', { close: true });
  });
  useLayoutEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.isComposing) return;
      event.preventDefault();
      void close();
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, []);
  return (
    <>
      <header>
        <h1>{title}</h1>
        <button type="button" class="quiet" aria-label="Close" title="Close (Esc)" onClick={() => void close()}>
          <X size={15} aria-hidden="true" />
        </button>
      </header>
      {stolen && <Stolen stored={stored} goOn={goOn} />}
      {trouble && <TroubleNotice name={trouble} />}
      {children}
    </>
  );
}
