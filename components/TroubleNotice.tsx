import { type TroubleName, WORDS } from '@/papers/trouble';

/** What went wrong and what can be done, where the user is looking. */
export function TroubleNotice({ name, again }: { name: TroubleName; again?: (() => void) | undefined }) {
  const { happened, todo } = WORDS[name];
  return (
    <div class="trouble-notice" role="alert">
      <strong>{happened}</strong> {todo}
      {again && (
        <button type="button" class="plain" onClick={again}>
          Try again
        </button>
      )}
    </div>
  );
}
