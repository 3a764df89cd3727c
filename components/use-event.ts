import { useRef } from 'preact/hooks';

/** A callback that stays the same from drawing to drawing and always calls the newest one. */
export function useEvent<A extends unknown[], R>(callback: (...inputs: A) => R): (...inputs: A) => R {
  const newest = useRef(callback);
  newest.current = callback;
  return useRef((...inputs: A) => newest.current(...inputs)).current;
}
