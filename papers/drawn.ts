import { useLayoutEffect } from 'preact/hooks';

/** How long it may take until something is drawn, in ms: a page in the background draws nothing. */
const PATIENCE = 100;

/**
 * Does something once the last drawing is on the screen, in a task of its own; what it gives takes that back. The frame
 * after the next is waited for: while the browser is still painting the next one, work would be in its way.
 */
export function onceDrawn(act: () => void): () => void {
  let timer = setTimeout(() => {
    cancelAnimationFrame(frame);
    act();
  }, PATIENCE);
  let frame = requestAnimationFrame(() => {
    frame = requestAnimationFrame(() => {
      clearTimeout(timer);
      timer = setTimeout(act);
    });
  });
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
}

/** The same for what a component draws. */
export function useLater(act: () => void, inputs: unknown[]): void {
  // Not as an effect, which a further drawing before the frame would bring forward.
  useLayoutEffect(() => onceDrawn(act), inputs);
}
