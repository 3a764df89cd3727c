/** What was lost and what can bring it back, where its user looks first. */
export function LostNotice({
  papers,
  seen,
  backup,
  restore,
  forget,
}: {
  /** How many papers the library held. */
  papers: number;
  /** When it was last seen, in words. */
  seen: string;
  /** The newest backup, in words; absent where there is none. */
  backup?: string | undefined;
  restore?: (() => void) | undefined;
  /** Begins anew. */
  forget(): void;
}) {
  return (
    <div class="trouble-notice" role="alert">
      <strong>The browser has lost your library.</strong> It held {papers.toLocaleString('en')}{' '}
      {papers === 1 ? 'paper' : 'papers'} on {seen}.{' '}
      {backup
        ? `There is a backup of ${backup}.`
        : 'No backup lies in this browser. If you have a file (a backup or an export), import it.'}
      <div class="notice-acts">
        {backup && restore && (
          <button type="button" class="plain" onClick={restore}>
            Restore it
          </button>
        )}
        <button type="button" class="plain" onClick={forget}>
          Begin anew
        </button>
      </div>
    </div>
  );
}

/** The same where there is no room for more than the way to where it can be brought back. */
export function LostLine({ papers, href }: { papers: number; href: string }) {
  return (
    <div class="trouble-notice" role="alert">
      <strong>The browser has lost your library</strong> of {papers.toLocaleString('en')}{' '}
      {papers === 1 ? 'paper' : 'papers'}.{' '}
      <a href={href} target={href.startsWith('#') ? undefined : '_blank'} rel="noreferrer">
        Bring it back
      </a>
    </div>
  );
}
