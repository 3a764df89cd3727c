import { useState } from 'preact/hooks';
import { readBackup } from '@/papers/backup-shelf';
import type { BackupInfo, BackupState } from '@/papers/backups';
import { ask, UNHURRIED } from '@/papers/remote';
import { PlaceButton, PlaceWords } from './BackupPlace';
import { download } from './saving';
import type { Import } from './use-import';
import { counted, dated, sized } from './words';

/** The backups that there are: when the last one was made, and the way back to each. */
export function BackupSection({
  state,
  refresh,
  load,
}: {
  state: BackupState | undefined;
  refresh(): Promise<void>;
  load: Import;
}) {
  const [words, setWords] = useState('');
  const [working, setWorking] = useState(false);
  const [newest] = state?.backups ?? [];
  const attempt = async (work: () => Promise<string>) => {
    setWorking(true);
    setWords('');
    try {
      setWords(await work());
    } catch (error) {
      if ((error as Error).name !== 'AbortError') setWords(`That did not work: ${(error as Error).message}`);
    } finally {
      await refresh();
      setWorking(false);
    }
  };
  const make = async () => {
    const info = await ask('backups.make', {}, UNHURRIED);
    return `Backup made and read back: ${counted(info.papers, 'paper')}, ${sized(info.bytes)}.`;
  };
  const save = async (backup: BackupInfo) => {
    const file = await readBackup(backup.id);
    download(file, file.name);
    return `${file.name} is in your downloads.`;
  };
  const restore = async (backup: BackupInfo, exact: boolean) => {
    const file = await readBackup(backup.id);
    load.read([{ name: `Backup of ${dated(backup.id)}`, data: file }], exact);
    return '';
  };

  const place = { folder: state?.folder, newest: newest?.id, working, attempt };

  return (
    <section class="data-section" aria-labelledby="backup-title">
      <h2 id="backup-title">Backups</h2>
      <p>
        {newest
          ? `The last one was made ${dated(newest.id)} and read back without a fault.`
          : 'None was made yet: the first one comes within the hour after something is saved.'}{' '}
        One is made every hour in which something changed, of large libraries less often; of seven days and of four
        weeks before them one each is kept.
      </p>
      <div class="data-row">
        <button type="button" class="plain" disabled={working} onClick={() => void attempt(make)}>
          Make one now
        </button>
        {newest && (
          <button type="button" class="plain" disabled={working} onClick={() => void attempt(() => save(newest))}>
            Save the last one as a file
          </button>
        )}
        <PlaceButton {...place} />
      </div>
      <PlaceWords {...place} />
      <p class="data-words" role="status">
        {words}
      </p>
      {state && state.backups.length > 0 && (
        <table class="backups">
          <caption class="said">Backups, the newest first</caption>
          <thead>
            <tr>
              <th scope="col">Made</th>
              <th scope="col">Papers</th>
              <th scope="col">Size</th>
              <th scope="col">
                <span class="said">What can be done</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {state.backups.map((backup) => (
              <tr key={backup.id}>
                <th scope="row">{dated(backup.id)}</th>
                <td>{backup.papers.toLocaleString('en')}</td>
                <td>{sized(backup.bytes)}</td>
                <td>
                  <button
                    type="button"
                    class="link"
                    aria-label={`Bring back what is missing, from the backup of ${dated(backup.id)}`}
                    onClick={() => void attempt(() => restore(backup, false))}
                  >
                    Bring back what is missing
                  </button>
                  <button
                    type="button"
                    class="link"
                    aria-label={`Restore as it was on ${dated(backup.id)}`}
                    onClick={() => void attempt(() => restore(backup, true))}
                  >
                    Restore as it was
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
