/** Everything that can go wrong, by name. */
export type TroubleName =
  | 'CannotOpen'
  | 'NewerLibrary'
  | 'Lost'
  | 'DiskFull'
  | 'NotWritten'
  | 'NotUnderstood'
  | 'NotAllowed'
  | 'UnknownPaper'
  | 'UnknownTag'
  | 'NothingToUndo'
  | 'NoAnswer'
  | 'Updated'
  | 'EditorTaken';

/** An error with a name that can cross a message and words that its reader understands. */
export class Trouble extends Error {
  override name: TroubleName;
  constructor(name: TroubleName, detail?: string) {
    super(detail ?? name);
    this.name = name;
  }
}

/** What happened and what can be done, for the place where the user is looking. */
export const WORDS: Record<TroubleName, [happened: string, todo: string]> = {
  CannotOpen: [
    'Dogear cannot open its library.',
    'Nothing is saved until it can. Private windows and “never remember history” refuse storage. Use a normal window, or restart the browser.',
  ],
  NewerLibrary: ['This library was written by a newer Dogear.', 'It is left untouched. Update Dogear.'],
  Lost: ['The browser has lost your library.', 'Open the popup to bring it back.'],
  DiskFull: ['The disk is full, nothing can be saved.', 'Free some space and try again. What you typed is kept here.'],
  NotWritten: ['Not done: the browser refused.', 'Try again. What you typed is kept here.'],
  NotUnderstood: ['Not saved: Dogear did not understand.', 'Reload this page.'],
  NotAllowed: ['Not saved: this page may not do that.', 'Use the library.'],
  UnknownPaper: ['This paper is no longer in the library.', 'Reload this page.'],
  UnknownTag: ['This tag is no longer in the library.', 'Reload this page.'],
  NothingToUndo: ['There is nothing to undo.', ''],
  NoAnswer: ['Not saved: Dogear does not answer.', 'Try again, or restart the browser.'],
  EditorTaken: [
    'This page closed the editor.',
    'What you type now reaches the page. Write on in the popup or the library.',
  ],
  Updated: ['Dogear was updated.', 'Reload this page to go on.'],
};

/** What happened and what can be done, in one go. */
export function inWords(trouble: TroubleName): string {
  return WORDS[trouble].join(' ');
}

/** The name of what `ask` has thrown; anything else counts as `otherwise`. */
export function nameOf(error: unknown, otherwise: TroubleName = 'NotWritten'): TroubleName {
  return error instanceof Trouble ? error.name : otherwise;
}

/** A full disk in the words of browsers: Chromium's and Firefox' errors, what Dexie wraps around them, the system's. */
const FULL = /quota|full disk|disk (is )?full|no space left|NO_DEVICE_SPACE/i;

/** Any error as a `Trouble`; what the browser throws when it cannot store is told apart by its name. */
export function asTrouble(error: unknown, otherwise: TroubleName = 'NotWritten'): Trouble {
  if (error instanceof Trouble) return error;
  const { name = '', message = '', inner } = (error ?? {}) as { name?: string; message?: string; inner?: unknown };
  if (FULL.test(`${name} ${message} ${inner ?? ''}`)) return new Trouble('DiskFull', message);
  if (/^(OpenFailed|DatabaseClosed|MissingAPI|InvalidState|UnknownError|SecurityError)/.test(name))
    return new Trouble('CannotOpen', message);
  return new Trouble(otherwise, message || String(error));
}
