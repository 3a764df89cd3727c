import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Title } from '@/components/Formula';
import type { MarkdownProps } from '@/components/Markdown';
import { paperWith } from '@/papers/lists';
import { useLive } from '@/papers/live';
import type { PaperId } from '@/papers/paper';
import { addressOf, placeOf } from './address';

/** A note as it reads, `under` a heading of that level. What draws Markdown comes on demand. */
export function NoteView({ text, under }: Pick<MarkdownProps, 'text' | 'under'>) {
  const [Markdown, setMarkdown] = useState<ComponentType<MarkdownProps>>();
  useEffect(() => {
    import('@/components/Markdown').then(
      (module) => setMarkdown(() => module.Markdown),
      () => {}, // The text stays as it was typed.
    );
  }, []);
  if (text.trim() === '') return <p class="hint">No note yet.</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: one goes there by key to read on
    <section class="note-view" tabIndex={0} aria-label="Note, as it reads">
      {Markdown ? (
        <Markdown text={text} under={under} link={(id) => <PaperLink key={id} id={id} />} />
      ) : (
        <pre>{text}</pre>
      )}
    </section>
  );
}

function PaperLink({ id }: { id: string }) {
  const { value } = useLive((library) => paperWith(library, [id as PaperId]), [id]);
  if (!value) return <>[[{id}]]</>;
  return (
    <a href={addressOf({ ...placeOf(location.hash), page: 'papers', paper: value.key })}>
      <Title text={value.title} />
    </a>
  );
}
