import { useEffect, useRef, useState } from 'preact/hooks';
import { ask } from '@/papers/remote';
import { Sheet } from './Editor';

/** The words by which the page is filtered as they are typed; Enter closes. */
export function FilterWords({ words }: { words: string }) {
  const [text, setText] = useState(words);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);
  return (
    <Sheet title="Show only papers that hold these words">
      <input
        ref={field}
        type="search"
        aria-label="Words in title or abstract"
        placeholder="Words in title or abstract"
        maxLength={200}
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value);
          void ask('editor.tell', { words: event.currentTarget.value });
        }}
        onKeyDown={(event) => event.key === 'Enter' && void ask('editor.tell', { close: true })}
      />
    </Sheet>
  );
}
