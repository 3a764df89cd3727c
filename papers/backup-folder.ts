import { BackupShelf, fileName, piecesOf } from './backup-shelf';

/** Parts of the File System Access API that only some browsers have. */
interface Asking {
  queryPermission?(wish: { mode: 'readwrite' }): Promise<PermissionState>;
  requestPermission?(wish: { mode: 'readwrite' }): Promise<PermissionState>;
}

/** How the chosen folder stands; `asks`: the browser wants its user to allow it once more. */
export interface FolderState {
  name: string;
  state: 'ready' | 'asks' | 'gone';
  /** The last backup that lies there. */
  copied?: number;
}

/** The chosen folder, or `undefined` where none was chosen. */
export async function folderState(shelf: BackupShelf): Promise<FolderState | undefined> {
  const row = await shelf.folder.get('folder');
  if (!row) return undefined;
  const { handle, copied } = row;
  const allowed = await (handle as Asking).queryPermission?.({ mode: 'readwrite' }).catch(() => undefined);
  const state = allowed === 'granted' ? 'ready' : allowed ? 'asks' : 'gone';
  return { name: handle.name, state, ...(copied !== undefined && { copied }) };
}

/** Copies a backup into the folder where that is allowed. Gives whether it lies there now. */
export async function copyToFolder(shelf: BackupShelf, id: number): Promise<boolean> {
  const row = await shelf.folder.get('folder');
  if (!row || (await folderState(shelf))?.state !== 'ready') return false;
  const file = await row.handle.getFileHandle(fileName(id), { create: true });
  const writing = await file.createWritable();
  try {
    for await (const bytes of piecesOf(shelf, id)) await writing.write(bytes);
    await writing.close();
  } catch (error) {
    await writing.abort().catch(() => {});
    throw error;
  }
  await shelf.folder.update('folder', { copied: id });
  return true;
}

/** Remembers the folder into which backups are to be copied from now on; `undefined` forgets it. For our own pages. */
export async function chooseFolder(handle: FileSystemDirectoryHandle | undefined, newest?: number): Promise<void> {
  await onShelf(async (shelf) => {
    if (!handle) return shelf.folder.delete('folder');
    await shelf.folder.put({ name: 'folder', handle });
    if (newest !== undefined) await copyToFolder(shelf, newest);
  });
}

/** Asks the browser's user to allow the folder once more; must follow a click. Copies the newest backup at once. */
export async function allowFolder(newest?: number): Promise<void> {
  await onShelf(async (shelf) => {
    const handle = (await shelf.folder.get('folder'))?.handle as Asking | undefined;
    const allowed = await handle?.requestPermission?.({ mode: 'readwrite' });
    if (allowed === 'granted' && newest !== undefined) await copyToFolder(shelf, newest);
  });
}

async function onShelf(use: (shelf: BackupShelf) => Promise<unknown>): Promise<void> {
  const shelf = new BackupShelf();
  try {
    await use(shelf);
  } finally {
    shelf.close();
  }
}
