import { firstRead } from './first';

/** Gives this page a look: `light`, `dark`, or else that of the system. */
export function applyLook(look: unknown): void {
  document.documentElement.style.colorScheme = look === 'light' || look === 'dark' ? look : 'light dark';
}

/**
 * Gives this page the chosen look before its first rows, with which it was read: the first look into `localStorage`
 * stops a page for 16 ms.
 */
export async function beginLook(): Promise<void> {
  applyLook((await firstRead())?.look);
}
