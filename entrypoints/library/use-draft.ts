import { useEffect, useRef, useState } from 'preact/hooks';
import { useEvent } from '@/components/use-event';

/**
 * A field whose text is chosen when it is left. A drawing meanwhile, for whatever reason, takes nothing of it back.
 * `lasting`: the field is left, too, when the page it stands on goes.
 */
export function useDraft(value: string, choose: (text: string) => void, lasting = false) {
  const [draft, setDraft] = useState<string>();
  const typed = useRef<string>();
  const chosen = useRef<string>();
  const store = useEvent(() => {
    if (typed.current === undefined || typed.current === chosen.current) return;
    chosen.current = typed.current;
    choose(typed.current);
  });
  useEffect(() => {
    // What is stored may be written otherwise than it was typed.
    if (typed.current !== chosen.current) return;
    typed.current = undefined;
    chosen.current = undefined;
    setDraft(undefined);
  }, [value]);
  useEffect(() => {
    if (!lasting) return;
    addEventListener('pagehide', store);
    return () => {
      removeEventListener('pagehide', store);
      store();
    };
  }, []);
  return {
    value: draft ?? value,
    onInput: ({ currentTarget }: { currentTarget: { value: string } }) => {
      typed.current = currentTarget.value;
      setDraft(currentTarget.value);
    },
    onChange: store,
  };
}
