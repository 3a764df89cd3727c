/** What the browser calls when it lets a page write a file of its user's choice. */
type SavePicker = (options: {
  suggestedName: string;
  types: { description: string; accept: Record<string, string[]> }[];
}) => Promise<FileSystemFileHandle>;

/** Collected before they become part of a blob, which the browser may put on disk. */
const MEBIBYTE = 1024 * 1024;

/** Where a file is going: written as it is made, or kept by the browser until it is whole. */
export interface Target {
  write(piece: string | Uint8Array): Promise<void>;
  /** Gives the file where the browser kept it: it has to be downloaded. */
  close(): Promise<Blob | undefined>;
  abort(): Promise<void>;
}

/** Asks where a file is to go; `undefined` when its user thinks better of it. Must follow a click. */
export async function openTarget(name: string, mime: string, label: string): Promise<Target | undefined> {
  const { showSaveFilePicker: pick } = window as { showSaveFilePicker?: SavePicker };
  if (!pick) return blobTarget(mime);
  try {
    const extension = `.${name.split('.').pop()}` as const;
    const handle = await pick({
      suggestedName: name,
      types: [{ description: label, accept: { [mime]: [extension] } }],
    });
    const stream = await handle.createWritable();
    return {
      write: (piece) => stream.write(piece as string | Uint8Array<ArrayBuffer>),
      close: async () => {
        await stream.close();
        return undefined;
      },
      abort: () => stream.abort().catch(() => {}),
    };
  } catch (error) {
    if ((error as Error).name === 'AbortError') return undefined;
    return blobTarget(mime); // Refused by a policy: there is still the downloads folder.
  }
}

function blobTarget(type: string): Target {
  let parts: Blob[] = [];
  let [held, length] = [[] as BlobPart[], 0];
  const flush = () => {
    parts.push(new Blob(held));
    [held, length] = [[], 0];
  };
  return {
    async write(piece) {
      held.push(piece as BlobPart);
      length += piece.length;
      if (length > MEBIBYTE) flush();
    },
    async close() {
      flush();
      return new Blob(parts, { type });
    },
    async abort() {
      parts = [];
    },
  };
}

/** Puts a blob into the downloads folder. */
export function download(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // The download has its own hold on the blob by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
