import { useEffect, useRef } from 'preact/hooks';
import { type TroubleName, WORDS } from '@/papers/trouble';

/** What went wrong and what can be done, where the user is looking. */
export function TroubleNotice({ name, again }: { name: TroubleName; again?: (() => void) | undefined }) {
  const [happened, todo] = WORDS[name];
  const notice = useRef<HTMLDivElement>(null);
  // A frame that cannot tell anybody that it needs more room must not hide the way out.
  useEffect(() => notice.current?.scrollIntoView?.({ block: 'nearest' }), [name]);
  return (
    <div class="trouble-notice" role="alert" ref={notice}>
      <strong>{happened}</strong> {todo}
      {again && (
        <div class="notice-acts">
          <button type="button" class="plain" onClick={again}>
            Try again
          </button>
        </div>
      )}
    </div>
  );
}
